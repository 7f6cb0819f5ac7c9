import Glibc
import ReportQL
import Testing

/// The cache of extracted documents: what it keeps, and what becomes of it when a process dies or a disk errs.
@Suite("Extraction cache")
struct CacheTests {
    private static let tables = [
        "reports", "districts", "party", "donations", "donors", "figures", "people", "mentions", "sentences", "candidates",
    ]

    @Test func cachedTablesAreTheSame() throws {
        let folder = try CachedFolder()
        let plain = try folder.open(cached: false)
        let (first, second) = (try folder.open(), try folder.open())
        for table in Self.tables {
            let expected = try joined(plain, "FROM \(table)")
            #expect(!expected.isEmpty || table == "people")
            #expect(try joined(first, "FROM \(table)") == expected, "\(table)")
            #expect(try joined(second, "FROM \(table)") == expected, "\(table)")
        }
        // The seconds are those of the extraction, which was done once.
        #expect(try joined(first, "FROM files") == joined(second, "FROM files"))
    }

    @Test func onlyChangedFilesAreExtracted() throws {
        let folder = try CachedFolder()
        let first = try joined(folder.open(), "SELECT file, seconds FROM files")
        let size = try folder.bytes("cache").count
        _ = try folder.open()
        // Files this young are read again, since a stamp could not tell a second change; their records are not made again.
        #expect(try folder.bytes("cache").count == size)
        try folder.write(folder.report(55), to: "b.txt")
        try folder.write(folder.report(66), to: "d.txt")
        let changed = try folder.open()
        #expect(try joined(changed, "SELECT sum(worth_yuan) FROM donations") == "18100000000e-4")
        let after = try joined(changed, "SELECT file, seconds FROM files WHERE file IN ('a.txt', 'c.txt')")
        #expect(first.split(separator: "\n").filter { !$0.contains("b.txt") }.joined(separator: "\n") == after)
    }

    @Test func aFileUnderAnotherNameIsKnown() throws {
        let folder = try CachedFolder()
        let before = try joined(folder.open(), "SELECT seconds FROM files WHERE file = 'a.txt'")
        #expect(rename(folder.path + "/a.txt", folder.path + "/d.txt") == 0)
        let database = try folder.open()
        #expect(try joined(database, "SELECT seconds FROM files WHERE file = 'd.txt'") == before)
        #expect(try joined(database, "SELECT count(*) FROM donations WHERE id = 'd/d1' AND report = 'd'") == "1")
    }

    @Test func whatWasNotCommittedIsOverwritten() throws {
        let folder = try CachedFolder()
        unlink(folder.path + "/c.txt")
        _ = try folder.open()
        let early = try folder.bytes("cache")
        try folder.write(folder.report(40), to: "c.txt")
        let expected = try joined(folder.open(), "FROM donations")
        let late = try folder.bytes("cache")
        #expect(late.count > early.count)
        // As a process leaves it that is killed when its data are written and the header is not; and in the middle of its data.
        for length in [late.count, (early.count + late.count) / 2] {
            try folder.write(Array(early[..<4_096] + late[4_096..<length]), to: "cache")
            #expect(try joined(folder.open(), "FROM donations") == expected)
            #expect(try joined(folder.open(), "FROM donations") == expected)
        }
    }

    @Test func damageIsSaid() throws {
        let folder = try CachedFolder()
        _ = try folder.open()
        let whole = try folder.bytes("cache")
        func failure(_ bytes: [UInt8], _ query: String = "FROM donations") throws -> String {
            let answer = try folder.answer(bytes, query)
            return answer.hasPrefix("the cache") || answer.contains("no cache") ? answer : "none"
        }
        #expect(try failure(whole) == "none")
        let message = folder.damage
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

    @Test func recordsBeyondTheirShareOfMemoryWaitInAFile() throws {
        let folder = try CachedFolder()
        let names = (0..<300).map { "n\($0).txt" }
        defer { for name in names { unlink(folder.path + "/" + name) } }
        for (number, name) in names.enumerated() { try folder.write(folder.report(number + 1), to: name) }
        func rows(limit: Int?) throws -> String {
            let database = Database(options: Database.Options(memoryLimit: limit))
            _ = try database.openReports(at: [folder.path])
            return try joined(database, "SELECT id, donor, worth_yuan, quote FROM donations") + joined(database, "FROM figures")
        }
        // A sixteenth is less than these records take.
        #expect(try rows(limit: 12 << 20) == rows(limit: nil))
    }
}
