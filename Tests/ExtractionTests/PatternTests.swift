import Extraction
import Foundation
import Testing

/// A user's own fact tables: what patterns match, what rows come of it, and what is wrong with a pattern file.
@Suite struct PatternTests {
    private static func patterns(_ text: String, files: [String: String] = [:]) throws -> FactPatterns {
        try FactPatterns([FactPatterns.Source(path: "my.facts", bytes: [UInt8](text.utf8))], lexicons: .standard) { name, _ in
            files[name].map { [UInt8]($0.utf8) }
        }
    }

    private static func tables(_ patterns: FactPatterns, _ text: String) -> ExtractedTables {
        var options = ExtractionOptions()
        options.patterns = patterns
        let extractor = Extractor(options: options)
        return [UInt8](text.utf8).withUnsafeBytes { extractor.extract($0, name: "r", file: "r.txt") }.tables
    }

    private static func rows(_ rules: String, _ text: String, files: [String: String] = [:]) throws -> [[String: String]] {
        tables(try patterns("table t\n" + rules, files: files), text)["t"].rows
    }

    private static func error(_ text: String, files: [String: String] = [:]) -> String? {
        do throws(PatternError) {
            _ = try FactPatterns([FactPatterns.Source(path: "f", bytes: [UInt8](text.utf8))], lexicons: .standard) { name, _ in
                files[name].map { [UInt8]($0.utf8) }
            }
            return nil
        } catch {
            return "\(error.line):\(error.column) \(error.code.rawValue)"
        }
    }

    private static let teams = """
        column verb text
        column value figure
        rule founded match verb:("成立" | "组建") ..20 list(value:figure(unit "支" | "个", noun ending "队"))
        rule counted match value:figure(noun ending "队") unless left "第"
        """

    @Test func aRowHasItsColumnsAndThoseOfEveryFact() throws {
        let text = "2020年2月3日,郑州市中原区须水街道组建党员突击队12支。"
        let rows = try Self.rows(Self.teams, text)
        #expect(rows.count == 1)
        let row = try #require(rows.first)
        #expect(row["id"] == "r/t-1")
        #expect(row["verb"] == "组建")
        #expect(row["value"] == "12")
        #expect(row["unit"] == "支")
        #expect(row["qualifier"] == "exact")
        #expect(row["noun"] == "党员突击队")
        #expect(row["rule"] == "founded")
        #expect(row["confidence"] == "0.8")
        #expect(row["district"] == "中原区")
        #expect(row["adcode"] == "410102")
        #expect(row["place"] == "须水街道")
        #expect(row["date"] == "2020-02-03")
        #expect(row["sentence"] == "1")
        #expect(row["quote"] == "组建党员突击队12支")
        let start = try #require(Int(row["span_start"] ?? ""))
        let end = try #require(Int(row["span_end"] ?? ""))
        #expect(String(Array(text)[start..<end]) == "组建党员突击队12支")
    }

    @Test func aListMakesARowForEachMember() throws {
        let rows = try Self.rows(Self.teams, "我市共成立党员突击队12支、青年志愿服务队8支和巡逻队3个。")
        #expect(rows.map { $0["value"] } == ["12", "8", "3"])
        #expect(rows.map { $0["verb"] } == ["成立", "成立", "成立"])
        #expect(rows.map { $0["noun"] } == ["党员突击队", "青年志愿服务队", "巡逻队"])
        #expect(rows.map { $0["id"] } == ["r/t-1", "r/t-2", "r/t-3"])
    }

    @Test func laterRulesTakeWhatEarlierOnesLeave() throws {
        let rows = try Self.rows(Self.teams, "全区组建突击队5支,另有20支巡逻队日夜坚守。")
        #expect(rows.map { $0["rule"] } == ["founded", "counted"])
        #expect(rows.map { $0["value"] } == ["5", "20"])
    }

    @Test func theNearestElementIsMeant() throws {
        let rules = """
            column item text
            column value quantity
            rule near match item:("口罩" | "酒精") ..20 value:quantity
            """
        let rows = try Self.rows(rules, "收到口罩500个、酒精20箱。")
        #expect(rows.map { "\($0["item"] ?? "")\($0["value"] ?? "")\($0["unit"] ?? "")" } == ["口罩500个", "酒精20箱"])
    }

