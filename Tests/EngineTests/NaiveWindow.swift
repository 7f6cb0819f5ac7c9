import Columns
import Functions
import Planner

/// Window functions by their definitions, a row at a time: what the operator is compared with.
struct NaiveWindow {
    struct Key {
        var column: Int
        var descending = false
        var nullsFirst = false
    }

    enum Bound {
        case unboundedPreceding, preceding(Int), currentRow, following(Int), unboundedFollowing
    }

    var relation: Relation
    var partition: [Int] = []
    var order: [Key] = []
    var unit = WindowFrame.Unit.range
    var start = Bound.unboundedPreceding
    var end = Bound.currentRow
    var exclusion = WindowFrame.Exclusion.none
    /// The column whose values are looked at, INTEGER; rows where `filter` (BOOLEAN) is not true are left out of aggregates.
    var value = 0
    var filter: Int?
    var ignoresNulls = false

    static func compare(_ left: Value, _ right: Value, _ key: Key) -> Int {
        switch (left == .null, right == .null) {
        case (true, true): return 0
        case (true, false): return key.nullsFirst ? -1 : 1
        case (false, true): return key.nullsFirst ? 1 : -1
        case (false, false): return key.descending ? naiveOrder(right, left) : naiveOrder(left, right)
        }
    }

    private func compare(_ left: Int, _ right: Int) -> Int {
        for key in order {
            let result = NaiveWindow.compare(relation.rows[left][key.column], relation.rows[right][key.column], key)
            if result != 0 { return result }
        }
        return 0
    }

    /// The rows of the partition of `row`, in order.
    private func partitionRows(of row: Int) -> [Int] {
        relation.rows.indices.filter { other in partition.allSatisfy { naiveSame(relation.rows[row][$0], relation.rows[other][$0]) } }
            .sorted { compare($0, $1) < 0 || (compare($0, $1) == 0 && $0 < $1) }
    }

    private func frame(of row: Int, in rows: [Int]) -> [Int] {
        let place = rows.firstIndex(of: row) ?? 0
        var groups: [Int] = []
        for (index, other) in rows.enumerated() {
            groups.append(index == 0 ? 0 : groups[index - 1] + (compare(rows[index - 1], other) == 0 ? 0 : 1))
        }
        /// Of a candidate's place: negative before the bound, zero at it, positive behind.
        func side(_ index: Int, _ bound: Bound) -> Int {
            func moved(_ distance: Int) -> Int {
                switch unit {
                case .rows: return index - (place + distance)
                case .groups: return groups[index] - (groups[place] + distance)
                case .range:
                    let key = order[0]
                    var target = relation.rows[row][key.column]
                    if case .integer(let number) = target { target = .integer(number + Int128(key.descending ? -distance : distance)) }
                    return NaiveWindow.compare(relation.rows[rows[index]][key.column], target, key)
                }
            }
            switch bound {
            case .unboundedPreceding: return 1
            case .unboundedFollowing: return -1
            case .currentRow: return unit == .rows ? index - place : groups[index] - groups[place]
            case .preceding(let distance): return moved(-distance)
            case .following(let distance): return moved(distance)
            }
        }
        return rows.indices.filter { index in
            guard side(index, start) >= 0, side(index, end) <= 0 else { return false }
            switch exclusion {
            case .none: return true
            case .currentRow: return index != place
            case .group: return groups[index] != groups[place]
            case .ties: return groups[index] != groups[place] || index == place
            }
        }.map { rows[$0] }
    }

    private func frames() -> [[Int]] {
        relation.rows.indices.map { row in frame(of: row, in: partitionRows(of: row)) }
    }

    /// The values that an aggregate sees for each row.
    func aggregated(distinct: Bool = false, _ aggregate: ([Value]) -> Value) -> [Value] {
        frames().map { frame in
            var values: [Value] = []
            for row in frame {
                if let filter, relation.rows[row][filter] != .boolean(true) { continue }
                let value = relation.rows[row][self.value]
                if distinct, values.contains(value) { continue }
                values.append(value)
            }
            return aggregate(values)
        }
    }

    func windowed(_ function: WindowFunction, argument: Int = 1, fallback: Value = .null) -> [Value] {
        relation.rows.indices.map { row in
            let rows = partitionRows(of: row)
            let place = rows.firstIndex(of: row) ?? 0
            let smaller = rows.filter { compare($0, row) < 0 }
            let peers = rows.filter { compare($0, row) == 0 }
            func counted(_ rows: [Int]) -> [Int] { rows.filter { !ignoresNulls || relation.rows[$0][value] != .null } }
            func valueOf(_ row: Int?) -> Value { row.map { relation.rows[$0][value] } ?? .null }
            switch function {
            case .rowNumber: return .integer(Int128(place + 1))
            case .rank: return .integer(Int128(smaller.count + 1))
            case .denseRank:
                var distinct = 0
                for (index, other) in smaller.enumerated() where index == 0 || compare(smaller[index - 1], other) != 0 { distinct += 1 }
                return .integer(Int128(distinct + 1))
            case .percentRank: return .double(rows.count == 1 ? 0 : Double(smaller.count) / Double(rows.count - 1))
            case .cumulativeDistribution: return .double(Double(smaller.count + peers.count) / Double(rows.count))
            case .tile:
                let size = rows.count / argument, larger = rows.count % argument
                var end = 0
                for tile in 0..<argument {
                    end += size + (tile < larger ? 1 : 0)
                    if place < end { return .integer(Int128(tile + 1)) }
                }
                return .null
            case .lag, .lead:
                if argument == 0 { return valueOf(row) }
                let isBack = (function == .lag) == (argument > 0)
                let others = counted(isBack ? rows[..<place].reversed() : Array(rows[(place + 1)...]))
                return others.count >= abs(argument) ? valueOf(others[abs(argument) - 1]) : fallback
            case .firstValue: return valueOf(counted(frame(of: row, in: rows)).first)
            case .lastValue: return valueOf(counted(frame(of: row, in: rows)).last)
            case .nthValue:
                let frame = counted(frame(of: row, in: rows))
                return frame.count >= argument ? valueOf(frame[argument - 1]) : .null
            }
        }
    }
}
