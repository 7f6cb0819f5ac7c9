internal import CVectorKernels

/// One byte a row: 1 for a row that passed, 0 for one that did not. Shares the memory of what it was made from.
package struct RowMask: @unchecked Sendable {
    // Unchecked: the bytes are written before the mask is made, and only read from then on.
    package let bytes: UnsafePointer<UInt8>
    package let count: Int
    private let owner: AnyObject

    private init(bytes: UnsafePointer<UInt8>, count: Int, owner: AnyObject) {
        self.bytes = bytes
        self.count = count
        self.owner = owner
    }

    package init(_ buffer: Buffer, count: Int) {
        self.init(bytes: UnsafePointer(buffer.pointer(to: UInt8.self)), count: count, owner: buffer)
    }

    /// The rows of a BOOLEAN vector that are true; NULL counts as not true.
    package init(_ vector: Vector, account: MemoryAccount) throws(QueryError) {
        count = vector.count
        if vector.isConstant || !vector.isFlat {
            let buffer = try Buffer(byteCount: max(count, 1), account: account)
            let output = buffer.pointer(to: UInt8.self)
            let flat = try vector.flattened(account)
            for row in 0..<count { output[row] = flat.elements(as: UInt8.self)[row] & (flat.validity?[row] ?? 1) }
            bytes = UnsafePointer(output)
            owner = buffer
        } else if let validity = vector.validity {
            let buffer = try Buffer(byteCount: max(count, 1), account: account)
            reportql_intersect_marks(vector.elements(as: UInt8.self), validity, count, buffer.pointer(to: UInt8.self))
            bytes = UnsafePointer(buffer.pointer(to: UInt8.self))
            owner = buffer
        } else {
            bytes = vector.elements(as: UInt8.self)
            owner = vector
        }
    }

    /// The rows that passed both.
    package func intersected(with other: RowMask, account: MemoryAccount) throws(QueryError) -> RowMask {
        let buffer = try Buffer(byteCount: max(count, 1), account: account)
        reportql_intersect_marks(bytes, other.bytes, count, buffer.pointer(to: UInt8.self))
        return RowMask(buffer, count: count)
    }

    /// How many rows passed.
    package var passing: Int { RowMask.countOnes(bytes, count) }

    /// The vector's rows that passed, as if all others were NULL: what ignores NULLs then sees them alone.
    package func applied(to vector: Vector, account: MemoryAccount) throws(QueryError) -> Vector {
        let flat = vector.isConstant ? try vector.flattened(account) : vector
        var mask = self
        if let validity = flat.validity {
            mask = try intersected(with: RowMask(bytes: validity, count: count, owner: flat), account: account)
        }
        return Vector(
            type: flat.type, count: flat.count, form: flat.form, data: flat.data, validity: mask.bytes, owners: flat.owners + [mask.owner])
    }

    package static func countOnes(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int { reportql_count_marks(bytes, count) }
}
