import Columns
import Testing

/// The kernels for wide registers against plain loops over the same offsets.
@Suite struct OffsetRunTests {
    /// Lengths around the sizes of registers, and one that leaves a rest behind every unrolled loop.
    private static let lengths = [0, 1, 7, 8, 15, 16, 31, 33, 64, 127, 1_000, 4_099]

    /// Random offsets of a width with its extremes among them, and marks of which about two thirds are 1.
    private struct Sample<Offset: FixedWidthInteger & UnsignedInteger & BitwiseCopyable> {
        var offsets: [Offset]
        var marks: [UInt8]

        init(count: Int, seed: UInt64) {
            var state = seed
            func next() -> UInt64 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return state ^ (state >> 33)
            }
            offsets = (0..<count).map { index in
                index % 13 == 5 ? .max : index % 17 == 3 ? 0 : Offset(truncatingIfNeeded: next())
            }
            marks = (0..<count).map { _ in next() % 3 == 0 ? 0 : 1 }
        }

        func withRun<Result>(base: Int128, isMarked: Bool, _ body: (OffsetRun) throws -> Result) rethrows -> Result {
            try offsets.withUnsafeBytes { bytes in
                try marks.withUnsafeBufferPointer { marks in
                    // An empty array may have no memory; any address will do for no rows.
                    let data = bytes.baseAddress ?? UnsafeRawPointer(UnsafeMutableRawPointer.allocate(byteCount: 8, alignment: 8))
                    let width = Width(rawValue: MemoryLayout<Offset>.size) ?? .eight
                    return try body(
                        OffsetRun(data: data, width: width, base: base, count: offsets.count, marks: isMarked ? marks.baseAddress : nil))
                }
            }
        }

