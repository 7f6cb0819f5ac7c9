import Extraction
import Testing

/// What an explanation marks in a file, and what it says of a place.
@Suite struct ExplanationTests {
    private static let text = """
        首页 > 新闻中心 > 正文
        中原区新闻

        2020年2月3日,未央区居民李志强向西安市红十字会捐款5000元、口罩200个。全区300名党员参加,代购蔬菜50斤。
        """

    private static func explain(_ text: String, _ patterns: FactPatterns = FactPatterns()) throws -> PageExplanation {
        var options = ExtractionOptions()
        options.patterns = patterns
        let extractor = Extractor(options: options)
        return try #require([UInt8](text.utf8).withUnsafeBytes { extractor.explain($0, name: "r", file: "r.txt") })
    }

    private static func marked(_ explanation: PageExplanation) -> [String] {
        explanation.marks.map { mark in
            "\(mark.kind) \(mark.label): \(String(String.UnicodeScalarView(explanation.document.scalars[mark.range].compactMap(Unicode.Scalar.init))))"
        }
    }

    private static func sections(_ place: PlaceExplanation) -> [String: [PlaceExplanation.Line]] {
        Dictionary(place.sections.map { ($0.title, $0.lines) }, uniquingKeysWith: { first, _ in first })
    }

    @Test func factsAndUnclaimedNumbersAreMarked() throws {
        let marks = Self.marked(try Self.explain(Self.text))
        #expect(marks.contains("unclaimed date: 2020年2月3日"), "\(marks)")
        #expect(marks.contains("donation d1 f1: 捐款5000元"), "\(marks)")
        #expect(marks.contains { $0.hasPrefix("donation g1: ") && $0.hasSuffix("口罩200个") })
        #expect(marks.contains("party p1 f3: 300名党员"), "\(marks)")
        #expect(marks.contains("figure f4: 蔬菜50斤"), "\(marks)")
    }

    @Test func noMarkCrossesAnother() throws {
        for file in TestReports.seedNames ?? [] {
            let bytes = try TestReports.bytes(TestReports.seeds.appending(path: file))
            let explanation = try #require(bytes.withUnsafeBytes { TestReports.extractor.explain($0, name: "r", file: file) })
            var open: [Range<Int>] = []
            for mark in explanation.marks {
                while let last = open.last, last.upperBound <= mark.range.lowerBound { open.removeLast() }
                if let last = open.last { #expect(last.upperBound >= mark.range.upperBound, "\(mark)") }
                open.append(mark.range)
            }
            #expect(explanation.summary.hasPrefix("figures "))
        }
    }

    @Test func rowsOfOwnTablesAreMarked() throws {
        let source = FactPatterns.Source(path: "f", bytes: [UInt8]("table t column x person rule a match x:person".utf8))
        let patterns = try FactPatterns([source], lexicons: .standard) { _, _ in nil }
        let explanation = try Self.explain(Self.text, patterns)
        #expect(Self.marked(explanation).contains("own t-1: 李志强"))
        #expect(explanation.summary.contains("t 1"))
    }

    @Test func aPlaceSaysWhatIsThere() throws {
        let explanation = try Self.explain(Self.text)
        let scalars = Array(Self.text.unicodeScalars)
        let offset = try #require(scalars.indices.first { scalars[$0] == "5" })
        let place = try #require(explanation.place(at: offset))
        #expect(place.line == 4)
        #expect(place.column == 29)
        let sections = Self.sections(place)
        #expect(sections["people"]?.map(\.text) == ["李志强, 居民 of 未央区"])
        #expect(sections["areas"]?.first?.text == "未央区 → 未央区 county 610112 in 西安市")
        #expect(sections["organisations"]?.map(\.text) == ["西安市红十字会 charity"])
        #expect(sections["dates"]?.map(\.text) == ["2020年2月3日 → 2020-02-03 on"])
        let numbers = sections["numbers"] ?? []
        #expect(numbers.filter(\.isHere).map { $0.text.hasPrefix("5000元 → 5000 元 money exact") } == [true])
        #expect(sections["words"]?.first?.text.contains(" 【5000元/quantity】 ") == true)
        #expect(sections["lexicons"]?.contains { $0.text.hasPrefix("元 in measures: money CNY") } == true)
        #expect(sections["facts"]?.contains { $0.isHere && $0.text.hasPrefix("d1 in donations: rule ") } == true)
        #expect(sections["candidates"]?.contains { !$0.isHere && $0.text == "number 2020年2月3日 blocked: date" } == true)
    }

    @Test func placesOutsideSentencesSayWhy() throws {
        let explanation = try Self.explain(Self.text)
        let menu = try #require(explanation.place(at: 0))
        #expect(menu.sections.map(\.title) == ["page"])
        #expect(menu.sections[0].lines[0].text == "a line of the page (menu); it belongs to no article")
        #expect(explanation.place(at: explanation.document.scalars.count) == nil)
        #expect(explanation.place(at: -1) == nil)
    }

    @Test func everyPlaceOfEverySeedCanBeExplained() throws {
        let file = try #require(TestReports.seedNames?.first)
        let bytes = try TestReports.bytes(TestReports.seeds.appending(path: file))
        let explanation = try #require(bytes.withUnsafeBytes { TestReports.extractor.explain($0, name: "r", file: file) })
        for offset in stride(from: 0, to: explanation.document.scalars.count, by: 97) {
            let place = try #require(explanation.place(at: offset))
            #expect(!place.sections.isEmpty)
        }
    }
}
