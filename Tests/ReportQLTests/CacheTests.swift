import Glibc
import ReportQL
import Testing

/// The cache of extracted documents: what it keeps, and what becomes of it when a process dies or a disk errs.
@Suite("Extraction cache")
struct CacheTests {
    /// A folder with reports and the path of a cache in it.
    private final class Folder {
        let path: String
        var cache: String { path + "/cache" }

        init() throws {
            var template = Array("/tmp/reportql-cache-XXXXXX".utf8CString)
            try #require(mkdtemp(&template) != nil)
            path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
            for (name, yuan) in [("a", 20), ("b", 30), ("c", 40)] { try write(report(yuan), to: "\(name).txt") }
        }

        deinit {
            for name in ["a.txt", "b.txt", "c.txt", "d.txt", "cache"] { unlink(path + "/" + name) }
            rmdir(path)
        }

        func report(_ yuan: Int) -> String {
            "中原区新闻\n\n2020年2月3日\n\n中原区宏达商贸有限公司向区红十字会捐款\(yuan)万元。须水街道有930名党员参与疫情防控工作。\n"
        }

        func write(_ text: String, to name: String) throws { try write(Array(text.utf8), to: name) }

        func write(_ bytes: [UInt8], to name: String) throws {
            let file = try #require(fopen(path + "/" + name, "w"))
            fwrite(bytes, 1, bytes.count, file)
            fclose(file)
        }

        func bytes(_ name: String) throws -> [UInt8] {
            let file = try #require(fopen(path + "/" + name, "r"))
            defer { fclose(file) }
            var all: [UInt8] = []
            var part = [UInt8](repeating: 0, count: 65_536)
            while case let count = fread(&part, 1, part.count, file), count > 0 { all += part[..<count] }
            return all
        }

        func open(cached: Bool = true) throws -> Database {
            var options = Database.ReportOptions()
            if cached { options.cache = cache }
            let database = Database(options: Database.Options(reports: options))
            #expect(try database.openReports(at: [path]).allSatisfy { $0.message == nil })
            return database
        }
    }

    private func text(_ database: Database, _ query: String) throws -> String {
        try texts(database, query).map { $0.joined(separator: ",") }.joined(separator: "\n")
    }

    private static let tables = [
        "reports", "districts", "party", "donations", "donors", "figures", "people", "mentions", "sentences", "candidates",
    ]

    @Test func cachedTablesAreTheSame() throws {
        let folder = try Folder()
        let plain = try folder.open(cached: false)
        let (first, second) = (try folder.open(), try folder.open())
        for table in Self.tables {
            let expected = try text(plain, "FROM \(table)")
            #expect(!expected.isEmpty || table == "people")
            #expect(try text(first, "FROM \(table)") == expected, "\(table)")
            #expect(try text(second, "FROM \(table)") == expected, "\(table)")
        }
        // The seconds are those of the extraction, which was done once.
        #expect(try text(first, "FROM files") == text(second, "FROM files"))
    }

    @Test func onlyChangedFilesAreExtracted() throws {
        let folder = try Folder()
        let first = try text(folder.open(), "SELECT file, seconds FROM files")
        let size = try folder.bytes("cache").count
        _ = try folder.open()
        // Files this young are read again, since a stamp could not tell a second change; their records are not made again.
        #expect(try folder.bytes("cache").count == size)
        try folder.write(folder.report(55), to: "b.txt")
        try folder.write(folder.report(66), to: "d.txt")
        let changed = try folder.open()
        #expect(try text(changed, "SELECT sum(worth_yuan) FROM donations") == "18100000000e-4")
        let after = try text(changed, "SELECT file, seconds FROM files WHERE file IN ('a.txt', 'c.txt')")
        #expect(first.split(separator: "\n").filter { !$0.contains("b.txt") }.joined(separator: "\n") == after)
    }

    @Test func aFileUnderAnotherNameIsKnown() throws {
        let folder = try Folder()
        let before = try text(folder.open(), "SELECT seconds FROM files WHERE file = 'a.txt'")
        #expect(rename(folder.path + "/a.txt", folder.path + "/d.txt") == 0)
        let database = try folder.open()
        #expect(try text(database, "SELECT seconds FROM files WHERE file = 'd.txt'") == before)
        #expect(try text(database, "SELECT count(*) FROM donations WHERE id = 'd/d1' AND report = 'd'") == "1")
    }

    @Test func whatWasNotCommittedIsOverwritten() throws {
        let folder = try Folder()
        unlink(folder.path + "/c.txt")
        _ = try folder.open()
        let early = try folder.bytes("cache")
        try folder.write(folder.report(40), to: "c.txt")
        let expected = try text(folder.open(), "FROM donations")
        let late = try folder.bytes("cache")
        #expect(late.count > early.count)
        // As a process leaves it that is killed when its data are written and the header is not; and in the middle of its data.
        for length in [late.count, (early.count + late.count) / 2] {
            try folder.write(Array(early[..<4_096] + late[4_096..<length]), to: "cache")
            #expect(try text(folder.open(), "FROM donations") == expected)
            #expect(try text(folder.open(), "FROM donations") == expected)
        }
    }

    @Test func damageIsSaid() throws {
        let folder = try Folder()
        _ = try folder.open()
        let whole = try folder.bytes("cache")
        func failure(_ bytes: [UInt8], _ query: String = "FROM donations") throws -> String {
            try folder.write(bytes, to: "cache")
            do {
                _ = try text(folder.open(), query)
                return "none"
            } catch let error as QueryError {
                return error.message
            }
        }
        #expect(try failure(whole) == "none")
        let message = "the cache \(folder.cache) is damaged"
        // The index stands at the end, the records before it, the two slots at 512 and 1024.
        var index = whole
        index[whole.count - 10] ^= 1
        #expect(try failure(index) == message)
        #expect(try failure(Array(whole[..<(whole.count - 1)])) == message)
        var slots = whole
        for offset in [520, 1_032] { slots[offset] ^= 1 }
        #expect(try failure(slots) == message)
        var found = 0
        for place in stride(from: 4_100, to: whole.count - 2_000, by: 499) {
            var record = whole
            record[place] ^= 0x10
            let said = try failure(record, "SELECT (SELECT count(*) FROM sentences), (SELECT count(*) FROM donations)")
            #expect(said == message || said == "none")
            if said == message { found += 1 }
        }
        #expect(found > 0)
        #expect(try failure(Array("no cache at all".utf8)) == "\(folder.cache) is no cache of ReportQL")
        #expect(try failure([UInt8](repeating: 7, count: 5_000)) == "\(folder.cache) is no cache of ReportQL")
        #expect(try failure([]) == "none")
    }
}
