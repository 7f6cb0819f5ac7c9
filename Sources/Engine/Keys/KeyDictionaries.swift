import Columns

/// Brings the texts of key columns into codes of one dictionary, since codes of two dictionaries say nothing of each other.
enum KeyDictionaries {
    /// The column with every text as a code of one dictionary, and that dictionary; other columns as they are.
    ///
    /// Nested values take part as texts that are equal exactly where they are; their order is found by comparison.
    static func unified(_ column: KeyColumn, context: ExecutionContext) throws(QueryError) -> (KeyColumn, TextDictionary?) {
        var column = column
        switch column.type.physical {
        case .text: break
        case .nested:
            if case .order = column.comparison { return (try NestedKeys.ranked(column, context: context), nil) }
            column = try NestedKeys.described(column, context: context)
        default: return (column, nil)
        }
        if let shared = sharedDictionary(column.vectors) {
            guard case .order = column.comparison else { return (column, shared) }
            // To rank a dictionary it must be sorted. For a few rows of a large one the texts that occur are enough.
            let rowCount = column.vectors.reduce(0) { $0 + $1.count }
            if rowCount >= shared.count / 8 { return (column, shared) }
        }
        var builder = try TextDictionaryBuilder(account: context.account)
        // Of every dictionary met, the codes already taken over; only texts that occur enter.
        var translations: [ObjectIdentifier: Buffer] = [:]
        var vectors: [Vector] = []
        for vector in column.vectors {
            try context.check()
            let flat = vector.isConstant ? vector.slice(0..<min(vector.count, 1)) : vector
            let rows = vector.isConstant ? min(vector.count, 1) : vector.count
            let buffer = try Buffer(byteCount: max(rows, 1) * 4, account: context.account)
            let codes = buffer.pointer(to: UInt32.self)
            if case .codes(_, let dictionary) = flat.form {
                let translation: Buffer
                if let known = translations[ObjectIdentifier(dictionary)] {
                    translation = known
                } else {
                    translation = try newTranslation(dictionary, context.account)
                    translations[ObjectIdentifier(dictionary)] = translation
                }
                let map = translation.pointer(to: UInt32.self)
                for row in 0..<rows {
                    guard flat.isValid(row) else {
                        codes[row] = 0
                        continue
                    }
                    let code = Int(flat.dictionaryCode(at: row))
                    if map[code] == .max { map[code] = try builder.code(of: dictionary.views[code]) }
                    codes[row] = map[code]
                }
            } else {
                let views = flat.elements(as: TextView.self)
                for row in 0..<rows { codes[row] = flat.isValid(row) ? try builder.code(of: views[row]) : 0 }
            }
            vectors.append(
                Vector(
                    type: .text, count: vector.count, form: .flat, isConstant: vector.isConstant, data: UnsafeRawPointer(buffer.start),
                    validity: vector.validity, owners: vector.owners + [buffer]))
        }
        let dictionary = builder.finish()
        column.vectors = vectors.map { vector in
            Vector(
                type: .text, count: vector.count, form: .codes(width: .four, dictionary: dictionary), isConstant: vector.isConstant,
                data: vector.data, validity: vector.validity, owners: vector.owners)
        }
        return (column, dictionary)
    }

    /// The dictionary that all vectors hold codes of; nil where there are several or plain texts.
    private static func sharedDictionary(_ vectors: [Vector]) -> TextDictionary? {
        var shared: TextDictionary?
        for vector in vectors {
            guard case .codes(_, let dictionary) = vector.form else { return nil }
            if let known = shared, known !== dictionary { return nil }
            shared = dictionary
        }
        return shared
    }

    private static func newTranslation(_ dictionary: TextDictionary, _ account: MemoryAccount) throws(QueryError) -> Buffer {
        let buffer = try Buffer(byteCount: max(dictionary.count, 1) * 4, account: account)
        buffer.pointer(to: UInt32.self).update(repeating: .max, count: max(dictionary.count, 1))
        return buffer
    }
}

