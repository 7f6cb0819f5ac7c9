-- a running sum in each of 100 partitions
SELECT max(running) AS peak FROM (
    SELECT sum(units) OVER (PARTITION BY grade ORDER BY account, price ROWS UNBOUNDED PRECEDING) AS running FROM sales
) AS running_sums
