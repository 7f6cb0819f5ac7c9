-- three means by a whole number of 100 values
SELECT grade, avg(units) AS units, avg(stock) AS stock, avg(price) AS price FROM sales GROUP BY grade
