import Columns
import Extraction

/// What is known of reports besides what they print: a CSV file with a line for each file, found by name.
///
/// The column `file` holds the path relative to the folder given, the name alone, or a report's key. `published`, `title`, `outlet`, `author` and the
/// columns of the area go over what the page says; every other column is added to `reports`. An empty cell says nothing.
struct ReportMetadata: Sendable {
    private var path = ""
    private var lines: [String: Int] = [:]
    private var columns: [(name: String, cells: [String])] = []

    var isEmpty: Bool { columns.isEmpty }
    /// Tells what is known from what others know.
    private(set) var fingerprint: UInt64 = 0

    /// The columns of `reports` that a line may fill.
    private static let fillable: Set<String> = [
        "title", "outlet", "author", "published", "district", "adcode", "prefecture", "province",
    ]

    /// Nothing known.
    init() {}

    /// Reads a CSV file, in any encoding that such files come in.
    init(_ path: String, account: MemoryAccount) throws(QueryError) {
        self.path = path
        let reader = Database(options: Database.Options(threads: 1))
        let quoted = path.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
        let result = try reader.query("FROM read_csv('\(quoted)', all_varchar => true)")
        columns = result.columns.map { ($0.name, []) }
        while let batch = try result.next() {
            for row in 0..<batch.count {
                for column in columns.indices {
                    if case .text(let text) = batch[row, column] {
                        columns[column].cells.append(text)
                    } else {
                        columns[column].cells.append("")
                    }
                }
            }
        }
        var written: [UInt8] = []
        for column in columns { for text in [column.name] + column.cells { written += Array(text.utf8) + [0] } }
        fingerprint = Checksum.of(written)
        try settleColumns()
    }

    private mutating func settleColumns() throws(QueryError) {
        guard let files = columns.firstIndex(where: { $0.name.lowercased() == "file" }) else {
            throw QueryError(.fileFormat, "\(path) has no column file", help: ["it says which report a line is about"])
        }
        for (line, name) in columns.remove(at: files).cells.enumerated() where !name.isEmpty {
            guard lines.updateValue(line, forKey: name) == nil else {
                throw QueryError(.fileFormat, "\(path) has two lines for \(name)")
            }
        }
        for index in columns.indices {
            let name = columns[index].name.lowercased()
            if Self.fillable.contains(name) {
                columns[index].name = name
            } else if FactSchema.columns(of: "reports")?.contains(where: { $0.name == name }) == true {
                throw QueryError(
                    .fileFormat, "\(path): the column \(name) of reports is the extractor's own",
                    help: ["give the column another name", "columns that may be filled: \(Self.fillable.sorted().joined(separator: ", "))"])
            }
            if name == "published", let bad = columns[index].cells.first(where: { !$0.isEmpty && CalendarDate(written: $0) == nil }) {
                throw QueryError(.fileFormat, "\(path): \(bad) in the column published is no date", help: ["write dates as 2020-02-15"])
            }
        }
    }

    /// Fills and adds columns of `reports`.
    func apply(to reports: inout FactTable) {
        guard !columns.isEmpty else { return }
        let (keys, files) = (reports.values("report"), reports.values("file"))
        let found = (0..<reports.rowCount).map { row in line(report: keys.text(row) ?? "", file: files.text(row) ?? "") }
        for column in columns {
            func cell(_ row: Int) -> String? { found[row].map { column.cells[$0] }.flatMap { $0.isEmpty ? nil : $0 } }
            if Self.fillable.contains(column.name) {
                reports.rewrite(keeping: { _ in true }) { row, old in
                    guard let text = cell(row) else { return nil }
                    switch (column.name, old.name) {
                    case ("published", "dated"), (old.name, _): return .text(Array(text.utf8))
                    case ("published", "dated_basis"): return .text(Array("metadata".utf8))
                    default: return nil
                    }
                }
            } else {
                var own = FactColumn(column.name, Self.type(of: column.cells))
                for row in 0..<reports.rowCount {
                    if let text = cell(row) { _ = own.append(written: text) } else { own.appendNull() }
                }
                reports.append(own)
            }
        }
    }

    /// The line of a report: by its key, its file's path, or its file's name.
    private func line(report: String, file: String) -> Int? {
        for name in names(report: report, file: file) { if let line = lines[name] { return line } }
        return nil
    }

    private func names(report: String, file: String) -> [String] {
        let key = ReportFiles.withoutExtension(file)
        return [report, file, key, ReportFiles.baseName(file), ReportFiles.baseName(key)]
    }

    /// Whole numbers, dates, or texts: what all cells that are not empty look like.
    private static func type(of cells: [String]) -> FactType {
        let filled = cells.filter { !$0.isEmpty }
        if filled.isEmpty { return .text }
        // A number with a zero in front is a code.
        if filled.allSatisfy({ text in Int64(text).map { String($0) == text } ?? false }) { return .bigint }
        return filled.allSatisfy { CalendarDate(written: $0) != nil } ? .date : .text
    }

    /// A remark where lines are about no file that was read.
    func unused(in files: [(key: String, file: String)]) -> [ReportFile] {
        var known: Set<String> = []
        for (key, file) in files { known.formUnion(names(report: key, file: file)) }
        let unknown = lines.keys.filter { name in
            !known.contains(name) && !(name.lastIndex(of: "#").map { known.contains(String(name[..<$0])) } ?? false)
        }
        guard let first = unknown.min() else { return [] }
        let more = unknown.count == 1 ? "" : " and \(unknown.count - 1) more"
        return [ReportFile(path: path, message: "there is no report \(first)\(more)", isFailure: false)]
    }
}
