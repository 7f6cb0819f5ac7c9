internal import CVectorKernels

/// Whole numbers as unsigned offsets from a base, some rows of which may not count: what the kernels for wide registers work on.
///
/// The kernels are in C, compiled for several instruction sets, of which the machine's best is chosen when the program is loaded. A
/// Swift build targets the baseline of x86-64, where the same loops take five to ten times as long.
package struct OffsetRun {
    package let data: UnsafeRawPointer
    package let width: Width
    package let base: Int128
    package let count: Int
    /// One byte a row, 1 for a row that counts; nil where all do.
    package let marks: UnsafePointer<UInt8>?

    package init(data: UnsafeRawPointer, width: Width, base: Int128, count: Int, marks: UnsafePointer<UInt8>? = nil) {
        self.data = data
        self.width = width
        self.base = base
        self.count = count
        self.marks = marks
    }

    /// The rows of a vector of offsets, its NULLs not counting; nil for other forms and for constants. The vector must outlive the run.
    package init?(_ vector: Vector) {
        guard case .offsets(let width, let base) = vector.form, !vector.isConstant else { return nil }
        self.init(data: vector.data, width: width, base: base, count: vector.count, marks: vector.validity)
    }

    /// How many rows count.
    package var valueCount: Int { marks.map { RowMask.countOnes($0, count) } ?? count }

    /// The least and greatest offset of the rows that count; nil where none does.
    package var offsetBounds: ClosedRange<UInt64>? {
        switch width {
        case .one: bounds(UInt8.self, reportql_bounds_u8, reportql_bounds_marked_u8)
        case .two: bounds(UInt16.self, reportql_bounds_u16, reportql_bounds_marked_u16)
        case .four: bounds(UInt32.self, reportql_bounds_u32, reportql_bounds_marked_u32)
        case .eight: bounds(UInt64.self, reportql_bounds_u64, reportql_bounds_marked_u64)
        }
    }

    /// The least and greatest value of the rows that count; nil where none does.
    package var bounds: ClosedRange<Int128>? {
        offsetBounds.map { base &+ Int128($0.lowerBound)...base &+ Int128($0.upperBound) }
    }

    /// The exact sum of the values that count; nil where it could pass 128 bits on the way.
    package func sum(valueCount: Int) -> Int128? {
        var low: UInt64 = 0, high: UInt64 = 0
        switch (width, marks) {
        case (.one, nil): reportql_sum_u8(elements(), count, &low, &high)
        case (.one, let marks?): reportql_sum_marked_u8(elements(), marks, count, &low, &high)
        case (.two, nil): reportql_sum_u16(elements(), count, &low, &high)
        case (.two, let marks?): reportql_sum_marked_u16(elements(), marks, count, &low, &high)
        case (.four, nil): reportql_sum_u32(elements(), count, &low, &high)
        case (.four, let marks?): reportql_sum_marked_u32(elements(), marks, count, &low, &high)
        case (.eight, nil): reportql_sum_u64(elements(), count, &low, &high)
        case (.eight, let marks?): reportql_sum_marked_u64(elements(), marks, count, &low, &high)
        }
        let (bases, overflow) = base.multipliedReportingOverflow(by: Int128(valueCount))
        let (sum, sumOverflow) = bases.addingReportingOverflow(Int128(high) << 32 &+ Int128(low))
        return overflow || sumOverflow ? nil : sum
    }

    /// `(value · factor) + bias` of every row, in 64 bits that wrap.
    package func widen(factor: UInt64 = 1, bias: UInt64 = 0, into output: UnsafeMutablePointer<UInt64>) {
        let base = UInt64(truncatingIfNeeded: base)
        switch width {
        case .one: reportql_widen_u8(elements(), count, base, factor, bias, output)
        case .two: reportql_widen_u16(elements(), count, base, factor, bias, output)
        case .four: reportql_widen_u32(elements(), count, base, factor, bias, output)
        case .eight: reportql_widen_u64(elements(), count, base, factor, bias, output)
        }
    }

    func elements<Offset: BitwiseCopyable>() -> UnsafePointer<Offset> { data.assumingMemoryBound(to: Offset.self) }

    @inline(__always)
    private func bounds<Offset: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
        _ offset: Offset.Type,
        _ all: (UnsafePointer<Offset>, Int, UnsafeMutablePointer<Offset>, UnsafeMutablePointer<Offset>) -> Void,
        _ marked: (UnsafePointer<Offset>, UnsafePointer<UInt8>, Int, UnsafeMutablePointer<Offset>, UnsafeMutablePointer<Offset>) -> Void
    ) -> ClosedRange<UInt64>? {
        var least = Offset.max, greatest = Offset.min
        if let marks { marked(elements(), marks, count, &least, &greatest) } else { all(elements(), count, &least, &greatest) }
        // No row at all leaves the bounds crossed; no row that counts leaves them so as well.
        return least <= greatest ? UInt64(least)...UInt64(greatest) : nil
    }
}

