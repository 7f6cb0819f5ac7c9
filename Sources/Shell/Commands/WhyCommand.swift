import ReportQL

extension Shell {
    /// Shows the sentence behind a row of the last result, with the fact in it marked.
    func why(row: Int) throws {
        guard row > 0 else { throw QueryError(.command, "rows are counted from 1") }
        guard let lastQuery else { throw QueryError(.command, "there is no result yet", help: ["run a query of a fact table first"]) }
        let traced = try PlaceTracing.traced(lastQuery)
        let found: [String: String?]?
        do {
            found = try firstRow("\(traced)\n|> LIMIT 1 OFFSET \(row - 1)")
        } catch let error as QueryError where error.code == .cancelled {
            throw error
        } catch {
            throw QueryError(
                .command, "the rows of the last query do not say where they stand",
                help: [".why explains rows of the extracted tables, such as donations, party, figures and people"])
        }
        guard let fact = found else { throw QueryError(.command, "the last result has fewer than \(row) rows") }
        guard let report = fact["why_report"] ?? nil, let start = number(fact["why_span_start"]), let end = number(fact["why_span_end"])
        else {
            throw QueryError(.command, "row \(row) has no place in a report")
        }
        guard let source = try session.source(ofReport: report) else {
            throw QueryError(.command, "the file of report \(report) is not open any more")
        }
        let scalars = source.scalars
        let range = min(max(start, 0), scalars.count)..<min(max(end, start, 0), scalars.count)
        let sentence = try sentenceSpan(report: report, sentence: fact["why_sentence"] ?? nil, around: range, count: scalars.count)
        func text(_ range: Range<Int>) -> String {
            var text = ""
            for scalar in scalars[range] { text.unicodeScalars.append(Unicode.Scalar(scalar) ?? "\u{FFFD}") }
            return text.withUTF8 { VisibleText.of($0) }
        }
        try answer("\(source.path): \(range.lowerBound)–\(range.upperBound)")
        let marks = output.width != nil && configuration.colorsOutput ? ("\u{1B}[1;7m", "\u{1B}[0m") : ("【", "】")
        try answer(
            text(sentence.lowerBound..<range.lowerBound) + marks.0 + text(range) + marks.1 + text(range.upperBound..<sentence.upperBound))
    }

    /// The span of the sentence that holds `range`; where the text has none, some text around it.
    private func sentenceSpan(report: String, sentence: String?, around range: Range<Int>, count: Int) throws -> Range<Int> {
        if let sentence, let sentence = Int(sentence) {
            let literal = "'" + report.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
            let found = try firstRow("SELECT span_start, span_end FROM sentences WHERE report = \(literal) AND sentence = \(sentence)")
            if let found, let start = number(found["span_start"]), let end = number(found["span_end"]) {
                return max(0, min(start, range.lowerBound))..<min(count, max(end, range.upperBound))
            }
        }
        let around = 40
        return max(0, range.lowerBound - around)..<min(count, range.upperBound + around)
    }

    private func number(_ cell: String??) -> Int? { (cell ?? nil).flatMap { Int($0) } }

    /// The first row of a query by column name; nil where it has none.
    private func firstRow(_ query: String) throws -> [String: String?]? {
        let run = try session.run(query)
        while let batch = try run.next() {
            guard batch.rowCount > 0 else { continue }
            return batch.withCells { cells in
                var row: [String: String?] = [:]
                for (index, column) in run.columns.enumerated() where row[column.name.lowercased()] == nil {
                    row[column.name.lowercased()] = .some(cells.text(0, index))
                }
                return row
            }
        }
        return nil
    }
}
