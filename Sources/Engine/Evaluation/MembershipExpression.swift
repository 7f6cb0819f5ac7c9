import Columns
import Functions

/// `needle IN (constants)`: a lookup in a table of the constants, made once.
struct MembershipExpression: VectorExpression {
    let needle: any VectorExpression
    var parts: [any VectorExpression] { [needle] }
    let context: EvaluationContext
    private let table: ConstantSet
    /// Whether the list holds a NULL, which makes every "not found" unknown.
    private let listHasNull: Bool

    var type: LogicalType { .boolean }
    var canRaise: Bool { needle.canRaise }

    /// - Parameter constants: of the needle's type.
    init(needle: any VectorExpression, constants: [Value], context: EvaluationContext) throws(QueryError) {
        self.needle = needle
        self.context = context
        listHasNull = constants.contains(.null)
        let values = constants.filter { !$0.isNull }
        table = try ConstantSet(
            try Vector.of(values, type: needle.type, account: context.account), account: context.account,
            hashBits: context.settings.hashBits)
    }

    func evaluate(_ batch: Batch) throws(QueryError) -> Vector {
        let account = context.account
        let vector = try needle.evaluate(batch)
        if vector.isConstant, batch.count > 0 {
            let single = try lookUp(try vector.repeated(1).flattened(account))
            return single.repeated(batch.count)
        }
        return try lookUp(try vector.flattened(account))
    }

    private func lookUp(_ flat: Vector) throws(QueryError) -> Vector {
        let account = context.account
        let found = try table.contains(flat, account: account)
        guard listHasNull else { return Vector(type: .boolean, count: flat.count, buffer: found).sharingValidity(of: flat) }
        let validityBuffer = try Buffer(byteCount: max(flat.count, 1), account: account)
        let validity = validityBuffer.pointer(to: UInt8.self)
        let hits = found.pointer(to: UInt8.self)
        for row in 0..<flat.count { validity[row] = hits[row] & byte(flat.isValid(row)) }
        return Vector(type: .boolean, count: flat.count, buffer: found, validity: validityBuffer)
    }
}

/// The distinct values of a list of constants.
private struct ConstantSet: Sendable {
    private enum Storage: @unchecked Sendable {
        // Unchecked: the tables are filled here and only read afterwards.
        case packed(KeyTable<UInt64>)
        case packedWide(KeyTable<UInt128>)
        /// With what the keys point at.
        case wide(KeyTable<TextView>, [AnyObject])
    }

    private let layout: KeyLayout
    private let storage: Storage

    init(_ values: Vector, account: MemoryAccount, hashBits: Int) throws(QueryError) {
        // The needle can be anything of the type, so the layout must not depend on the constants.
        layout = KeyLayout(types: [values.type], facts: [ColumnFacts(mayBeNull: true)])
        let numbers = try Buffer(byteCount: max(values.count, 1) * 4, account: account).pointerKeeping
        switch layout.form {
        case .packed64:
            var table = try KeyTable<UInt64>(expecting: values.count, hashBits: hashBits, account: account)
            let keys = try Buffer(byteCount: max(values.count, 1) * 8, account: account)
            try layout.pack([values], count: values.count, into: keys.pointer(to: UInt64.self), account: account)
            try table.numbers(of: keys.pointer(to: UInt64.self), count: values.count, into: numbers.start)
            storage = .packed(table)
        case .packed128:
            var table = try KeyTable<UInt128>(expecting: values.count, hashBits: hashBits, account: account)
            let keys = try Buffer(byteCount: max(values.count, 1) * 16, account: account)
            try layout.pack([values], count: values.count, into: keys.pointer(to: UInt128.self), account: account)
            try table.numbers(of: keys.pointer(to: UInt128.self), count: values.count, into: numbers.start)
            storage = .packedWide(table)
        case .wide:
            var table = try KeyTable<TextView>(expecting: values.count, hashBits: hashBits, account: account)
            let arena = TextArena(account: account)
            let keys = try Buffer(byteCount: max(values.count, 1) * 16, account: account)
            let owners = try TextView.encode(
                [values], count: values.count, layout: layout, into: keys.pointer(to: TextView.self), scratch: arena, account: account)
            try table.numbers(of: keys.pointer(to: TextView.self), count: values.count, into: numbers.start)
            storage = .wide(table, owners + [arena, values])
        }
    }

    /// A byte a row: whether it is one of the constants. Arbitrary for NULLs.
    func contains(_ flat: Vector, account: MemoryAccount) throws(QueryError) -> Buffer {
        let count = flat.count
        let numbers = try Buffer(byteCount: max(count, 1) * 4, account: account)
        let found = numbers.pointer(to: UInt32.self)
        switch storage {
        case .packed(let table):
            let keys = try Buffer(byteCount: max(count, 1) * 8, account: account)
            try layout.pack([flat], count: count, into: keys.pointer(to: UInt64.self), account: account)
            table.find(keys.pointer(to: UInt64.self), count: count, into: found)
        case .packedWide(let table):
            let keys = try Buffer(byteCount: max(count, 1) * 16, account: account)
            try layout.pack([flat], count: count, into: keys.pointer(to: UInt128.self), account: account)
            table.find(keys.pointer(to: UInt128.self), count: count, into: found)
        case .wide(let table, _):
            let arena = TextArena(account: account)
            let keys = try Buffer(byteCount: max(count, 1) * 16, account: account)
            let owners = try TextView.encode(
                [flat], count: count, layout: layout, into: keys.pointer(to: TextView.self), scratch: arena, account: account)
            table.find(keys.pointer(to: TextView.self), count: count, into: found)
            withExtendedLifetime((owners, arena, flat)) {}
        }
        let bytes = try Buffer(byteCount: max(count, 1), account: account)
        let hits = bytes.pointer(to: UInt8.self)
        for row in 0..<count { hits[row] = byte(found[row] != UInt32.max) }
        return bytes
    }
}

extension Buffer {
    /// The buffer as numbers, with the buffer itself so that it stays alive.
    fileprivate var pointerKeeping: (start: UnsafeMutablePointer<UInt32>, owner: Buffer) { (pointer(to: UInt32.self), self) }
}

extension Vector {
    /// The vector with the validity of another of the same shape.
    package func sharingValidity(of other: Vector) -> Vector {
        guard other.validity != nil else { return self }
        return Vector(
            type: type, count: count, form: form, isConstant: isConstant, data: data, validity: other.validity,
            owners: owners + other.owners)
    }
}
