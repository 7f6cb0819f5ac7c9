import Columns

/// A sum that is exact, with the number of values behind it.
protocol ExactSum: FoldState {
    var total: Int128 { get }
    var count: Int64 { get }
    /// The total is not to be trusted: some sum passed 128 bits.
    var hasOverflowed: Bool { get }
}

extension ExactSum {
    var hasOverflowed: Bool { false }
}

/// Sum of numbers of at most 32 bits: 2^32 of them, more than a table's rows, stay within 64 bits.
struct NarrowSum: ExactSum {
    var sum: Int64
    var count: Int64

    var total: Int128 { Int128(sum) }

    @inline(__always) mutating func fold(_ value: Int64, valid: UInt8) {
        sum &+= value & Int64(bitPattern: mask(valid))
        count &+= Int64(valid)
    }

    mutating func fold(_ run: OffsetRun) -> Bool {
        let values = run.valueCount
        guard let added = run.sum(valueCount: values) else { return false }
        sum &+= Int64(truncatingIfNeeded: added)
        count &+= Int64(values)
        return true
    }

    mutating func merge(_ later: NarrowSum) {
        sum &+= later.sum
        count &+= later.count
    }
}

/// Sum of 64-bit numbers in 128 bits, which no number of rows can fill. Two halves keep the state at 8-byte alignment.
struct WideSum: ExactSum {
    var low: UInt64
    var high: Int64
    var count: Int64

    var total: Int128 { Int128(high) << 64 | Int128(low) }

    @inline(__always) mutating func fold(_ value: Int64, valid: UInt8) {
        let kept = value & Int64(bitPattern: mask(valid))
        let (sum, carry) = low.addingReportingOverflow(UInt64(bitPattern: kept))
        low = sum
        // The sign bit spread over the high half is what the number adds there.
        high &+= (kept >> 63) &+ Int64(byte(carry))
        count &+= Int64(valid)
    }

    mutating func fold(_ run: OffsetRun) -> Bool {
        let values = run.valueCount
        guard let added = run.sum(valueCount: values) else { return false }
        add(added, values: Int64(values))
        return true
    }

    mutating func merge(_ later: WideSum) { add(later.total, values: later.count) }

    private mutating func add(_ number: Int128, values: Int64) {
        let sum = total &+ number
        low = UInt64(truncatingIfNeeded: sum)
        high = Int64(truncatingIfNeeded: sum >> 64)
        count &+= values
    }
}

/// Sum of 128-bit numbers. An overflow is remembered until the end, where it is an error.
struct CheckedSum: ExactSum {
    var total: Int128
    var count: Int64
    var hasOverflowed: Bool

    @inline(__always) mutating func fold(_ value: Int128, valid: UInt8) {
        let (sum, overflow) = total.addingReportingOverflow(valid == 0 ? 0 : value)
        total = sum
        hasOverflowed = hasOverflowed || overflow
        count &+= Int64(valid)
    }

    mutating func fold(_ run: OffsetRun) -> Bool {
        let values = run.valueCount
        guard let added = run.sum(valueCount: values) else { return false }
        let (sum, overflow) = total.addingReportingOverflow(added)
        if overflow { return false }
        total = sum
        count &+= Int64(values)
        return true
    }

    mutating func merge(_ later: CheckedSum) {
        let (sum, overflow) = total.addingReportingOverflow(later.total)
        total = sum
        hasOverflowed = hasOverflowed || overflow || later.hasOverflowed
        count &+= later.count
    }
}

/// Sum of doubles in the order of the rows; of one group, in eight lanes that are added at the end of each vector.
struct DoubleSum: FoldState {
    var sum: Double
    var count: Int64

    @inline(__always) mutating func fold(_ value: Double, valid: UInt8) {
        sum += value.masked(valid)
        count &+= Int64(valid)
    }

