import Extraction
import Foundation
import Testing

/// Reprints and facts told again, over reports written for the purpose.
@Suite struct CorpusTests {
    private static let original = """
        川汇区企业捐款捐物助力防疫

        2020年2月5日 来源：川汇日报

        本报讯 2月4日，川汇区红十字会收到周口市恒远置业有限公司捐赠的现金32.6万元。连日来，川汇区各界人士纷纷伸出援手，
        为战斗在一线的医护人员和社区工作者送去口罩、酒精和食品。七一路街道设立了46个疫情防控检查点，组织了1370名党员下沉社区，
        逐户登记返乡人员，为居家隔离的居民代买米面蔬菜。周口市中天食品有限公司捐赠面包2150箱，由区慈善总会分送到各个卡点。
        区委书记要求，各单位要把群众的生命安全放在第一位，守好每一道门，管好每一条路，坚决打赢这场硬仗。
        """

    private func tables(_ reports: [(name: String, text: String)]) -> ExtractedTables {
        var all = ExtractedTables()
        for report in reports { all.append(contentsOf: TestReports.extract(report.text, name: report.name).tables) }
        return all
    }

    private func linked(_ reports: [(name: String, text: String)]) -> ExtractedTables {
        var all = tables(reports)
        CorpusLinks.link(&all)
        return all
    }

    private func yuan(_ tables: ExtractedTables) -> [String] {
        tables["donations"].rows.filter { $0["counted"] == "true" }.compactMap { $0["worth_yuan"] }
    }

    @Test func aReprintIsLinkedToTheEarlierReport() {
        let reprint = Self.original.replacing("2020年2月5日 来源：川汇日报", with: "2020年2月7日 来源：周口网").replacing("连日来，", with: "")
        let all = linked([("b", reprint), ("a", Self.original)])
        let reports = all["reports"].rows
        #expect(reports[0]["duplicate_of"] == "a")
        #expect(reports[0]["similarity"].flatMap(Double.init).map { $0 > 0.9 && $0 < 1 } == true)
        #expect(reports[1]["duplicate_of"] == nil && reports[1]["similarity"] == nil)
        #expect(yuan(all) == ["326000"])
        let figures = all["figures"].rows
        #expect(figures.filter { $0["report"] == "a" }.allSatisfy { $0["same_as"] == nil })
        let retold = figures.filter { $0["report"] == "b" }
        #expect(!retold.isEmpty && retold.allSatisfy { $0["same_as"]?.hasPrefix("a/f") == true })
        let party = all["party"].rows.filter { $0["report"] == "b" }
        #expect(!party.isEmpty && party.allSatisfy { $0["same_as"]?.hasPrefix("a/p") == true })
    }

