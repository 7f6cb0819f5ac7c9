import ReportQL
import Shell

/// A database that knows a few statements by their text.
final class ScriptedSession: QuerySession {
    var answers: [String: Result<ScriptedRun, QueryError>] = [:]
    private(set) var statements: [String] = []
    var tableNames = ["areas", "donations", "donors"]
    var sources: [String: ReportSource] = [:]

    func run(_ statement: String) throws(QueryError) -> any QueryRun {
        statements.append(statement)
        guard let answer = answers[statement] else {
            throw QueryError(
                .syntax, "no answer to \(statement)", help: ["ask something else"], range: 0..<min(6, statement.utf8.count), label: "this")
        }
        let run = try answer.get()
        run.rewind()
        return run
    }

    func source(ofReport report: String) throws(QueryError) -> ReportSource? { sources[report] }

    func open(_ paths: [String]) throws(QueryError) -> [OpeningRemark] { paths.map { OpeningRemark("opened \($0)") } }
}

final class ScriptedRun: QueryRun {
    let columns: [ResultColumn]
    let rows: [[String?]]
    let rowsWritten: Int?
    let peakBytes = 4_096
    let notes: [String] = []
    private var position = 0

    init(_ columns: [(String, ResultColumn.Kind)], _ rows: [[String?]], rowsWritten: Int? = nil) {
        self.columns = columns.map { ResultColumn(name: $0.0, kind: $0.1) }
        self.rows = rows
        self.rowsWritten = rowsWritten
    }

    func rewind() { position = 0 }

    func next() throws(QueryError) -> CellBatch? {
        guard position < rows.count else { return nil }
        defer { position += 1 }
        return CellBatch(rows: [rows[position]], columnCount: columns.count)
    }
}

/// A shell over a scripted database whose output is kept in memory.
struct ShellUnderTest {
    let session = ScriptedSession()
    let shell: Shell
    private let standardOutput = OutputSink()
    private let standardError = OutputSink()

    init(screen: Int? = nil, configure: (inout Shell.Configuration) -> Void = { _ in }) {
        var configuration = Shell.Configuration()
        configuration.version = "1.2.3"
        configure(&configuration)
        session.answers["select 1"] = .success(ScriptedRun([("a", .integer)], [["1"]]))
        session.answers["select text"] = .success(ScriptedRun([("t", .text), ("n", .integer)], [["NULL", nil], ["error x", "2"]]))
        session.answers["select nothing"] = .success(ScriptedRun([("a", .integer)], []))
        session.answers["create"] = .success(ScriptedRun([], [], rowsWritten: 7))
        shell = Shell(
            session: session, configuration: configuration, output: OutputRouter(standardOutput: standardOutput, screenWidth: { screen }),
            narration: standardError)
    }

    var output: String { standardOutput.text }
    var errors: String { standardError.text }

    /// Runs a text and returns the exit status it stops with, if it stops.
    func run(_ text: String, from origin: StatementOrigin = .standardInput) -> CInt? {
        do throws(Shell.Stop) {
            try shell.run(text: text, from: origin)
            return nil
        } catch {
            return error.status
        }
    }
}