extension Vector {
    /// The dictionary code of a row of a vector in the form of codes.
    func dictionaryCode(at row: Int) -> UInt32 {
        let row = isConstant ? 0 : row
        return switch elementByteCount {
        case 1: UInt32(elements(as: UInt8.self)[row])
        case 2: UInt32(elements(as: UInt16.self)[row])
        default: elements(as: UInt32.self)[row]
        }
    }
}

/// Keys of lists and structures: rare, so they go through `Value`.
enum NestedKeys {
    /// The values as texts, equal where the values are.
    static func described(_ column: KeyColumn, context: ExecutionContext) throws(QueryError) -> KeyColumn {
        var described = column
        described.type = .text
        described.vectors = []
        for vector in column.vectors { described.vectors.append(try texts(of: vector, context: context)) }
        return described
    }

    static func texts(of vector: Vector, context: ExecutionContext) throws(QueryError) -> Vector {
        var values: [Value] = []
        for row in 0..<vector.count {
            let value = vector.value(at: row)
            values.append(value.isNull ? .null : .text(String(describing: value)))
        }
        return try Vector.of(values, type: .text, account: context.account)
    }

    /// The values as their places in the order of all.
    static func ranked(_ column: KeyColumn, context: ExecutionContext) throws(QueryError) -> KeyColumn {
        var values: [Value] = []
        for vector in column.vectors {
            try context.check()
            for row in 0..<vector.count { values.append(vector.value(at: row)) }
        }
        let order = values.indices.sorted { NestedKeys.compare(values[$0], values[$1]) < 0 }
        var ranks = [Value](repeating: .null, count: values.count)
        var rank = 0
        for (place, index) in order.enumerated() {
            if place > 0, compare(values[order[place - 1]], values[index]) != 0 { rank += 1 }
            if !values[index].isNull { ranks[index] = .integer(Int128(rank)) }
        }
        var result = column
        result.type = .ubigint
        result.vectors = []
        var start = 0
        for vector in column.vectors {
            result.vectors.append(
                try Vector.of(Array(ranks[start..<start + vector.count]), type: .ubigint, account: context.account))
            start += vector.count
        }
        return result
    }

    /// Negative, zero or positive, as the values order; NULL comes last. Lists compare element by element, a prefix first.
    static func compare(_ left: Value, _ right: Value) -> Int {
        func order<Key: Comparable>(_ left: Key, _ right: Key) -> Int { left < right ? -1 : left == right ? 0 : 1 }
        switch (left, right) {
        case (.null, .null): return 0
        case (.null, _): return 1
        case (_, .null): return -1
        case (.boolean(let a), .boolean(let b)): return order(a ? 1 : 0, b ? 1 : 0)
        case (.integer(let a), .integer(let b)): return order(a, b)
        case (.decimal(let a, _), .decimal(let b, _)): return order(a, b)
        case (.float(let a), .float(let b)): return order(orderedWord(a), orderedWord(b))
        case (.double(let a), .double(let b)): return order(orderedWord(a), orderedWord(b))
        case (.text(let a), .text(let b)):
            if a.utf8.elementsEqual(b.utf8) { return 0 }
            return a.utf8.lexicographicallyPrecedes(b.utf8) ? -1 : 1
        case (.date(let a), .date(let b)): return order(a, b)
        case (.time(let a), .time(let b)), (.timestamp(let a), .timestamp(let b)): return order(a, b)
        case (.interval(let a), .interval(let b)): return order(a.normalized, b.normalized)
        case (.list(let a), .list(let b)), (.structure(let a), .structure(let b)):
            for (first, second) in zip(a, b) {
                let result = compare(first, second)
                if result != 0 { return result }
            }
            return order(a.count, b.count)
        // Values of one column are of one type.
        default: return 0
        }
    }
}
