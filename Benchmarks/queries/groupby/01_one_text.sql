-- sum by a text column of 100 values
SELECT region, sum(units) AS units FROM sales GROUP BY region
