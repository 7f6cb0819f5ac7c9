-- a square of a correlation in 10,000 groups
SELECT branch, grade, power(corr(units, stock), 2) AS determination FROM sales GROUP BY branch, grade