    mutating func fold<Source: ElementSource>(
        _ source: Source, validity: UnsafePointer<UInt8>?, count rows: Int
    ) where Source.Value == Double {
        var lanes = SIMD8<Double>()
        let whole = rows & ~7
        var row = 0
        while row < whole {
            // Spelled out: a loop over the lanes is not unrolled into one vector addition.
            var values = SIMD8(
                source[row], source[row &+ 1], source[row &+ 2], source[row &+ 3], source[row &+ 4], source[row &+ 5], source[row &+ 6],
                source[row &+ 7])
            if let validity {
                for lane in 0..<8 { values[lane] = values[lane].masked(validity[row &+ lane]) }
            }
            lanes += values
            row &+= 8
        }
        var rest = 0.0
        while row < rows {
            rest += source[row].masked(validity?[row] ?? 1)
            row &+= 1
        }
        sum += lanes.sum() + rest
        if let validity {
            for row in 0..<rows { count &+= Int64(validity[row]) }
        } else {
            count &+= Int64(rows)
        }
    }

    mutating func merge(_ later: DoubleSum) {
        sum += later.sum
        count &+= later.count
    }
}

/// Sum of doubles that carries the rounding errors along (Kahan's, in Neumaier's form).
struct CompensatedSum: FoldState {
    var sum: Double
    var compensation: Double
    var count: Int64

    @inline(__always) mutating func fold(_ value: Double, valid: UInt8) {
        add(value.masked(valid))
        count &+= Int64(valid)
    }

    @inline(__always) private mutating func add(_ value: Double) {
        let next = sum + value
        compensation += abs(sum) >= abs(value) ? (sum - next) + value : (value - next) + sum
        sum = next
    }

    mutating func merge(_ later: CompensatedSum) {
        add(later.sum)
        compensation += later.compensation
        count &+= later.count
    }

    /// Infinities leave a NaN in the compensation.
    var total: Double { (sum + compensation).isNaN ? sum : sum + compensation }
}

// MARK: Results

/// The sum as HUGEINT or DECIMAL(38, s).
struct SumResult<State: ExactSum>: FoldResult {
    let type: LogicalType

    func vector(_ states: StateRecords<State>, context: EvaluationContext) throws(QueryError) -> Vector {
        let limit = powersOfTen[LogicalType.maximumDecimalPrecision]
        return try finishGroups(states, type, context) { (state) throws(QueryError) -> Int128? in
            guard state.count > 0 else { return nil }
            if state.hasOverflowed || (type.isDecimal && (state.total <= -limit || state.total >= limit)) {
                throw QueryError(.outOfRange, "overflow in sum: the total is out of range for \(type)", help: ["sum a cast to DOUBLE"])
            }
            return state.total
        }
    }
}

/// The mean of whole numbers, from their exact sum.
struct MeanResult<State: ExactSum>: FoldResult {
    let type: LogicalType
    let scale: Int

    func vector(_ states: StateRecords<State>, context: EvaluationContext) throws(QueryError) -> Vector {
        let unit = Double(powersOfTen[scale])
        func mean(_ state: State) throws(QueryError) -> Double? {
            guard state.count > 0 else { return nil }
            if state.hasOverflowed {
                throw QueryError(.outOfRange, "overflow in avg: the total is out of range for HUGEINT", help: ["avg a cast to DOUBLE"])
            }
            return Double(nearest: state.total) / Double(state.count) / unit
        }
        if type == .timestamp || type == .time {
            // Of dates, too: their sum is in days.
            let factor = scale == 0 ? 1 : Double(CivilCalendar.microsecondsPerDay) * unit
            return try finishGroups(states, type, context) { (state) throws(QueryError) -> Int64? in
                try mean(state).flatMap { Int64(exactly: ($0 * factor).rounded(.toNearestOrEven)) }
            }
        }
        return try finishGroups(states, type, context, mean)
    }
}

/// Sum or mean of doubles.
struct DoubleSumResult: FoldResult {
    let isMean: Bool

    func vector(_ states: StateRecords<DoubleSum>, context: EvaluationContext) throws(QueryError) -> Vector {
        try finishGroups(states, .double, context) { state -> Double? in
            state.count == 0 ? nil : isMean ? state.sum / Double(state.count) : state.sum
        }
    }
}

/// Sum or mean of doubles with compensation.
struct CompensatedSumResult: FoldResult {
    let isMean: Bool

    func vector(_ states: StateRecords<CompensatedSum>, context: EvaluationContext) throws(QueryError) -> Vector {
        try finishGroups(states, .double, context) { state -> Double? in
            state.count == 0 ? nil : isMean ? state.total / Double(state.count) : state.total
        }
    }
}
