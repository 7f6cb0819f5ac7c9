import ReportQL

/// The command `reportql lexicon`: checks, lists and shows lexicon files.
package struct LexiconCommand {
    private let output: OutputSink
    private let narration: OutputSink

    package init(output: OutputSink, narration: OutputSink) {
        self.output = output
        self.narration = narration
    }

    /// Writes a line for each problem, and on `narration` how many there are.
    package func check(_ folder: String?, reports: [String]) -> CInt {
        run { () throws(QueryError) in
            let findings = try LexiconReview.check(folder, reports: reports)
            for line in findings.lines { output.append(line + "\n") }
            let subject = folder ?? "the lexicons compiled in"
            narration.append("\(subject): \(counted(findings.errors, "error")), \(counted(findings.warnings, "warning"))\n")
            return findings.errors == 0 ? ExitStatus.success : ExitStatus.queryError
        }
    }

    /// Writes a line for each lexicon.
    package func list() -> CInt {
        run { () throws(QueryError) in
            output.append("lexicon\tentries\tholds\tcolumns\n")
            for line in LexiconReview.list { output.append(line + "\n") }
            return ExitStatus.success
        }
    }

    /// Writes a lexicon's file.
    package func show(_ name: String, over folder: String?) -> CInt {
        run { () throws(QueryError) in
            output.append(try LexiconReview.file(name, over: folder))
            return ExitStatus.success
        }
    }

    private func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

    private func run(_ body: () throws(QueryError) -> CInt) -> CInt {
        defer { try? narration.flush() }
        do throws(QueryError) {
            let status = try body()
            // A reader that goes away has seen what it wanted.
            try? output.flush()
            return status
        } catch {
            try? output.flush()
            narration.append(ErrorReport(error, from: .argument).line + "\n")
            return error.code == .fileNotFound || error.code == .fileUnreadable ? ExitStatus.fileUnreadable : ExitStatus.queryError
        }
    }
}
