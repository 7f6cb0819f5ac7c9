-- three sums by a whole number with a value a hundred rows
SELECT account, sum(units) AS units, sum(stock) AS stock, sum(price) AS price FROM sales GROUP BY account