    @Test func typedElementsAndTheirColumns() throws {
        let rules = """
            column who person
            column body organisation
            column from area
            column day date
            column sum quantity
            rule gift match (day:date ..10)? from:area(level "county") ..10 who:person ..10 body:organisation(kind "charity") ..20 sum:money
            """
        let rows = try Self.rows(rules, "2020年2月8日,未央区居民李志强向西安市红十字会捐款5000元。")
        let row = try #require(rows.first)
        #expect(row["who"] == "李志强")
        #expect(row["from"] == "未央区")
        #expect(row["from_code"] == "610112")
        #expect(row["day"] == "2020-02-08")
        #expect(row["body"] == "西安市红十字会")
        #expect(row["sum"] == "5000")
        #expect(row["sum_unit"] == "元")
        #expect(row["sum_dimension"] == "money")
    }

    @Test func testsOfNumbersAndTexts() throws {
        let text = "全区有党员3000余名,自管党员参与率达到94%,发放口罩500个。"
        func values(_ element: String) throws -> [String?] {
            try Self.rows("column value quantity rule a match value:\(element)", text).map { $0["value"] }
        }
        #expect(try values("quantity(dimension \"person\")") == ["3000"])
        #expect(try values("quantity(qualifier \"over\")") == ["3000"])
        #expect(try values("percent") == ["94"])
        #expect(try values("quantity(unit \"个\")") == ["500"])
        #expect(try values("quantity(starting \"5\")") == ["500"])
        #expect(try values("figure(noun ending \"口罩\")") == ["500"])
        #expect(try values("figure(noun containing @party)") == ["3000", "94"])
        let texts = try Self.rows("column x text rule a match \"发放\" x:text(2..4, ending \"罩\")", text)
        #expect(texts.map { $0["x"] } == ["口罩"])
    }

    @Test func placeAndDateAreFilledByCaptures() throws {
        let rules = "rule a match date:date ..10 place:area(level \"county\") ..10 \"开工\""
        let row = try #require(try Self.rows(rules, "西安市莲湖区消息:2020年3月1日,未央区企业开工。").first)
        #expect(row["place"] == "未央区")
        #expect(row["adcode"] == "610112")
        #expect(row["date"] == "2020-03-01")
    }

    @Test func exclusionsMakeCandidatesInstead() throws {
        let patterns = try Self.patterns("table t column value figure rule a match value:figure(noun ending \"队\") unless left \"拟建\"")
        let tables = Self.tables(patterns, "全区拟建20支巡逻队,已有5支突击队。")
        #expect(tables["t"].rows.map { $0["value"] } == ["5"])
        let blocked = tables["candidates"].rows.filter { $0["kind"] == "t a" }
        #expect(blocked.map { $0["reason"] } == ["unless left"])
        #expect(blocked.map { $0["text"] } == ["20支巡逻队"])
        let none = try Self.rows("column value figure rule a match value:figure unless sentence \"演练\"", "演练中有5支突击队。")
        #expect(none.isEmpty)
        let right = try Self.rows("column value figure rule a match value:figure(noun ending \"队\") unless right \"员\"", "5支突击队到岗。")
        #expect(right.count == 1)
    }

    @Test func gapsStayInTheSentencePart() throws {
        let rule = "column v text rule a match v:\"成立\" ..60 \"巡逻队\""
        #expect(try Self.rows(rule, "我区成立了一支巡逻队。").count == 1)
        #expect(try Self.rows(rule, "我区今天成立;巡逻队昨天到了。").isEmpty)
        #expect(try Self.rows("column v text rule a match v:\"成立\" ..3 \"巡逻队\"", "成立一二三四巡逻队。").isEmpty)
    }

    @Test func aBracketThatStandsApartBeginsAGroup() throws {
        let rules = "column who person rule a match area (..10 who:person)? \"捐款\""
        #expect(try Self.rows(rules, "未央区居民李志强捐款5000元。").map { $0["who"] } == ["李志强"])
    }

