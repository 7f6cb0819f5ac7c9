-- The statements whose instructions scripts/check_instructions.py counts. What stands before the first name prepares the data and is
-- not counted; each statement below a name is.
CREATE TABLE points AS SELECT
    'k' || range % 100 AS few, 'v' || hash(range) % 500 AS brand, 'text number ' || hash(range + 1) % 20000 AS many,
    CAST(hash(range + 2) % 100 AS INTEGER) AS grade, CAST(hash(range + 3) % 20000 AS BIGINT) AS account,
    CAST(1 + range % 5 AS INTEGER) AS units, hash(range + 4) % 1000000 / 8 AS price,
    CAST(DATE '2020-01-01' + CAST(range % 1000 AS INTEGER) AS DATE) AS day, CAST(range % 10000 / 100 AS DECIMAL(12, 2)) AS money
FROM range(30000);
CREATE TABLE accounts AS SELECT range AS account, 'owner ' || range % 700 AS owner FROM range(0, 20000, 2);
COPY points TO 'points.csv';

-- name: group by texts
SELECT count(*) AS groups, max(units) AS most FROM (SELECT few, grade, sum(units) AS units FROM points GROUP BY few, grade) AS g;
-- name: group by many numbers
SELECT count(*) AS groups, max(price) AS most FROM (
    SELECT account, sum(units) AS units, avg(price) AS price FROM points GROUP BY account
) AS g;
-- name: group by wide keys
SELECT count(*) AS groups, max(n) AS most FROM (
    SELECT many, account, day, price, count(*) AS n FROM points GROUP BY many, account, day, price
) AS g;
-- name: filter numbers
SELECT count(*) AS n, sum(price) AS total FROM points WHERE units = 3 AND grade > 20 AND price BETWEEN 1000 AND 90000;
-- name: filter texts
SELECT count(*) AS n, min(money) AS least FROM points WHERE many LIKE '%42%' AND brand IN ('v1', 'v20', 'v300') OR few < 'k3';
-- name: arithmetic
SELECT sum(units * price) AS worth, max(money * units) AS most, sum(CASE WHEN grade > 50 THEN price ELSE 0 END) AS high FROM points;
-- name: join
SELECT owner, count(*) AS n, sum(price) AS price FROM points JOIN accounts USING (account) GROUP BY owner;
-- name: sort
SELECT few, grade, price FROM points WHERE account % 3 = 0 ORDER BY few, grade DESC, price;
-- name: window
SELECT max(running) AS peak FROM (SELECT sum(units) OVER (PARTITION BY grade ORDER BY account, price) AS running FROM points) AS w;
-- name: load a file
CREATE TABLE loaded AS FROM 'points.csv';
