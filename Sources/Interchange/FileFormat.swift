/// The file formats that tables are read from and written to.
package enum FileFormat: String, Sendable, CaseIterable {
    case csv, tsv
    /// One JSON object a line.
    case ndjson
    /// A JSON array of objects.
    case json

    /// The format that a file's name ends in; nil for an ending that says nothing.
    package init?(path: String) {
        let lowered = path.lowercased()
        guard let dot = lowered.lastIndex(of: ".") else { return nil }
        switch lowered[lowered.index(after: dot)...] {
        case "csv": self = .csv
        case "tsv", "tab": self = .tsv
        case "ndjson", "jsonl": self = .ndjson
        case "json": self = .json
        default: return nil
        }
    }
}
