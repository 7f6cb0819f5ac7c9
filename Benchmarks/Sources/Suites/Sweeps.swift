/// The sweeps: what is doubled, and the queries whose cost a row is watched.
enum Sweeps {
    /// 1, 2, 4 … times a million rows, up to 30 million, at fixed numbers of groups.
    static func rows(_ context: BenchmarkContext) -> Sweep {
        let queries = [
            ("100 texts", "SELECT few, sum(units), avg(price) FROM points GROUP BY few"),
            ("10,000 groups", "SELECT medium, few, sum(units) FROM points GROUP BY medium, few"),
            ("100,000 groups", "SELECT many, sum(units), avg(price) FROM points GROUP BY many"),
            ("median", "SELECT medium, few, median(price) FROM points GROUP BY medium, few"),
            ("filter", "SELECT count(*), sum(price) FROM points WHERE units = 3 AND price < 50"),
            ("sort 1 %", "SELECT few, price FROM points WHERE medium = 7 ORDER BY price"),
        ]
        let counts = [1, 2, 4, 8, 16, 30].map { $0 * 1_000_000 }.filter { $0 <= max(context.rows * 3, 1_000_000) }
        let points = counts.map { count in
            Sweep.Point(
                label: "\(count / 1_000_000)M", title: "\(count / 1_000_000) million rows", rows: count,
                creation: """
                    SELECT 'text ' || hash(range) % 100 AS few, CAST(hash(range + 1) % 100 AS INTEGER) AS medium,
                    CAST(hash(range + 2) % 100000 AS INTEGER) AS many, CAST(hash(range + 3) % 5 AS INTEGER) AS units,
                    hash(range + 4) % 100000000 / 1000000 AS price FROM range(\(count))
                    """,
                queries: queries)
        }
        return Sweep(suite: "rows", bound: .first, points: points)
    }

    /// 10, 20, 40 … groups, up to a group a row.
    static func groups(_ context: BenchmarkContext) -> Sweep {
        var points: [Sweep.Point] = []
        var groups = 10
        while groups <= context.rows {
            let queries = [
                ("number", "SELECT number, sum(units) AS units, avg(price) AS price FROM points GROUP BY number"),
                ("text", "SELECT text, sum(units) AS units, avg(price) AS price FROM points GROUP BY text"),
                ("exact", "SELECT number, sum(cents) AS sum, min(units) AS least, max(cents) AS most FROM points GROUP BY number"),
                ("count", "SELECT number, count(*) AS n FROM points GROUP BY number"),
                ("median", "SELECT number, median(cents) AS middle FROM points GROUP BY number"),
                ("distinct texts", "SELECT count(DISTINCT text) AS n FROM points"),
                ("texts in groups", "SELECT units, count(DISTINCT text) AS n FROM points GROUP BY units"),
            ]
            points.append(
                Sweep.Point(
                    label: "\(groups)", title: "\(groups) groups", rows: context.rows,
                    creation: """
                        SELECT CAST(hash(range) % \(groups) AS BIGINT) AS number, 'k' || hash(range + 1) % \(groups) AS text,
                        CAST(range % 7 AS INTEGER) AS units, CAST(hash(range + 2) % 100000 AS INTEGER) AS cents, range % 1000 / 8 AS price
                        FROM range(\(context.rows))
                        """,
                    queries: queries))
            // At last as many groups as rows, though it is not twice as many as before.
            groups = groups == context.rows ? .max : min(groups * 2, context.rows)
        }
        return Sweep(suite: "groups", bound: .neighbours, points: points)
    }

    /// 0.01 %, 0.02 % … 99 % of the rows pass.
    static func selectivity(_ context: BenchmarkContext) -> Sweep {
        var shares: [Double] = []
        var share = 0.0001
        while share < 0.99 {
            shares.append(share)
            share *= 2
        }
        let points = (shares + [0.99]).map { share in
            let bound = Int(share * 1e6)
            let text = "k" + String(Int(share * 1e4)).zeroPadded(5)
            let percent = Printing.fixed(share * 100, 2)
            return Sweep.Point(
                label: "\(percent) %", title: "\(percent) % pass", rows: context.rows,
                creation: """
                    SELECT CAST(hash(range) % 1000000 AS INTEGER) AS number, hash(range + 1) % 1000000 / 1e6 AS real,
                    'k' || lpad(CAST(hash(range + 2) % 10000 AS TEXT), 5, '0') AS text, range % 1000 / 8 AS price FROM range(\(context.rows))
                    """,
                queries: [
                    ("number", "SELECT count(*), sum(price) FROM points WHERE number < \(bound)"),
                    ("real", "SELECT count(*), sum(price) FROM points WHERE real < \(share)"),
                    ("text", "SELECT count(*), sum(price) FROM points WHERE text < '\(text)'"),
                    ("groups", "SELECT text, sum(price) FROM points WHERE number < \(bound) GROUP BY text"),
                    ("rows", "SELECT number, text, price FROM points WHERE number < \(bound)"),
                ])
        }
        return Sweep(suite: "selectivity", bound: .neighbours, points: points)
    }

    /// Texts of 2, 4, 8 … 2,000 bytes: 90 different ones at every length, and from eight bytes on, where there is room, all different.
    static func text(_ context: BenchmarkContext) -> Sweep {
        let rows = max(context.rows / 50, 1_000)
        let queries = [
            ("search", "SELECT count(*) FROM points WHERE text LIKE '%98765%'"),
            ("length", "SELECT max(length(text)) FROM points"),
            ("distinct", "SELECT count(DISTINCT text) FROM points"),
            ("group", "SELECT text, count(*) FROM points GROUP BY text"),
            ("order", "SELECT text FROM points ORDER BY text DESC LIMIT 10"),
        ]
        var points: [Sweep.Point] = []
        for (kind, source, digits) in [("few", "10 + range % 90", 2), ("many", "10000000 + hash(range) % 90000000", 8)] {
            for length in [2, 4, 8, 16, 32, 64, 125, 250, 500, 1_000, 2_000] where length >= digits {
                points.append(
                    Sweep.Point(
                        label: "\(length)", title: "\(length) bytes", rows: rows,
                        creation: """
                            SELECT left(repeat(CAST(\(source) AS TEXT), \(length / digits + 1)), \(length)) AS text FROM range(\(rows))
                            """,
                        queries: queries.map { ("\($0.0) \(kind)", $0.1) }))
            }
        }
        return Sweep(suite: "text", bound: .neighbours, points: points)
    }
}

extension String {
    fileprivate func zeroPadded(_ width: Int) -> String { String(repeating: "0", count: max(width - count, 0)) + self }
}
