import Columns
import Synchronization

/// Turns texts of other rows into codes of a dictionary that a set of keys was made with.
///
/// A whole dictionary is translated once a query, unless the rows that ask are few beside it: then they are looked up one by one.
final class KeyTranslation: Sendable {
    private let dictionary: TextDictionary
    private let known = Mutex<[ObjectIdentifier: Known]>([:])

    private struct Known {
        /// Keeps the object alive, and with it its identity.
        let dictionary: TextDictionary
        var rowsAsked = 0
        var codes: Buffer?
    }

    /// Stands for a text that the dictionary does not have.
    private static let missing = UInt32.max

    init(to dictionary: TextDictionary) {
        self.dictionary = dictionary
    }

    /// The vector in codes of the dictionary. Sets `unmatched` for texts that it does not have; they get code 0.
    func translate(_ vector: Vector, unmatched: UnsafeMutablePointer<UInt8>, account: MemoryAccount) throws(QueryError) -> Vector {
        if case .codes(_, let other) = vector.form, other === dictionary { return vector }
        let count = vector.isConstant ? min(vector.count, 1) : vector.count
        let buffer = try Buffer(byteCount: max(count, 1) * 4, account: account)
        let output = buffer.pointer(to: UInt32.self)
        if case .codes(let width, let other) = vector.form, other.count > 0 {
            if let codes = try translated(other, rows: count, account: account)?.pointer(to: UInt32.self) {
                switch width {
                case .one: map(vector.elements(as: UInt8.self), codes, output, count)
                case .two: map(vector.elements(as: UInt16.self), codes, output, count)
                case .four, .eight: map(vector.elements(as: UInt32.self), codes, output, count)
                }
            } else {
                let index = try dictionary.textIndex()
                for row in 0..<count {
                    let view = other.views[Int(vector.dictionaryCode(at: row))]
                    output[row] = index.code(of: view, in: dictionary.views) ?? KeyTranslation.missing
                }
            }
        } else if case .flat = vector.form {
            let index = try dictionary.textIndex()
            let views = vector.elements(as: TextView.self)
            for row in 0..<count { output[row] = index.code(of: views[row], in: dictionary.views) ?? KeyTranslation.missing }
        } else {
            output.update(repeating: 0, count: count)
        }
        if vector.isConstant {
            if count > 0, output[0] == KeyTranslation.missing {
                output[0] = 0
                unmatched.update(repeating: 1, count: vector.count)
            }
        } else {
            for row in 0..<count {
                let isMissing = byte(output[row] == KeyTranslation.missing)
                unmatched[row] |= isMissing
                output[row] &= UInt32(isMissing) &- 1
            }
        }
        return Vector(
            type: .text, count: vector.count, form: .codes(width: .four, dictionary: dictionary), isConstant: vector.isConstant,
            data: UnsafeRawPointer(buffer.start), validity: vector.validity, owners: vector.owners + [buffer])
    }

    private func map<Code: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
        _ input: UnsafePointer<Code>, _ codes: UnsafePointer<UInt32>, _ output: UnsafeMutablePointer<UInt32>, _ count: Int
    ) {
        for row in 0..<count { output[row] = codes[Int(truncatingIfNeeded: input[row])] }
    }

    private func translated(_ other: TextDictionary, rows: Int, account: MemoryAccount) throws(QueryError) -> Buffer? {
        let own = dictionary
        return try known.withLock { (known) throws(QueryError) -> Buffer? in
            var entry = known[ObjectIdentifier(other)] ?? Known(dictionary: other)
            defer { known[ObjectIdentifier(other)] = entry }
            if let codes = entry.codes { return codes }
            entry.rowsAsked += rows
            // So far looking up each row has cost less than half of a whole translation.
            if entry.rowsAsked < other.count / 2 { return nil }
            let index = try own.textIndex()
            let buffer = try Buffer(byteCount: max(other.count, 1) * 4, account: account)
            let codes = buffer.pointer(to: UInt32.self)
            for code in 0..<other.count { codes[code] = index.code(of: other.views[code], in: own.views) ?? KeyTranslation.missing }
            entry.codes = buffer
            return buffer
        }
    }
}
