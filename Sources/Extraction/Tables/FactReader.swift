/// Reads extracted tables back from the NDJSON lines that `FactWriter` wrote.
package enum FactReader {
    /// Why a line is no row of the table.
    package struct Malformed: Error, Sendable {
        /// The line, from 1.
        package let line: Int
        /// What was expected.
        package let message: String
    }

    /// The table of a name from the bytes of its file. Members that the data dictionary does not know become columns of texts.
    package static func table(_ name: String, lines bytes: UnsafeBufferPointer<UInt8>) throws(Malformed) -> FactTable {
        var table = FactTable(name, FactSchema.columns(of: name) ?? [])
        var start = 0
        var number = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
            let line = UnsafeBufferPointer(rebasing: bytes[start..<end])
            number += 1
            start = end + 1
            guard line.contains(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }) else { continue }
            do throws(JSONText.Malformed) {
                let members = try JSONText.members(of: line)
                if let wrong = table.append(line: members) {
                    throw JSONText.Malformed(message: "the column \(wrong.name) takes \(wrong.type.wording)", offset: 0)
                }
            } catch {
                throw Malformed(line: number, message: error.message)
            }
        }
        return table
    }
}

extension FactTable {
    /// Appends a row of values by column; a column without one, or with one of another type, gets null.
    package mutating func append(_ values: [String: JSONText.Value]) {
        let (null, old) = (JSONText.Value.literal(Array("null".utf8)), columns)
        columns = old.map { column in
            var column = column
            _ = column.append(member: values[column.name] ?? null)
            return column
        }
    }

    /// Appends a row; returns the first column whose value is of another type.
    fileprivate mutating func append(line members: [String: JSONText.Value]) -> FactColumn? {
        if columns.isEmpty || members.count > columns.count || !columns.allSatisfy({ members[$0.name] != nil }) {
            let known = Set(columns.map(\.name))
            for name in members.keys.sorted() where !known.contains(name) {
                var column = FactColumn(name, .text)
                for _ in 0..<rowCount { column.appendNull() }
                columns.append(column)
            }
        }
        var wrong: FactColumn?
        for index in columns.indices {
            if !columns[index].append(member: members[columns[index].name] ?? .literal(Array("null".utf8))) {
                wrong = wrong ?? columns[index]
            }
        }
        return wrong
    }
}

extension FactColumn {
    /// Appends a value as JSON has it; false, and null appended, where it is of another type.
    package mutating func append(member: JSONText.Value) -> Bool {
        switch member {
        case .nested:
            appendNull()
            return false
        case .literal(let bytes) where bytes.elementsEqual("null".utf8):
            appendNull()
            return true
        case .literal(let bytes): return append(written: String(decoding: bytes, as: UTF8.self))
        case .text(let bytes):
            if type == .text {
                append(utf8: bytes)
                return true
            }
            guard type == .date else {
                appendNull()
                return false
            }
            return append(written: String(decoding: bytes, as: UTF8.self))
        }
    }

    /// Appends a value as it is written: digits, `true`, `2020-02-15`; false, and null appended, where it is of another type.
    package mutating func append(written text: String) -> Bool {
        switch type {
        case .text: append(text)
        case .decimal: append(FactDecimal(written: text)?.tenThousandths)
        case .bigint: append(Int64(text))
        case .date: append(CalendarDate(written: text).map { Int64($0.days) })
        case .boolean: append(text == "true" ? 1 : text == "false" ? 0 : nil)
        case .double:
            if let value = Double(text), value.isFinite { append(value) } else { appendNull() }
        }
        return isValid.last == true
    }

    private mutating func append(_ value: Int64?) {
        if let value { append(value) } else { appendNull() }
    }
}

extension FactType {
    /// What a value of the type looks like, for messages.
    package var wording: String {
        switch self {
        case .text: "a text"
        case .decimal: "a number of at most four decimals"
        case .date: "a date such as 2020-02-15"
        case .bigint: "a whole number"
        case .double: "a number"
        case .boolean: "true or false"
        }
    }
}

extension FactDecimal {
    /// A number as `text` writes it; nil for anything else and for what would have to be rounded.
    package init?(written text: String) {
        let isNegative = text.hasPrefix("-")
        let parts = text.dropFirst(isNegative ? 1 : 0).split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, let whole = parts.first, !whole.isEmpty,
            parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
        else { return nil }
        var fraction = parts.count == 2 ? parts[1] : ""
        while fraction.hasSuffix("0") { fraction = fraction.dropLast() }
        guard fraction.count <= 4, let digits = Int64(whole + fraction + String(repeating: "0", count: 4 - fraction.count)) else {
            return nil
        }
        self.init(tenThousandths: isNegative ? -digits : digits)
    }
}

extension CalendarDate {
    /// A day as `2020-02-15` writes it.
    package init?(written text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2,
            parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }
}
