import Columns
import Planner

/// A frame's bounds with what they need at run time; rows are numbers of input rows.
struct WindowFrameDescription: Sendable {
    enum Bound: Sendable {
        case unboundedPreceding
        case preceding(Offset)
        case currentRow
        case following(Offset)
        case unboundedFollowing
    }

    /// How far a bound lies from the current row.
    enum Offset: Sendable {
        /// Rows or groups: a whole number for each input row, checked to be there and not negative.
        case count(Vector)
        /// RANGE: the bound's own key for each input row is at `shift + row` of `RangeKeys`.
        case key(shift: Int)
    }

    var unit: WindowFrame.Unit
    var start: Bound
    var end: Bound
    var exclusion: WindowFrame.Exclusion
    /// RANGE with offsets: the order keys of all input rows, then those of the bounds.
    var rangeKeys: NormalizedKeys?
    /// Without ORDER BY all rows of a partition are peers.
    var hasOrder: Bool

    /// Whether every row sees its whole partition.
    var isWholePartition: Bool {
        guard exclusion == .none else { return false }
        let unbounded = !hasOrder && unit != .rows
        var reachesBack = false, reachesForth = false
        if case .unboundedPreceding = start { reachesBack = true }
        if case .currentRow = start { reachesBack = unbounded }
        if case .unboundedFollowing = end { reachesForth = true }
        if case .currentRow = end { reachesForth = unbounded }
        return reachesBack && reachesForth
    }

    /// Whether every frame holds the row that it is for.
    var holdsItsRow: Bool {
        guard exclusion == .none else { return false }
        switch (start, end) {
        case (.unboundedPreceding, .currentRow), (.unboundedPreceding, .unboundedFollowing), (.currentRow, .currentRow),
            (.currentRow, .unboundedFollowing):
            return true
        default: return false
        }
    }

    /// Whether every frame begins with its partition and has no holes.
    var growsFromStart: Bool {
        guard exclusion == .none else { return false }
        if case .unboundedPreceding = start { return true }
        return false
    }
}

/// The frames of one partition: for each position up to three runs of positions, in order.
struct WindowFrames {
    private let description: WindowFrameDescription
    private let ordering: WindowOrdering
    private let peers: WindowPeers
    let positions: Range<Int>

    init(_ description: WindowFrameDescription, _ ordering: WindowOrdering, _ positions: Range<Int>, account: MemoryAccount)
        throws(QueryError)
    {
        self.description = description
        self.ordering = ordering
        self.positions = positions
        peers = try WindowPeers(ordering, positions, account: account)
    }

    /// The frame of a position before its exclusion.
    func bounds(of position: Int) -> Range<Int> {
        let row = Int(ordering.rows[position])
        var start: Int, end: Int
        switch description.start {
        case .unboundedPreceding: start = positions.lowerBound
        case .unboundedFollowing: start = positions.upperBound
        case .currentRow: start = description.unit == .rows ? position : peers.peers(of: position).lowerBound
        case .preceding(let offset): start = startOfBound(position, row, offset, sign: -1)
        case .following(let offset): start = startOfBound(position, row, offset, sign: 1)
        }
        switch description.end {
        case .unboundedPreceding: end = positions.lowerBound
        case .unboundedFollowing: end = positions.upperBound
        case .currentRow: end = description.unit == .rows ? position + 1 : peers.peers(of: position).upperBound
        case .preceding(let offset): end = endOfBound(position, row, offset, sign: -1)
        case .following(let offset): end = endOfBound(position, row, offset, sign: 1)
        }
        start = max(positions.lowerBound, min(start, positions.upperBound))
        end = max(positions.lowerBound, min(end, positions.upperBound))
        return start..<max(start, end)
    }

    /// The first position that the bound lets in.
    private func startOfBound(_ position: Int, _ row: Int, _ offset: WindowFrameDescription.Offset, sign: Int) -> Int {
        switch offset {
        case .count(let vector):
            let count = wholeOffset(vector, row) &* sign
            if description.unit == .rows { return position &+ count }
            let group = peers.group(of: position) &+ count
            if group < 0 { return positions.lowerBound }
            return group >= peers.groupCount ? positions.upperBound : peers.start(ofGroup: group)
        case .key(let shift):
            return search { keys, other in keys.compare(other, shift + row) >= 0 }
        }
    }

    /// The first position behind those that the bound lets in.
    private func endOfBound(_ position: Int, _ row: Int, _ offset: WindowFrameDescription.Offset, sign: Int) -> Int {
        switch offset {
        case .count(let vector):
            let count = wholeOffset(vector, row) &* sign
            if description.unit == .rows { return position &+ count &+ 1 }
            let group = peers.group(of: position) &+ count
            if group < 0 { return positions.lowerBound }
            return group >= peers.groupCount ? positions.upperBound : peers.end(ofGroup: group)
        case .key(let shift):
            return search { keys, other in keys.compare(other, shift + row) > 0 }
        }
    }

    /// Offsets beyond any partition are all the same, and small enough to add to positions.
    private func wholeOffset(_ vector: Vector, _ row: Int) -> Int { Int(min(vector.wholeNumber(at: row), 1 << 40)) }

    /// The first position of the partition for whose row the condition holds; it holds for all behind it.
    private func search(_ condition: (NormalizedKeys, Int) -> Bool) -> Int {
        guard let keys = description.rangeKeys else { return positions.lowerBound }
        var low = positions.lowerBound, high = positions.upperBound
        while low < high {
            let middle = low + (high - low) / 2
            if condition(keys, Int(ordering.rows[middle])) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// The runs that are left of a frame after its exclusion; empty ones among them.
    func runs(of position: Int, _ frame: Range<Int>) -> (Range<Int>, Range<Int>, Range<Int>) {
        let none = frame.upperBound..<frame.upperBound
        func clamp(_ low: Int, _ high: Int) -> Range<Int> {
            let start = max(low, frame.lowerBound), end = min(high, frame.upperBound)
            return start..<max(start, end)
        }
        switch description.exclusion {
        case .none: return (frame, none, none)
        case .currentRow: return (clamp(frame.lowerBound, position), clamp(position + 1, frame.upperBound), none)
        case .group:
            let peers = peers.peers(of: position)
            return (clamp(frame.lowerBound, peers.lowerBound), clamp(peers.upperBound, frame.upperBound), none)
        case .ties:
            let peers = peers.peers(of: position)
            return (
                clamp(frame.lowerBound, peers.lowerBound), clamp(position, position + 1), clamp(peers.upperBound, frame.upperBound)
            )
        }
    }

    func peers(of position: Int) -> Range<Int> { peers.peers(of: position) }
    func group(of position: Int) -> Int { peers.group(of: position) }
}
