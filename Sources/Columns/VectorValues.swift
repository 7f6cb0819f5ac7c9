// Vectors from single values and back: for constants, VALUES, parameters and reading a result row by row. Never in a hot path.

/// The values behind a flat vector of lists or structures; the vector's elements are positions in `values`.
package final class NestedValues: Sendable {
    package let values: [Value]
    package init(_ values: [Value]) { self.values = values }
}

extension Vector {
    /// A vector of `count` rows that are all `value`, which must be of `type` (see `Value`), or NULL.
    package static func constant(_ value: Value, type: LogicalType, count: Int, account: MemoryAccount) throws(QueryError) -> Vector {
        let one = try Vector.of([value], type: type, account: account)
        return Vector(
            type: type, count: count, form: one.form, isConstant: true, data: one.data, validity: one.validity, owners: one.owners)
    }

    /// A flat vector of the given values. A value that does not fit the type is an internal error: casts come first.
    package static func of(_ values: [Value], type: LogicalType, account: MemoryAccount) throws(QueryError) -> Vector {
        let buffer = try Buffer(byteCount: max(values.count, 1) * type.physical.byteCount, account: account, zeroed: true)
        var validity: Buffer?
        if values.contains(.null) {
            let bytes = try Buffer(byteCount: max(values.count, 1), account: account)
            for (row, value) in values.enumerated() { bytes.pointer(to: UInt8.self)[row] = byte(!value.isNull) }
            validity = bytes
        }
        var owners: [AnyObject] = []
        switch type.physical {
        case .text:
            let arena = TextArena(account: account)
            owners.append(arena)
            let views = buffer.pointer(to: TextView.self)
            for (row, value) in values.enumerated() {
                guard case .text(let text) = value else {
                    views[row] = .empty
                    continue
                }
                views[row] = try arena.view(copying: text)
            }
        case .nested:
            owners.append(NestedValues(values))
            for row in values.indices { buffer.pointer(to: UInt64.self)[row] = UInt64(row) }
        default:
            for (row, value) in values.enumerated() where !value.isNull { try Vector.store(value, type, buffer.start, row) }
        }
        return Vector(type: type, count: values.count, buffer: buffer, validity: validity, keeping: owners)
    }

    private static func store(_ value: Value, _ type: LogicalType, _ memory: UnsafeMutableRawPointer, _ row: Int) throws(QueryError) {
        func put<Number: FixedWidthInteger>(_ number: Int128, as _: Number.Type) throws(QueryError) {
            guard let exact = Number(exactly: number) else {
                throw QueryError(.outOfRange, "\(number) is out of range for \(type)")
            }
            memory.assumingMemoryBound(to: Number.self)[row] = exact
        }
        switch (value, type.physical) {
        case (.boolean(let flag), .boolean): memory.assumingMemoryBound(to: UInt8.self)[row] = byte(flag)
        case (.float(let number), .float): memory.assumingMemoryBound(to: Float.self)[row] = number
        case (.double(let number), .double): memory.assumingMemoryBound(to: Double.self)[row] = number
        case (.interval(let interval), .interval): memory.assumingMemoryBound(to: IntervalValue.self)[row] = interval
        default:
            let number: Int128
            switch value {
            case .integer(let whole): number = whole
            case .decimal(let unscaled, _): number = unscaled
            case .date(let days): number = Int128(days)
            case .time(let microseconds), .timestamp(let microseconds): number = Int128(microseconds)
            default: throw QueryError(.internal, "a \(value) cannot be stored as \(type)")
            }
            switch type.physical {
            case .int8: try put(number, as: Int8.self)
            case .int16: try put(number, as: Int16.self)
            case .int32: try put(number, as: Int32.self)
            case .int64: try put(number, as: Int64.self)
            case .int128: try put(number, as: Int128.self)
            case .uint8: try put(number, as: UInt8.self)
            case .uint16: try put(number, as: UInt16.self)
            case .uint32: try put(number, as: UInt32.self)
            case .uint64: try put(number, as: UInt64.self)
            default: throw QueryError(.internal, "a \(value) cannot be stored as \(type)")
            }
        }
    }

    /// The value of one row. Linear work for nobody: constant time, but with an allocation for longer texts.
    package func value(at row: Int) -> Value {
        guard isValid(row) else { return .null }
        let row = isConstant ? 0 : row
        switch form {
        case .codes(let width, let dictionary):
            let code = code(at: row, width: width)
            return code < dictionary.count ? .text(dictionary.views[code].string) : .text("")
        case .offsets(let width, let base):
            return wholeValue(base &+ Int128(offset(at: row, width: width)))
        case .flat:
            switch type.physical {
            case .boolean: return .boolean(elements(as: UInt8.self)[row] != 0)
            case .float: return .float(elements(as: Float.self)[row])
            case .double: return .double(elements(as: Double.self)[row])
            case .text: return .text(elements(as: TextView.self)[row].string)
            case .interval: return .interval(elements(as: IntervalValue.self)[row])
            case .nested:
                let position = Int(elements(as: UInt64.self)[row])
                for owner in owners {
                    if let nested = owner as? NestedValues, position < nested.values.count { return nested.values[position] }
                }
                return .null
            default: return wholeValue(wholeNumber(at: row))
            }
        }
    }

    private func code(at row: Int, width: Width) -> Int { Int(truncatingIfNeeded: offset(at: row, width: width)) }

    private func offset(at row: Int, width: Width) -> UInt64 {
        switch width {
        case .one: UInt64(elements(as: UInt8.self)[row])
        case .two: UInt64(elements(as: UInt16.self)[row])
        case .four: UInt64(elements(as: UInt32.self)[row])
        case .eight: elements(as: UInt64.self)[row]
        }
    }

    /// The stored whole number of a row of a whole-number type, whatever the form; 0 for other types.
    package func wholeNumber(at row: Int) -> Int128 {
        let row = isConstant ? 0 : row
        if case .offsets(let width, let base) = form { return base &+ Int128(offset(at: row, width: width)) }
        return switch type.physical {
        case .int8: Int128(elements(as: Int8.self)[row])
        case .int16: Int128(elements(as: Int16.self)[row])
        case .int32: Int128(elements(as: Int32.self)[row])
        case .int64: Int128(elements(as: Int64.self)[row])
        case .int128: elements(as: Int128.self)[row]
        case .uint8: Int128(elements(as: UInt8.self)[row])
        case .uint16: Int128(elements(as: UInt16.self)[row])
        case .uint32: Int128(elements(as: UInt32.self)[row])
        case .uint64: Int128(elements(as: UInt64.self)[row])
        case .boolean: Int128(elements(as: UInt8.self)[row])
        case .float, .double, .text, .interval, .nested: 0
        }
    }

    private func wholeValue(_ number: Int128) -> Value {
        switch type {
        case .decimal(_, let scale): .decimal(unscaled: number, scale: scale)
        case .date: .date(Int32(truncatingIfNeeded: number))
        case .time: .time(Int64(truncatingIfNeeded: number))
        case .timestamp: .timestamp(Int64(truncatingIfNeeded: number))
        default: .integer(number)
        }
    }
}
