import Columns

/// A number of at most 64 bits whose order is that of an unsigned word.
protocol RankedNumber: OrderedElement {
    associatedtype Word: FixedWidthInteger & UnsignedInteger & BitwiseCopyable
    /// A NaN has the greatest word.
    var word: Word { get }
    init(word: Word)
    /// The point `fraction` of the way from this to `next`, which is not before it; whole numbers are cut off towards this one.
    func between(_ next: Self, _ fraction: Double) -> Self
}

extension RankedNumber where Self: FixedWidthInteger {
    func between(_ next: Self, _ fraction: Double) -> Self {
        // The order makes the distance a number that fits the unsigned word.
        let distance = Word(truncatingIfNeeded: next) &- Word(truncatingIfNeeded: self)
        let part = (Double(distance) * fraction).rounded(.towardZero)
        return Word(exactly: part).map { Self(truncatingIfNeeded: Word(truncatingIfNeeded: self) &+ Swift.min($0, distance)) } ?? next
    }
}

extension RankedNumber where Self: UnsignedInteger, Word == Self {
    @inline(__always) var word: Self { self }
    @inline(__always) init(word: Self) { self = word }
}

extension UInt8: RankedNumber { typealias Word = UInt8 }
extension UInt16: RankedNumber { typealias Word = UInt16 }
extension UInt32: RankedNumber { typealias Word = UInt32 }
extension UInt64: RankedNumber { typealias Word = UInt64 }

extension RankedNumber where Self: SignedInteger & FixedWidthInteger {
    // The sign bit turned over: the least number becomes zero.
    @inline(__always) var word: Word { Word(truncatingIfNeeded: self) ^ (1 << Word(Self.bitWidth - 1)) }
    @inline(__always) init(word: Word) { self.init(truncatingIfNeeded: word ^ (1 << Word(Self.bitWidth - 1))) }
}

extension Int8: RankedNumber { typealias Word = UInt8 }
extension Int16: RankedNumber { typealias Word = UInt16 }
extension Int32: RankedNumber { typealias Word = UInt32 }
extension Int64: RankedNumber { typealias Word = UInt64 }

extension Double: RankedNumber {
    @inline(__always) var word: UInt64 { key }
    @inline(__always) init(word: UInt64) { self.init(key: word) }
    func between(_ next: Double, _ fraction: Double) -> Double { interpolated(to: next, fraction) }
}

extension Float: RankedNumber {
    @inline(__always) var word: UInt32 {
        let bits = self != self ? 0x7FC0_0000 : bitPattern
        return bits ^ ((0 &- (bits >> 31)) | 1 << 31)
    }
    @inline(__always) init(word: UInt32) {
        self.init(bitPattern: word ^ ((0 &- (~word >> 31)) | 1 << 31))
    }
    func between(_ next: Float, _ fraction: Double) -> Float { interpolated(to: next, fraction) }
}

/// Finding the k-th smallest of a number of words, by their leading bits.
///
/// Each round counts the words by eight bits, the highest in which they differ, and keeps those that share them with the one that is
/// looked for. No branch depends on the data, and no data needs more rounds than a word has bytes.
struct WordSelection<Word: FixedWidthInteger & UnsignedInteger & BitwiseCopyable> {
    /// So few words are sorted.
    private static var small: Int { 24 }

    let counts: UnsafeMutablePointer<UInt32>
    let scratch: UnsafeMutablePointer<Word>

    /// The word that sorting would put at position `k`. The words stay as they are.
    @inline(__always)
    func select(_ words: UnsafePointer<Word>, _ total: Int, _ k: Int) -> Word {
        var left = words, count = total, place = k
        while count > WordSelection.small {
            var any: Word = 0, every = Word.max
            for index in 0..<count {
                any |= left[index]
                every &= left[index]
            }
            let differing = any ^ every
            if differing == 0 { return every }
            let shift = Word(truncatingIfNeeded: max(Word.bitWidth - differing.leadingZeroBitCount - 8, 0))
            counts.update(repeating: 0, count: 256)
            for index in 0..<count { counts[Int(truncatingIfNeeded: (left[index] &>> shift) & 0xFF)] &+= 1 }
            var bucket = 0
            while place >= Int(counts[bucket]) {
                place &-= Int(counts[bucket])
                bucket &+= 1
            }
            let wanted = Word(truncatingIfNeeded: bucket)
            var kept = 0
            // Always stores, and advances by whether the word belongs: at most as many as were read.
            for index in 0..<count {
                let word = left[index]
                scratch[kept] = word
                kept &+= Int(byte((word &>> shift) & 0xFF == wanted))
            }
            left = UnsafePointer(scratch)
            count = kept
        }
        scratch.update(from: left, count: count)
        for index in 1..<max(count, 1) {
            let word = scratch[index]
            var hole = index
            while hole > 0, scratch[hole &- 1] > word {
                scratch[hole] = scratch[hole &- 1]
                hole &-= 1
            }
            scratch[hole] = word
        }
        return scratch[place]
    }

