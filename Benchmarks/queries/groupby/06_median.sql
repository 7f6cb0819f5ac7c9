-- median and deviation in 10,000 groups
SELECT grade, shop, median(price) AS middle, stddev(price) AS deviation FROM sales GROUP BY grade, shop
