import Columns

/// The least and greatest value of a key column, in the terms of its codes.
struct KeyValueRange: Sendable {
    enum Extremes: Sendable {
        /// No values.
        case none
        case whole(Int128, Int128)
        case floating(UInt64, UInt64)
        /// Texts: their dictionary bounds the codes.
        case text
    }

    var extremes: Extremes = .none
    var hasNulls = false

    /// What holds of the rows of both.
    func union(_ other: KeyValueRange) -> KeyValueRange {
        var both = self
        both.hasNulls = hasNulls || other.hasNulls
        switch (extremes, other.extremes) {
        case (.whole(let a, let b), .whole(let c, let d)): both.extremes = .whole(min(a, c), max(b, d))
        case (.floating(let a, let b), .floating(let c, let d)): both.extremes = .floating(min(a, c), max(b, d))
        case (.none, let theirs): both.extremes = theirs
        default: break
        }
        return both
    }

    /// The range of all vectors of a column.
    static func of(_ column: KeyColumn, context: ExecutionContext) throws(QueryError) -> KeyValueRange {
        let workers = context.workers(forRows: column.vectors.reduce(0) { $0 + $1.count })
        let partial = MorselResults<KeyValueRange>(count: column.vectors.count)
        try WorkerPool.shared.forEach(column.vectors.count, workers: workers) { (index) throws(QueryError) in
            try context.check()
            partial[index] = KeyValueRange.of(column.vectors[index])
        }
        return partial.all.reduce(KeyValueRange()) { all, range in range.map { all.union($0) } ?? all }
    }

    static func of(_ vector: Vector) -> KeyValueRange {
        var range = KeyValueRange()
        let count = vector.isConstant ? min(vector.count, 1) : vector.count
        if count == 0 { return range }
        if let validity = vector.validity {
            var valid = 0
            for row in 0..<count { valid &+= Int(validity[row]) }
            range.hasNulls = valid < count
            if valid == 0 { return range }
        }
        let validity = range.hasNulls ? vector.validity : nil
        switch vector.form {
        case .codes: range.extremes = .text
        case .offsets(let width, let base):
            let extremes: (UInt64, UInt64)?
            switch width {
            case .one: extremes = leastAndGreatest(vector.elements(as: UInt8.self), validity, count).map { (UInt64($0), UInt64($1)) }
            case .two: extremes = leastAndGreatest(vector.elements(as: UInt16.self), validity, count).map { (UInt64($0), UInt64($1)) }
            case .four: extremes = leastAndGreatest(vector.elements(as: UInt32.self), validity, count).map { (UInt64($0), UInt64($1)) }
            case .eight: extremes = leastAndGreatest(vector.elements(as: UInt64.self), validity, count)
            }
            if let extremes { range.extremes = .whole(base &+ Int128(extremes.0), base &+ Int128(extremes.1)) }
        case .flat: range.extremes = flatExtremes(vector, validity, count)
        }
        return range
    }

    private static func flatExtremes(_ vector: Vector, _ validity: UnsafePointer<UInt8>?, _ count: Int) -> Extremes {
        func whole<Element: FixedWidthInteger & BitwiseCopyable>(_ type: Element.Type) -> Extremes {
            leastAndGreatest(vector.elements(as: type), validity, count).map { .whole(Int128($0), Int128($1)) } ?? .none
        }
        switch vector.type.physical {
        case .boolean, .uint8: return whole(UInt8.self)
        case .int8: return whole(Int8.self)
        case .int16: return whole(Int16.self)
        case .int32: return whole(Int32.self)
        case .int64: return whole(Int64.self)
        case .int128: return whole(Int128.self)
        case .uint16: return whole(UInt16.self)
        case .uint32: return whole(UInt32.self)
        case .uint64: return whole(UInt64.self)
        case .float:
            return leastAndGreatest(vector.elements(as: Float.self), validity, count) { orderedWord($0) }
                .map { .floating($0, $1) } ?? .none
        case .double:
            return leastAndGreatest(vector.elements(as: Double.self), validity, count) { orderedWord($0) }
                .map { .floating($0, $1) } ?? .none
        case .interval:
            return leastAndGreatest(vector.elements(as: IntervalValue.self), validity, count) { $0.normalized }
                .map { .whole($0, $1) } ?? .none
        case .text, .nested: return .text
        }
    }
}

/// The least and greatest valid element; nil where there is none.
@inline(__always) private func leastAndGreatest<Element: FixedWidthInteger & BitwiseCopyable>(
    _ elements: UnsafePointer<Element>, _ validity: UnsafePointer<UInt8>?, _ count: Int
) -> (Element, Element)? {
    leastAndGreatest(elements, validity, count) { $0 }
}

@inline(__always) private func leastAndGreatest<Element: BitwiseCopyable, Word: FixedWidthInteger>(
    _ elements: UnsafePointer<Element>, _ validity: UnsafePointer<UInt8>?, _ count: Int, _ word: (Element) -> Word
) -> (Word, Word)? {
    var least = Word.max, greatest = Word.min
    if let validity {
        for row in 0..<count where validity[row] != 0 {
            let value = word(elements[row])
            least = min(least, value)
            greatest = max(greatest, value)
        }
    } else {
        for row in 0..<count {
            let value = word(elements[row])
            least = min(least, value)
            greatest = max(greatest, value)
        }
    }
    return least <= greatest ? (least, greatest) : nil
}
