internal import CVectorKernels

/// The offsets `low ... low + span`, or all others. A span that reaches past the largest offset goes on with the smallest.
package struct OffsetRange: Equatable, Sendable {
    package var low: UInt64
    package var span: UInt64
    package var isInverted: Bool

    package init(low: UInt64, span: UInt64, isInverted: Bool = false) {
        self.low = low
        self.span = span
        self.isInverted = isInverted
    }

    /// No offset of a width whose largest offset is given.
    package static func none(largest: UInt64) -> OffsetRange { OffsetRange(low: 0, span: largest, isInverted: true) }
}

/// What becomes of the marks that were there before.
package enum MarkCombination: Sendable {
    /// They are written over.
    case replacing
    /// A mark stays where the new condition holds too.
    case keeping
    /// A mark is added where the new condition holds.
    case adding
}

extension OffsetRun {
    /// Marks each row whose offset lies in `range`. Rows that do not count are marked as their offset has it.
    package func mark(_ range: OffsetRange, into output: UnsafeMutablePointer<UInt8>, _ combination: MarkCombination = .replacing) {
        switch width {
        case .one: mark(range, output, combination, reportql_mark_range_u8, reportql_keep_range_u8, reportql_add_range_u8)
        case .two: mark(range, output, combination, reportql_mark_range_u16, reportql_keep_range_u16, reportql_add_range_u16)
        case .four: mark(range, output, combination, reportql_mark_range_u32, reportql_keep_range_u32, reportql_add_range_u32)
        case .eight: mark(range, output, combination, reportql_mark_range_u64, reportql_keep_range_u64, reportql_add_range_u64)
        }
    }

    private typealias Kernel<Offset> = (UnsafePointer<Offset>, Int, Offset, Offset, UInt8, UnsafeMutablePointer<UInt8>) -> Void

    private func mark<Offset: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
        _ range: OffsetRange, _ output: UnsafeMutablePointer<UInt8>, _ combination: MarkCombination, _ replace: Kernel<Offset>,
        _ keep: Kernel<Offset>, _ add: Kernel<Offset>
    ) {
        let low = Offset(truncatingIfNeeded: range.low), span = Offset(truncatingIfNeeded: range.span)
        let flip: UInt8 = range.isInverted ? 1 : 0
        switch combination {
        case .replacing: replace(elements(), count, low, span, flip, output)
        case .keeping: keep(elements(), count, low, span, flip, output)
        case .adding: add(elements(), count, low, span, flip, output)
        }
    }

    /// Takes the marks away from rows that do not count.
    package func keepCounting(in output: UnsafeMutablePointer<UInt8>) {
        guard let marks else { return }
        reportql_keep_range_u8(marks, count, 1, 0, 0, output)
    }

    /// The offsets of the values within `bounds`; nil where no offset of the width stands for one.
    package func offsets(within bounds: ClosedRange<Int128>) -> OffsetRange? {
        let largest = UInt64.max >> UInt64(64 - 8 * width.byteCount)
        let (low, lowOverflow) = bounds.lowerBound.subtractingReportingOverflow(base)
        let (high, highOverflow) = bounds.upperBound.subtractingReportingOverflow(base)
        // A distance that does not fit 128 bits is far above a negative base, or far below a positive one.
        if lowOverflow ? base < 0 : low > Int128(largest) { return nil }
        if highOverflow ? base > 0 : high < 0 { return nil }
        let first = lowOverflow || low < 0 ? 0 : UInt64(low)
        let last = highOverflow || high > Int128(largest) ? largest : UInt64(high)
        return OffsetRange(low: first, span: last - first)
    }
}
