-- three cheap conditions, two aggregates
SELECT count(*) AS n, sum(price) AS total FROM sales WHERE units = 3 AND stock > 7 AND price BETWEEN 20 AND 60
