import Glibc
import ReportQL
import Shell
import Testing

@Suite("Dot-commands")
struct CommandTests {
    private func temporaryPath() -> String {
        var template = Array("/tmp/reportql-test-XXXXXX".utf8CString)
        close(mkstemp(&template))
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private func contents(_ path: String) -> String? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes[..<count], as: UTF8.self)
    }

    @Test(
        arguments: [
            (".tables\n", "areas\ndonations\ndonors\n"), ("\\dt\n", "areas\ndonations\ndonors\n"), (".tables do*\n", "donations\ndonors\n"),
            (".tab don?rs\n", "donors\n"), (".print a  'b  c' \"d\"\n", "a b  c d\n"), (".version\n", "reportql 1.2.3\n"),
            (".mode json\nselect 1;", "[\n  {\"a\": 1}\n]\n"), (".MODE line\nselect 1;", "a = 1\n"), ("\\x\nselect 1;", "a = 1\n"),
            (".headers off\nselect 1;", "1\n"), (".nullvalue -\nselect text;", "t,n\nNULL,-\nerror x,2\n"),
            (".set headers off\nselect 1;", "1\n"), (".headers off;\nselect 1;", "1\n"),
        ])
    func answers(script: String, output: String) {
        let test = ShellUnderTest()
        #expect(test.run(script) == nil)
        #expect(test.output == output)
        #expect(test.errors == "")
    }

    @Test(
        arguments: [
            (".tabels", "did you mean .tables?"), (".mode jsno", "did you mean json?"), (".zzzzzz", ".help lists the commands"),
            (".maxrows x", "x is no number of rows"), (".maxrows -1", "-1 is no number of rows"), (".print 'a", "not closed"),
            (".timer perhaps", "on or off"), (".once", "needs a file name"), (".output a b", "one argument"), (".why 0", "counted from 1"),
            (".why 1", "no result yet"), (".read /nonexistent", "cannot be read"), (".output /nonexistent/x", "cannot be written"),
        ])
    func mistakesAreExplained(line: String, says: String) {
        let test = ShellUnderTest()
        #expect(test.run(line) == 3)
        #expect(test.errors.contains(says))
        #expect(test.output == "")
    }

    @Test func quitLeavesWithACode() {
        #expect(ShellUnderTest().run(".quit 7\nselect 1;") == 7)
        #expect(ShellUnderTest().run("\\q\n") == 0)
    }

    @Test func onceSendsOneResultToAFile() {
        let path = temporaryPath()
        defer { unlink(path) }
        let test = ShellUnderTest()
        #expect(test.run(".once \(path)\nselect 1;\nselect 1;") == nil)
        #expect(contents(path) == "a\n1\n")
        #expect(test.output == "a\n1\n")
    }

    @Test func aFailedStatementLeavesNoFile() {
        let path = temporaryPath()
        unlink(path)
        let test = ShellUnderTest { $0.keepsGoing = true }
        #expect(test.run(".once \(path)\nbad;\nselect 1;") == nil)
        #expect(contents(path) == nil)
        #expect(test.output == "a\n1\n")
    }

    @Test func aProgramMayStopReading() {
        let test = ShellUnderTest { $0.isInteractive = true }
        let rows: [[String?]] = (0..<3_000).map { _ in [String(repeating: "x", count: 100)] }
        test.session.answers["many"] = .success(ScriptedRun([("t", .text)], rows))
        signal(SIGPIPE, SIG_IGN)
        #expect(test.run(".once |true\nmany;\nselect 1;") == nil)
        #expect(test.output == "a\n1\n")
    }

    @Test func outputSendsAllResultsToAFileWholeOrNotAtAll() {
        let path = temporaryPath()
        defer { unlink(path) }
        let test = ShellUnderTest(screen: 80)
        #expect(test.run(".output \(path)\nselect 1;\n.print x\n") == nil)
        #expect(contents(path) == "")
        #expect(test.run(".output\nselect nothing;") == nil)
        #expect(contents(path) == "a\n1\nx\n")
        #expect(test.output.hasPrefix("┌"))
    }

    @Test func theEndingOfAFileChoosesItsForm() {
        let path = temporaryPath()
        defer {
            unlink(path)
            unlink(path + ".jsonl")
        }
        let test = ShellUnderTest()
        #expect(test.run(".once \(path).jsonl\nselect 1;") == nil)
        #expect(contents(path + ".jsonl") == "{\"a\":1}\n")
    }

    @Test func scriptsThatReadThemselvesEnd() {
        let path = temporaryPath()
        defer { unlink(path) }
        let file = fopen(path, "w")
        fputs(".read \(path)\n", file)
        fclose(file)
        let test = ShellUnderTest()
        #expect(test.run(".read \(path)\n") == 3)
        #expect(test.errors.contains("deep"))
    }

    @Test func settingsOfTheEngineGoThere() {
        let test = ShellUnderTest()
        test.session.answers["SET \"threads\" = 2"] = .success(ScriptedRun([], []))
        #expect(test.run(".set threads 2\n") == nil)
        #expect(test.session.statements == ["SET \"threads\" = 2"])
    }

    @Test func helpNamesEveryCommand() {
        let test = ShellUnderTest()
        #expect(test.run(".help\n.help mode\n") == nil)
        for command in [".tables", ".describe", ".mode", ".output", ".once", ".print", ".read", ".timer", ".why", ".quit"] {
            #expect(test.output.contains("  " + command))
        }
        #expect(test.output.contains("jsonl"))
    }

    @Test func describeAsksTheDatabase() {
        let test = ShellUnderTest()
        test.session.answers["DESCRIBE \"do\"\"nors\""] = .success(ScriptedRun([("column_name", .text)], [["id"]]))
        #expect(test.run("\\d 'do\"nors'\n") == nil)
        #expect(test.output == "column_name\nid\n")
    }

    @Test(
        arguments: [
            (
                "from donations",
                "from donations\n|> EXTEND report AS why_report, sentence AS why_sentence, span_start AS why_span_start, span_end AS why_span_end"
            ),
            (
                "select item from donations where a order by b limit 3",
                "select item, report AS why_report, sentence AS why_sentence, span_start AS why_span_start, span_end AS why_span_end "
                    + "from donations where a order by b limit 3"
            ),
            (
                "from donations |> select item |> where x |> select item as y",
                "from donations |> select item, report AS why_report, sentence AS why_sentence, span_start AS why_span_start, "
                    + "span_end AS why_span_end |> where x |> select item as y, why_report, why_sentence, why_span_start, why_span_end"
            ),
        ])
    func whyShowsTheSentenceWithTheFactMarked(query: String, traced: String) {
        let test = ShellUnderTest()
        let text = "前一句。公司捐赠口罩2000副。后一句。"
        test.session.sources["r1"] = ReportSource(path: "seeds/r1.txt", scalars: text.unicodeScalars.map(\.value))
        test.session.answers[query] = .success(ScriptedRun([("item", .text)], [["口罩"], ["护目镜"]]))
        test.session.answers[traced + "\n|> LIMIT 1 OFFSET 1"] = .success(
            ScriptedRun(
                [("why_report", .text), ("why_sentence", .integer), ("why_span_start", .integer), ("why_span_end", .integer)],
                [["r1", "2", "8", "10"]]))
        test.session.answers["SELECT span_start, span_end FROM sentences WHERE report = 'r1' AND sentence = 2"] = .success(
            ScriptedRun([("span_start", .integer), ("span_end", .integer)], [["4", "16"]]))
        #expect(test.run("\(query);\n.why 2\n") == nil)
        #expect(test.output.hasSuffix("seeds/r1.txt: 8–10\n公司捐赠【口罩】2000副。\n"))
    }

    @Test(
        arguments: [
            ("select 1", "do not say where they stand"), ("select 1 group by a", "several rows"),
            ("from t |> aggregate count(*)", "AGGREGATE"),
            ("select distinct a from t", "several rows"), ("values (1)", "several rows"), ("describe t", "no query"),
        ])
    func aRowWithoutASentenceSaysSo(query: String, says: String) {
        let test = ShellUnderTest()
        test.session.answers[query] = .success(ScriptedRun([("a", .integer)], [["1"]]))
        #expect(test.run("\(query);\n.why 1\n") == 3)
        #expect(test.errors.contains(says))
    }
}

