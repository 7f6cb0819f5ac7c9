import Extraction
import Testing

/// A user's lexicon files laid over those compiled in, and the check of both.
@Suite struct LexiconTests {
    private static func overlay(_ files: [String: String]) -> LexiconOverlay {
        LexiconOverlay(files.map { LexiconOverlay.Source(name: $0.key, path: "my/\($0.key).tsv", bytes: [UInt8]($0.value.utf8)) })
    }

    private static func extractor(_ files: [String: String]) throws -> Extractor {
        var options = ExtractionOptions()
        options.lexicons = try Lexicons(overlay(files))
        return Extractor(options: options)
    }

    private static func tables(_ text: String, _ files: [String: String] = [:]) throws -> ExtractedTables {
        let extractor = try extractor(files)
        return [UInt8](text.utf8).withUnsafeBytes { extractor.extract($0, name: "r", file: "r.txt") }.tables
    }

    private static func codes(_ files: [String: String]) -> [String] {
        LexiconCheck.problems(of: overlay(files)).map { "\($0.line):\($0.column) \($0.code.rawValue)" }
    }

    @Test func compiledInFilesAreClean() {
        #expect(LexiconCheck.problemsOfStandard().map(\.text) == [])
    }

    @Test func everyFileIsKnownAndHasItsHeader() throws {
        for schema in LexiconSchema.all {
            let file = try #require(Lexicons.standard.file(schema.name))
            #expect(file.bytes.first == UInt8(ascii: "#"), "\(schema.name)")
        }
    }

    @Test func measureWordsAreAddedAndTakenAway() throws {
        let text = "未央区某社区党员李某向社区捐赠口罩30篾。"
        let before = try Self.tables(text)["figures"].rows.filter { $0["value"] == "30" }
        #expect(before.allSatisfy { $0["unit"] != "篾" })
        let after = try Self.tables(text, ["measures": "篾\tpackage\n"])["figures"].rows.filter { $0["value"] == "30" }
        #expect(after.map { $0["unit"] } == ["篾"])
        #expect(after.map { $0["dimension"] } == ["package"])
        let without = try Self.tables("全区共有党员300名。", ["measures": "-名\n"])["figures"].rows
        #expect(without.allSatisfy { $0["unit"] != "名" })
    }

    @Test func unitsOfTheUserStandInTheTableOfUnits() throws {
        let lexicons = try Lexicons(Self.overlay(["measures": "担\tmass\tkg\t50\n"]))
        let row = FactLexicon(lexicons).unitsTable().rows.first { $0["unit"] == "担" }
        #expect(row?["factor"] == "50")
        #expect(row?["base"] == "kg")
    }

    @Test func partyNounsAndItems() throws {
        let text = "川汇区设立红色哨点120个。爱心企业捐赠暖宝宝500个。"
        let lexicons = ["party": "红色哨点\tpost\n", "items": "暖宝宝\tclothing\t取暖用品\n"]
        #expect(try Self.tables(text)["party"].rowCount == 0)
        let tables = try Self.tables(text, lexicons)
        #expect(tables["party"].rows.map { $0["kind"] } == ["post"])
        #expect(tables["donations"].rows.first { $0["value"] == "500" }?["category"] == "clothing")
        #expect(tables["donations"].rows.first { $0["value"] == "500" }?["item_key"] == "取暖用品")
    }

    @Test func giftVerbsAndBlockers() throws {
        let text = "中原区一家超市为社区敬献口罩200个。"
        // Without the verb only what stands around the number tells the gift.
        #expect(try !Self.tables(text)["donations"].texts("rule").contains("gift-give"))
        let known = try Self.tables(text, ["gift_verbs": "敬献\tgive\n"])["donations"]
        #expect(known.texts("rule") == ["gift-give"])
        #expect(known.texts("value") == ["200"])
    }

    @Test func placesOfTheUser() throws {
        let text = "青澜区为抗击疫情,青澜区望溪街道组织党员300名参与防控。青澜现有党员2000名。"
        let lexicons = [
            "areas": "419901\t青澜区\tcounty\t410100\t青澜\n",
            "area_names": "望溪街道\tt419901\n",
        ]
        let tables = try Self.tables(text, lexicons)
        let named = tables["districts"].rows
        #expect(named.first { $0["name"] == "青澜区" }?["code"] == "419901")
        #expect(named.first { $0["name"] == "青澜区" }?["mentions"] == "3")
        #expect(named.first { $0["name"] == "望溪街道" }?["parent"] == "青澜区")
        #expect(Set(tables["party"].texts("adcode")) == ["419901"])
        #expect(tables["reports"].rows.map { $0["prefecture"] } == ["郑州市"])
    }

