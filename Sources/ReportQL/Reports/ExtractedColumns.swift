import Columns
import Extraction

extension FactTable {
    /// The table in the engine's form. One pass over each column.
    func columnTable(context: ExecutionContext) throws(QueryError) -> Table {
        var builder = TableBuilder(schema: columns.map { ColumnSchema(name: $0.name, type: $0.logicalType) }, context: context)
        if rowCount > 0 {
            var vectors: [Vector] = []
            for column in columns { vectors.append(try column.vector(account: context.account)) }
            builder.append(vectors, count: rowCount)
        }
        return try builder.finish()
    }
}

extension FactColumn {
    var logicalType: LogicalType {
        switch type {
        case .text: .text
        case .decimal: .decimal(precision: 18, scale: 4)
        case .date: .date
        case .bigint: .bigint
        case .double: .double
        case .boolean: .boolean
        }
    }

    func vector(account: MemoryAccount) throws(QueryError) -> Vector {
        let count = isValid.count
        var validity: Buffer?
        if isValid.contains(false) {
            let bytes = try Buffer(byteCount: count, account: account)
            for row in 0..<count { bytes.pointer(to: UInt8.self)[row] = byte(isValid[row]) }
            validity = bytes
        }
        switch type {
        case .text: return try textVector(count, validity, account)
        case .decimal, .bigint:
            let buffer = try Buffer(byteCount: max(count, 1) * 8, account: account)
            for row in 0..<count { buffer.pointer(to: Int64.self)[row] = integers[row] }
            return Vector(type: logicalType, count: count, buffer: buffer, validity: validity)
        case .date:
            let buffer = try Buffer(byteCount: max(count, 1) * 4, account: account)
            for row in 0..<count { buffer.pointer(to: Int32.self)[row] = Int32(truncatingIfNeeded: integers[row]) }
            return Vector(type: .date, count: count, buffer: buffer, validity: validity)
        case .boolean:
            let buffer = try Buffer(byteCount: max(count, 1), account: account)
            for row in 0..<count { buffer.pointer(to: UInt8.self)[row] = byte(integers[row] != 0) }
            return Vector(type: .boolean, count: count, buffer: buffer, validity: validity)
        case .double:
            let buffer = try Buffer(byteCount: max(count, 1) * 8, account: account)
            for row in 0..<count { buffer.pointer(to: Double.self)[row] = doubles[row] }
            return Vector(type: .double, count: count, buffer: buffer, validity: validity)
        }
    }

    private func textVector(_ count: Int, _ validity: Buffer?, _ account: MemoryAccount) throws(QueryError) -> Vector {
        let arena = TextArena(account: account)
        let memory = try arena.allocate(max(bytes.count, 1))
        memory.update(from: bytes, count: bytes.count)
        let buffer = try Buffer(byteCount: max(count, 1) * MemoryLayout<TextView>.stride, account: account)
        let views = buffer.pointer(to: TextView.self)
        var start = 0
        for row in 0..<count {
            views[row] = TextView(memory + start, count: ends[row] - start)
            start = ends[row]
        }
        return Vector(type: .text, count: count, buffer: buffer, validity: validity, keeping: [arena])
    }
}
