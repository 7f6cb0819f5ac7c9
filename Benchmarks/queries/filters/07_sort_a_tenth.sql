-- a full sort of a tenth of the rows by three keys
SELECT region, grade, price FROM sales WHERE account % 10 = 0 ORDER BY region, grade DESC, price
