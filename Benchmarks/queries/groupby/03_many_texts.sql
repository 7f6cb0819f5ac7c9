-- sum and mean by a text column with a value a hundred rows
SELECT customer, sum(units) AS units, avg(price) AS price FROM sales GROUP BY customer