@Suite("At the prompt")
struct PromptTests {
    @Test(
        arguments: [
            ("", true), ("select 1", false), ("select 1;", true), ("select 1; -- done", true), ("select ';", false), ("help", true),
            ("? ", true),
            ("exit;", true), (".tables", true), ("\\d", true), ("select 1;\nselect", false), ("/* open", false), ("-- only", true),
            ("select 1；", true),
            (".print '", true), ("from t\n|> where x", false),
        ])
    func enterRunsOnlyCompleteStatements(text: String, isComplete: Bool) {
        #expect(Shell.isComplete(text) == isComplete)
    }

    @Test func aPipeContinuesTheLastQuery() throws {
        let test = ShellUnderTest { $0.isInteractive = true }
        let query = "select 1\n|> where a > 0"
        test.session.answers[query] = .success(ScriptedRun([("a", .integer)], [["1"]]))
        test.session.answers[query + "\n|> limit 1"] = .success(ScriptedRun([("a", .integer)], [["1"]]))
        try test.shell.runTyped("|> limit 1;")
        #expect(test.errors.contains("no answer to |> limit 1"))
        try test.shell.runTyped("select 1;")
        try test.shell.runTyped("|> where a > 0;")
        try test.shell.runTyped("bad;")
        try test.shell.runTyped("|> limit 1;")
        #expect(test.session.statements.last == query + "\n|> limit 1")
    }

    @Test func inAScriptAPipeNeedsItsBeginning() {
        let test = ShellUnderTest()
        #expect(test.run("select 1; |> limit 1;") == 3)
        #expect(test.session.statements.last == "|> limit 1")
    }

    @Test func errorsDoNotEndTheShell() throws {
        let test = ShellUnderTest { $0.isInteractive = true }
        try test.shell.runTyped("bad; select 1;")
        #expect(test.output == "a\n1\n")
        #expect(throws: Shell.Stop.exit(0)) { try test.shell.runTyped("quit") }
    }
}
