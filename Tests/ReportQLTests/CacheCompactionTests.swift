import Foundation
import Glibc
import ReportQL
import Testing

/// A cache of which most is of no use any more is rewritten, and nothing that is of use is lost.
@Suite("Compaction of the cache")
struct CacheCompactionTests {
    /// Files that have been as they are for long, so that a cache knows them by their stamps.
    private static let seeds = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../seeds").standardized.path

    private func seconds(_ folder: CachedFolder) throws -> String {
        var options = Database.ReportOptions()
        options.cache = folder.cache
        let database = Database(options: Database.Options(reports: options))
        _ = try database.openReports(at: [Self.seeds])
        return try joined(database, "SELECT file, seconds FROM files")
    }

    @Test func deadRecordsGoAndLiveOnesStay() throws {
        let folder = try CachedFolder()
        let first = try joined(folder.open(), "SELECT seconds FROM files WHERE file = 'a.txt'")
        let size = try folder.bytes("cache").count
        for yuan in 50..<70 {
            try folder.write(folder.report(yuan), to: "b.txt")
            let database = try folder.open()
            #expect(try joined(database, "SELECT worth_yuan FROM donations WHERE report = 'b'") == "\(yuan)00000000e-4")
            // Never more than what is alive, as much that is dead, and what one run adds.
            #expect(try folder.bytes("cache").count < 4 * size)
        }
        #expect(try joined(folder.open(), "SELECT seconds FROM files WHERE file = 'a.txt'") == first)
        #expect(access(folder.cache + ".part", F_OK) != 0)
    }

    @Test func recordsOfOtherFoldersStay() throws {
        let folder = try CachedFolder()
        let before = try seconds(folder)
        // What else the cache holds is more than these three files need, but it is alive.
        for yuan in 50..<60 {
            try folder.write(folder.report(yuan), to: "b.txt")
            _ = try folder.open()
        }
        #expect(try seconds(folder) == before)
    }

    @Test func whoReadsTheOldFileStillCan() throws {
        let folder = try CachedFolder()
        // Under another name every file is in the first database's cache only.
        let reader = try folder.open()
        let expected = try joined(reader, "FROM donations")
        for yuan in 50..<60 {
            for name in ["a", "b", "c"] { try folder.write(folder.report(yuan + Int(name.utf8.first ?? 0)), to: "\(name).txt") }
            _ = try folder.open()
        }
        #expect(try joined(reader, "FROM donations") == expected)
    }

    @Test func whatAProcessLeftThatDiedIsNoHindrance() throws {
        let folder = try CachedFolder()
        try folder.write([UInt8](repeating: 7, count: 10_000), to: "cache.part")
        let size = try {
            _ = try folder.open(); return try folder.bytes("cache").count
        }()
        for yuan in 50..<62 {
            try folder.write(folder.report(yuan), to: "b.txt")
            #expect(try joined(folder.open(), "SELECT count(*) FROM donations") == "3")
        }
        #expect(try folder.bytes("cache").count < 4 * size)
    }

    @Test func aDamagedRecordStaysDamaged() throws {
        let folder = try CachedFolder()
        _ = try folder.open()
        var bytes = try folder.bytes("cache")
        // The first record: behind the header, its directory and its sketch.
        for place in 5_000..<5_200 { bytes[place] ^= 0x55 }
        for yuan in 50..<62 {
            try folder.write(folder.report(yuan), to: "b.txt")
            let answer = try folder.answer(bytes, "SELECT count(*) FROM donations")
            #expect(answer == "3" || answer == folder.damage)
            bytes = try folder.bytes("cache")
        }
    }

    @Test func aCacheOfAnEarlierVersionIsBegunAnew() throws {
        let folder = try CachedFolder()
        let expected = try joined(folder.open(cached: false), "FROM donations")
        let old = Array("ReportQL cache 1".utf8) + [UInt8](repeating: 0, count: 9_000)
        #expect(try folder.answer(old, "FROM donations") == expected)
        #expect(try joined(folder.open(), "FROM donations") == expected)
    }
}
