/// Appends encoded rows to tables: all columns of a table or some, each text behind what its column's texts begin with.
package struct TableDecoder: Sendable {
    /// What the texts of a column begin with, since records are made under an empty name.
    package enum Prefix: Sendable {
        case none
        /// The key of the file's reports.
        case key
        /// The file's relative path.
        case file
    }

    /// A table of the columns that are decoded, without rows.
    package let empty: FactTable
    /// For each encoded column its place in `empty`, nil for one that is skipped, and what its texts begin with.
    private let steps: [(target: Int?, prefix: Prefix)]

    /// - Parameters:
    ///   - table: the encoded table's columns.
    ///   - columns: the names of those that are wanted; nil for all.
    ///   - prefix: what the texts of a column begin with.
    package init(_ table: FactTable, columns: Set<String>? = nil, prefix: (String) -> Prefix = { _ in .none }) {
        var wanted: [FactColumn] = []
        var steps: [(target: Int?, prefix: Prefix)] = []
        for column in table.columns {
            let isWanted = columns?.contains(column.name) ?? true
            steps.append((isWanted ? wanted.count : nil, column.type == .text ? prefix(column.name) : .none))
            if isWanted { wanted.append(FactColumn(column.name, column.type)) }
        }
        empty = FactTable(table.name, wanted)
        self.steps = steps
    }

    /// How many rows an encoded table has; nil where the bytes are no such table.
    package static func rowCount(_ bytes: UnsafeRawBufferPointer) -> Int? {
        var reader = BinaryReader(bytes)
        guard let rows = Int(exactly: reader.count()), rows <= bytes.count, !reader.isExhausted else { return nil }
        return rows
    }

    /// Appends the rows of an encoded table to one of the columns of `empty`.
    /// - Returns: false where the bytes are no such table; rows may have been appended then.
    package func append(_ bytes: UnsafeRawBufferPointer, to table: inout FactTable, key: [UInt8] = [], file: [UInt8] = []) -> Bool {
        precondition(table.columns.count == empty.columns.count, "the table is one of this decoder's")
        var lengths = BinaryReader(bytes)
        // Every row has a value.
        guard let rows = Int(exactly: lengths.count()), rows <= bytes.count else { return false }
        guard rows > 0 else { return lengths.isAtEnd }
        var columns = lengths
        for _ in steps { _ = columns.count() }
        for step in steps {
            guard let length = Int(exactly: lengths.count()), let part = columns.raw(length) else { return false }
            guard let target = step.target else { continue }
            let prefix: [UInt8] =
                switch step.prefix {
                case .none: []
                case .key: key
                case .file: file
                }
            guard table.columns[target].append(encoded: part, rows: rows, behind: prefix) else { return false }
        }
        return columns.isAtEnd
    }
}

extension FactColumn {
    /// Appends the rows of an encoded column; false where the bytes are none.
    fileprivate mutating func append(encoded bytes: UnsafeRawBufferPointer, rows: Int, behind prefix: [UInt8]) -> Bool {
        if bytes.isEmpty {
            appendNulls(rows)
            return true
        }
        var reader = BinaryReader(bytes)
        if type == .text { return append(texts: &reader, rows: rows, behind: prefix) }
        let form = reader.fixed(UInt8.self)
        guard form == TableCoding.allValid || form == TableCoding.mixed else { return false }
        var validity: UnsafeRawBufferPointer?
        if form == TableCoding.mixed {
            guard let bytes = reader.raw(rows) else { return false }
            validity = bytes
        }
        for row in 0..<rows {
            if let validity, validity[row] == 0 {
                appendNull()
            } else if type == .double {
                append(Double(bitPattern: reader.fixed()))
            } else {
                append(reader.signed())
            }
        }
        return reader.isAtEnd
    }

    private mutating func append(texts codes: inout BinaryReader, rows: Int, behind prefix: [UInt8]) -> Bool {
        // The texts stand behind the codes of all rows.
        var texts = codes
        for _ in 0..<rows { _ = texts.count() }
        guard !texts.isExhausted else { return false }
        var last = UnsafeRawBufferPointer(start: nil, count: 0)
        for _ in 0..<rows {
            let code = codes.count()
            if code == 0 {
                appendNull()
                continue
            }
            if code > 1 {
                guard let length = Int(exactly: code - 2), let text = texts.raw(length) else { return false }
                last = text
            }
            append(utf8: last, behind: prefix)
        }
        return texts.isAtEnd
    }
}
