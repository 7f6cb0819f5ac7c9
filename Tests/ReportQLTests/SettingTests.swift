import ReportQL
import Testing

@Suite struct SettingTests {
    @Test func aSettingChangesAndGoesBack() throws {
        let database = Database(options: .init(threads: 1))
        _ = try database.query("SET integer_division = true")
        #expect(try database.query("SELECT 7 / 2").rows() == [[.integer(3)]])
        _ = try database.query("RESET integer_division")
        #expect(try database.query("SELECT 7 / 2").rows() == [[.double(3.5)]])
        _ = try database.query("SET default_null_order = 'NULLS FIRST'")
        let query = "SELECT x FROM (VALUES (1), (NULL)) AS t(x) ORDER BY x"
        #expect(try database.query(query).rows() == [[.null], [.integer(1)]])
        _ = try database.query("RESET default_null_order")
        #expect(try database.query(query).rows() == [[.integer(1)], [.null]])
    }

    @Test func everySettingCanBeReset() throws {
        let database = Database(options: .init(threads: 1))
        for name in Database.settingNames { _ = try database.query("RESET \(name)") }
        #expect(try database.query("SELECT 1").rows() == [[.integer(1)]])
    }

    @Test func whatDoesNotFitIsRefused() throws {
        let database = Database(options: .init(threads: 1))
        let refused = #expect(throws: QueryError.self) { try database.query("SET threads = 0") }
        #expect(refused?.help == ["expected a whole number from 1"])
        let unknown = #expect(throws: QueryError.self) { try database.query("SET thread = 2") }
        #expect(unknown?.code == .unknownSetting)
        #expect(unknown?.help.first == "did you mean threads?")
        _ = try database.query("SET memory_limit = '4GB'")
        #expect(throws: QueryError.self) { try database.query("SET memory_limit = 'much'") }
    }
}
