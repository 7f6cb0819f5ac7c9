import Columns
import Functions

/// Exact sums, counts and means over frames without holes, as differences of prefix sums: constant work a row, whatever the frame.
///
/// Only where the sum of all rows' magnitudes stays below 2^62, so that plain 64-bit arithmetic cannot overflow.
struct PrefixSums: Sendable {
    private enum Kind: Sendable {
        case sum, count
        /// The mean; a decimal's stored number is divided by `unit`.
        case mean(unit: Double)
    }

    private let kind: Kind
    private let input: WindowCallInput
    /// No sum is less than minus this or greater than this.
    private let bound: Int64

    /// The aggregate's values; nil where it, its argument or the frame is not of the kind.
    static func evaluate(_ aggregate: ResolvedAggregate, _ input: WindowCallInput) throws(QueryError) -> WindowColumn? {
        guard input.frame.exclusion == .none, input.arguments.count <= 1 else { return nil }
        let kind: Kind
        switch (aggregate.name, input.argumentTypes.first) {
        case ("count", _) where input.type.physical.byteCount == 8: kind = .count
        case ("sum", let type?) where isExact(type) && input.type.physical.byteCount == 16: kind = .sum
        case ("avg", let type?) where isExact(type) && input.type == .double:
            if case .decimal(_, let scale) = type {
                kind = .mean(unit: Double(powersOfTen[scale]))
            } else {
                kind = .mean(unit: 1)
            }
        default: return nil
        }
        var bound: Int128 = 1
        if case .count = kind {
        } else if let argument = input.arguments.first {
            let range = try KeyValueRange.of(KeyColumn(type: input.argumentTypes[0], vectors: [argument]), context: input.context)
            if case .whole(let least, let greatest) = range.extremes { bound = max(1, max(abs(least), abs(greatest))) }
        }
        let (total, overflow) = bound.multipliedReportingOverflow(by: Int128(input.ordering.rowCount))
        guard !overflow, total < 1 << 62 else { return nil }
        return try PrefixSums(kind: kind, input: input, bound: Int64(total)).evaluate()
    }

    private static func isExact(_ type: LogicalType) -> Bool {
        (type.isInteger || type.isDecimal) && type.physical.byteCount <= 8
    }

    private init(kind: Kind, input: WindowCallInput, bound: Int64) {
        self.kind = kind
        self.input = input
        self.bound = bound
    }

    private func evaluate() throws(QueryError) -> WindowColumn {
        let rowCount = input.ordering.rowCount
        // Sums are stored as offsets from the least possible, in the width that holds the greatest.
        let width: Width
        if case .sum = kind, input.context.settings.narrowWidths, bound < 1 << 31 { width = .four } else { width = .eight }
        let output = try Buffer(byteCount: max(rowCount, 1) * width.byteCount, account: input.account)
        var validity: Buffer?
        // A sum is NULL only where its frame may hold no value.
        let mayBeEmpty = input.filter != nil || input.arguments.contains { $0.validity != nil } || !input.frame.holdsItsRow
        if case .count = kind {} else if mayBeEmpty { validity = try Buffer(byteCount: max(rowCount, 1), account: input.account) }
        let validBytes = validity
        let context = input.context
        try input.ordering.forEachTask(context) { (task) throws(QueryError) in
            for partition in input.ordering.tasks[task] {
                let positions = input.ordering.positions(ofPartition: partition)
                let rows = input.ordering.rows
                let valid = validBytes?.pointer(to: UInt8.self)
                switch (kind, width) {
                case (.count, _):
                    let counts = output.pointer(to: Int64.self)
                    try forEachFrame(positions) { position, _, count in counts[Int(rows[position])] = count }
                case (.mean(let unit), _):
                    let means = output.pointer(to: Double.self)
                    try forEachFrame(positions) { position, sum, count in
                        let row = Int(rows[position])
                        means[row] = count == 0 ? 0 : Double(sum) / unit / Double(count)
                        valid?[row] = byte(count > 0)
                    }
                case (.sum, .four):
                    let offsets = output.pointer(to: UInt32.self)
                    try forEachFrame(positions) { position, sum, count in
                        let row = Int(rows[position])
                        offsets[row] = UInt32(truncatingIfNeeded: sum &+ bound)
                        valid?[row] = byte(count > 0)
                    }
                case (.sum, _):
                    let offsets = output.pointer(to: UInt64.self)
                    try forEachFrame(positions) { position, sum, count in
                        let row = Int(rows[position])
                        offsets[row] = UInt64(truncatingIfNeeded: sum &+ bound)
                        valid?[row] = byte(count > 0)
                    }
                }
            }
        }
        var owners: [AnyObject] = [output]
        if let validity { owners.append(validity) }
        var form = Vector.Form.flat
        if case .sum = kind { form = .offsets(width: width, base: -Int128(bound)) }
        let source = Vector(
            type: input.type, count: rowCount, form: form, data: UnsafeRawPointer(output.start),
            validity: validity.map { UnsafePointer($0.pointer(to: UInt8.self)) }, owners: owners)
        return WindowColumn(source: source, indexes: nil, strategy: "prefix sums")
    }

