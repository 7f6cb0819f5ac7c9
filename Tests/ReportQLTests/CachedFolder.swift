import Glibc
import ReportQL
import Testing

/// A folder with reports and the path of a cache in it.
final class CachedFolder {
    let path: String
    var cache: String { path + "/cache" }

    init() throws {
        var template = Array("/tmp/reportql-cache-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        for (name, yuan) in [("a", 20), ("b", 30), ("c", 40)] { try write(report(yuan), to: "\(name).txt") }
    }

    deinit {
        for name in ["a.txt", "b.txt", "c.txt", "d.txt", "cache", "cache.part", "corrections", "known"] { unlink(path + "/" + name) }
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

    func open(cached: Bool = true, _ set: (inout Database.ReportOptions) -> Void = { _ in }) throws -> Database {
        var options = Database.ReportOptions()
        if cached { options.cache = cache }
        set(&options)
        let database = Database(options: Database.Options(reports: options))
        #expect(try database.openReports(at: [path]).allSatisfy { $0.message == nil })
        return database
    }

    /// What a query says of the folder, opened with a file of the cache that holds these bytes: its rows or its error.
    func answer(_ bytes: [UInt8], _ query: String) throws -> String {
        try write(bytes, to: "cache")
        do {
            return try joined(open(), query)
        } catch let error as QueryError {
            return error.message
        }
    }

    /// The message of a damaged cache.
    var damage: String { "the cache \(cache) is damaged" }
}

/// Rows of a query as lines.
func joined(_ database: Database, _ query: String) throws -> String {
    try texts(database, query).map { $0.joined(separator: ",") }.joined(separator: "\n")
}
