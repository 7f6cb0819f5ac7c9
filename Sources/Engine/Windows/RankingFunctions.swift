import Columns
import Functions

/// The window functions that only look at a row's place in its partition.
enum RankingFunctions {
    static func evaluate(_ function: WindowFunction, _ input: WindowCallInput) throws(QueryError) -> WindowColumn {
        let ordering = input.ordering
        let isFraction = function == .percentRank || function == .cumulativeDistribution
        guard input.type.physical.byteCount == 8 else { throw QueryError(.internal, "\(function.rawValue) cannot be \(input.type)") }
        let buffer = try Buffer(byteCount: max(ordering.rowCount, 1) * 8, account: input.account)
        var validity: Buffer?
        if function == .tile, input.arguments.first?.validity != nil {
            validity = try Buffer(byteCount: max(ordering.rowCount, 1), account: input.account)
            validity?.pointer(to: UInt8.self).update(repeating: 1, count: ordering.rowCount)
        }
        let validBytes = validity
        try ordering.forEachTask(input.context) { (task) throws(QueryError) in
            for partition in ordering.tasks[task] {
                let positions = ordering.positions(ofPartition: partition)
                if isFraction {
                    fillFractions(function, ordering, positions, buffer.pointer(to: Double.self))
                } else if function == .tile {
                    try fillTiles(input, positions, buffer.pointer(to: Int64.self), validBytes)
                } else {
                    fillRanks(function, ordering, positions, buffer.pointer(to: Int64.self))
                }
            }
        }
        return WindowColumn(
            source: Vector(type: input.type, count: ordering.rowCount, buffer: buffer, validity: validity), indexes: nil,
            strategy: "places")
    }

    private static func fillRanks(
        _ function: WindowFunction, _ ordering: WindowOrdering, _ positions: Range<Int>, _ output: UnsafeMutablePointer<Int64>
    ) {
        let rows = ordering.rows
        if function == .rowNumber {
            var number: Int64 = 1
            for position in positions {
                output[Int(rows[position])] = number
                number &+= 1
            }
            return
        }
        var rank: Int64 = 0, group: Int64 = 0
        for position in positions {
            if position == positions.lowerBound || ordering.startsPeers(position) {
                rank = Int64(position - positions.lowerBound + 1)
                group &+= 1
            }
            output[Int(rows[position])] = function == .rank ? rank : group
        }
    }

    private static func fillFractions(
        _ function: WindowFunction, _ ordering: WindowOrdering, _ positions: Range<Int>, _ output: UnsafeMutablePointer<Double>
    ) {
        let count = positions.count
        var start = positions.lowerBound
        while start < positions.upperBound {
            var end = start + 1
            while end < positions.upperBound, !ordering.startsPeers(end) { end += 1 }
            let fraction: Double
            if function == .percentRank {
                fraction = count == 1 ? 0 : Double(start - positions.lowerBound) / Double(count - 1)
            } else {
                fraction = Double(end - positions.lowerBound) / Double(count)
            }
            for position in start..<end { output[Int(ordering.rows[position])] = fraction }
            start = end
        }
    }

    /// Cuts the partition into as many tiles as the argument says, the first ones larger by one where it does not come out even.
    private static func fillTiles(
        _ input: WindowCallInput, _ positions: Range<Int>, _ output: UnsafeMutablePointer<Int64>, _ validity: Buffer?
    ) throws(QueryError) {
        guard let argument = input.arguments.first else { return }
        for position in positions {
            let row = Int(input.ordering.rows[position])
            guard argument.isValid(row) else {
                output[row] = 0
                validity?.pointer(to: UInt8.self)[row] = 0
                continue
            }
            let number = argument.wholeNumber(at: row)
            guard number > 0 else {
                throw QueryError(.outOfRange, "the argument of ntile is \(number), but must be greater than zero")
            }
            let tiles = Int(min(number, Int128(positions.count)))
            let place = position - positions.lowerBound
            let size = positions.count / tiles, larger = positions.count % tiles
            let inLarger = larger * (size + 1)
            output[row] = Int64(place < inLarger ? place / (size + 1) + 1 : larger + (place - inLarger) / size + 1)
        }
    }
}
