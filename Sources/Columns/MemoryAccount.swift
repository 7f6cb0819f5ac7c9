import Synchronization

/// Counts the bytes that tables and running queries hold, and refuses what would pass the limit.
///
/// Every buffer of rows comes from an account, so that a query too large for the machine ends with an error instead of
/// taking the process down.
public final class MemoryAccount: Sendable {
    private let ceiling: Atomic<Int>
    private let used = Atomic<Int>(0)
    private let highest = Atomic<Int>(0)
    private let untilFailure = Atomic<Int>(0)
    private let parent: MemoryAccount?
    /// Where large buffers get their memory: one for an account and all below it.
    let recycler: BufferRecycler

    /// Free memory that is kept for the next buffers: at most this, and an eighth of the limit.
    private static let mostKeptBytes = 1 << 30

    /// - Parameters:
    ///   - limit: bytes; `Int.max` for none.
    ///   - parent: an account that is charged as well, such as the database's for a query's.
    public init(limit: Int = .max, parent: MemoryAccount? = nil) {
        ceiling = Atomic(limit)
        self.parent = parent
        recycler = parent?.recycler ?? BufferRecycler(limit: min(limit / 8, MemoryAccount.mostKeptBytes))
    }

    /// Gives memory that no buffer uses back to the system at once, instead of when there has been no work for a while.
    package func returnUnusedMemory() {
        recycler.trim()
    }

    /// Bytes that no buffer uses, kept for the next ones.
    package var unusedBytes: Int { recycler.keptByteCount }

    /// The most bytes that may be held at once. Lowering it below what is held takes nothing away; it only refuses more.
    public var limit: Int {
        get { ceiling.load(ordering: .relaxed) }
        set { ceiling.store(newValue, ordering: .relaxed) }
    }

    /// The bytes held now.
    public var bytesInUse: Int { used.load(ordering: .relaxed) }

    /// The most bytes held at once since the account was made or `resetPeak` was called.
    public var peakBytes: Int { highest.load(ordering: .relaxed) }

    package func resetPeak() {
        highest.store(used.load(ordering: .relaxed), ordering: .relaxed)
    }

    /// Makes the `count`-th allocation from now fail, once; 0 takes it back. For tests of clean failure.
    package func failAllocation(number count: Int) {
        untilFailure.store(count, ordering: .relaxed)
    }

    package func reserve(_ bytes: Int) throws(QueryError) {
        if untilFailure.load(ordering: .relaxed) > 0 {
            let left = untilFailure.subtract(1, ordering: .relaxed).newValue
            if left == 0 { throw MemoryAccount.exhausted(bytes, inUse: bytesInUse, limit: limit) }
        }
        let limit = limit
        let now = used.add(bytes, ordering: .relaxed).newValue
        if now > limit {
            used.subtract(bytes, ordering: .relaxed)
            throw MemoryAccount.exhausted(bytes, inUse: now - bytes, limit: limit)
        }
        if let parent {
            do { try parent.reserve(bytes) } catch {
                used.subtract(bytes, ordering: .relaxed)
                throw error
            }
        }
        raisePeak(to: now)
    }

    /// Makes the peak at least `bytes`.
    package func raisePeak(to bytes: Int) {
        var seen = highest.load(ordering: .relaxed)
        while bytes > seen {
            let (exchanged, original) = highest.compareExchange(expected: seen, desired: bytes, ordering: .relaxed)
            if exchanged { break }
            seen = original
        }
    }

    package func release(_ bytes: Int) {
        used.subtract(bytes, ordering: .relaxed)
        parent?.release(bytes)
    }

    private static func exhausted(_ bytes: Int, inUse: Int, limit: Int) -> QueryError {
        QueryError(
            .outOfMemory,
            "out of memory: \(describe(bytes)) more were needed with \(describe(inUse)) in use"
                + (limit == .max ? "" : " and a limit of \(describe(limit))"),
            help: ["select fewer columns or rows, drop tables that are no longer needed, or raise memory_limit"])
    }

    private static func describe(_ bytes: Int) -> String {
        if bytes < 10 << 10 { return "\(bytes) bytes" }
        if bytes < 10 << 20 { return "\(bytes >> 10) KiB" }
        return "\(bytes >> 20) MiB"
    }
}
