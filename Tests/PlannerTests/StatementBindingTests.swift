import Columns
import Planner
import Testing

@Suite struct StatementBindingTests {
    @Test func insertGivesTheTablesColumns() throws {
        let plan = try Planning.plan("INSERT INTO t (c, a) SELECT d, 5 FROM u")
        #expect(plan.output.map { "\($0.name) \($0.type)" } == ["a INTEGER", "b INTEGER", "c TEXT"])
        #expect(PlanPrinter(showsEstimates: false).title(plan) == "PROJECT 5 AS a, NULL AS b, CAST(d AS TEXT) AS c")
    }

    @Test func deleteKeepsRowsWhoseConditionIsNull() throws {
        guard case .delete(let table, let remaining, _) = try Planning.bind("DELETE FROM t WHERE b > 5") else {
            throw QueryError(.internal, "no DELETE")
        }
        #expect(table == "t")
        #expect(PlanPrinter(showsEstimates: false).print(remaining).contains("FILTER NOT coalesce(b > 5, false)"))
    }

    @Test func updateGivesAllRows() throws {
        guard case .update(_, let rows, let changed) = try Planning.bind("UPDATE t SET a = b + 1 WHERE c = 'x'") else {
            throw QueryError(.internal, "no UPDATE")
        }
        #expect(
            PlanPrinter(showsEstimates: false).title(rows) == "PROJECT CASE WHEN c = 'x' THEN b + 1 ELSE a END AS a, b, c")
        #expect(changed.output == rows.output)
    }

    @Test func createTableHasTypedColumns() throws {
        guard case .createTable(let creation) = try Planning.bind("CREATE TABLE n (a DECIMAL(10, 2) NOT NULL, b TEXT DEFAULT 'x')") else {
            throw QueryError(.internal, "no CREATE TABLE")
        }
        #expect(creation.columns.map(\.type) == [.decimal(precision: 10, scale: 2), .text])
        #expect(creation.columns.map(\.isNullable) == [false, true])
        guard case .createTable(let copy) = try Planning.bind("CREATE OR REPLACE TABLE t AS SELECT NULL AS x, 1 AS x") else {
            throw QueryError(.internal, "no CREATE TABLE")
        }
        #expect(copy.columns.map { "\($0.name) \($0.type)" } == ["x INTEGER", "x_1 INTEGER"])
    }

    @Test func aViewRemembersItsText() throws {
        let text = "CREATE VIEW w AS SELECT a FROM t"
        guard case .createView(let view) = try Planning.bind(text) else { throw QueryError(.internal, "no CREATE VIEW") }
        #expect(String(decoding: Array(text.utf8)[view.queryRange], as: UTF8.self) == "SELECT a FROM t")
    }

    @Test func describeAndShow() throws {
        #expect(try Planning.plan("DESCRIBE t").output.map(\.name).prefix(2) == ["column_name", "column_type"])
        #expect(try Planning.plan("SHOW TABLES").output.map(\.name) == ["name"])
        #expect(try Planning.columns("FROM t |> DESCRIBE |> SELECT column_name") == ["column_name TEXT"])
    }

    @Test func settingsTakeConstantsAndWords() throws {
        guard case .set(let name, let value, _) = try Planning.bind("SET default_null_order = nulls_first") else {
            throw QueryError(.internal, "no SET")
        }
        var settings = Settings()
        #expect(SettingCatalog.setting(named: name)?.apply(value, &settings) == true)
        #expect(settings.nullsFirst)
        #expect(SettingCatalog.setting(named: "threads")?.apply(.integer(0), &settings) == false)
    }

    @Test func filesAreTables() throws {
        #expect(try Planning.columns("SELECT gifts.a FROM 'gifts.csv'") == ["a INTEGER"])
        #expect(try Planning.columns("FROM read_csv('gifts.csv', header => true, delim => ';') |> SELECT c") == ["c TEXT"])
    }
}
