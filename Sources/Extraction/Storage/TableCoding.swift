/// Extracted tables in few bytes: how documents wait in memory and lie in a cache. A text equal to that of the row above costs one byte.
package enum TableCoding {
    private static let allNull: UInt8 = 0
    private static let allValid: UInt8 = 1
    private static let mixed: UInt8 = 2

    /// The bytes of a table.
    package static func encode(_ table: FactTable) -> [UInt8] {
        var writer = BinaryWriter()
        writer.count(UInt64(table.rowCount))
        for column in table.columns { encode(column, to: &writer) }
        return writer.bytes
    }

    private static func encode(_ column: FactColumn, to writer: inout BinaryWriter) {
        if column.type == .text { return encodeTexts(column, to: &writer) }
        let valid = column.isValid.count { $0 }
        let form = valid == 0 ? allNull : valid == column.isValid.count ? allValid : mixed
        writer.raw(CollectionOfOne(form))
        if form == mixed { writer.raw(column.isValid.map { $0 ? 1 : 0 }) }
        for row in column.isValid.indices where column.isValid[row] {
            if column.type == .double {
                writer.fixed(column.doubles[row].bitPattern)
            } else {
                writer.signed(column.integers[row])
            }
        }
    }

    /// For each row 0 for null, 1 for the text of the row above, else the length and two; the texts stand behind.
    private static func encodeTexts(_ column: FactColumn, to writer: inout BinaryWriter) {
        var texts: [UInt8] = []
        for row in column.isValid.indices {
            guard column.isValid[row] else {
                writer.count(0)
                continue
            }
            let text = column.textBytes(row)
            if row > 0, column.isValid[row - 1], text == column.textBytes(row - 1) {
                writer.count(1)
            } else {
                writer.count(UInt64(text.count) + 2)
                texts.append(contentsOf: text)
            }
        }
        writer.raw(texts)
    }

    /// Appends the rows of an encoded table to one of the same columns.
    /// - Parameter prefixes: by the name of a column of texts what its texts begin with.
    /// - Returns: false where the bytes are no such table; rows may have been appended then.
    package static func append(_ bytes: UnsafeRawBufferPointer, to table: inout FactTable, prefixes: [String: String]) -> Bool {
        var reader = BinaryReader(bytes)
        guard let rows = Int(exactly: reader.count()), rows <= bytes.count else { return false }
        for index in table.columns.indices {
            let prefix = prefixes[table.columns[index].name] ?? ""
            guard append(rows, from: &reader, to: &table.columns[index], prefix: prefix) else { return false }
        }
        return reader.isAtEnd
    }

    private static func append(_ rows: Int, from reader: inout BinaryReader, to column: inout FactColumn, prefix: String) -> Bool {
        if column.type == .text { return appendTexts(rows, from: &reader, to: &column, prefix: Array(prefix.utf8)) }
        let form: UInt8 = reader.fixed()
        var valid: UnsafeRawBufferPointer?
        switch form {
        case allNull, allValid: break
        case mixed:
            valid = reader.raw(rows)
            guard valid != nil else { return false }
        default: return false
        }
        for row in 0..<rows {
            guard form == allValid || valid.map({ $0[row] != 0 }) ?? false else {
                column.appendNull()
                continue
            }
            if column.type == .double {
                column.append(Double(bitPattern: reader.fixed(UInt64.self)))
            } else {
                column.append(reader.signed())
            }
        }
        return !reader.isExhausted
    }

    private static func appendTexts(_ rows: Int, from reader: inout BinaryReader, to column: inout FactColumn, prefix: [UInt8]) -> Bool {
        var codes: [UInt64] = []
        codes.reserveCapacity(rows)
        for _ in 0..<rows { codes.append(reader.count()) }
        var last = UnsafeRawBufferPointer(start: nil, count: 0)
        for code in codes {
            if code == 0 {
                column.appendNull()
                continue
            }
            if code > 1 {
                guard let length = Int(exactly: code - 2), let text = reader.raw(length) else { return false }
                last = text
            }
            column.append(utf8: last, behind: prefix)
        }
        return !reader.isExhausted
    }
}
