import Testing

@Suite("fact tables of the user's own")
struct FactTableTests {
    private static let rules = """
        table teams
          column value figure
        rule counted match value:figure(noun ending "队")
        """

    @Test func theyAreTablesLikeTheOthers() throws {
        let reports = try TemporaryFolder()
        reports.write("中原区新闻\n\n中原区组建巡逻队20支。\n", to: "a.txt")
        let facts = try TemporaryFile(ending: ".facts")
        facts.write(Self.rules)
        let query = ["-c", "select value, unit, noun, adcode, quote from teams"]
        let shell = try Executable.run([reports.path, "--facts", facts.path] + query)
        #expect(shell.output == "value,unit,noun,adcode,quote\n20.0000,支,巡逻队,410102,巡逻队20支\n", "\(shell.errors)")
        let out = try TemporaryFolder()
        let extract = try Executable.run(["extract", reports.path, "--facts", facts.path, "--out", out.path])
        #expect(extract.status == 0 && out.names.contains("teams.ndjson"), "\(extract.errors)")
        let line = #"{"report": "a", "text": "中原区组建巡逻队20支。"}"# + "\n"
        let filter = try Executable.run(["extract", "--from", "ndjson", "--facts", facts.path, "--table", "teams"], input: line)
        #expect(filter.output.hasPrefix("{\"id\": \"a/teams-1\""))
        let all = try Executable.run(["extract", "--from", "ndjson", "--facts", facts.path], input: line)
        #expect(all.output.contains("{\"table\": \"teams\""))
        // A folder without reports has the tables too.
        let empty = try TemporaryFolder()
        let none = try Executable.run([empty.path, "--facts", facts.path] + query)
        #expect(none.output == "value,unit,noun,adcode,quote\n")
    }

    @Test func errorsPointAtLineAndColumn() throws {
        let reports = try TemporaryFolder()
        reports.write("中原区组建巡逻队20支。\n", to: "a.txt")
        let facts = try TemporaryFile(ending: ".facts")
        facts.write("table teams\n  column value figur\nrule a match value:figure\n")
        let run = try Executable.run([reports.path, "--facts", facts.path, "-c", "select 1"])
        #expect(run.status == 5)
        #expect(run.errors.hasPrefix("error: [pattern-type] \(facts.path):2:16: `figur` is no type of column"), "\(run.errors)")
        let extract = try Executable.run(["extract", reports.path, "--facts", facts.path, "--out", reports.path + "/out"])
        #expect(extract.status == 1 && extract.errors.contains("[pattern-type]"))
        let missing = try Executable.run(["extract", "--from", "ndjson", "--facts", facts.path + "x"])
        #expect(missing.errors.contains("[file-not-found]"))
    }
}