    /// Codes from the statistical bureau's list of 2020.
    @Test func townshipsHaveNineDigits() throws {
        let text = "东莞市长安镇有党员300名。郑州市中原区须水街道有党员200名。郑州市中原区望溪街道有党员100名。"
        let standard = try Self.tables(text)["districts"].rows
        #expect(standard.first { $0["name"] == "长安镇" }?["code"] == "441900119")
        #expect(standard.first { $0["name"] == "须水街道" }?["code"] == "410102011")
        #expect(standard.first { $0["name"] == "望溪街道" }.map { $0["code"] == nil } == true)
        let own = try Self.tables(text, ["area_names": "望溪街道\tt410102901\n长安镇\tt441900902\n"])
        #expect(own["districts"].rows.first { $0["name"] == "望溪街道" }?["code"] == "410102901")
        #expect(own["districts"].rows.first { $0["name"] == "长安镇" }?["code"] == "441900902")
        #expect(own["party"].texts("place_code") == ["441900902", "410102011", "410102901"])
        let without = try Self.tables("中原区召开会议。须水街道有党员200名。", ["area_names": "-须水街道\tt410102\n"])
        #expect(!without["districts"].rows.contains { $0["code"]?.hasPrefix("410102") == true && $0["level"] == "township" })
    }

    @Test func placesAreTakenAway() throws {
        let text = "中原区召开会议。中原区汝河路街道有党员300名。"
        #expect(try Self.tables(text)["districts"].rows.contains { $0["code"] == "410102" })
        let without = try Self.tables(text, ["areas": "-410102\n"])
        #expect(!without["districts"].rows.contains { $0["code"] == "410102" })
    }

