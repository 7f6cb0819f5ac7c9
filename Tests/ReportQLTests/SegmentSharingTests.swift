import ReportQL
import Testing

/// A table made of columns of another shares its segments; nobody can tell.
@Suite struct SegmentSharingTests {
    private func database() throws -> Database {
        let database = Database(options: .init(threads: 2))
        _ = try database.query("CREATE TABLE a AS SELECT range AS n, 'text ' || range % 7 AS s, range / 4 AS x FROM range(1000)")
        return database
    }

    private static let sums = "SELECT count(*), sum(n), min(s), max(s)"

    @Test(arguments: [
        "INSERT INTO a VALUES (5000, 'zzz', 1)", "DELETE FROM a WHERE n < 500", "UPDATE a SET s = 'zzz', n = 0", "DROP TABLE a",
        "ALTER TABLE a DROP COLUMN n",
    ]) func changesOfTheSourceDoNotShow(_ change: String) throws {
        let database = try database()
        _ = try database.query("CREATE TABLE b AS FROM a")
        _ = try database.query(change)
        // 0 + 1 + … + 999.
        #expect(try texts(database, "\(Self.sums) FROM b") == [["1000", "499500", "text 0", "text 6"]])
    }

    @Test func changesOfTheCopyDoNotShow() throws {
        let database = try database()
        _ = try database.query("CREATE TABLE b AS SELECT n, s FROM a")
        _ = try database.query("INSERT INTO b VALUES (1000, 'zzz')")
        _ = try database.query("DELETE FROM b WHERE n % 2 = 1")
        // The even numbers to 1,000.
        #expect(try texts(database, "\(Self.sums) FROM b") == [["501", "250500", "text 0", "zzz"]])
        #expect(try texts(database, "\(Self.sums) FROM a") == [["1000", "499500", "text 0", "text 6"]])
    }

    @Test func columnsArePickedRenamedAndRepeated() throws {
        let database = try database()
        _ = try database.query("CREATE TABLE b AS SELECT s AS t, n AS m, n AS k FROM a")
        #expect(try texts(database, "SELECT t, m, k FROM b WHERE k = 9") == [["text 2", "9", "9"]])
        #expect(try texts(database, "SELECT max(m), max(k) FROM b WHERE t = 'text 6'") == [["993", "993"]])
        _ = try database.query("CREATE TABLE c AS SELECT n FROM a WHERE n < 10")
        #expect(try texts(database, "SELECT count(*) FROM c") == [["10"]])
        _ = try database.query("CREATE TABLE d (t TEXT, n BIGINT)")
        _ = try database.query("INSERT INTO d SELECT s, n FROM a")
        _ = try database.query("INSERT INTO d SELECT s, n FROM a")
        #expect(try texts(database, "SELECT count(*), sum(n), count(DISTINCT t) FROM d") == [["2000", "999000", "7"]])
    }

    @Test func droppedSourcesGiveUpTheOtherColumns() throws {
        let database = try database()
        _ = try database.query("CREATE OR REPLACE TABLE a AS SELECT range AS n, hash(range) AS h FROM range(1000000)")
        _ = try database.query("CREATE TABLE b AS SELECT n FROM a")
        _ = try database.query("DROP TABLE a")
        #expect(database.account.bytesInUse < 5_000_000, "four bytes a row are left of twelve")
    }
}