    /// The word that sorting would put behind position `k`, where it puts `word`.
    @inline(__always)
    func next(_ words: UnsafePointer<Word>, _ count: Int, after k: Int, _ word: Word) -> Word {
        var notAfter = 0
        var least = Word.max
        for index in 0..<count {
            let isAfter = byte(words[index] > word)
            notAfter &+= Int(1 &- isAfter)
            least = min(least, words[index] | (Word(truncatingIfNeeded: isAfter) &- 1))
        }
        return notAfter > k &+ 1 ? word : least
    }
}

/// Quantiles of numbers of at most 64 bits, read in the width in which they come.
struct NumberQuantile: GatheringAggregate {
    /// Of the argument and of the result.
    let type: LogicalType
    let fraction: Double
    /// Whether the result may lie between two values.
    let isContinuous: Bool

    func finish(
        arguments: [Vector], offsets: UnsafePointer<Int>, groupCount: Int, context: EvaluationContext
    ) throws(QueryError) -> Vector {
        let argument = arguments[0].isConstant ? try arguments[0].flattened(context.account) : arguments[0]
        func results<Number: RankedNumber>(_: Number.Type) throws(QueryError) -> Vector {
            try quantiles(argument, Number.self, offsets, groupCount, context)
        }
        if case .offsets(let width, _) = argument.form {
            switch width {
            case .one: return try results(UInt8.self)
            case .two: return try results(UInt16.self)
            case .four: return try results(UInt32.self)
            case .eight: return try results(UInt64.self)
            }
        }
        switch argument.type.physical {
        case .boolean, .uint8: return try results(UInt8.self)
        case .int8: return try results(Int8.self)
        case .int16: return try results(Int16.self)
        case .int32: return try results(Int32.self)
        case .int64: return try results(Int64.self)
        case .uint16: return try results(UInt16.self)
        case .uint32: return try results(UInt32.self)
        case .uint64: return try results(UInt64.self)
        case .float: return try results(Float.self)
        case .double: return try results(Double.self)
        case .int128, .text, .interval, .nested: throw QueryError(.internal, "a quantile of numbers was given \(argument.type)")
        }
    }

    /// Results have the form of the argument: a point between two offsets is an offset from the same base.
    @inline(__always)
    private func quantiles<Number: RankedNumber>(
        _ argument: Vector, _: Number.Type, _ offsets: UnsafePointer<Int>, _ groupCount: Int, _ context: EvaluationContext
    ) throws(QueryError) -> Vector {
        let account = context.account
        var largest = 1
        for group in 0..<groupCount { largest = max(largest, offsets[group + 1] - offsets[group]) }
        let wordBuffer = try Buffer(byteCount: largest * MemoryLayout<Number.Word>.stride, account: account)
        let scratch = try Buffer(byteCount: largest * MemoryLayout<Number.Word>.stride, account: account)
        let counts = try Buffer(byteCount: 256 * 4, account: account)
        let rows = max(groupCount, 1)
        let buffer = try Buffer(byteCount: rows * MemoryLayout<Number>.stride, account: account, zeroed: true)
        let validity = try Buffer(byteCount: rows, account: account, zeroed: true)
        let input = argument.elements(as: Number.self), valid = argument.validity
        let words = wordBuffer.pointer(to: Number.Word.self), output = buffer.pointer(to: Number.self)
        let selection = WordSelection(counts: counts.pointer(to: UInt32.self), scratch: scratch.pointer(to: Number.Word.self))
        var nulls = 0, read = 0
        for group in 0..<groupCount {
            let first = offsets[group], last = offsets[group + 1]
            read += last - first
            if read >= 65_536 {
                try context.execution.check()
                read = 0
            }
            var count = 0
            if let valid {
                for row in first..<last {
                    words[count] = input[row].word
                    count &+= Int(valid[row])
                }
            } else {
                for row in first..<last { words[row &- first] = input[row].word }
                count = last &- first
            }
            guard count > 0 else {
                nulls += 1
                continue
            }
            output[group] = quantile(words, count, selection)
            validity.pointer(to: UInt8.self)[group] = 1
        }
        return Vector(
            type: type, count: groupCount, form: argument.form, data: UnsafeRawPointer(buffer.start),
            validity: nulls == 0 ? nil : UnsafePointer(validity.pointer(to: UInt8.self)), owners: [buffer, validity])
    }

    @inline(__always)
    private func quantile<Number: RankedNumber>(
        _ words: UnsafePointer<Number.Word>, _ count: Int, _ selection: WordSelection<Number.Word>
    ) -> Number {
        guard isContinuous else {
            let index = min(max(Int((fraction * Double(count)).rounded(.up)) - 1, 0), count - 1)
            return Number(word: selection.select(words, count, index))
        }
        let position = fraction * Double(count - 1)
        let index = min(max(Int(position.rounded(.down)), 0), count - 1)
        let word = selection.select(words, count, index)
        let rest = position - Double(index)
        guard rest > 0, index + 1 < count else { return Number(word: word) }
        return Number(word: word).between(Number(word: selection.next(words, count, after: index, word)), rest)
    }
}
