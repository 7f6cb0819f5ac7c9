import Columns
import Functions
import Planner
import Synchronization

/// Tables in memory and the language to ask them: the one door for other Swift programs.
///
/// ```swift
/// let database = Database()
/// try database.openReports(at: ["seeds"])
/// let result = try database.query("FROM donations |> WHERE counted |> AGGREGATE sum(worth_yuan) AS yuan GROUP BY district")
/// while let rows = try result.next() {
///     for row in 0..<rows.count { print(rows[row, 0], rows[row, 1]) }
/// }
/// ```
///
/// A database may be used from several threads. A query sees the tables as they were when it began. Queries run on threads of
/// their own, never on Swift's cooperative pool; calls wait for them.
public final class Database: Sendable {
    /// Choices made once.
    public struct Options: Sendable {
        /// How many threads a query may use; nil for all cores.
        public var threads: Int?
        /// The most bytes that tables and queries may hold; nil for 80 % of the machine's or container's memory.
        public var memoryLimit: Int?
        /// A folder with lexicon files of one's own, which are laid over those compiled in when reports are read; nil for none.
        public var lexicon: String?
        /// Pattern files that define fact tables of one's own, which are filled when reports are read.
        public var facts: [String]
        /// How report files are found, read and put together.
        public var reports: ReportOptions

        /// Nil leaves a choice to the machine.
        public init(
            threads: Int? = nil, memoryLimit: Int? = nil, lexicon: String? = nil, facts: [String] = [],
            reports: ReportOptions = ReportOptions()
        ) {
            self.reports = reports
            self.threads = threads
            self.memoryLimit = memoryLimit
            self.lexicon = lexicon
            self.facts = facts
        }
    }

    /// What tables and queries are charged to.
    package let account: MemoryAccount
    let state: Mutex<DatabaseState>
    let tables = TableStore()
    let reports = ReportCollection()
    let extraction: ExtractionSetup
    let options: Options

    /// An empty database. Costs next to nothing: lexicons and the gazetteer are not touched before reports are read.
    public init(options: Options = Options()) {
        self.options = options
        account = MemoryAccount(limit: options.memoryLimit ?? SystemResources.defaultMemoryLimit)
        var settings = Settings()
        settings.threads = max(options.threads ?? SystemResources.coreCount, 1)
        state = Mutex(DatabaseState(settings: settings))
        extraction = ExtractionSetup(options)
    }

    /// Runs one statement.
    ///
    /// - Parameters:
    ///   - text: one statement, with or without its semicolon.
    ///   - parameters: values for `$name` by name, for `$1`, `$2` … by number. A text takes the type that its place asks for.
    /// - Returns: the rows, which are computed as they are read; for a statement that writes, how many it wrote.
    /// - Throws: what is wrong, with its place in `text` in UTF-8 bytes.
    public func query(_ text: String, parameters: [String: Value] = [:]) throws(QueryError) -> QueryResult {
        try query(text, parameters: parameters, allowingUnused: false)
    }

    /// Runs one of several statements that share their parameters: one that it does not ask for is no error where `allowingUnused` is
    /// true.
    package func query(_ text: String, parameters: [String: Value], allowingUnused: Bool) throws(QueryError) -> QueryResult {
        let queryAccount = MemoryAccount(parent: account)
        let (settings, registry, timeout) = state.withLock { ($0.settings, $0.registry, $0.timeout) }
        let deadline = timeout.map { ContinuousClock.now + $0 }
        let context = ExecutionContext(account: queryAccount, settings: settings, deadline: deadline)
        let running = state.withLock { $0.begin(context) }
        let runner = StatementRunner(
            database: self, text: text, parameters: parameters, allowsUnusedParameters: allowingUnused, registry: registry,
            context: context)
        do throws(QueryError) {
            let outcome = try WorkerPool.shared.onDeepStack { () throws(QueryError) in UncheckedBox(try runner.run()) }.value
            outcome.onEnd = { [self] in state.withLock { $0.end(running) } }
            if outcome.isFinished { outcome.finish() }
            return outcome
        } catch {
            state.withLock { $0.end(running) }
            throw error
        }
    }

    /// Stops every query that runs; each ends with the error `cancelled`.
    public func interrupt() {
        let contexts = state.withLock { Array($0.running.values) }
        for context in contexts { context.cancel() }
    }

    /// The names of all tables and views, sorted.
    public var tableNames: [String] { tables.names }

    /// All tables and views, sorted by name, with what the tables hold.
    package var tableSummaries: [TableSummary] { tables.summaries }

    /// The most bytes held at once since the database was made.
    public var peakBytes: Int { account.peakBytes }
}

/// What belongs to a database besides its tables.
struct DatabaseState {
    var settings: Settings
    var registry = DomainFunctions.registry
    var timeout: Duration?
    var running: [Int: ExecutionContext] = [:]
    private var nextNumber = 0

    init(settings: Settings) { self.settings = settings }

    mutating func begin(_ context: ExecutionContext) -> Int {
        nextNumber += 1
        running[nextNumber] = context
        return nextNumber
    }

    mutating func end(_ number: Int) { running[number] = nil }
}

/// Carries a value that one thread hands to another and keeps no hold of.
struct UncheckedBox<Value>: @unchecked Sendable {
    // Unchecked: the maker gives the value away.
    let value: Value
    init(_ value: Value) { self.value = value }
}
