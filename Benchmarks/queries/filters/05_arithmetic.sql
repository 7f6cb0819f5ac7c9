-- arithmetic and four aggregates over everything
SELECT sum(units * price) AS worth, min(price) AS low, max(price) AS high, avg(stock) AS mean FROM sales