    @Test func theOrderOfReadingDoesNotMatter() {
        let reports = [
            ("a", Self.original), ("b", Self.original.replacing("2月5日", with: "2月6日")),
            ("c", Self.original.replacing("2月5日", with: "2月6日").replacing("坚决打赢", with: "一定要打赢")),
        ]
        func links(_ order: [Int]) -> [[String: String]] {
            let all = linked(order.map { reports[$0] })
            return (all["reports"].rows + all["figures"].rows + all["donations"].rows).sorted {
                "\($0.sorted(by: <))" < "\($1.sorted(by: <))"
            }
        }
        let forward = links([0, 1, 2])
        for order in [[2, 1, 0], [1, 2, 0], [0, 2, 1]] { #expect(links(order) == forward) }
    }

    @Test func linkingTwiceChangesNothing() {
        var all = linked([("a", Self.original), ("b", Self.original.replacing("2月5日", with: "2月6日"))])
        let once = all.tables.map(\.rows)
        CorpusLinks.link(&all)
        #expect(all.tables.map(\.rows) == once)
    }

    @Test func bulletinsOfTwoDaysAreNoReprints() {
        let next = Self.original.replacing("2月5日", with: "2月6日").replacing("2月4日", with: "2月5日").replacing("32.6", with: "18.9")
            .replacing("46个", with: "61个").replacing("1370", with: "1522").replacing("2150", with: "730")
        let all = linked([("a", Self.original), ("b", next)])
        #expect(all["reports"].texts("duplicate_of").isEmpty)
        #expect(yuan(all) == ["326000", "189000"])
    }

    @Test func theSameWordsAboutAnotherCountyAreNoReprint() {
        let other = Self.original.replacing("川汇区", with: "淮阳区").replacing("川汇日报", with: "淮阳日报")
        let all = linked([("a", Self.original), ("b", other)])
        #expect(all["reports"].texts("adcode").count == 2)
        #expect(all["reports"].texts("duplicate_of").isEmpty)
    }

    private static func note(_ day: Int, _ sentence: String) -> String {
        "爱心汇聚新郑市\n\n2020年2月\(day)日 来源：新郑市融媒体中心\n\n\(sentence)\n"
    }

    @Test func aGiftToldInTwoReportsCountsOnce() {
        let all = linked([
            ("a", Self.note(3, "2月2日，新郑市宏泰商贸有限公司向新郑市红十字会捐款5万元。")),
            ("b", Self.note(4, "新郑市宏泰商贸有限公司得知消息后，捐款5万元，用于购买新郑市急需的物资。")),
        ])
        #expect(yuan(all) == ["50000"])
        #expect(all["donations"].rows.map { $0["same_as"] } == [nil, "a/d1"])
        #expect(all["figures"].rows.last?["same_as"] == "a/f1")
    }

    @Test func giftsThatOnlyLookAlikeStayApart() {
        let first = Self.note(3, "新郑市宏泰商贸有限公司捐款5万元。")
        let others = [
            // Another giver, another sum, another time, givers without a name, a second gift of one sum.
            Self.note(4, "新郑市宏达商贸有限公司捐款5万元。"), Self.note(4, "新郑市宏泰商贸有限公司捐款6万元。"),
            Self.note(26, "新郑市宏泰商贸有限公司捐款5万元。"),
        ]
        for other in others {
            let all = linked([("a", first), ("b", other)])
            #expect(yuan(all).count == 2, "\(other)")
        }
        let nameless = linked([("a", Self.note(3, "新郑市一名退休老职工捐款1000元。")), ("b", Self.note(4, "新郑市一名退休老职工捐款1000元。"))])
        #expect(yuan(nameless).count == 2)
    }

    @Test func smallNumbersRecurByChance() {
        let all = linked([
            ("a", Self.note(3, "新郑市龙湖镇设立了3个检查点，组织了8名党员。")), ("b", Self.note(4, "新郑市龙湖镇设立了3个检查点，组织了8名党员。")),
        ])
        #expect(all["figures"].rowCount == 4 && all["figures"].texts("same_as").isEmpty)
        let large = linked([
            ("a", Self.note(3, "新郑市龙湖镇组织了1376名党员。")), ("b", Self.note(4, "新郑市龙湖镇组织了1376名党员参与防控。")),
        ])
        #expect(large["party"].texts("same_as") == ["a/p1"])
    }

    /// Every third of many reports reprints one before it: within a block of those that are compared at the same time, or across blocks.
    @Test func reprintsAreFoundAcrossAndWithinBlocks() {
        var sketches: [ArticleSketch] = []
        var wordings: [ArticleWording] = []
        var reports = FactSchema.table("reports") ?? FactTable("reports", [])
        func text(_ seed: Int) -> [UInt8] {
            var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
            return Array(
                String(
                    String.UnicodeScalarView(
                        (0..<200).compactMap { _ in
                            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                            return Unicode.Scalar(0x4E00 + UInt32(truncatingIfNeeded: state >> 40) % 3_000)
                        })
                ).utf8)
        }
        var expected: [Int: Int] = [:]
        for number in 0..<1_200 {
            let original = number % 3 == 2 ? (number % 2 == 0 ? number - 2 : number / 6 * 3) : number
            if original != number { expected[number] = original }
            let wording = ArticleWording([text(original)[...], text(number + 100_000)[..<30]])
            wordings.append(wording)
            sketches.append(ArticleSketch(wording))
            reports.appendRow { $0.text("r\(10_000 + number)") }
        }
        let all = wordings
        let links = CorpusLinks(
            reports: reports, figures: ExtractedTables()["figures"], donations: ExtractedTables()["donations"],
            party: ExtractedTables()["party"], sketches: sketches,
            concurrently: { count, body in DispatchQueue.concurrentPerform(iterations: count) { body($0) } }, wording: { all[$0] })
        let keys = reports.values("report")
        links.apply(to: &reports, from: 0) { keys.textBytes($0) }
        let found = reports.values("duplicate_of")
        for number in 0..<1_200 { #expect(found.text(number) == expected[number].map { "r\(10_000 + $0)" }, "\(number)") }
        // As they are kept, and back.
        let bytes = LinkCoding.encode(links)
        let decoded = bytes.withUnsafeBytes { LinkCoding.decode($0) }
        #expect(decoded.map { LinkCoding.encode($0) } == bytes)
        for length in stride(from: 0, to: bytes.count, by: 7) {
            #expect(Array(bytes[..<length]).withUnsafeBytes { LinkCoding.decode($0) } == nil)
        }
    }

    @Test func theSeedsHaveNoReprints() {
        var all = TestReports.extractedSeeds
        let before = all["donations"].rows
        CorpusLinks.link(&all)
        #expect(all["reports"].texts("duplicate_of").isEmpty)
        #expect(all["donations"].rows == before)
    }

    @Test func similarityIsExact() {
        func wording(_ text: String) -> ArticleWording { ArticleWording([ArraySlice(text.utf8)]) }
        // 甲乙丙丁, 乙丙丁戊 against 乙丙丁戊, 丙丁戊己: one shared of three; marks, blanks and case do not count.
        #expect(wording("甲乙,丙丁 戊").similarity(to: wording("乙丙丁戊己。")) == 1.0 / 3)
        #expect(wording("AbCd").similarity(to: wording("a b、c d")) == 1)
        #expect(wording("").similarity(to: wording("")) == 0)
    }
}
