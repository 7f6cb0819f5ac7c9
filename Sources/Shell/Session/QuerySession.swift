import ReportQL

/// What the shell asks of a database. The shell's own rules are tested against a scripted one.
package protocol QuerySession: AnyObject {
    /// Runs one statement (without its semicolon). Rows come from the result; the work may go on while they are read.
    func run(_ statement: String) throws(QueryError) -> any QueryRun

    /// Names of all tables and views, sorted.
    var tableNames: [String] { get }

    /// The text that a span of scalars of a report's file has, and where the file is; nil where the report is unknown.
    func source(ofReport report: String) throws(QueryError) -> ReportSource?

    /// Reads more reports or tables; returns what to tell the user.
    func open(_ path: String) throws(QueryError) -> [String]
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

/// A report's file as it was decoded.
package struct ReportSource {
    /// The path, as the user can open it.
    package var path: String
    /// The decoded text, whose scalars the spans of facts count.
    package var scalars: [Unicode.Scalar]

    package init(path: String, scalars: [Unicode.Scalar]) {
        self.path = path
        self.scalars = scalars
    }
}