    @Test func lexiconsOfTheFileOfFilesAndOfExtraction() throws {
        let text =
            "lexicon found = \"成立\" | \"组建\" lexicon ends from \"ends.tsv\" table t column x text "
            + "rule a match @found ..4 x:text(ending @ends)"
        let patterns = try Self.patterns(text, files: ["ends.tsv": "# 注\n巡逻队\tteam\n突击队\n"])
        #expect(Self.tables(patterns, "我区组建了巡逻队。")["t"].texts("x") == ["巡逻队"])
        let verbs = try Self.rows("column x text rule a match x:@gift_verbs ..8 \"口罩\"", "某公司捐赠了500个口罩。")
        #expect(verbs.map { $0["x"] } == ["捐赠"])
    }

    @Test func traditionalAndFullWidthTextIsMatchedSimplified() throws {
        let rows = try Self.rows(
            "column value figure rule a match \"組建\" value:figure(noun ending \"隊\")", "未央區為加強疫情防控,組建黨員突擊隊12支,確保群眾安全。")
        #expect(rows.map { $0["noun"] } == ["党员突击队"])
        #expect(rows.map { $0["quote"] } == ["組建黨員突擊隊12支"])
    }

    @Test func repeatedRowsPointToTheFirst() throws {
        let rows = try Self.rows(Self.teams, "中原区组建突击队12支。\n\n目前,中原区组建突击队12支,成效明显。")
        #expect(rows.map { $0["repeats"] ?? "" } == ["", "r/t-1"])
    }

