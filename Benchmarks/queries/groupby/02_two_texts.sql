-- sum by two text columns, 10,000 groups
SELECT region, branch, sum(units) AS units FROM sales GROUP BY region, branch
