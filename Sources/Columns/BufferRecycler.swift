internal import CVectorKernels
import Glibc
import Synchronization

/// Memory mapped from the system for large buffers: what some buffers give up, others take, whatever their sizes.
///
/// The system hands out memory page by page and clears each page when it is first touched, which costs more than the kernel that then
/// fills it, more still when several threads do it at once, and on a virtual machine whose host has to find the page first many times
/// that. So memory that buffers give up is kept, up to a limit, and handed out again: a query runs in what a load worked in. Where free
/// memory lies in too small ranges for a buffer, its pages are moved to one range, which takes a hundredth of the time that fresh pages
/// take. It goes back to the system when no work has come for a while (`WorkerPool.whenIdle`), and at once when a table is dropped.
final class BufferRecycler: Sendable {
    /// Smaller buffers come from malloc.
    static let leastByteCount = 64 << 10

    private static let hugePageByteCount = 2 << 20

    /// From here on a piece is as large as its buffer, to this granularity, rather than of one of a few sizes.
    private static let largeByteCount = 1 << 20
    private static let largeStep = 64 << 10

    /// As long as less is mapped, small pieces are mapped each by itself; a small program should not hold a huge page for each.
    private static let fewMappedBytes = 8 << 20

    private let state = Mutex(State())
    /// How many bytes of free memory are kept at most.
    private let limit: Int

    init(limit: Int) {
        self.limit = limit
    }

    deinit {
        // Buffers keep their account, and it keeps this object: all pieces are free by now.
        trim()
    }

    /// Bytes that no buffer uses and that have not gone back to the system.
    var keptByteCount: Int { state.withLock { $0.kept } }

    /// The size of the piece that holds `byteCount` bytes: whole pages. Of small pieces eight sizes from one power of two to the next, so
    /// that they fit again.
    private static func pieceByteCount(_ byteCount: Int) -> Int {
        let bits = Int.bitWidth - max(byteCount, leastByteCount).leadingZeroBitCount
        let step = byteCount < largeByteCount ? 1 << (bits - 4) : largeStep
        return (byteCount + step - 1) & ~(step - 1)
    }

    /// A piece of at least `byteCount` bytes, nil where the system refuses; `isClear` when it holds zeros.
    func take(_ byteCount: Int) -> (start: UnsafeMutableRawPointer, isClear: Bool)? {
        let size = BufferRecycler.pieceByteCount(byteCount)
        let (known, isSmallProgram) = state.withLock { ($0.take(size), $0.mapped < BufferRecycler.fewMappedBytes) }
        if let start = known.flatMap({ UnsafeMutableRawPointer(bitPattern: $0) }) { return (start, false) }
        let mapsAlone = size < BufferRecycler.largeByteCount && isSmallProgram
        if size >= BufferRecycler.hugePageByteCount, let start = gather(size) { return (start, false) }
        if let start = map(size, alone: mapsAlone) { return (start, true) }
        // What is kept may be what the system lacks.
        trim()
        return map(size, alone: mapsAlone).map { ($0, true) }
    }

    /// Takes back the piece that `take` gave for `byteCount`.
    func give(_ start: UnsafeMutableRawPointer, _ byteCount: Int) {
        let size = BufferRecycler.pieceByteCount(byteCount)
        let (isKept, schedules) = state.withLock { state -> (Bool, Bool) in
            if state.kept + size > limit {
                state.mapped -= size
                return (false, false)
            }
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
        let runs = state.withLock { state in
            state.joinPieces()
            let runs = state.runs
            state.mapped -= state.kept
            (state.runs, state.kept, state.isTrimScheduled) = ([], 0, false)
            return runs
        }
        for run in runs {
            if let start = UnsafeMutableRawPointer(bitPattern: run.start) { munmap(start, run.byteCount) }
        }
    }

    /// Maps a piece of `size` bytes: alone, or as the head of whole huge pages, whose rest is kept.
    private func map(_ size: Int, alone: Bool) -> UnsafeMutableRawPointer? {
        if alone {
            guard let start = BufferRecycler.mapPages(size) else { return nil }
            state.withLock { $0.mapped += size }
            return start
        }
        let (padded, overflow) = size.addingReportingOverflow(BufferRecycler.hugePageByteCount - 1)
        guard !overflow else { return nil }
        let whole = padded & ~(BufferRecycler.hugePageByteCount - 1)
        guard let start = BufferRecycler.mapHugePages(whole) else { return nil }
        state.withLock { state in
            state.mapped += whole
            if whole > size { state.add(FreeRun(start: UInt(bitPattern: start) + UInt(size), byteCount: whole - size)) }
        }
        return start
    }

    /// A piece of `size` bytes of free huge pages from wherever they lie, as far as there are any, and fresh ones; nil where there are none.
    private func gather(_ size: Int) -> UnsafeMutableRawPointer? {
        let page = BufferRecycler.hugePageByteCount
        let whole = (size + page - 1) & ~(page - 1)
        let sources = state.withLock { $0.takeHugePages(whole / page) }
        guard !sources.isEmpty else { return nil }
        guard let start = BufferRecycler.mapHugePages(whole) else {
            state.withLock { state in for source in sources { state.add(FreeRun(start: source, byteCount: page)) } }
            return nil
        }
        var moved = 0
        for source in sources {
            guard let from = UnsafeMutableRawPointer(bitPattern: source), reportql_move_pages(from, page, start + moved * page) else {
                break
            }
            moved += 1
        }
        let first = UInt(bitPattern: start)
        guard moved == sources.count else {
            // What was moved stays where it is now; the range behind the place of the page that was not is given up, and that place is
            // not touched any more.
            let rest = (moved + 1) * page
            if rest < whole { munmap(start + rest, whole - rest) }
            let left = sources[moved...], kept = moved * page
            state.withLock { state in
                for source in left { state.add(FreeRun(start: source, byteCount: page)) }
                if kept > 0 { state.add(FreeRun(start: first, byteCount: kept)) }
            }
            return nil
        }
        let count = moved
        state.withLock { state in
            state.mapped += whole - count * page
            if whole > size { state.add(FreeRun(start: first + UInt(size), byteCount: whole - size)) }
        }
        return start
    }

    private static func mapPages(_ byteCount: Int) -> UnsafeMutableRawPointer? {
        guard let memory = mmap(nil, byteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), memory != MAP_FAILED
        else { return nil }
        return memory
    }

    /// A range that begins at a huge page: fewer faults, fewer translations.
    private static func mapHugePages(_ byteCount: Int) -> UnsafeMutableRawPointer? {
        func offset(_ memory: UnsafeMutableRawPointer) -> Int { Int(UInt(bitPattern: memory) % UInt(hugePageByteCount)) }
        // Ranges of whole huge pages mostly follow each other, so one is mostly aligned as it comes.
        guard var start = mapPages(byteCount) else { return nil }
        if offset(start) != 0 {
            munmap(start, byteCount)
            let (padded, overflow) = byteCount.addingReportingOverflow(hugePageByteCount)
            guard !overflow, let memory = mapPages(padded) else { return nil }
            // What lies around the aligned part goes back.
            let head = (hugePageByteCount - offset(memory)) % hugePageByteCount
            start = memory + head
            if head > 0 { munmap(memory, head) }
            if head < hugePageByteCount { munmap(start + byteCount, hugePageByteCount - head) }
        }
        madvise(start, byteCount, MADV_HUGEPAGE)
        return start
    }
}

extension BufferRecycler {
    /// A range of free memory that larger and smaller pieces are cut from.
    fileprivate struct FreeRun {
        var start: UInt
        var byteCount: Int
    }

