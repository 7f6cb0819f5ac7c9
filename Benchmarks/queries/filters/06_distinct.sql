-- distinct counts of a text and a number
SELECT count(DISTINCT customer) AS customers, count(DISTINCT account) AS accounts FROM sales