    @Test func overlayOfOneFileLeavesTheOthersAlone() throws {
        let text = "未央区有党员300名,捐赠口罩500个。"
        let plain = try Self.tables(text)
        let overlaid = try Self.tables(text, ["surnames": "嬴\t1\n", "words": "防疫\n"])
        for (a, b) in zip(plain.tables, overlaid.tables) { #expect(a.rows == b.rows, "\(a.name)") }
    }

    @Test func wholeGazetteerSurvivesItsIndexBeingMadeAnew() throws {
        let gazetteer = Gazetteer(try Lexicons(Self.overlay(["area_names": "望溪街道\tt410102\n"])))
        let standard = Gazetteer()
        for name in ["郑州市", "长垣市", "长垣县", "中原", "徐水", "内蒙古自治区", "没有市"] {
            #expect(gazetteer.code(ofName: name) == standard.code(ofName: name), "\(name)")
        }
    }

    @Test func fingerprintTellsFilesApart() throws {
        #expect(Lexicons.standard.fingerprint == 0)
        let a = try Lexicons(Self.overlay(["items": "暖宝宝\tclothing\n"])).fingerprint
        let b = try Lexicons(Self.overlay(["items": "暖宝宝\tother\n"])).fingerprint
        #expect(a != 0 && a != b)
        #expect(try Lexicons(Self.overlay(["items": "暖宝宝\tclothing\n"])).fingerprint == a)
    }

    @Test func linesThatCannotBeReadHaveTheirPlace() {
        #expect(Self.codes(["measures": "# 注\n摞\n"]) == ["2:2 lexicon-columns"])
        #expect(Self.codes(["measures": "摞 package\n"]) == ["1:10 lexicon-columns"])
        #expect(Self.codes(["measures": "摞\tpackages\n"]) == ["1:3 lexicon-value"])
        #expect(Self.codes(["gift_blockers": "转售\tsale\tx\n"]) == ["1:1 lexicon-columns"])
        #expect(Self.codes(["measures": "摞\tmass\tkg\tviel\n"]) == ["1:11 lexicon-value"])
        #expect(Self.codes(["given_names": "安安\t1\n"]) == ["1:1 lexicon-value"])
        #expect(Self.codes(["areas": "41990\t青澜区\tcounty\n"]) == ["1:1 lexicon-value"])
        #expect(Self.codes(["area_names": "望溪街道\tx410102\n"]) == ["1:6 lexicon-value"])
        #expect(Self.codes(["unknown": "a\tb\n"]) == ["0:0 lexicon-name"])
        let broken = LexiconOverlay([LexiconOverlay.Source(name: "items", path: "items.tsv", bytes: [0x41, 0xFF, 0x0A])])
        #expect(broken.firstError?.text == "items.tsv:1:1: error: [lexicon-encoding] the line is not UTF-8 (save the file as UTF-8)")
        #expect(throws: LexiconProblem.self) { try Lexicons(broken) }
    }

    @Test func duplicatesClashesAndUselessLines() {
        #expect(Self.codes(["items": "暖贴\tclothing\n暖贴\tclothing\n"]) == ["2:1 lexicon-duplicate"])
        #expect(Self.codes(["items": "暖贴\tclothing\n暖贴\tother\n"]) == ["2:1 lexicon-clash"])
        #expect(Self.codes(["items": "口罩\tmask\n"]) == ["1:1 lexicon-duplicate"])
        #expect(Self.codes(["items": "-无此物\n"]) == ["1:1 lexicon-removal"])
        #expect(Self.codes(["items": "-口罩\n"]) == [])
        #expect(Self.codes(["gift_verbs": "代购\tgive\n"]) == ["1:1 lexicon-clash"])
        #expect(Self.codes(["gift_verbs": "代购\tgive\n", "gift_blockers": "-代购\n"]) == [])
        #expect(Self.codes(["items": "暖寶寶\tclothing\n"]) == ["1:1 lexicon-unused"])
        #expect(Self.codes(["measures": "摞\tpackage\t\t\t\t摞起 一摞\n"]) == ["1:14 lexicon-unused"])
        // A title may stand both in front of a name and behind one.
        #expect(Self.codes(["titles": "巡察官\toffice\n巡察官\tafter\n"]) == [])
        #expect(Self.codes(["titles": "巡察官\toffice\n巡察官\trole\n"]) == ["2:1 lexicon-clash"])
    }

    @Test func entriesThatNoReportHas() {
        let overlay = Self.overlay(["items": "暖宝宝\tclothing\n手炉\tclothing\n", "areas": "419901\t青澜区\tcounty\t410100\t青澜\n"])
        var use = LexiconUse(overlay)
        use.read("青瀾區收到暖寶寶五百個".unicodeScalars.map(\.value))
        #expect(use.unused.map { "\($0.path):\($0.line)" } == ["my/items.tsv:2"])
    }

    @Test func whatPointsNowhereDoesNoHarm() throws {
        let lexicons = ["area_names": "甲乙镇\tt999999\n", "areas": "999901\t丙丁区\tcounty\t999900\t丙丁\n"]
        let tables = try Self.tables("丙丁区甲乙镇有党员300名,丙丁现有党支部20个。", lexicons)
        #expect(tables["party"].rowCount == 2)
    }

    @Test func anyBytesAreReadOrRefused() {
        var seed: UInt64 = 7
        for _ in 0..<300 {
            var bytes: [UInt8] = []
            for _ in 0..<80 {
                seed = seed &* 6_364_136_223_846_793_005 &+ 1
                bytes.append([0x09, 0x0A, 0x2D, 0x20, 0x23, 0xE4, 0xB8, 0xAD, 0x41, 0x31, 0xFF, 0x00][Int(seed >> 40) % 12])
            }
            for name in ["measures", "areas", "area_names", "page_lines"] {
                let overlay = LexiconOverlay([LexiconOverlay.Source(name: name, path: "x", bytes: bytes)])
                if overlay.firstError == nil { _ = try? Lexicons(overlay) }
            }
        }
    }

    @Test func signsAtTheBeginningOfALineAreEscaped() throws {
        let overlay = Self.overlay(["page_lines": "\\-上一篇\tbegin\tbutton\n\\#话题\tbegin\tmenu\n# 注\n-当前位置\n"])
        #expect(overlay.problems.isEmpty)
        let lexicons = try Lexicons(overlay)
        let keys = try #require(lexicons.file("page_lines")).entries.map { String($0[0]) }
        #expect(keys.contains("-上一篇"))
        #expect(!keys.contains("当前位置"))
    }
}
