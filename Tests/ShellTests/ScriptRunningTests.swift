import Glibc
import ReportQL
import Shell
import Testing

@Suite("Running scripts")
struct ScriptRunningTests {
    @Test func csvIsTheDefaultWithoutAScreen() {
        let test = ShellUnderTest()
        #expect(test.run("select 1; select text;") == nil)
        #expect(test.output == "a\n1\nt,n\nNULL,\nerror x,2\n")
        #expect(test.errors == "")
    }

    @Test func boxIsTheDefaultOnAScreen() {
        let test = ShellUnderTest(screen: 80)
        #expect(test.run("select 1;") == nil)
        #expect(test.output.hasPrefix("┌"))
    }

    @Test func aScriptStopsAtTheFirstError() {
        for (origin, status) in [(StatementOrigin.standardInput, 3), (.file("x.sql"), 3), (.argument, 1)] {
            let test = ShellUnderTest()
            #expect(test.run("select 1;\n bad;\nselect 1;", from: origin) == CInt(status))
            #expect(test.session.statements == ["select 1", "bad"])
        }
    }

    @Test func keepGoingRunsTheRest() {
        let test = ShellUnderTest { $0.keepsGoing = true }
        #expect(test.run("bad; select 1;") == nil)
        #expect(test.output == "a\n1\n")
        #expect(test.shell.exitStatus == 1)
    }

    @Test func aFailedAssertionHasItsOwnStatus() {
        let test = ShellUnderTest()
        test.session.answers["check"] = .failure(QueryError(.assertion, "no"))
        #expect(test.run("check;") == 4)
    }

    @Test func errorsNameFileLineAndColumn() {
        let test = ShellUnderTest()
        _ = test.run("select 1;\n\n  bad query;", from: .file("monthly.sql"))
        #expect(
            test.errors == """
                error syntax: no answer to bad query
                 --> monthly.sql:3:3
                  |
                3 | bad query
                  | ^^^^^^ this
                  = help: ask something else

                """)
    }

    @Test func batchSpeaksTheProtocolForPrograms() {
        let test = ShellUnderTest { $0.isBatch = true }
        #expect(test.run("select 1; bad\nquery; select text; select nothing; create;\n.print done\n") == nil)
        #expect(test.output == "1\n\"NULL\",NULL\n\"error x\",2\ndone\n")
        #expect(test.errors.split(separator: "\n").allSatisfy { $0.hasPrefix("error") })
        #expect(test.errors.contains("error: <stdin>:1:11: [syntax] no answer to bad query (ask something else)"))
        #expect(test.shell.exitStatus == 1)
    }

    @Test func timesAreCountedOverStatementsOnly() {
        let test = ShellUnderTest { configuration in
            configuration.timesAsJSON = true
            configuration.keepsGoing = true
        }
        _ = test.run("select text;\n.print x\nbad; create;", from: .startup("rc"))
        #expect(!test.errors.contains("{"))
        _ = test.run("select text;\n.print x\nbad;", from: .argument)
        _ = test.run("create;", from: .file("f"))
        let lines = test.errors.split(separator: "\n").filter { $0.hasPrefix("{") }
        #expect(lines.count == 2)
        #expect(lines[0].hasPrefix("{\"statement\": 1, \"seconds\": 0."))
        #expect(lines[0].hasSuffix("\"rows\": 2, \"peak_bytes\": 4096}"))
        #expect(lines[1].hasPrefix("{\"statement\": 3, ") && lines[1].contains("\"rows\": 7"))
    }

    @Test func errorsInTheStartUpFileStopNothing() {
        let test = ShellUnderTest()
        #expect(test.run("bad; select 1;", from: .startup("rc")) == nil)
        #expect(test.output == "a\n1\n")
        #expect(test.shell.exitStatus == 0)
    }

    @Test func aStatementRunsBeforeTheStreamEnds() throws {
        var ends: [CInt] = [0, 0]
        try #require(pipe(&ends) == 0)
        let test = ShellUnderTest()
        let script = "select 1; -- and then\n.print two\nselect text"
        _ = script.withCString { write(ends[1], $0, strlen($0)) }
        close(ends[1])
        try test.shell.run(descriptor: ends[0], from: .standardInput)
        close(ends[0])
        #expect(test.output == "a\n1\ntwo\nt,n\nNULL,\nerror x,2\n")
    }

    @Test func aScriptThatIsNotUTF8SaysWhere() throws {
        var ends: [CInt] = [0, 0]
        try #require(pipe(&ends) == 0)
        let script: [UInt8] = Array("select 1;\nselect '".utf8) + [0xD6, 0xD0] + Array("';\n".utf8)
        _ = script.withUnsafeBytes { write(ends[1], $0.baseAddress, $0.count) }
        close(ends[1])
        let test = ShellUnderTest()
        #expect(throws: Shell.Stop.exit(3)) { try test.shell.run(descriptor: ends[0], from: .file("gb.sql")) }
        close(ends[0])
        #expect(test.errors.contains("not UTF-8") && test.errors.contains("gb.sql:2:9"))
    }

    @Test func aMissingScriptIsUnreadable() {
        let test = ShellUnderTest()
        #expect(throws: Shell.Stop.exit(5)) { try test.shell.run(file: "/nonexistent/x.sql") }
        #expect(test.errors.contains("/nonexistent/x.sql cannot be read"))
    }
}
