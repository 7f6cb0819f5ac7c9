import Glibc
import ReportQL
import Testing

/// Links between reports in a cache: kept for as long as the corpus stays the same, and never older than it.
@Suite("Links in the cache")
struct CacheLinkTests {
    private static let article = """
        川汇区企业捐款捐物助力防疫

        2020年2月5日 来源：川汇日报

        本报讯 2月4日，川汇区红十字会收到周口市恒远置业有限公司捐赠的现金32.6万元。连日来，川汇区各界人士纷纷伸出援手，
        为战斗在一线的医护人员和社区工作者送去口罩、酒精和食品。七一路街道设立了46个疫情防控检查点，组织了1370名党员下沉社区，
        逐户登记返乡人员，为居家隔离的居民代买米面蔬菜。周口市中天食品有限公司捐赠面包2150箱，由区慈善总会分送到各个卡点。
        """

    /// Of a, b and c the last reprints the first, a day later.
    private func folder() throws -> CachedFolder {
        let folder = try CachedFolder()
        try folder.write(Self.article, to: "a.txt")
        try folder.write(Self.article.replacing("2月5日", with: "2月6日"), to: "c.txt")
        return folder
    }

    private static let linked = """
        SELECT report, coalesce(duplicate_of, '-'), coalesce(similarity, 0), (SELECT string_agg(coalesce(same_as, '-') || counted, ';') FROM donations),
        (SELECT string_agg(coalesce(same_as, '-'), ';') FROM figures), (SELECT string_agg(coalesce(same_as, '-'), ';') FROM party) FROM reports
        """

    @Test func linksAreReadBack() throws {
        let folder = try folder()
        let plain = try joined(folder.open(cached: false), Self.linked)
        #expect(plain.contains("c,a,"))
        #expect(try joined(folder.open(), Self.linked) == plain)
        let whole = try folder.bytes("cache")
        #expect(try joined(folder.open(), Self.linked) == plain)
        // Nothing was found anew.
        #expect(try folder.bytes("cache").count == whole.count)
        // Links and their index block are the end of the file, and both are read: no damage there stays unsaid.
        for place in whole.count - 120..<whole.count {
            var damaged = whole
            damaged[place] ^= 0x21
            #expect(try folder.answer(damaged, Self.linked) == folder.damage, "\(place - whole.count)")
        }
        #expect(try folder.answer(whole, Self.linked) == plain)
    }

    @Test func anotherCorpusIsLinkedAnew() throws {
        let folder = try folder()
        _ = try joined(folder.open(), Self.linked)
        // Older than the original: now that is a reprint as well.
        try folder.write(Self.article.replacing("2月5日", with: "2月3日").replacing("2月4日", with: "2月3日"), to: "d.txt")
        let four = try joined(folder.open(), Self.linked)
        #expect(four.contains("a,d,") && four.contains("c,d,"))
        #expect(try four == joined(folder.open(cached: false), Self.linked))
        // And back: the links of the smaller corpus are still there.
        unlink(folder.path + "/d.txt")
        let size = try folder.bytes("cache").count
        #expect(try joined(folder.open(), Self.linked) == joined(folder.open(cached: false), Self.linked))
        #expect(try folder.bytes("cache").count == size)
        try folder.write(Self.article.replacing("2月5日", with: "2月6日").replacing("32.6", with: "18.9"), to: "c.txt")
        #expect(try joined(folder.open(), Self.linked) == joined(folder.open(cached: false), Self.linked))
    }

    @Test func whatIsLaidOverReportsChangesLinks() throws {
        let folder = try folder()
        _ = try joined(folder.open(), Self.linked)
        // Known to be printed earlier, c is the original.
        try folder.write("file,published\nc.txt,2020-02-01\n", to: "known")
        func known(cached: Bool) throws -> String {
            try joined(folder.open(cached: cached) { $0.metadata = folder.path + "/known" }, Self.linked)
        }
        #expect(try known(cached: true) == known(cached: false))
        #expect(try known(cached: true).contains("a,c,"))
        let row = try texts(
            folder.open(cached: false),
            "SELECT sha256, span_start, span_end FROM donations JOIN reports USING (report) JOIN files USING (file) WHERE report = 'c' LIMIT 1"
        )[0]
        try folder.write(
            #"{"sha256": "\#(row[0])", "table": "donations", "span_start": \#(row[1]), "span_end": \#(row[2]), "action": "reject"}"#,
            to: "corrections")
        func corrected(cached: Bool) throws -> String {
            try joined(folder.open(cached: cached) { $0.corrections = folder.path + "/corrections" }, Self.linked)
        }
        #expect(try corrected(cached: true) == corrected(cached: false))
    }

    @Test func aProcessThatDiesWhileLinksAreWrittenLosesNothingElse() throws {
        let folder = try folder()
        let expected = try joined(folder.open(), Self.linked)
        let early = try folder.bytes("cache")
        try folder.write(folder.report(31), to: "d.txt")
        let later = try joined(folder.open(), Self.linked)
        let late = try folder.bytes("cache")
        // The header of before, and data up to any place.
        for length in stride(from: early.count, through: late.count, by: 97) {
            #expect(try folder.answer(Array(early[..<4_096] + late[4_096..<length]), Self.linked) == later)
        }
        unlink(folder.path + "/d.txt")
        #expect(try folder.answer(early, Self.linked) == expected)
    }
}
