/// The extractor as a filter over NDJSON: lines `{"report": …, "text": …}` in, fact rows out. Each line is extracted by itself.
package struct LineFilter: Sendable {
    /// Memory that one line of a filter after the other uses; each thread has its own.
    package struct Workspace: Sendable {
        fileprivate var tables: ExtractedTables
    }

    private let extractor: Extractor
    private let tables: [String]
    /// All tables without rows; those that are wanted are written as lines.
    private let empty: ExtractedTables

    /// A filter.
    /// - Parameter tables: the tables whose rows are wanted. With more than one, each row has a member `table`.
    package init(extractor: Extractor, tables: [String]) {
        self.extractor = extractor.restricted(to: tables)
        self.tables = tables
        var empty = extractor.emptyTables
        for name in tables { empty[name].lines = NDJSONLines(empty[name], named: tables.count > 1) }
        self.empty = empty
    }

    /// A workspace for any number of lines.
    package func makeWorkspace() -> Workspace { Workspace(tables: empty) }

    /// Appends the rows of one line, without its line end. A line that cannot be read gives one error row; a blank line gives nothing.
    /// - Returns: false where the line gave an error row.
    @discardableResult
    package func appendRows(ofLine line: UnsafeBufferPointer<UInt8>, number: Int, to output: inout [UInt8]) -> Bool {
        var workspace = makeWorkspace()
        return appendRows(ofLine: line, number: number, with: &workspace, to: &output)
    }

    /// Appends the rows of one line, without its line end. A line that cannot be read gives one error row; a blank line gives nothing.
    /// - Returns: false where the line gave an error row.
    @discardableResult
    package func appendRows(
        ofLine line: UnsafeBufferPointer<UInt8>, number: Int, with workspace: inout Workspace, to output: inout [UInt8]
    ) -> Bool {
        guard line.contains(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }) else { return true }
        let members: [String: [UInt8]]
        do throws(JSONText.Malformed) {
            members = try JSONText.textMembers(of: line)
        } catch {
            FactWriter.appendError(report: nil, message: "line \(number), byte \(error.offset + 1): \(error.message)", to: &output)
            return false
        }
        let report = members["report"].map { String(decoding: $0, as: UTF8.self) }
        guard let text = members["text"] else {
            FactWriter.appendError(report: report, message: "line \(number): expected a text member \"text\"", to: &output)
            return false
        }
        let name = report ?? "line-\(number)"
        workspace.tables.removeAllRows()
        text.withUnsafeBytes { _ = extractor.extract(utf8: $0, name: name, file: name, into: &workspace.tables) }
        for name in tables { workspace.tables[name].lines?.append(to: &output) }
        return true
    }
}
