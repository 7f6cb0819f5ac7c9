import ReportQL

/// Runs statements and commands and shows what they give. Knows no terminal: its output goes to sinks, its input comes as text.
package final class Shell {
    /// What the command line decides once.
    package struct Configuration {
        /// Someone sits at a prompt.
        package var isInteractive = false
        /// The protocol for programs: CSV without header, `NULL`, errors of one line, no stop at errors.
        package var isBatch = false
        /// Go on after an error of a script.
        package var keepsGoing = false
        /// A JSON line with the time of each statement.
        package var timesAsJSON = false
        /// Whether standard error takes colours.
        package var colorsErrors = false
        /// Whether standard output takes colours.
        package var colorsOutput = false
        package var version = ""
        /// How many files may fail before the run's status says so.
        package var mostBadFiles = 0

        package init() {}
    }

    let session: any QuerySession
    let configuration: Configuration
    package var settings = ShellSettings()
    let output: OutputRouter
    /// Standard error: everything that is not data.
    let narration: OutputSink
    /// Whether the user asked to stop since the statement began.
    private let isInterrupted: () -> Bool
    /// Statements typed so far, for `.history`; set by whoever owns the line editor.
    package var history: () -> [String] = { [] }
    /// Puts text into the prompt's next line, for `.edit`.
    package var prefill: (String) -> Void = { _ in }

    /// Statements counted for `--timing json`.
    private var statementCount = 0
    /// The status that files leave behind which could not be read.
    private var openingStatus = ExitStatus.success
    /// Whether any statement failed.
    package private(set) var hasFailures = false
    /// The last query that gave a result, which a statement that begins with `|>` continues and `.why` asks about.
    private(set) var lastQuery: String?
    /// Files being read by `.read`, to end a circle.
    var readDepth = 0
    /// Whether `.quit` was given, which no script may swallow.
    var isQuitting = false

    package init(
        session: any QuerySession, configuration: Configuration, output: OutputRouter, narration: OutputSink,
        isInterrupted: @escaping () -> Bool = { false }
    ) {
        self.session = session
        self.configuration = configuration
        self.output = output
        self.narration = narration
        self.isInterrupted = isInterrupted
    }

    /// Why running pieces ends.
    package struct Stop: Error, Equatable {
        /// The exit status to leave with.
        package let status: CInt

        package static func exit(_ status: CInt) -> Stop { Stop(status: status) }
    }

    /// Whether the user asked to stop.
    var isStopped: Bool { isInterrupted() }

    // MARK: Pieces

    /// Runs one statement or command of `origin`. Throws when nothing after it may run.
    package func run(_ piece: ScriptPiece, from origin: StatementOrigin) throws(Stop) {
        if isInterrupted(), origin != .prompt { throw Stop.exit(ExitStatus.interrupted) }
        let piece = completed(piece, origin: origin)
        if settings.echo, origin != .prompt { say(piece.text + (piece.kind == .statement ? ";" : "")) }
        do {
            switch piece.kind {
            case .command: try runCommand(piece.validText(), origin: origin)
            case .statement: try runStatement(piece.validText(), origin: origin)
            }
        } catch let stop as Stop {
            throw stop
        } catch let error as QueryError {
            try fail(error, piece: piece, origin: origin)
        } catch OutputError.closed {
            try closeOutput()
        } catch {
            try fail(QueryError(.fileUnwritable, "the result cannot be written: \(describe(error))"), piece: piece, origin: origin)
        }
        do {
            try narration.flush()
            try output.lastingSink.flush()
        } catch OutputError.closed {
            try closeOutput()
        } catch {
            throw Stop.exit(ExitStatus.queryError)
        }
    }

    /// Whoever read the results has enough: nothing is left to do where that was standard output; a pager is simply done.
    private func closeOutput() throws(Stop) {
        if output.isStandard { throw Stop.exit(ExitStatus.success) }
        output.abandon()
    }

    private func describe(_ error: any Error) -> String {
        if case OutputError.failed(let reason) = error { return reason }
        return "\(error)"
    }

    private func fail(_ error: QueryError, piece: ScriptPiece, origin: StatementOrigin) throws(Stop) {
        let report = ErrorReport(error, in: piece, from: origin)
        if configuration.isBatch {
            say(report.line)
        } else if origin == .prompt, error.code == .cancelled {
            // The terminal's `^C` stands on the line already.
            say("\ninterrupted")
        } else {
            narration.append(report.text(color: configuration.colorsErrors))
        }
        if case .startup = origin { return }
        hasFailures = true
        if piece.kind == .statement { output.abandonResult() }
        if origin == .prompt || configuration.isBatch { return }
        flush()
        if isInterrupted() || error.code == .cancelled { throw Stop.exit(ExitStatus.interrupted) }
        if configuration.keepsGoing { return }
        if error.code == .assertion { throw Stop.exit(ExitStatus.assertionFailed) }
        throw Stop.exit(origin == .argument ? ExitStatus.queryError : ExitStatus.scriptStopped)
    }

    /// The exit status when everything was run: failures that were passed over count, those at the prompt do not.
    package var exitStatus: CInt {
        hasFailures && (configuration.isBatch || configuration.keepsGoing) ? ExitStatus.queryError : openingStatus
    }

    /// Reports parameters that no statement of the run asked for, most likely misspelt; the status that they lead to.
    package func checkUse(ofParameters unused: [String]) -> CInt {
        for name in unused {
            let error = QueryError(.parameter, "no statement uses the parameter $\(name)", help: ["leave the parameter out"])
            say(ErrorReport(error, from: .argument).line)
        }
        return unused.isEmpty ? ExitStatus.success : ExitStatus.queryError
    }

    /// Sends results to a file from now on.
    package func setOutput(_ path: String) throws(Stop) {
        do throws(QueryError) {
            try output.setOutput(path)
        } catch {
            say(ErrorReport(error, from: .argument).line)
            flush()
            throw Stop.exit(ExitStatus.queryError)
        }
    }

    /// Reads the reports and tables of the command line. What cannot be read is said; what is not there ends the run.
    package func openPaths(_ paths: [String]) throws(Stop) {
        guard !paths.isEmpty else { return }
        do throws(QueryError) {
            let remarks = try session.open(paths)
            for remark in remarks { say((remark.isFailure ? "error: " : "warning: ") + remark.text) }
            if remarks.count(where: \.isFailure) > configuration.mostBadFiles { openingStatus = ExitStatus.fileUnreadable }
        } catch {
            say(ErrorReport(error, from: .argument).line)
            flush()
            throw Stop.exit(error.code == .cancelled ? ExitStatus.interrupted : ExitStatus.fileUnreadable)
        }
        flush()
    }

    /// Completes all output and returns the exit status of the run, which an output that fails changes.
    package func finish(_ status: CInt) -> CInt {
        var status = status
        flush()
        do throws(QueryError) {
            try output.close()
        } catch {
            say(ErrorReport(error, from: .argument).line)
            flush()
            if status == ExitStatus.success { status = ExitStatus.queryError }
        }
        return status
    }

    /// Writes everything that waits; errors of the output were or will be noticed by whoever writes next.
    package func flush() {
        try? narration.flush()
        try? output.lastingSink.flush()
    }

    /// A line for people.
    func say(_ line: String) {
        narration.append(line)
        try? narration.endLine()
    }

    // MARK: Statements

    /// At the prompt a statement that begins with `|>` continues the last query.
    private func completed(_ piece: ScriptPiece, origin: StatementOrigin) -> ScriptPiece {
        guard origin == .prompt, piece.kind == .statement, piece.bytes.starts(with: "|>".utf8), let lastQuery else { return piece }
        return ScriptPiece(kind: .statement, bytes: Array((lastQuery + "\n").utf8) + piece.bytes)
    }

    private func runStatement(_ text: String, origin: StatementOrigin) throws {
        if case .startup = origin {} else { statementCount += 1 }
        let number = statementCount
        let clock = ContinuousClock()
        let start = clock.now
        let run = try session.run(text)
        var time = clock.now - start
        var rows = 0
        if !run.columns.isEmpty {
            (rows, time) = try show(run, time: time)
            lastQuery = text
        }
        rows = run.rowsWritten ?? rows
        for note in run.notes where !configuration.isBatch { say("note: " + note) }
        report(run, rows: rows, time: time, number: number, origin: origin)
    }

    /// Shows what a command asks the database for. It counts as no statement, and `.why` does not ask about it.
    func showQuery(_ query: String) throws { _ = try show(session.run(query), time: .zero) }

    /// Runs a statement of which nothing is to be shown.
    func runQuietly(_ statement: String) throws {
        let run = try session.run(statement)
        while try run.next() != nil {}
    }

    /// Shows a result; the time spent is that of the database, not of the output.
    private func show(_ run: any QueryRun, time: Duration) throws -> (rows: Int, time: Duration) {
        let clock = ContinuousClock()
        var time = time
        var rows = 0
        let sink = output.sink
        func next() throws(QueryError) -> CellBatch? {
            let start = clock.now
            defer { time += clock.now - start }
            return try run.next()
        }
        // A query that fails at once shows its error and no header.
        var batch = try next()
        var renderer = renderer()
        try renderer.begin(run.columns, to: sink)
        while let current = batch {
            rows += current.rowCount
            try renderer.write(current, to: sink)
            batch = try next()
        }
        try renderer.end(to: sink)
        // Before anything is said about it; programs are promised standard error first.
        if !configuration.isBatch { try sink.flush() }
        try output.finishResult()
        return (rows, time)
    }

    private func renderer() -> any ResultRenderer {
        var options = RenderingOptions()
        options.headers = settings.headers
        options.nullText = settings.nullText
        let width = output.width
        if let width {
            options.maximumRows = settings.maximumRows
            options.maximumWidth = settings.maximumWidth > 0 ? settings.maximumWidth : width
            options.color = configuration.colorsOutput
        }
        if configuration.isBatch, settings.mode == nil {
            options.headers = false
            options.nullText = settings.nullText ?? "NULL"
            return DelimitedRenderer(separator: UInt8(ascii: ","), options: options, quotesLookalikes: true)
        }
        return effectiveMode.renderer(options)
    }

    /// The mode of the next result.
    var effectiveMode: OutputMode {
        if let mode = settings.mode { return mode }
        if let path = output.path { return OutputMode(fileName: path) ?? .csv }
        return output.width == nil ? .csv : .box
    }

    private func report(_ run: any QueryRun, rows: Int, time: Duration, number: Int, origin: StatementOrigin) {
        let seconds = Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
        if configuration.timesAsJSON, !isStartup(origin) {
            say(
                "{\"statement\": \(number), \"seconds\": \(fixed(seconds, digits: 6)), \"rows\": \(rows), \"peak_bytes\": \(run.peakBytes)}"
            )
        }
        if settings.timer {
            say("\(rows) \(rows == 1 ? "row" : "rows") in \(readable(seconds))")
        } else if configuration.isInteractive, run.rowsWritten != nil {
            say("\(rows) \(rows == 1 ? "row" : "rows") written")
        }
    }

    private func isStartup(_ origin: StatementOrigin) -> Bool {
        if case .startup = origin { true } else { false }
    }

    private func readable(_ seconds: Double) -> String {
        seconds < 1 ? "\(fixed(seconds * 1000, digits: 1)) ms" : "\(fixed(seconds, digits: 2)) s"
    }

    private func fixed(_ number: Double, digits: Int) -> String {
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        let units = Int((number * scale).rounded().clamped(to: 0...1e18))
        let whole = String(units / Int(scale))
        let fraction = String(units % Int(scale))
        return whole + "." + String(repeating: "0", count: digits - fraction.count) + fraction
    }
}

extension Double {
    fileprivate func clamped(to range: ClosedRange<Double>) -> Double {
        isNaN ? 0 : Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
    }
}

extension OutputMode {
    /// The mode that the ending of a file's name asks for.
    init?(fileName: String) {
        let endings: [String: OutputMode] = [
            "csv": .csv, "tsv": .tsv, "json": .json, "jsonl": .jsonl, "ndjson": .jsonl, "md": .markdown,
        ]
        guard let ending = fileName.split(separator: ".").last, let mode = endings[ending.lowercased()] else { return nil }
        self = mode
    }
}
