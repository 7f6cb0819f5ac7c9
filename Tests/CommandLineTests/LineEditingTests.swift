import Testing

/// The prompt as a person meets it: each case is a trap of line editing.
@Suite("Editing at the prompt", .serialized)
struct LineEditingTests {
    private func start(environment: [String: String] = [:], columns: Int = 80) throws -> PseudoTerminal {
        let terminal = try PseudoTerminal(["--no-rc"], environment: environment, columns: columns)
        try #require(terminal.prompts("reportql>"))
        return terminal
    }

    @Test func enterContinuesUntilTheSemicolon() throws {
        let terminal = try start()
        terminal.type("select 40 +\r")
        #expect(terminal.wait { $0.currentLine.isEmpty })
        terminal.type("2 as answer;\r")
        #expect(terminal.shows("answer"))
        #expect(terminal.shows("42"))
    }

    @Test func cursorKeysMoveInsideTheStatement() throws {
        let terminal = try start()
        terminal.type("select 1\r+ 2\ras x;")
        #expect(terminal.prompts("as x;"))
        terminal.type("\u{1B}[A\u{1B}[A\u{05}0")
        #expect(terminal.prompts("reportql> select 10"))
        terminal.type("\r")
        #expect(terminal.shows("│ 12 │"))
    }

    @Test func controlCClearsAHalfStatementAndLosesNoKey() throws {
        let terminal = try start()
        terminal.type("select 1,\r'half")
        #expect(terminal.prompts("'half"))
        terminal.type("\u{03}")
        #expect(terminal.prompts("reportql>"))
        terminal.type("select 7 as seven;\r")
        #expect(terminal.shows("│ seven │"))
        #expect(terminal.prompts("reportql>"))
        #expect(terminal.ends(after: "\u{04}") == 0)
    }

    @Test func controlCStopsARunningQuery() throws {
        let terminal = try start()
        terminal.type("create table t as select * from (values (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)) as v(x);\r")
        #expect(terminal.shows("10 rows"))
        #expect(terminal.prompts("reportql>"))
        // Ten tables of ten rows: hours of work.
        let tables = (1...10).map { "t as t\($0)" }.joined(separator: ", ")
        let sum = (1...10).map { "t\($0).x" }.joined(separator: " + ")
        terminal.type("select sum(\(sum)) from \(tables);")
        #expect(terminal.shows("t as t10;"))
        terminal.type("\r")
        #expect(terminal.wait { $0.currentLine.isEmpty })
        #expect(!terminal.wait(seconds: 0.5) { $0.currentLine == "reportql>" })
        terminal.type("\u{03}")
        #expect(terminal.shows("interrupted"))
        terminal.type("select 7 as seven;\r")
        #expect(terminal.shows("│ seven │"))
    }

    @Test func aTerminalThatCannotMoveItsCursorGetsPlainLines() throws {
        let terminal = try start(environment: ["TERM": "dumb"])
        terminal.type("select 6 *\n")
        #expect(terminal.shows("...>"))
        terminal.type("7 as answer;\n")
        #expect(terminal.shows("│     42 │"))
        #expect(terminal.prompts("reportql>"))
        #expect(terminal.ends(after: "\u{04}") == 0)
    }

    @Test func aPasteRunsNothingByItself() throws {
        let terminal = try start()
        terminal.type("\u{1B}[200~select 1 as one;\nselect 2 as two;\u{1B}[201~")
        #expect(terminal.prompts("select 2 as two;"))
        #expect(!terminal.screen.lines.contains { $0.contains("│") })
        terminal.type("\r")
        #expect(terminal.shows("│ one │"))
        #expect(terminal.shows("│ two │"))
    }

    @Test(arguments: [["LANG": "C.UTF-8"], ["LC_ALL": "C", "LANG": "C"], ["LANG": ""]])
    func chineseIsEditedByCharacter(environment: [String: String]) throws {
        let terminal = try start(environment: environment)
        terminal.type("select '漢字'\u{1B}[D\u{1B}[D好\u{7F}語\u{05} as w;")
        #expect(terminal.prompts("reportql> select '漢語字' as w;"))
        terminal.type("\r")
        #expect(terminal.shows("│ 漢語字 │"))
    }

    @Test func historyKeepsStatementsAcrossRuns() throws {
        let file = try TemporaryFile()
        let first = try start(environment: ["REPORTQL_HISTORY": file.path])
        first.type("select 1\ras remembered;\r")
        #expect(first.shows("│"))
        #expect(first.prompts("reportql>"))
        #expect(first.ends(after: "exit\r") == 0)
        let second = try start(environment: ["REPORTQL_HISTORY": file.path])
        second.type("\u{1B}[A\u{1B}[A")
        #expect(second.shows("as remembered;"))
        second.type("\u{05}\r")
        #expect(second.shows("remembered │"))
    }

    @Test func aNarrowerScreenDrawsTheLineOnce() throws {
        let terminal = try start(columns: 70)
        terminal.type("select 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' as a, 'bbbbbbbbbb' as b")
        #expect(terminal.wait { $0.lines.joined().contains("as b") })
        terminal.resize(columns: 100, rows: 40)
        terminal.type(", 1 as c;\r")
        #expect(terminal.shows("│ c │"))
    }

    @Test func wordsAreColoured() throws {
        let terminal = try start()
        terminal.type("select 'text' -- note")
        #expect(
            terminal.wait { $0.colors(ofRow: $0.row)[10] == 34 && $0.colors(ofRow: $0.row)[17] == 32 && $0.colors(ofRow: $0.row)[24] == 90 }
        )
        let plain = try start(environment: ["NO_COLOR": "1"])
        plain.type("select 'text'")
        #expect(plain.prompts("reportql> select 'text'"))
        #expect(plain.screen.colors(ofRow: plain.screen.row).allSatisfy { $0 == 0 })
    }

    @Test func tabCompletes() throws {
        let terminal = try start()
        terminal.type("create table 捐款 as select 1 as worth_yuan;\r")
        #expect(terminal.prompts("reportql>"))
        terminal.type("sel\tworth_y\t")
        #expect(terminal.wait { $0.currentLine.hasPrefix("reportql> select worth_y") })
        terminal.type(" from 捐\t")
        #expect(terminal.wait { $0.currentLine.hasSuffix("from 捐款") })
        terminal.type(";\r")
        #expect(terminal.shows("│ worth_yuan │"))
        terminal.type(".mo\t mark\t\r")
        terminal.type("select 3 as m;\r")
        #expect(terminal.shows("| m |"))
    }
}

extension PseudoTerminal {
    /// Types keys and waits for the end of the program.
    func ends(after keys: String) -> CInt? {
        type(keys)
        return ends()
    }
}
