import Columns
import ReportQL
import Testing

/// Makes the n-th accounted allocation of a query fail, for n = 1, 2, 4, 8 …: each time a clean error, and the next query works.
@Suite struct FailedAllocationTests {
    private static let queries = [
        "SELECT g, count(*), sum(i), avg(x), string_agg(t, ',') FROM n GROUP BY g ORDER BY g",
        "SELECT a.i, b.t FROM n AS a JOIN n AS b ON a.i = b.g ORDER BY a.i DESC, b.t LIMIT 50",
        "SELECT i, sum(x) OVER (PARTITION BY g ORDER BY i) FROM n",
        "SELECT t FROM n WHERE t LIKE '%7%' EXCEPT SELECT t FROM n WHERE i < 500",
        "CREATE OR REPLACE TABLE m AS SELECT g, t, median(x) AS x FROM n GROUP BY g, t",
    ]

    @Test(arguments: queries) func everyFailureIsClean(_ query: String) throws {
        let database = Database(options: .init(threads: 2))
        _ = try database.query(
            "CREATE TABLE n AS SELECT range AS i, range % 50 AS g, range * 0.5::DOUBLE AS x, 'text number ' || (range % 300)::TEXT AS t FROM range(3000)"
        )
        let expected = try database.query(query).rows()
        var failures = 0
        var number = 1
        while number < 1 << 20 {
            database.account.failAllocation(number: number)
            do {
                let rows = try database.query(query).rows()
                database.account.failAllocation(number: 0)
                #expect(rows == expected, "allocation \(number) was never reached, so nothing may change")
                break
            } catch {
                #expect(error.code == .outOfMemory, "\(error)")
                failures += 1
            }
            database.account.failAllocation(number: 0)
            #expect(try database.query(query).rows() == expected, "after the failure of allocation \(number)")
            number *= 2
        }
        #expect(failures > 3)
    }

    @Test func limitIsKept() throws {
        let database = Database(options: .init(threads: 2, memoryLimit: 8 << 20))
        let error = #expect(throws: QueryError.self) {
            try database.query("CREATE TABLE wide AS SELECT range AS i, (range * 7919)::TEXT || ' of a long text' AS t FROM range(2000000)")
        }
        #expect(error?.code == .outOfMemory)
        #expect(try database.query("SELECT 1").rows() == [[.integer(1)]])
        #expect(database.account.bytesInUse < 1 << 20, "what the failed query held is given back")
    }
}
