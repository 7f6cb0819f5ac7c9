import Columns
import Extraction

/// Some rows of an extracted table in the engine's form.
struct FactColumns: Sendable {
    private let vectors: [Vector]
    private let schema: [ColumnSchema]
    private let count: Int

    /// One pass over each column.
    init(_ table: FactTable, context: ExecutionContext) throws(QueryError) {
        var vectors: [Vector] = []
        for column in table.columns { vectors.append(try column.vector(account: context.account)) }
        self.vectors = vectors
        schema = table.schema
        count = table.rowCount
    }

    /// The table of all parts.
    /// - Parameter empty: its columns, where there are no parts.
    static func table(_ parts: [FactColumns], of empty: FactTable, context: ExecutionContext) throws(QueryError) -> Table {
        var builder = TableBuilder(schema: parts.first?.schema ?? empty.schema, context: context)
        for part in parts where part.count > 0 { builder.append(part.vectors, count: part.count) }
        return try builder.finish()
    }
}

extension FactTable {
    /// The table in the engine's form.
    func columnTable(context: ExecutionContext) throws(QueryError) -> Table {
        try FactColumns.table([FactColumns(self, context: context)], of: self, context: context)
    }

    var schema: [ColumnSchema] { columns.map { ColumnSchema(name: $0.name, type: $0.logicalType) } }
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
