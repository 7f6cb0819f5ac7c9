import Columns

/// The one form in which a column's values are gathered, whatever forms its vectors come in.
///
/// It follows from what is proved of the column: offsets from one base, codes of one dictionary, else flat.
struct StoredForm: Sendable {
    let type: LogicalType
    let form: Vector.Form
    let byteCount: Int
    let mayBeNull: Bool

    /// Nil for nested values, whose elements mean something only within their own vector.
    init?(_ type: LogicalType, facts: ColumnFacts, narrowWidths: Bool) {
        let physical = type.physical
        if physical == .nested { return nil }
        self.type = type
        mayBeNull = facts.mayBeNull
        var form = Vector.Form.flat
        if let dictionary = facts.dictionary, physical == .text {
            let width = Width(holding: UInt64(max(dictionary.count, 1) - 1))
            form = .codes(width: width == .eight ? .four : width, dictionary: dictionary)
        } else if narrowWidths, physical.isWhole, let bounds = facts.bounds {
            let (span, overflow) = bounds.upperBound.subtractingReportingOverflow(bounds.lowerBound)
            if !overflow, let span = UInt64(exactly: span), Width(holding: span).byteCount < physical.byteCount {
                form = .offsets(width: Width(holding: span), base: bounds.lowerBound)
            }
        }
        self.form = form
        switch form {
        case .flat: byteCount = physical.byteCount
        case .offsets(let width, _), .codes(let width, _): byteCount = width.byteCount
        }
    }

    /// Whether a vector has this form already, and validity where values may be NULL.
    func isForm(of vector: Vector) -> Bool {
        guard !vector.isConstant, mayBeNull == (vector.validity != nil) else { return false }
        return switch (form, vector.form) {
        case (.flat, .flat): true
        case (.offsets(let width, let base), .offsets(let ownWidth, let ownBase)): width == ownWidth && base == ownBase
        case (.codes(let width, let dictionary), .codes(let ownWidth, let ownDictionary)):
            width == ownWidth && dictionary === ownDictionary
        default: false
        }
    }

    /// The dictionary that stored codes belong to.
    var dictionary: TextDictionary? {
        if case .codes(_, let dictionary) = form { dictionary } else { nil }
    }

    /// Writes the vector's rows and their validity, and gives back what the written elements point at.
    func store(
        _ vector: Vector, into target: UnsafeMutableRawPointer, validity: UnsafeMutablePointer<UInt8>?, account: MemoryAccount
    ) throws(QueryError) -> [AnyObject] {
        let count = vector.count
        if let validity {
            if let source = vector.validity {
                if vector.isConstant {
                    validity.update(repeating: source[0], count: count)
                } else {
                    validity.update(from: source, count: count)
                }
            } else {
                validity.update(repeating: 1, count: count)
            }
        }
        switch form {
        case .flat:
            let flat = try vector.flattened(account)
            target.copyMemory(from: flat.data, byteCount: count * byteCount)
            return type.physical == .text ? flat.owners : []
        case .offsets(let width, let base): vector.storeOffsets(from: base, width: width, into: target)
        case .codes(let width, let dictionary):
            switch width {
            case .one: try storeCodes(vector, dictionary, target.assumingMemoryBound(to: UInt8.self))
            case .two: try storeCodes(vector, dictionary, target.assumingMemoryBound(to: UInt16.self))
            case .four, .eight: try storeCodes(vector, dictionary, target.assumingMemoryBound(to: UInt32.self))
            }
        }
        return []
    }

    private func storeCodes<Code: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
        _ vector: Vector, _ dictionary: TextDictionary, _ output: UnsafeMutablePointer<Code>
    ) throws(QueryError) {
        if case .codes(_, let own) = vector.form, own === dictionary, !vector.isConstant {
            switch vector.elementByteCount {
            case 1: narrow(vector.elements(as: UInt8.self), output, vector.count)
            case 2: narrow(vector.elements(as: UInt16.self), output, vector.count)
            default: narrow(vector.elements(as: UInt32.self), output, vector.count)
            }
            return
        }
        for row in 0..<vector.count {
            guard vector.isValid(row) else {
                output[row] = 0
                continue
            }
            let view: TextView
            if case .codes(_, let own) = vector.form {
                view = own.views[Int(vector.dictionaryCode(at: row))]
            } else {
                view = vector.elements(as: TextView.self)[vector.isConstant ? 0 : row]
            }
            guard let code = try dictionary.code(of: view) else {
                throw QueryError(.internal, "a text is missing from the dictionary that was proved to hold its column")
            }
            output[row] = Code(truncatingIfNeeded: code)
        }
    }

    private func narrow<Source: FixedWidthInteger & BitwiseCopyable, Code: FixedWidthInteger & BitwiseCopyable>(
        _ source: UnsafePointer<Source>, _ output: UnsafeMutablePointer<Code>, _ count: Int
    ) {
        for row in 0..<count { output[row] = Code(truncatingIfNeeded: source[row]) }
    }

    /// Stored elements as a vector. `owners` may be empty where the caller keeps the memory.
    func vector(_ data: UnsafeRawPointer, validity: UnsafePointer<UInt8>?, count: Int, owners: [AnyObject] = []) -> Vector {
        Vector(type: type, count: count, form: form, data: data, validity: validity, owners: owners)
    }
}
