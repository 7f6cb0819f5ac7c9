-- the two largest in each group
SELECT account, price FROM (
    SELECT account, price, row_number() OVER (PARTITION BY account ORDER BY price DESC) AS place FROM sales WHERE price IS NOT NULL
) AS placed WHERE place <= 2
