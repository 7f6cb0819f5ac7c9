import Glibc
import Synchronization

/// Memory mapped from the system for large buffers: what one buffer gives up, the next one takes.
///
/// The system hands out memory page by page and clears each page when it is first touched, which costs more than the kernel that then
/// fills it, and more still when several threads do it at once. So pieces that buffers give up are kept, up to a limit, and handed out
/// again. They go back to the system when no work has come for a while (`WorkerPool.whenIdle`), and at once when a table is dropped.
final class BufferRecycler: Sendable {
    /// Smaller buffers come from malloc.
    static let leastByteCount = 64 << 10

    /// From here on pieces are aligned for huge pages: fewer faults, fewer translations.
    private static let hugePageByteCount = 2 << 20

    private struct State {
        /// Addresses of free pieces by their size, the one given up last at the end.
        var free: [Int: [UInt]] = [:]
        /// Bytes of free pieces.
        var kept = 0
        var isTrimScheduled = false
    }

    private let state = Mutex(State())
    /// How many bytes of free pieces are kept at most.
    private let limit: Int

    init(limit: Int) {
        self.limit = limit
    }

    deinit {
        // Buffers keep their account, and it keeps this object: all pieces are free by now.
        trim()
    }

    /// The size of the piece that holds `byteCount` bytes: eight from one power of two to the next, so that pieces fit again.
    private static func pieceByteCount(_ byteCount: Int) -> Int {
        let bits = Int.bitWidth - max(byteCount, leastByteCount).leadingZeroBitCount
        let step = 1 << (bits - 4)
        return (byteCount + step - 1) & ~(step - 1)
    }

    /// A piece of at least `byteCount` bytes, nil where the system refuses; `isClear` when it holds zeros.
    func take(_ byteCount: Int) -> (start: UnsafeMutableRawPointer, isClear: Bool)? {
        let size = BufferRecycler.pieceByteCount(byteCount)
        let known = state.withLock { state -> UInt? in
            guard let address = state.free[size]?.popLast() else { return nil }
            state.kept -= size
            return address
        }
        if let start = known.flatMap({ UnsafeMutableRawPointer(bitPattern: $0) }) { return (start, false) }
        if let start = BufferRecycler.map(size) { return (start, true) }
        // What is kept may be what the system lacks.
        trim()
        return BufferRecycler.map(size).map { ($0, true) }
    }

    /// Takes back the piece that `take` gave for `byteCount`.
    func give(_ start: UnsafeMutableRawPointer, _ byteCount: Int) {
        let size = BufferRecycler.pieceByteCount(byteCount)
        let (isKept, schedules) = state.withLock { state -> (Bool, Bool) in
            if state.kept + size > limit { return (false, false) }
            state.free[size, default: []].append(UInt(bitPattern: start))
            state.kept += size
            let schedules = !state.isTrimScheduled
            state.isTrimScheduled = true
            return (true, schedules)
        }
        if !isKept { munmap(start, size) }
        if schedules { WorkerPool.shared.whenIdle { [weak self] in self?.trim() } }
    }

    /// Gives all free memory back to the system.
    func trim() {
        let free = state.withLock { state in
            let free = state.free
            state = State()
            return free
        }
        for (size, addresses) in free {
            for address in addresses {
                if let start = UnsafeMutableRawPointer(bitPattern: address) { munmap(start, size) }
            }
        }
    }

    private static func map(_ byteCount: Int) -> UnsafeMutableRawPointer? {
        let isHuge = byteCount >= hugePageByteCount
        let alignment = isHuge ? hugePageByteCount : 0
        let (padded, overflow) = byteCount.addingReportingOverflow(alignment)
        guard !overflow, let memory = mmap(nil, padded, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), memory != MAP_FAILED
        else { return nil }
        guard isHuge else { return memory }
        // Of the mapped range the part that begins at a huge page; what lies around it goes back.
        let head = (alignment - Int(UInt(bitPattern: memory) % UInt(alignment))) % alignment
        let start = memory + head
        if head > 0 { munmap(memory, head) }
        if head < alignment { munmap(start + byteCount, alignment - head) }
        madvise(start, byteCount, MADV_HUGEPAGE)
        return start
    }
}