/// The arithmetic that two runs of offsets can be put through in one pass.
package enum OffsetOperation: Sendable {
    case add, subtract, multiply

    /// Where every result lies whose operands lie within the given bounds; nil where that passes 128 bits.
    package func bounds(_ left: ClosedRange<Int128>, _ right: ClosedRange<Int128>) -> ClosedRange<Int128>? {
        // The extremes of a result are among those of the operands' own.
        var least = Int128.max, greatest = Int128.min
        for first in [left.lowerBound, left.upperBound] {
            for second in [right.lowerBound, right.upperBound] {
                let (result, overflow) =
                    switch self {
                    case .add: first.addingReportingOverflow(second)
                    case .subtract: first.subtractingReportingOverflow(second)
                    case .multiply: first.multipliedReportingOverflow(by: second)
                    }
                if overflow { return nil }
                (least, greatest) = (min(least, result), max(greatest, result))
            }
        }
        return least...greatest
    }
}

extension OffsetRun {
    /// `(left op right) + bias` of every row, in 64 bits that wrap. Both runs have offsets of at most four bytes; false otherwise.
    package static func combine(
        _ operation: OffsetOperation, _ left: OffsetRun, _ right: OffsetRun, bias: UInt64, into output: UnsafeMutablePointer<UInt64>
    ) -> Bool {
        func run<Left: BitwiseCopyable, Right: BitwiseCopyable>(
            _ add: (UnsafePointer<Left>, UnsafePointer<Right>, Int, UInt64, UInt64, UInt64, UnsafeMutablePointer<UInt64>) -> Void,
            _ subtract: (UnsafePointer<Left>, UnsafePointer<Right>, Int, UInt64, UInt64, UInt64, UnsafeMutablePointer<UInt64>) -> Void,
            _ multiply: (UnsafePointer<Left>, UnsafePointer<Right>, Int, UInt64, UInt64, UInt64, UnsafeMutablePointer<UInt64>) -> Void
        ) -> Bool {
            let kernel = operation == .add ? add : operation == .subtract ? subtract : multiply
            kernel(
                left.elements(), right.elements(), min(left.count, right.count), UInt64(truncatingIfNeeded: left.base),
                UInt64(truncatingIfNeeded: right.base), bias, output)
            return true
        }
        switch (left.width, right.width) {
        case (.one, .one): return run(reportql_add_u8_u8, reportql_subtract_u8_u8, reportql_multiply_u8_u8)
        case (.one, .two): return run(reportql_add_u8_u16, reportql_subtract_u8_u16, reportql_multiply_u8_u16)
        case (.one, .four): return run(reportql_add_u8_u32, reportql_subtract_u8_u32, reportql_multiply_u8_u32)
        case (.two, .one): return run(reportql_add_u16_u8, reportql_subtract_u16_u8, reportql_multiply_u16_u8)
        case (.two, .two): return run(reportql_add_u16_u16, reportql_subtract_u16_u16, reportql_multiply_u16_u16)
        case (.two, .four): return run(reportql_add_u16_u32, reportql_subtract_u16_u32, reportql_multiply_u16_u32)
        case (.four, .one): return run(reportql_add_u32_u8, reportql_subtract_u32_u8, reportql_multiply_u32_u8)
        case (.four, .two): return run(reportql_add_u32_u16, reportql_subtract_u32_u16, reportql_multiply_u32_u16)
        case (.four, .four): return run(reportql_add_u32_u32, reportql_subtract_u32_u32, reportql_multiply_u32_u32)
        case (.eight, _), (_, .eight): return false
        }
    }
}
