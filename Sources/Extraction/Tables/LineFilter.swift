/// The extractor as a filter over NDJSON: lines `{"report": …, "text": …}` in, fact rows out. Each line is extracted by itself.
package struct LineFilter: Sendable {
    private let extractor: Extractor
    private let tables: [String]

    /// A filter.
    /// - Parameter tables: the tables whose rows are wanted. With more than one, each row has a member `table`.
    package init(extractor: Extractor, tables: [String]) {
        self.extractor = extractor
        self.tables = tables
    }

    /// Appends the rows of one line, without its line end. A line that cannot be read gives one error row; a blank line gives nothing.
    /// - Returns: false where the line gave an error row.
    @discardableResult
    package func appendRows(ofLine line: UnsafeBufferPointer<UInt8>, number: Int, to output: inout [UInt8]) -> Bool {
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
        let extracted = text.withUnsafeBytes { extractor.extract(utf8: $0, name: name, file: name) }
        for table in tables { FactWriter.appendRows(of: extracted.tables[table], as: .ndjson, named: tables.count > 1, to: &output) }
        return true
    }
}
