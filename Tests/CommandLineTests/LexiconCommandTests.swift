import Testing

@Suite("reportql lexicon")
struct LexiconCommandTests {
    private static let text = "中原区新闻\n\n中原区某公司敬献口罩200摞。\n"

    private func folder(_ files: [String: String]) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        for (name, text) in files { folder.write(text, to: name) }
        return folder
    }

    @Test func entriesOfTheUserCountInEveryCommand() throws {
        let reports = try folder(["a.txt": Self.text])
        let lexicon = try folder(["measures.tsv": "摞\tpackage\n", "gift_verbs.tsv": "敬献\tgive\n"])
        let query = ["-c", "select rule, value, unit from donations"]
        // Without the verb only what stands around the number tells the gift.
        #expect(try Executable.run([reports.path] + query).output == "rule,value,unit\ngift-implied,200.0000,摞\n")
        let shell = try Executable.run([reports.path, "--lexicon", lexicon.path] + query)
        #expect(shell.output == "rule,value,unit\ngift-give,200.0000,摞\n", "\(shell.output)\(shell.errors)")
        let out = try TemporaryFolder()
        let extract = try Executable.run(["extract", reports.path, "--out", out.path, "--lexicon", lexicon.path])
        #expect(extract.status == 0, "\(extract.errors)")
        let units = try Executable.run([out.path + "/units.ndjson", "-c", "select dimension from units where unit = '摞'"])
        #expect(units.output == "dimension\npackage\n")
        let line = #"{"report": "a", "text": "中原区某公司敬献口罩200摞。"}"#
        let filter = try Executable.run(
            ["extract", "--from", "ndjson", "--table", "donations", "--lexicon", lexicon.path], input: line + "\n")
        #expect(filter.output.contains("摞"))
    }

    @Test func aFolderThatIsRefusedSaysWhere() throws {
        let reports = try folder(["a.txt": Self.text])
        let lexicon = try folder(["measures.tsv": "# mine\n摞\tpackages\n"])
        let run = try Executable.run([reports.path, "--lexicon", lexicon.path, "-c", "select 1"])
        #expect(run.status == 5)
        #expect(run.errors.contains("[lexicon-value] \(lexicon.path)/measures.tsv:2:3: `packages` is no dimension"), "\(run.errors)")
        let check = try Executable.run(["lexicon", "check", lexicon.path])
        #expect(check.status == 1)
        #expect(check.output.hasPrefix("\(lexicon.path)/measures.tsv:2:3: error: [lexicon-value] `packages` is no dimension"))
        #expect(check.errors == "\(lexicon.path): 1 error, 0 warnings\n")
        let missing = try Executable.run(["lexicon", "check", lexicon.path + "/no"])
        #expect(missing.status == 5 && missing.errors.contains("[file-not-found]"))
    }

    @Test func checkFindsWhatReportsDoNotHave() throws {
        let reports = try folder(["a.txt": Self.text])
        let lexicon = try folder(["measures.tsv": "摞\tpackage\n", "items.tsv": "手炉\tclothing\n"])
        let check = try Executable.run(["lexicon", "check", lexicon.path, "--reports", reports.path])
        #expect(check.status == 0)
        #expect(check.output == "\(lexicon.path)/items.tsv:1:1: warning: [lexicon-unused] `手炉` does not occur in the reports\n")
    }

    @Test func checkReadsPagesAsPages() throws {
        // The tag within the word is none of the page's text; the name of a class is none either.
        let page = "<!doctype html><html><head><title>手炉</title></head><body class=\"被单\"><p>捐赠口<b>罩</b>200&#25694;。</p></body></html>"
        let reports = try folder(["a.html": page])
        let lexicon = try folder(["measures.tsv": "摞\tpackage\n", "items.tsv": "口罩\tmedical\n被单\tclothing\n"])
        let check = try Executable.run(["lexicon", "check", lexicon.path, "--reports", reports.path])
        #expect(check.output.contains("`被单` does not occur in the reports"))
        #expect(!check.output.contains("`口罩` does not occur") && !check.output.contains("`摞` does not occur"), "\(check.output)")
    }

    @Test func listAndShow() throws {
        let list = try Executable.run(["lexicon", "list"])
        #expect(list.output.hasPrefix("lexicon\tentries\tholds\tcolumns\n"))
        #expect(list.output.contains("\nsurnames\t"))
        let show = try Executable.run(["lexicon", "show", "gift_verbs"])
        #expect(show.output.hasPrefix("# Verbs of giving.") && show.output.contains("\n捐赠\tgive\n"))
        let lexicon = try folder(["gift_verbs.tsv": "-捐赠\n敬献\tgive\n"])
        let mine = try Executable.run(["lexicon", "show", "gift_verbs.tsv", "--lexicon", lexicon.path])
        #expect(!mine.output.contains("\n捐赠\tgive\n") && mine.output.contains("\n敬献\tgive\n"))
        let unknown = try Executable.run(["lexicon", "show", "gift_verb"])
        #expect(unknown.status == 1 && unknown.errors.contains("did you mean gift_verbs?"))
        #expect(try Executable.run(["lexicon"]).status == 2)
        #expect(try Executable.run(["lexicon", "check"]).status == 0)
    }
}
