-- three of a hundred texts, a condition on a double, small groups, the first ten
SELECT region, count(*) AS n, avg(price) AS mean FROM sales
WHERE branch IN ('b007', 'b042', 'b099') AND price > 50 GROUP BY region ORDER BY mean DESC LIMIT 10
