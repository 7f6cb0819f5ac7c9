import ReportQL
import Testing

/// Rows of a query as texts, NULL as `NULL`.
func texts(_ database: Database, _ query: String) throws -> [[String]] {
    try database.query(query).rows().map { row in row.map { text(of: $0) } }
}

private func text(of value: Value) -> String {
    switch value {
    case .null: "NULL"
    case .boolean(let flag): flag ? "true" : "false"
    case .integer(let number): "\(number)"
    case .double(let number): "\(number)"
    case .decimal(let unscaled, let scale): "\(unscaled)e-\(scale)"
    case .text(let text): text
    default: "\(value)"
    }
}

@Suite struct QueryTests {
    private func sample() throws -> Database {
        let database = Database(options: .init(threads: 2))
        _ = try database.query("CREATE TABLE gifts (district TEXT, donor TEXT, yuan BIGINT)")
        _ = try database.query(
            """
            INSERT INTO gifts VALUES ('未央区', 'A', 100), ('未央区', 'B', 250), ('川汇区', 'C', NULL), ('川汇区', 'D', 40), (NULL, 'E', 7)
            """)
        return database
    }

    @Test func selectionAndArithmetic() throws {
        let database = try sample()
        #expect(try texts(database, "SELECT donor, yuan + 1 FROM gifts WHERE yuan > 40") == [["A", "101"], ["B", "251"]])
        #expect(try texts(database, "FROM gifts |> WHERE district IS NULL |> SELECT donor") == [["E"]])
        #expect(try texts(database, "SELECT 7 / 2, 7 // 2, 1 + 2 * 3") == [["3.5", "3", "7"]])
    }

    @Test func groupsComeByFirstAppearance() throws {
        let database = try sample()
        let rows = try texts(database, "SELECT district, count(*), sum(yuan) FROM gifts GROUP BY district")
        #expect(rows == [["未央区", "2", "350"], ["川汇区", "2", "40"], ["NULL", "1", "7"]])
    }

    @Test func joinsAndSets() throws {
        let database = try sample()
        _ = try database.query("CREATE TABLE codes AS SELECT * FROM (VALUES ('未央区', '610112'), ('中原区', '410102')) AS t(district, code)")
        #expect(
            try texts(database, "SELECT donor, code FROM gifts LEFT JOIN codes USING (district) ORDER BY donor")
                == [["A", "610112"], ["B", "610112"], ["C", "NULL"], ["D", "NULL"], ["E", "NULL"]])
        #expect(try texts(database, "SELECT district FROM codes EXCEPT SELECT district FROM gifts") == [["中原区"]])
        #expect(try texts(database, "SELECT 1 UNION ALL SELECT 1 UNION ALL SELECT 2") == [["1"], ["1"], ["2"]])
    }

    @Test func columnsKeepTheirDefaultsAndTakeNoNullWhereToldSo() throws {
        let database = Database()
        _ = try database.query("CREATE TABLE n (x INTEGER PRIMARY KEY, y TEXT DEFAULT 'none', z INTEGER NOT NULL DEFAULT 1 + 1)")
        _ = try database.query("INSERT INTO n (x) VALUES (1)")
        _ = try database.query("INSERT INTO n VALUES (2, DEFAULT, 5)")
        #expect(throws: QueryError.self) { try database.query("INSERT INTO n (y) VALUES ('a')") }
        #expect(throws: QueryError.self) { try database.query("UPDATE n SET z = NULL WHERE x = 2") }
        _ = try database.query("ALTER TABLE n RENAME TO m")
        _ = try database.query("INSERT INTO m (x) VALUES (3)")
        #expect(try texts(database, "FROM m") == [["1", "none", "2"], ["2", "none", "5"], ["3", "none", "2"]])
        #expect(throws: QueryError.self) { try database.query("INSERT INTO m VALUES (NULL, 'a', 1)") }
    }

    @Test func tableVersions() throws {
        let database = try sample()
        #expect(try database.query("DELETE FROM gifts WHERE yuan < 50").rowsWritten == 2)
        #expect(try database.query("UPDATE gifts SET yuan = yuan * 2 WHERE donor = 'A'").rowsWritten == 1)
        #expect(try texts(database, "SELECT donor, yuan FROM gifts ORDER BY donor") == [["A", "200"], ["B", "250"], ["C", "NULL"]])
        _ = try database.query("CREATE VIEW rich AS SELECT donor FROM gifts WHERE yuan > 100")
        #expect(try texts(database, "SELECT * FROM rich ORDER BY 1") == [["A"], ["B"]])
        _ = try database.query("DROP VIEW rich")
        #expect(throws: QueryError.self) { try database.query("SELECT * FROM rich") }
    }

    @Test func manyGroupsAreTheSameForAnyThreads() throws {
        var answers: [[[String]]] = []
        for threads in [1, 2, 3] {
            let database = Database(options: .init(threads: threads))
            _ = try database.query("CREATE TABLE n AS SELECT range AS i, range % 1000 AS g, range * 0.1::DOUBLE AS x FROM range(300000)")
            answers.append(try texts(database, "SELECT g, sum(x), avg(x), count(*) FROM n GROUP BY g ORDER BY g LIMIT 20"))
        }
        #expect(answers[0] == answers[1])
        #expect(answers[0] == answers[2])
        #expect(answers[0].count == 20)
        #expect(answers[0][0][3] == "300")
    }
}
