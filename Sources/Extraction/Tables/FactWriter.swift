/// How extracted tables are written.
package enum FactFormat: String, Sendable {
    case ndjson, csv
}

/// Writes extracted tables as UTF-8 bytes, row by row.
package enum FactWriter {
    /// Appends the header line of a table: column names for CSV, nothing for NDJSON.
    package static func appendHeader(of table: FactTable, as format: FactFormat, to output: inout [UInt8]) {
        guard format == .csv else { return }
        for (index, column) in table.columns.enumerated() {
            if index > 0 { output.append(0x2C) }
            output.append(contentsOf: column.name.utf8)
        }
        output.append(0x0A)
    }

    /// Appends rows of a table.
    /// - Parameters:
    ///   - rows: the rows, all where nil.
    ///   - named: puts a member `table` with the table's name in front of each NDJSON row.
    package static func appendRows(
        of table: FactTable, _ rows: Range<Int>? = nil, as format: FactFormat, named: Bool = false, to output: inout [UInt8]
    ) {
        let rows = rows ?? 0..<table.rowCount
        switch format {
        case .ndjson:
            var lines = NDJSONLines(table, named: named)
            lines.append(rows, of: table)
            lines.append(to: &output)
        case .csv:
            for row in rows {
                for (index, column) in table.columns.enumerated() {
                    if index > 0 { output.append(0x2C) }
                    appendCSV(column, row, to: &output)
                }
                output.append(0x0A)
            }
        }
    }

    private static func appendCSV(_ column: FactColumn, _ row: Int, to output: inout [UInt8]) {
        guard column.isValid[row] else { return }
        guard column.type == .text else { return output.append(contentsOf: column.plainText(row).utf8) }
        let bytes = column.textBytes(row)
        // An empty text is quoted, so that it is not read back as null; one like 410102 or 2020-02-03, so that it stays a text.
        let needsQuotes =
            bytes.contains { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D } || bytes.allSatisfy(isOfNumbersAndDates)
        guard needsQuotes else { return output.append(contentsOf: bytes) }
        output.append(0x22)
        for byte in bytes {
            if byte == 0x22 { output.append(0x22) }
            output.append(byte)
        }
        output.append(0x22)
    }

    private static func isOfNumbersAndDates(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: ":"),
            UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: " "), UInt8(ascii: "/"):
            true
        default: false
        }
    }

    /// Appends the NDJSON row that stands for a document that could not be extracted.
    package static func appendError(report: String?, message: String, to output: inout [UInt8]) {
        output.append(contentsOf: "{\"table\": \"error\", \"report\": ".utf8)
        if let report { JSONText.appendString(report.utf8, to: &output) } else { output.append(contentsOf: "null".utf8) }
        output.append(contentsOf: ", \"message\": ".utf8)
        JSONText.appendString(message.utf8, to: &output)
        output.append(contentsOf: [0x7D, 0x0A])
    }
}

extension FactColumn {
    /// The UTF-8 bytes of a row of a text column.
    package func textBytes(_ row: Int) -> ArraySlice<UInt8> {
        bytes[(row == 0 ? 0 : ends[row - 1])..<ends[row]]
    }

    /// A value that is not null and not text, as its digits; a text as it is.
    package func plainText(_ row: Int) -> String {
        switch type {
        case .text: String(decoding: textBytes(row), as: UTF8.self)
        case .decimal: FactDecimal(tenThousandths: integers[row])?.text ?? ""
        case .date: CalendarDate(days: Int32(truncatingIfNeeded: integers[row])).text
        case .bigint: String(integers[row])
        case .boolean: integers[row] == 0 ? "false" : "true"
        case .double: Self.doubleText(doubles[row])
        }
    }

    static func doubleText(_ value: Double) -> String {
        guard value.isFinite else { return "null" }
        return value == value.rounded() && value.magnitude < 1e15 ? String(Int64(value)) : "\(value)"
    }
}
