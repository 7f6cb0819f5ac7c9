-- the distance of two extremes by a text column with a value a hundred rows
SELECT customer, max(units) - min(stock) AS distance FROM sales GROUP BY customer
