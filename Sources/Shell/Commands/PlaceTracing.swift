import ReportQL

/// Rewrites a query so that its rows say where they stand.
///
/// A query of a fact table that selects some columns loses report and span on the way. They are carried along through every step that
/// makes one row of one row; a step that makes one row of many has no single sentence behind it.
enum PlaceTracing {
    /// The names under which the place arrives; no table has such columns.
    static let columns = ["report", "sentence", "span_start", "span_end"].map { ($0, "why_\($0)") }

    /// The query with the place columns at the end of every select list, or the step at which rows are put together.
    static func traced(_ text: String) throws(QueryError) -> String {
        guard case .query(let query)? = Parser.parse(text).statement?.kind else {
            throw QueryError(.command, "the last result was no query's")
        }
        var insertions: [Int] = []
        if case .select(let clause) = query.body {
            guard case .all = clause.distinctness, clause.groupBy == nil else { throw merged("a group") }
            if case .fromOnly = clause.style {} else { insertions += end(of: clause) }
        } else {
            throw merged("this query")
        }
        for pipe in query.pipes {
            switch pipe.kind {
            case .select(let clause):
                guard case .all = clause.distinctness, clause.groupBy == nil else { throw merged("a group") }
                insertions += end(of: clause)
            case .extend, .set, .drop, .rename, .alias, .where, .orderBy, .limit, .join, .with, .sample, .assert: break
            default: throw merged("\(pipe.name)")
            }
        }
        var bytes = Array(text.utf8)
        for (position, offset) in insertions.enumerated().reversed() {
            // The first list takes the columns from the table, later ones from the list before.
            let list = columns.map { position == 0 ? ", \($0.0) AS \($0.1)" : ", \($0.1)" }.joined()
            bytes.insert(contentsOf: list.utf8, at: min(offset, bytes.count))
        }
        if insertions.isEmpty {
            bytes += "\n|> EXTEND \(columns.map { "\($0.0) AS \($0.1)" }.joined(separator: ", "))".utf8
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func end(of clause: SelectClause) -> [Int] { clause.items.last.map { [$0.range.upperBound] } ?? [] }

    private static func merged(_ step: String) -> QueryError {
        QueryError(
            .command, "\(step) puts several rows together, so no one sentence stands behind a row",
            help: ["look at the rows before that step, and ask .why about one of them"])
    }
}
