/// The reports of a corpus as the links between them need them, in an order that does not depend on how they were read.
struct CorpusReports {
    /// The report keys, by row of the table `reports`.
    let keys: [String]
    /// Days of the best date known, by row.
    let dated: [Int64?]
    /// Codes of the areas that they are about, by row.
    let adcodes: [String?]
    /// All rows, earliest first: by date, reports without one last, then by key.
    let order: [Int]
    private let rowByKey: [String: Int]

    init(_ reports: FactTable) {
        let rows = 0..<reports.rowCount
        let (key, date, adcode) = (reports.values("report"), reports.values("dated"), reports.values("adcode"))
        let (keys, dated) = (rows.map { key.text($0) ?? "" }, rows.map { date.integer($0) })
        self.keys = keys
        self.dated = dated
        adcodes = rows.map { adcode.text($0) }
        rowByKey = Dictionary(keys.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        order = rows.sorted { a, b in
            let (dateA, dateB) = (dated[a] ?? .max, dated[b] ?? .max)
            if dateA != dateB { return dateA < dateB }
            return keys[a] == keys[b] ? a < b : keys[a].utf8.lexicographicallyPrecedes(keys[b].utf8)
        }
    }

    /// The rows of a table by the report they stand in, in the table's order.
    func rows(of table: FactTable) -> RowsByReport {
        let column = table.values("report")
        var reports = [Int](repeating: -1, count: table.rowCount)
        var counts = [Int](repeating: 0, count: keys.count + 1)
        for row in reports.indices {
            guard column.isValid[row] else { continue }
            if row > 0, column.isValid[row - 1], column.textBytes(row) == column.textBytes(row - 1) {
                reports[row] = reports[row - 1]
            } else {
                reports[row] = column.text(row).flatMap { rowByKey[$0] } ?? -1
            }
            if reports[row] >= 0 { counts[reports[row] + 1] += 1 }
        }
        for index in counts.indices.dropFirst() { counts[index] += counts[index - 1] }
        var rows = [Int](repeating: 0, count: counts.last ?? 0)
        var next = counts
        for (row, report) in reports.enumerated() where report >= 0 {
            rows[next[report]] = row
            next[report] += 1
        }
        return RowsByReport(starts: counts, rows: rows)
    }
}

/// The rows of a table, report by report.
struct RowsByReport {
    let starts: [Int]
    let rows: [Int]

    /// The rows of a report.
    subscript(report: Int) -> ArraySlice<Int> { rows[starts[report]..<starts[report + 1]] }
}

extension FactTable {
    /// The column of a name; one of nulls where the table has none.
    package func values(_ name: String) -> FactColumn {
        if let column = column(name) { return column }
        var column = FactColumn(name, .text)
        for _ in 0..<rowCount { column.appendNull() }
        return column
    }
}