        /// The values that count.
        func values(base: Int128, isMarked: Bool) -> [Int128] {
            zip(offsets, marks).filter { !isMarked || $0.1 == 1 }.map { base + Int128($0.0) }
        }
    }

    private func check<Offset: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(_: Offset.Type) throws {
        for count in OffsetRunTests.lengths {
            let sample = Sample<Offset>(count: count, seed: UInt64(count))
            for base in [Int128(0), -40, 1 << 70] {
                for isMarked in [false, true] {
                    let values = sample.values(base: base, isMarked: isMarked)
                    sample.withRun(base: base, isMarked: isMarked && count > 0) { run in
                        #expect(run.valueCount == values.count)
                        #expect(run.sum(valueCount: values.count) == values.reduce(0, +))
                        #expect(run.bounds?.lowerBound == values.min())
                        #expect(run.bounds?.upperBound == values.max())
                    }
                }
            }
            for range in ranges(Offset.self, sample.offsets) {
                var marks = [UInt8](repeating: 7, count: count)
                sample.withRun(base: 0, isMarked: false) { $0.mark(range, into: &marks) }
                let low = Offset(truncatingIfNeeded: range.low), span = Offset(truncatingIfNeeded: range.span)
                let expected: [UInt8] = sample.offsets.map { ($0 &- low <= span) != range.isInverted ? 1 : 0 }
                #expect(marks == expected)
                for combination in [MarkCombination.keeping, .adding] {
                    var combined = sample.marks
                    sample.withRun(base: 0, isMarked: false) { $0.mark(range, into: &combined, combination) }
                    #expect(combined == zip(sample.marks, expected).map { combination == .keeping ? $0 & $1 : $0 | $1 })
                }
                sample.withRun(base: 0, isMarked: count > 0) { $0.keepCounting(in: &marks) }
                #expect(marks == zip(sample.marks, expected).map { $0 & $1 })
            }
            var widened = [UInt64](repeating: 0, count: count)
            sample.withRun(base: -3, isMarked: false) { $0.widen(factor: 1_000, bias: 17, into: &widened) }
            #expect(widened == sample.offsets.map { (UInt64($0) &- 3) &* 1_000 &+ 17 })
        }
    }

    private func ranges<Offset: FixedWidthInteger & UnsignedInteger>(_: Offset.Type, _ offsets: [Offset]) -> [OffsetRange] {
        let some = UInt64(offsets.first ?? 5), largest = UInt64(Offset.max)
        return [
            OffsetRange(low: some, span: 0), OffsetRange(low: some, span: 0, isInverted: true), OffsetRange(low: 0, span: largest),
            OffsetRange(low: largest / 3, span: largest / 2), OffsetRange(low: largest, span: 0), .none(largest: largest),
        ]
    }

    @Test func boundsBecomeOffsets() {
        func offsets(_ bounds: ClosedRange<Int128>, base: Int128) -> OffsetRange? {
            Sample<UInt8>(count: 4, seed: 1).withRun(base: base, isMarked: false) { $0.offsets(within: bounds) }
        }
        #expect(offsets(3...7, base: 0) == OffsetRange(low: 3, span: 4))
        #expect(offsets(-8 ... -3, base: -10) == OffsetRange(low: 2, span: 5))
        #expect(offsets(Int128.min...Int128.max, base: 5) == OffsetRange(low: 0, span: 255))
        #expect(offsets(Int128.min...4, base: 5) == nil)
        #expect(offsets(261...Int128.max, base: 5) == nil)
        #expect(offsets(260...Int128.max, base: 5) == OffsetRange(low: 255, span: 0))
        #expect(offsets(Int128.min...Int128.max, base: .min) == OffsetRange(low: 0, span: 255))
        #expect(offsets(0...Int128.max, base: .min) == nil)
        #expect(offsets(Int128.min...0, base: .max - 300) == nil)
    }

    @Test func oneByte() throws { try check(UInt8.self) }
    @Test func twoBytes() throws { try check(UInt16.self) }
    @Test func fourBytes() throws { try check(UInt32.self) }
    @Test func eightBytes() throws { try check(UInt64.self) }

    @Test func aSumThatCouldPass128BitsIsNotGiven() {
        let sample = Sample<UInt8>(count: 4, seed: 1)
        sample.withRun(base: Int128.max / 2, isMarked: false) { #expect($0.sum(valueCount: 4) == nil) }
    }

    private func checkPair<
        Left: FixedWidthInteger & UnsignedInteger & BitwiseCopyable, Right: FixedWidthInteger & UnsignedInteger & BitwiseCopyable
    >(
        _: Left.Type, _: Right.Type
    ) {
        for count in OffsetRunTests.lengths {
            let left = Sample<Left>(count: count, seed: 3), right = Sample<Right>(count: count, seed: 4)
            left.withRun(base: -7, isMarked: false) { first in
                right.withRun(base: 11, isMarked: false) { second in
                    for operation in [OffsetOperation.add, .subtract, .multiply] {
                        var output = [UInt64](repeating: 0, count: count)
                        #expect(OffsetRun.combine(operation, first, second, bias: 1 << 63, into: &output))
                        let expected = zip(left.offsets, right.offsets).map { pair in
                            let one = UInt64(pair.0) &- 7, other = UInt64(pair.1) &+ 11
                            let result =
                                switch operation {
                                case .add: one &+ other
                                case .subtract: one &- other
                                case .multiply: one &* other
                                }
                            return result &+ 1 << 63
                        }
                        #expect(output == expected)
                    }
                }
            }
        }
    }

    @Test func pairsOfWidths() {
        checkPair(UInt8.self, UInt8.self)
        checkPair(UInt8.self, UInt16.self)
        checkPair(UInt8.self, UInt32.self)
        checkPair(UInt16.self, UInt8.self)
        checkPair(UInt16.self, UInt16.self)
        checkPair(UInt16.self, UInt32.self)
        checkPair(UInt32.self, UInt8.self)
        checkPair(UInt32.self, UInt16.self)
        checkPair(UInt32.self, UInt32.self)
    }

    @Test(arguments: [0, 1, 9, 100, 257]) func selectionsNameTheRowsOfTheMask(_ count: Int) throws {
        let account = MemoryAccount()
        for step in [1, 2, 5, 50, 1_000] {
            let bytes = (0..<count).map { UInt8($0 % step == step - 1 ? 1 : 0) }
            let buffer = try Buffer(byteCount: max(count, 1), account: account)
            buffer.pointer(to: UInt8.self).update(from: bytes, count: count)
            let mask = RowMask(buffer, count: count)
            let expected = (0..<count).filter { bytes[$0] == 1 }.map { UInt32($0) }
            #expect(mask.passing == expected.count)
            let selection = try Selection(mask, passing: mask.passing, account: account)
            #expect(Array(UnsafeBufferPointer(start: selection.rows, count: selection.count)) == expected)
        }
    }
}
