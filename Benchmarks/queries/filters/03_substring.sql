-- a substring in a text column with a value a hundred rows
SELECT count(*) AS n FROM sales WHERE customer LIKE '%0042%'
