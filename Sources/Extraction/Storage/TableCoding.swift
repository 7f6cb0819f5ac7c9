/// Extracted tables in few bytes: how documents wait in memory and lie in a cache.
///
/// The number of rows, the length of every column, and the columns: whoever wants some of them skips the others. A column without values
/// has no bytes; a text equal to that of the row above costs one. `TableDecoder` reads it.
package enum TableCoding {
    static let allValid: UInt8 = 1
    static let mixed: UInt8 = 2

    /// The bytes of a table.
    package static func encode(_ table: FactTable) -> [UInt8] {
        var writer = BinaryWriter()
        writer.count(UInt64(table.rowCount))
        guard table.rowCount > 0 else { return writer.bytes }
        var columns = BinaryWriter()
        var texts: [UInt8] = []
        for column in table.columns {
            let start = columns.bytes.count
            if column.isValid.contains(true) { encode(column, to: &columns, texts: &texts) }
            writer.count(UInt64(columns.bytes.count - start))
        }
        writer.raw(columns.bytes)
        return writer.bytes
    }

    private static func encode(_ column: FactColumn, to writer: inout BinaryWriter, texts: inout [UInt8]) {
        if column.type == .text { return encodeTexts(column, to: &writer, texts: &texts) }
        let form = column.isValid.contains(false) ? mixed : allValid
        writer.raw(CollectionOfOne(form))
        if form == mixed { writer.raw(column.isValid.lazy.map { $0 ? 1 : 0 }) }
        for row in column.isValid.indices where column.isValid[row] {
            if column.type == .double {
                writer.fixed(column.doubles[row].bitPattern)
            } else {
                writer.signed(column.integers[row])
            }
        }
    }

    /// For each row 0 for null, 1 for the text of the row above, else the length and two; the texts stand behind.
    private static func encodeTexts(_ column: FactColumn, to writer: inout BinaryWriter, texts: inout [UInt8]) {
        texts.removeAll(keepingCapacity: true)
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
}
