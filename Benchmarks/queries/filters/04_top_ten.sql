-- the first ten of all rows
SELECT customer, price FROM sales ORDER BY price DESC, customer LIMIT 10
