import Glibc
import ReportQL
import Testing

/// Of many documents a statement gets the columns that it reads: they must be those of the whole table, in whatever order they are asked for.
@Suite struct DeferredColumnTests {
    private static let documents = 30

    /// A folder of reports, some of which reprint others.
    private final class Folder {
        let path: String
        let cache: String

        init() throws {
            var template = Array("/tmp/reportql-many-XXXXXX".utf8CString)
            try #require(mkdtemp(&template) != nil)
            path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
            cache = path + ".cache"
            for number in 0..<documents {
                let file = try #require(fopen("\(path)/\(number).txt", "w"))
                fputs(Self.text(number), file)
                fclose(file)
            }
        }

        deinit {
            for number in 0..<documents { unlink("\(path)/\(number).txt") }
            unlink(cache)
            rmdir(path)
        }

        private static func text(_ number: Int) -> String {
            let day = 1 + number % 28
            guard number % 3 == 0 else { return "中原区新闻\n\n2020年2月\(day)日\n\n中原区宏达商贸有限公司向区红十字会捐款\(number)万元。\n" }
            return """
                川汇区企业捐款捐物助力防疫

                2020年2月\(day)日 来源：川汇日报

                本报讯 2月1日，川汇区红十字会收到周口市恒远置业有限公司捐赠的现金\(number % 50)万元。连日来，川汇区各界人士纷纷伸出援手，
                为战斗在一线的医护人员和社区工作者送去口罩、酒精和食品。七一路街道设立了46个疫情防控检查点，组织了1370名党员下沉社区，
                逐户登记返乡人员，为居家隔离的居民代买米面蔬菜。周口市中天食品有限公司捐赠面包2150箱，由区慈善总会分送到各个卡点。
                """
        }

        func open() throws -> Database {
            var options = Database.ReportOptions()
            options.cache = cache
            options.mostWholeDocuments = 10
            let database = Database(options: Database.Options(reports: options))
            _ = try database.openReports(at: [path])
            return database
        }
    }

    private static let tables = ["reports", "donations", "figures", "party", "donors", "sentences"]

    @Test func columnsAreThoseOfTheWholeTable() throws {
        let folder = try Folder()
        let whole = try folder.open(), byColumn = try folder.open()
        for table in Self.tables {
            let expected = try texts(whole, "SELECT * FROM \(table)")
            #expect(expected.count >= 10)
            #expect(try texts(byColumn, "SELECT count(*) FROM \(table)") == [["\(expected.count)"]])
            let names = try byColumn.query("SELECT * FROM \(table) LIMIT 0").columns.map(\.name)
            // Once more, by a database in which nothing of the table was made yet.
            let fresh = try folder.open()
            for (place, name) in names.enumerated().reversed() {
                let column = expected.map { [$0[place]] }
                #expect(try texts(fresh, "SELECT \"\(name)\" FROM \(table)") == column, "\(table).\(name)")
            }
            #expect(try texts(fresh, "FROM \(table)") == expected)
        }
    }

    @Test func statementsReadWhatTheyName() throws {
        let folder = try Folder()
        let whole = try folder.open()
        for table in Self.tables { _ = try texts(whole, "SELECT * FROM \(table)") }
        for query in [
            "SELECT r.title, count(*) FROM donations AS d JOIN reports AS r USING (report) GROUP BY ALL ORDER BY ALL",
            "SELECT (SELECT max(counted) FROM donations AS d WHERE d.report = r.report), dated FROM reports AS r ORDER BY report",
            "WITH c AS (SELECT report, same_as FROM figures) SELECT count(*) FROM c AS a JOIN c AS b ON a.same_as = b.same_as",
            "SELECT count(*) FROM gifts", "SELECT count(*) FROM donations WHERE same_as IS NULL AND counted = 1",
            "SELECT d.report FROM donations AS d WHERE EXISTS (SELECT 1 FROM party AS p WHERE p.report = d.report) ORDER BY 1",
        ] {
            #expect(try texts(folder.open(), query) == texts(whole, query), "\(query)")
        }
        let changed = try folder.open()
        #expect(try texts(changed, "SELECT count(*) FROM party") == texts(whole, "SELECT count(*) FROM party"))
        _ = try changed.query("DELETE FROM party WHERE report <> '3'")
        #expect(try texts(changed, "SELECT * FROM party") == texts(whole, "SELECT * FROM party WHERE report = '3'"))
        _ = try changed.query("SET optimizer = false")
        #expect(try texts(changed, "SELECT count(*) FROM donors") == texts(whole, "SELECT count(*) FROM donors"))
    }
}