    @Test func otherTablesStayAsTheyAre() throws {
        let text = "中原区组建突击队12支,300名党员参加。"
        let plain = Self.tables(FactPatterns(), text)
        let with = Self.tables(try Self.patterns("table t\n" + Self.teams), text)
        for table in plain.tables where table.name != "files" { #expect(with[table.name].rows == table.rows, "\(table.name)") }
        #expect(with.tables.last?.name == "t")
    }

    @Test(arguments: [
        ("rule a match \"x\"", "1:1 pattern-shape"),
        ("table t", "1:7 pattern-shape"),
        ("table t\nrule a match", "2:13 pattern-syntax"),
        ("table t\n  rule a match 队", "2:16 pattern-name"),
        ("table t\n  rule a match “队”", "2:16 pattern-syntax"),
        ("table t\nrule a match \"队\nrule", "2:14 pattern-syntax"),
        ("table t\nrule a match \"\"", "2:14 pattern-syntax"),
        ("table t\nrule a match ..5 \"队\"", "2:6 pattern-shape"),
        ("table t\nrule a match \"队\" ..", "2:6 pattern-shape"),
        ("table t\nrule a match \"队\" (..5 area?)", "2:6 pattern-shape"),
        ("table t\nrule a match area?", "2:6 pattern-shape"),
        ("table t\nrule a match \"a\" ..99 \"b\"", "2:18 pattern-shape"),
        ("table t\nrule a match \"队\" list(area?)", "2:18 pattern-shape"),
        ("table t\nrule a match x:area", "2:14 pattern-name"),
        ("table t column x area\nrule a match x:person", "2:14 pattern-type"),
        ("table t column x area\nrule a match x:(area | person)", "2:14 pattern-type"),
        ("table t column x area\nrule a match x:..5 area", "2:16 pattern-shape"),
        ("table t column x number\nrule a match area", "1:18 pattern-type"),
        ("table t column place text\nrule a match area", "1:16 pattern-name"),
        ("table t column value figure column unit text\nrule a match area", "1:36 pattern-name"),
        ("table t-a rule a match area", "1:7 pattern-name"),
        ("table figures rule a match area", "1:7 pattern-name"),
        ("table t rule a match area table t rule a match area", "1:33 pattern-name"),
        ("table t rule a match area rule a match area", "1:32 pattern-name"),
        ("table t rule a match @nope", "1:23 pattern-name"),
        ("lexicon items = \"a\"", "1:9 pattern-name"),
        ("lexicon a from \"gone.tsv\"", "1:16 pattern-file"),
        ("table t rule a match figure(noon ending \"队\")", "1:29 pattern-type"),
        ("table t rule a match area(unit \"个\")", "1:27 pattern-type"),
        ("table t rule a match area(1..3)", "1:27 pattern-type"),
        ("table t rule a match text(5..3)", "1:27 pattern-shape"),
        ("table t rule a match area confidence 2", "1:38 pattern-syntax"),
        ("table t rule a match area unless above \"x\"", "1:34 pattern-syntax"),
        ("table t rule a match (area", "1:27 pattern-syntax"),
        ("tables t", "1:1 pattern-syntax"),
        ("table t . rule a", "1:9 pattern-syntax"),
        (
            "table t column x area column y area rule a match list(x:area) list(y:area)",
            "1:63 pattern-shape"
        ),
    ])
    func errorsHaveTheirPlace(_ text: String, _ expected: String) {
        #expect(Self.error(text) == expected, "\(text)")
    }

    @Test func nestedGroupsEndSomewhere() {
        let deep = String(repeating: "(", count: 5000) + "area" + String(repeating: ")", count: 5000)
        #expect(Self.error("table t rule a match " + deep)?.hasSuffix("pattern-shape") == true)
    }

    @Test func anyTextIsReadOrRefused() {
        let pieces = [
            "table", "rule", "match", "column", "lexicon", "unless", "left", "list", "(", ")", "|", ",", ":", "?", "@", "..", "..5", "1",
            "=",
            "\"队\"", "a", "figure", "noun", "ending", "text", "area", "value", "confidence", "0.5", "#", "\n", "\"", ".",
        ]
        var seed: UInt64 = 11
        for _ in 0..<3_000 {
            var text = "table t column value figure rule a match "
            for _ in 0..<14 {
                seed = seed &* 6_364_136_223_846_793_005 &+ 1
                text += pieces[Int(seed >> 40) % pieces.count] + " "
            }
            guard let patterns = try? Self.patterns(text) else { continue }
            _ = Self.tables(patterns, "组建巡逻队20支、突击队3个。")
        }
    }

    @Test func timeIsBoundedWhateverThePattern() throws {
        let rule = "column x text rule a match (\"甲\" | \"甲甲\") ..60 (\"甲\" ..60)? list(text(1..60) ..60 \"甲\") ..60 x:text(1..60) \"乙\""
        let text = String(repeating: "甲", count: 3000)
        let tables = Self.tables(try Self.patterns("table t\n" + rule), text)
        #expect(tables["t"].rows.isEmpty)
    }

    @Test func examplesFillTheirTablesFromTheSeeds() throws {
        let folder = TestReports.folder.deletingLastPathComponent().deletingLastPathComponent().appending(path: "examples/patterns")
        let sources = try ["teams.facts", "checkpoints.facts"].map {
            FactPatterns.Source(path: $0, bytes: try TestReports.bytes(folder.appending(path: $0)))
        }
        var options = ExtractionOptions()
        options.patterns = try FactPatterns(sources, lexicons: .standard) { _, _ in nil }
        let extractor = Extractor(options: options)
        var all = extractor.emptyTables
        for file in TestReports.seedNames ?? [] {
            let bytes = try TestReports.bytes(TestReports.seeds.appending(path: file))
            all.append(contentsOf: bytes.withUnsafeBytes { extractor.extract($0, name: String(file.dropLast(4)), file: file) }.tables)
        }
        let teams = all["teams"].rows
        #expect(teams.contains { $0["value"] == "337" && $0["noun"]?.hasSuffix("志愿服务队") == true && $0["verb"] == "成立" })
        #expect(teams.contains { $0["name"]?.hasSuffix("义务巡逻队") == true && $0["verb"] == "组建" })
        let points = all["checkpoints"].rows
        for (value, noun) in [("537", "检查点"), ("743", "服务点"), ("5", "卡点")] {
            #expect(points.contains { $0["value"] == value && $0["noun"]?.hasSuffix(noun) == true }, "\(value) \(noun)")
        }
        #expect(points.first { $0["value"] == "5" }?["people"] == "20")
        #expect(points.contains { $0["site"] == "高速口、低速通道入市口" })
    }
}