    fileprivate struct State {
        /// Addresses of pieces that were given back, by their size, the last one at the end: a buffer of that size finds it still in a cache.
        var free: [Int: [UInt]] = [:]
        /// Other free memory by address; no two runs adjoin when pieces have just been joined.
        var runs: [FreeRun] = []
        /// Bytes of free memory.
        var kept = 0
        /// Bytes of free memory and of pieces in use.
        var mapped = 0
        var isTrimScheduled = false

        mutating func take(_ size: Int) -> UInt? {
            if let address = free[size]?.popLast() {
                kept -= size
                return address
            }
            if let address = cut(size) { return address }
            // Pieces are joined only when one is missed: most are soon wanted again as they are.
            guard kept >= size, !free.isEmpty else { return nil }
            joinPieces()
            return cut(size)
        }

        mutating func add(_ run: FreeRun) {
            kept += run.byteCount
            runs.append(run)
        }

        /// Takes whole huge pages out of runs, the longest runs' first, and gives back where they begin; none where there are less than half
        /// as many as wanted. What lies around them stays.
        mutating func takeHugePages(_ wanted: Int) -> [UInt] {
            guard kept >= wanted / 2 * hugePageByteCount else { return [] }
            if !free.isEmpty { joinPieces() }
            let page = UInt(hugePageByteCount)
            func whole(_ run: FreeRun) -> (start: UInt, count: Int) {
                let start = (run.start + page - 1) & ~(page - 1), end = run.start + UInt(run.byteCount)
                return (start, start < end ? Int((end - start) / page) : 0)
            }
            guard runs.reduce(0, { $0 + whole($1).count }) >= max(wanted / 2, 1) else { return [] }
            var pages: [UInt] = []
            var left: [FreeRun] = []
            for run in runs.sorted(by: { $0.byteCount > $1.byteCount }) {
                let (start, available) = whole(run), end = run.start + UInt(run.byteCount)
                let count = min(available, wanted - pages.count)
                guard count > 0 else {
                    left.append(run)
                    continue
                }
                for place in 0..<count { pages.append(start + UInt(place) * page) }
                let behind = start + UInt(count) * page
                if start > run.start { left.append(FreeRun(start: run.start, byteCount: Int(start - run.start))) }
                if end > behind { left.append(FreeRun(start: behind, byteCount: Int(end - behind))) }
            }
            runs = left
            kept -= pages.count * hugePageByteCount
            return pages
        }

        /// Cuts a piece from the smallest run that holds it.
        private mutating func cut(_ size: Int) -> UInt? {
            var best: Int?
            var bestByteCount = Int.max
            for index in runs.indices where runs[index].byteCount >= size && runs[index].byteCount < bestByteCount {
                (best, bestByteCount) = (index, runs[index].byteCount)
            }
            guard let best else { return nil }
            let address = runs[best].start
            runs[best].start += UInt(size)
            runs[best].byteCount -= size
            if runs[best].byteCount == 0 { runs.remove(at: best) }
            kept -= size
            return address
        }

        /// Turns free pieces into runs and joins those that adjoin.
        mutating func joinPieces() {
            for (size, addresses) in free { runs += addresses.map { FreeRun(start: $0, byteCount: size) } }
            free = [:]
            runs.sort { $0.start < $1.start }
            var joined: [FreeRun] = []
            for run in runs {
                if let last = joined.last, last.start + UInt(last.byteCount) == run.start {
                    joined[joined.count - 1].byteCount += run.byteCount
                } else {
                    joined.append(run)
                }
            }
            runs = joined
        }
    }
}
