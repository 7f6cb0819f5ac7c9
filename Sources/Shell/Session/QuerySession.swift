import ReportQL

/// What the shell asks of a database. The shell's own rules are tested against a scripted one.
package protocol QuerySession: AnyObject {
    /// Runs one statement (without its semicolon). Rows come from the result; the work may go on while they are read.
    func run(_ statement: String) throws(QueryError) -> any QueryRun

    /// Names of all tables and views, sorted.
    var tableNames: [String] { get }

    /// The same with their sizes.
    var tables: [TableSummary] { get }

    /// The file of a report; nil where the report is unknown.
    func source(ofReport report: String) throws(QueryError) -> ReportSource?

    /// Reads more reports (files and folders) and tables (`name=file`, or files with an ending of tables); returns what to tell the user.
    func open(_ paths: [String]) throws(QueryError) -> [OpeningRemark]
}

extension QuerySession {
    package var tables: [TableSummary] { tableNames.map { TableSummary(name: $0) } }
}

/// A statement that runs, or ran.
package protocol QueryRun: AnyObject {
    /// The columns of the result; empty for a statement without one.
    var columns: [ResultColumn] { get }
    /// The next rows, or nothing at the end.
    func next() throws(QueryError) -> CellBatch?
    /// Rows that the statement wrote, for one that writes.
    var rowsWritten: Int? { get }
    /// The most memory that was accounted at one time.
    var peakBytes: Int { get }
    /// Warnings and notes, for people.
    var notes: [String] { get }
}

/// What reading a file gave besides its rows.
package struct OpeningRemark: Equatable {
    package var text: String
    /// Whether a file could not be read.
    package var isFailure: Bool

    package init(_ text: String, isFailure: Bool = false) {
        self.text = text
        self.isFailure = isFailure
    }
}

/// A report's file as it was decoded.
package struct ReportSource {
    /// The path, as the user can open it.
    package var path: String
    /// The decoded text, whose scalars the spans of facts count.
    package var scalars: [UInt32]

    package init(path: String, scalars: [UInt32]) {
        self.path = path
        self.scalars = scalars
    }
}
