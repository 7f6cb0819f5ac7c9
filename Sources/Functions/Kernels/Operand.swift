import Columns

/// An argument as a loop reads it: flat elements, or one element that stands for every row.
struct Operand<Element: BitwiseCopyable> {
    let pointer: UnsafePointer<Element>
    let isConstant: Bool
    /// All ones, or zero for a constant: `row & mask` is where the element of a row lies.
    private let mask: Int
    /// Keeps the memory alive, which the pointer does not.
    let vector: Vector

    init(_ vector: Vector, _ account: MemoryAccount) throws(QueryError) {
        var flat = vector
        if vector.isConstant {
            if !vector.isFlat { flat = try vector.slice(0..<1).flattened(account) }
        } else {
            flat = try vector.flattened(account)
        }
        self.vector = flat
        isConstant = vector.isConstant
        mask = vector.isConstant ? 0 : -1
        pointer = flat.elements(as: Element.self)
    }

    @inline(__always) subscript(row: Int) -> Element { pointer[row & mask] }
}

/// Which rows have a value in every argument.
struct RowValidity {
    /// One byte a row; nil when every row is valid.
    let bytes: UnsafePointer<UInt8>?
    /// No row is valid.
    let isAllNull: Bool
    private let owner: AnyObject?

    init(_ arguments: [Vector], _ count: Int, _ account: MemoryAccount) throws(QueryError) {
        if arguments.contains(where: { $0.isConstant && !$0.isValid(0) }) {
            (bytes, isAllNull, owner) = (nil, true, nil)
            return
        }
        let nullable = arguments.filter { $0.validity != nil && !$0.isConstant }
        guard nullable.count > 1 else {
            (bytes, isAllNull, owner) = (nullable.first?.validity, false, nullable.first)
            return
        }
        let combined = try Buffer(byteCount: max(count, 1), account: account)
        let output = combined.pointer(to: UInt8.self)
        output.initialize(repeating: 1, count: count)
        for vector in nullable {
            guard let validity = vector.validity else { continue }
            for row in 0..<count { output[row] &= validity[row] }
        }
        (bytes, isAllNull, owner) = (UnsafePointer(output), false, combined)
    }

    @inline(__always) func isValid(_ row: Int) -> Bool {
        if isAllNull { return false }
        guard let bytes else { return true }
        return bytes[row] != 0
    }
}

/// Room for the elements of a result, and the vector over it.
struct ResultColumn<Element: BitwiseCopyable> {
    let type: LogicalType
    let count: Int
    let isConstant: Bool
    let buffer: Buffer
    let elements: UnsafeMutablePointer<Element>

    /// - Parameter arguments: when all are constant the result is one element for all rows.
    init(_ type: LogicalType, _ arguments: [Vector], _ count: Int, _ account: MemoryAccount, zeroed: Bool = false) throws(QueryError) {
        self.type = type
        self.count = count
        isConstant = !arguments.isEmpty && arguments.allSatisfy(\.isConstant)
        let rows = isConstant ? 1 : count
        buffer = try Buffer(byteCount: max(rows, 1) * MemoryLayout<Element>.stride, account: account, zeroed: zeroed)
        elements = buffer.pointer(to: Element.self)
    }

    /// How many elements a loop fills.
    var rows: Int { isConstant ? min(1, count) : count }

    func vector(validity: Buffer? = nil, keeping others: [AnyObject] = []) -> Vector {
        var owners = others
        owners.append(buffer)
        if let validity { owners.append(validity) }
        return Vector(
            type: type, count: count, isConstant: isConstant, data: UnsafeRawPointer(buffer.start),
            validity: validity.map { UnsafePointer($0.pointer(to: UInt8.self)) }, owners: owners)
    }
}

/// Computes each row's element by `body`, which never sees a row that is NULL in some argument.
///
/// The loop is inlined with its body into each caller, so that reading through `Operand`s costs no call.
@inline(__always)
func mapRows<Element: BitwiseCopyable>(
    _ arguments: [Vector], _ count: Int, to type: LogicalType, _ context: EvaluationContext, keeping others: [AnyObject] = [],
    _ body: (Int) throws(QueryError) -> Element
) throws(QueryError) -> Vector {
    let validity = try RowValidity(arguments, count, context.account)
    let result = try ResultColumn<Element>(type, arguments, count, context.account, zeroed: true)
    if validity.isAllNull { return result.vector(keeping: others) }
    let elements = result.elements
    if let valid = validity.bytes {
        for row in 0..<result.rows where valid[row] != 0 { elements[row] = try body(row) }
    } else {
        for row in 0..<result.rows { elements[row] = try body(row) }
    }
    return result.vector(keeping: others)
}

/// Like `mapRows`, for functions that give NULL for some arguments that are not NULL: `body` answers nil there.
@inline(__always)
func mapRowsOrNull<Element: BitwiseCopyable>(
    _ arguments: [Vector], _ count: Int, to type: LogicalType, _ context: EvaluationContext, keeping others: [AnyObject] = [],
    _ body: (Int) throws(QueryError) -> Element?
) throws(QueryError) -> Vector {
    let validity = try RowValidity(arguments, count, context.account)
    let result = try ResultColumn<Element>(type, arguments, count, context.account, zeroed: true)
    let answered = try Buffer(byteCount: max(result.rows, 1), account: context.account, zeroed: true)
    let flags = answered.pointer(to: UInt8.self)
    for row in 0..<result.rows where validity.isValid(row) {
        guard let element = try body(row) else { continue }
        result.elements[row] = element
        flags[row] = 1
    }
    return result.vector(validity: answered, keeping: others)
}

extension Vector {
    /// A constant NULL of a type.
    static func null(_ type: LogicalType, count: Int, _ account: MemoryAccount) throws(QueryError) -> Vector {
        try Vector.constant(.null, type: type, count: count, account: account)
    }
}
