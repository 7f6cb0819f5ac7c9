import Glibc
import Testing

@Suite("reportql explain")
struct ExplainTests {
    private static let text = "中原区新闻\n\n2020年2月3日,中原区某公司捐款20万元。\n"

    @Test func marksFactsAndUnderlinesOtherNumbers() throws {
        let report = try TemporaryFile(ending: ".txt")
        report.write(Self.text)
        let run = try Executable.run(["explain", report.path])
        #expect(run.status == 0)
        #expect(run.output.hasPrefix("中原区新闻\n\n_2020年2月3日_,"), "\(run.output)")
        #expect(run.output.contains("⟦d1 f1 捐款20万元⟧"), "\(run.output)")
        #expect(run.errors.hasPrefix("figures 1, party 0, donations 1; unclaimed numbers 1: date 1"), "\(run.errors)")
    }

    @Test func saysWhatStandsAtAPlace() throws {
        let report = try TemporaryFile(ending: ".txt")
        report.write(Self.text)
        let run = try Executable.run(["explain", report.path + ":26"])
        #expect(run.status == 0)
        #expect(run.output.hasPrefix("\(report.path):26 (line 3, column 20)\n"), "\(run.output)")
        #expect(run.output.contains("\nnumbers\n  > 20万元 → 200000 元 money exact"), "\(run.output)")
        #expect(run.output.contains("\n    number 2020年2月3日 blocked: date\n"), "\(run.output)")
        let behind = try Executable.run(["explain", report.path + ":900"])
        #expect(behind.status == 1 && behind.errors.contains("[out-of-range]"))
        let missing = try Executable.run(["explain", report.path + "x"])
        #expect(missing.status == 5 && missing.errors.contains("[file-not-found]"))
        #expect(try Executable.run(["explain"]).status == 2)
    }

    @Test func entriesAndTablesOfTheUserAreExplainedToo() throws {
        let report = try TemporaryFile(ending: ".txt")
        report.write("中原区组建巡逻队20支。\n")
        let facts = try TemporaryFile(ending: ".facts")
        facts.write("table teams column value figure rule counted match value:figure(noun ending \"队\")")
        let run = try Executable.run(["explain", report.path, "--facts", facts.path])
        #expect(run.output.contains("⟦teams-1 f1 巡逻队20支⟧"), "\(run.output)")
        let place = try Executable.run(["explain", report.path + ":6", "--facts", facts.path])
        #expect(place.output.contains("  > teams-1 in teams: rule counted, confidence 0.8"), "\(place.output)")
    }
}
