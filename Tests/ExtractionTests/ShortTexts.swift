import Extraction

private let extractor = Extractor()

/// A table of a short text that was read by itself.
func extractedTable(_ name: String, of text: String) -> FactTable {
    Array(text.utf8).withUnsafeBytes { extractor.extract(utf8: $0, name: "x", file: "x.txt") }.tables[name]
}

/// The donations of a short text: `donor > recipient: value unit item (worth currency) scope status`, what is not said left out.
func gifts(_ report: String) -> [String] {
    let table = extractedTable("donations", of: report)
    func text(_ column: String, _ row: Int) -> String? { table.column(column)?.text(row) }
    func number(_ column: String, _ row: Int) -> String? {
        guard let column = table.column(column), column.isValid[row] else { return nil }
        return FactDecimal(tenThousandths: column.integers[row])?.text
    }
    return (0..<table.rowCount).map { row in
        var line = text("donor", row) ?? "-"
        if let recipient = text("recipient", row) { line += ">" + recipient }
        line += ": " + (number("value", row) ?? "") + (text("unit", row) ?? "") + " " + (text("item", row) ?? "")
        if let worth = number("worth", row), text("category", row) != "money" { line += " =" + worth + (text("currency", row) ?? "") }
        if let scope = text("scope", row), scope != "gift" { line += " " + scope }
        if let status = text("status", row), status != "given" { line += " " + status }
        return line
    }
}