    /// Calls `body` with each position of a partition, and the sum and the number of values in its frame.
    @inline(__always) private func forEachFrame(_ positions: Range<Int>, _ body: (Int, Int64, Int64) -> Void) throws(QueryError) {
        if case (.rows, .unboundedPreceding, .currentRow) = (input.frame.unit, input.frame.start, input.frame.end) {
            var sum: Int64 = 0, count: Int64 = 0
            try forEachBlock(positions) { block, values, valid in
                for position in block {
                    let index = position - block.lowerBound
                    sum &+= values[index] & (0 &- Int64(valid[index]))
                    count &+= Int64(valid[index])
                    body(position, sum, count)
                }
            }
            return
        }
        let room = try Buffer(byteCount: (positions.count + 1) * 16, account: input.account)
        let sums = room.pointer(to: Int64.self), counts = sums + positions.count + 1
        (sums[0], counts[0]) = (0, 0)
        try forEachBlock(positions) { block, values, valid in
            for position in block {
                let index = position - block.lowerBound, place = position - positions.lowerBound
                sums[place + 1] = sums[place] &+ (values[index] & (0 &- Int64(valid[index])))
                counts[place + 1] = counts[place] &+ Int64(valid[index])
            }
        }
        let frames = try WindowFrames(input.frame, input.ordering, positions, account: input.account)
        for position in positions {
            let frame = frames.bounds(of: position)
            let low = frame.lowerBound - positions.lowerBound, high = frame.upperBound - positions.lowerBound
            body(position, sums[high] &- sums[low], counts[high] &- counts[low])
        }
    }

    /// Calls `body` with runs of positions, their values, and 1 for those that count.
    private func forEachBlock(_ positions: Range<Int>, _ body: (Range<Int>, UnsafePointer<Int64>, UnsafePointer<UInt8>) -> Void)
        throws(QueryError)
    {
        let capacity = min(positions.count, 4_096)
        let values = try Buffer(byteCount: max(capacity, 1) * 8, account: input.account, zeroed: true)
        let valid = try Buffer(byteCount: max(capacity, 1), account: input.account)
        var start = positions.lowerBound
        while start < positions.upperBound {
            try input.context.check()
            let block = start..<min(start + capacity, positions.upperBound)
            try load(block, values.pointer(to: Int64.self), valid.pointer(to: UInt8.self))
            body(block, UnsafePointer(values.pointer(to: Int64.self)), UnsafePointer(valid.pointer(to: UInt8.self)))
            start = block.upperBound
        }
    }

    private func load(_ block: Range<Int>, _ values: UnsafeMutablePointer<Int64>, _ valid: UnsafeMutablePointer<UInt8>) throws(QueryError) {
        let rows = input.ordering.rows + block.lowerBound
        valid.update(repeating: 1, count: block.count)
        if let argument = input.arguments.first {
            if let validity = argument.validity {
                let step = argument.isConstant ? 0 : 1
                for index in 0..<block.count { valid[index] = validity[Int(rows[index]) &* step] }
            }
            if case .count = kind {} else { loadNumbers(argument, rows, block.count, values) }
        }
        if let filter = input.filter?.bytes {
            for index in 0..<block.count { valid[index] &= filter[Int(rows[index])] }
        }
    }

    private func loadNumbers(_ argument: Vector, _ rows: UnsafePointer<UInt32>, _ count: Int, _ values: UnsafeMutablePointer<Int64>) {
        let step = argument.isConstant ? 0 : 1
        func load<Element: FixedWidthInteger & BitwiseCopyable>(_ type: Element.Type, _ base: Int64) {
            let elements = argument.elements(as: type)
            for index in 0..<count { values[index] = Int64(truncatingIfNeeded: elements[Int(rows[index]) &* step]) &+ base }
        }
        // Values are known to lie within 62 bits, whatever base and offsets do on the way there.
        if case .offsets(let width, let base) = argument.form {
            let start = Int64(truncatingIfNeeded: base)
            switch width {
            case .one: load(UInt8.self, start)
            case .two: load(UInt16.self, start)
            case .four: load(UInt32.self, start)
            case .eight: load(UInt64.self, start)
            }
            return
        }
        switch argument.type.physical {
        case .int8: load(Int8.self, 0)
        case .int16: load(Int16.self, 0)
        case .int32: load(Int32.self, 0)
        case .int64: load(Int64.self, 0)
        case .uint8: load(UInt8.self, 0)
        case .uint16: load(UInt16.self, 0)
        case .uint32: load(UInt32.self, 0)
        case .uint64: load(UInt64.self, 0)
        // Other types are summed elsewhere.
        case .boolean, .int128, .float, .double, .text, .interval, .nested: break
        }
    }
}
