-- nearly a group a row, over six keys
SELECT region, branch, customer, grade, shop, account, sum(price) AS price, count(*) AS n
FROM sales GROUP BY region, branch, customer, grade, shop, account
