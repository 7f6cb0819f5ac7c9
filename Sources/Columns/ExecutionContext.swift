import Synchronization

/// What every operator, loader and extraction stage carries along: memory, cancellation, deadline, settings.
///
/// It is looked at once a vector, and every 65,536 rows in sorts, builds and merges, so that Ctrl-C stops a query at once.
public final class ExecutionContext: Sendable {
    /// What the work is charged to.
    public let account: MemoryAccount
    /// What the work runs under.
    public let settings: Settings
    private let cancelled = Atomic<Bool>(false)
    private let deadline: ContinuousClock.Instant?

    /// - Parameter deadline: when the work is to end with the error `timeout`; nil for never.
    public init(account: MemoryAccount, settings: Settings = Settings(), deadline: ContinuousClock.Instant? = nil) {
        self.account = account
        self.settings = settings
        self.deadline = deadline
    }

    /// Stops the work that runs under this context at its next look. Safe from any thread and from a signal handler.
    public func cancel() {
        cancelled.store(true, ordering: .relaxed)
    }

    /// Whether `cancel` was called.
    public var isCancelled: Bool { cancelled.load(ordering: .relaxed) }

    /// Throws `cancelled` or `timeout` when the work is no longer wanted.
    package func check() throws(QueryError) {
        if cancelled.load(ordering: .relaxed) { throw QueryError(.cancelled, "the query was interrupted") }
        if let deadline, ContinuousClock.now > deadline {
            throw QueryError(.timeout, "the query ran longer than its time limit", help: ["raise query_timeout"])
        }
    }
}

/// The settings that a query runs under. The engine modes at the end change how an answer is found, never the answer.
public struct Settings: Sendable, Hashable {
    /// How many threads a query may use.
    public var threads = 1
    /// `7 / 2` is 3 instead of 3.5, as in PostgreSQL.
    public var integerDivision = false
    /// Whether `/`, `//` and `%` by zero are errors; otherwise they give NULL.
    public var errorOnDivisionByZero = true
    /// Whether NULLs come first when an ORDER BY does not say.
    public var nullsFirst = false
    /// Whether a descending ORDER BY puts NULLs on the other side than an ascending one.
    public var nullsFollowDirection = false
    /// Whether a scalar subquery of several rows is an error; otherwise its first row counts.
    public var scalarSubqueryErrorOnMultipleRows = true
    /// Whether ORDER BY of a literal that is no number is accepted and ignored.
    public var orderByNonIntegerLiteral = false
    /// Whether doubles divide by zero and overflow as IEEE 754 has it.
    public var ieeeFloatingPoint = false

    /// Rows in a vector: enough that what is done once a vector (allocation, reference counts that two threads share) is lost in the work,
    /// and few enough that a handful of vectors stays in the second-level cache.
    public var vectorSize = 16_384
    /// Rows that one worker takes at a time.
    public var morselSize = 65_536
    /// Bits of a hash that hash tables look at; 0 makes every hash equal.
    public var hashBits = 64
    /// Whether groups and join keys of a small domain may be found by array index.
    public var denseArrays = true
    /// Whether functions of text columns run once per dictionary entry.
    public var dictionaries = true
    /// Whether segments are skipped by their bounds.
    public var zoneMaps = true
    /// Whether the rewrite rules run.
    public var optimizer = true
    /// Whether whole numbers are stored in the narrowest width.
    public var narrowWidths = true

    /// The standard settings, with one thread.
    public init() {}
}
