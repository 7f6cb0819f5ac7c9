import Columns
import Functions
import Language

/// A common table: bound when it is first used, and then shared by all its uses.
final class CommonTableDefinition {
    let name: String
    let folded: String
    let columns: [Identifier]
    let query: Query
    let isMaterialized: Bool?
    /// The common tables that its own query sees.
    let visible: [CommonTableDefinition]
    /// How many subqueries stood around its definition.
    let outerDepth: Int
    var shared: SharedPlan?
    var isBeingBound = false

    init(_ table: CommonTable, visible: [CommonTableDefinition], outerDepth: Int) {
        name = table.name.name
        folded = table.name.folded
        columns = table.columns
        query = table.query
        isMaterialized = table.isMaterialized
        self.visible = visible
        self.outerDepth = outerDepth
    }
}

// FROM: tables, views, common tables, files, subqueries, table functions.
extension Binder {
    /// Brings the tables of a WITH into sight; the caller takes them out again.
    func define(_ with: WithClause) throws(QueryError) {
        var own: Set<String> = []
        for table in with.tables {
            guard own.insert(table.name.folded).inserted else {
                throw QueryError(.alreadyExists, "WITH names \(table.name.name) twice", range: table.name.range)
            }
            commonTables.append(CommonTableDefinition(table, visible: commonTables, outerDepth: outerFrames.count))
        }
    }

    func bindFrom(_ from: FromClause) throws(QueryError) -> Relation {
        guard let first = from.tables.first else { return Relation(plan: LogicalPlan(.singleRow, output: [])) }
        var relation = try bindTable(first, left: nil)
        for table in from.tables.dropFirst() {
            let right = try bindTable(table, left: relation)
            relation = try crossed(relation, right, range: table.range)
        }
        return relation
    }

    /// - Parameter left: what a lateral reference may see.
    func bindTable(_ table: TableReference, left: Relation?) throws(QueryError) -> Relation {
        try depthGuard.enter(at: table.range)
        defer { depthGuard.leave() }
        if let sample = table.sample { throw QueryError(.notSupported, "sampling is not supported yet", range: sample.range) }
        switch table.kind {
        case .named(let name): return try bindNamedTable(name, alias: table.alias)
        case .file(let path):
            return try aliased(try bindFile(path, range: table.range), table.alias, default: Binder.fileAlias(path))
        case .function(let call, let withOrdinality):
            if withOrdinality { throw QueryError(.notSupported, "WITH ORDINALITY is not supported yet", range: table.range) }
            return try bindTableFunction(call, alias: table.alias, range: table.range)
        case .query(let query): return try bindDerivedTable(query, table, left: left)
        case .join(let join): return try bindJoin(join, table, left: left)
        case .parenthesized(let inner):
            let relation = try bindTable(inner, left: left)
            guard let alias = table.alias else { return relation }
            return try aliased(relation.sealedPlan(), alias, default: nil)
        case .pivot: throw QueryError(.notSupported, "PIVOT is not supported yet", range: table.range)
        case .unpivot: throw QueryError(.notSupported, "UNPIVOT is not supported yet", range: table.range)
        }
    }

    /// The plan under its alias, or under the default name; column aliases rename the first columns.
    func aliased(_ plan: LogicalPlan, _ alias: TableAlias?, default name: String?) throws(QueryError) -> Relation {
        var plan = plan
        if let alias, !alias.columns.isEmpty {
            guard alias.columns.count <= plan.output.count else {
                throw QueryError(
                    .invalidQuery, "\(alias.name.name) has \(plan.output.count) columns, not \(alias.columns.count)", range: alias.range)
            }
            plan = plan.renamed(alias.columns.map(\.name) + plan.output.dropFirst(alias.columns.count).map(\.name))
        }
        return Relation(plan: plan, alias: alias?.name.name ?? name)
    }

    // MARK: Named tables

    func bindNamedTable(_ name: QualifiedName, alias: TableAlias?) throws(QueryError) -> Relation {
        if name.parts.count == 1, let position = commonTables.lastIndex(where: { $0.folded == name.parts[0].folded }) {
            return try aliased(try bindCommonTable(commonTables[position], range: name.range), alias, default: name.last)
        }
        guard let entry = try catalog.entry(named: name.last) else { throw unknownTable(name) }
        switch entry {
        case .table(let table):
            let scan = TableScan(name: name.last, table: table, columns: Array(table.schema.indices))
            let plan = LogicalPlan(.scan(scan), output: table.schema.map { OutputColumn(name: $0.name, type: $0.type) })
            return try aliased(plan, alias, default: name.last)
        case .view(let query, let columnNames):
            return try aliased(try bindView(name, query: query, columnNames: columnNames), alias, default: name.last)
        }
    }

    private func bindView(_ name: QualifiedName, query: String, columnNames: [String]) throws(QueryError) -> LogicalPlan {
        let folded = name.parts[name.parts.count - 1].folded
        guard !openViews.contains(folded) else {
            throw QueryError(.invalidQuery, "the view \(name.last) reads itself", help: ["drop it and create it anew"], range: name.range)
        }
        openViews.append(folded)
        defer { openViews.removeLast() }
        let parsed = Parser.parse(query)
        guard let statement = parsed.statement, case .query(let syntax) = statement.kind else {
            throw QueryError(
                .invalidQuery, "the view \(name.last) no longer reads: \(parsed.error?.message ?? "it is no query")", range: name.range)
        }
        do throws(QueryError) {
            let plan = try withText(query) { () throws(QueryError) in try bindQuery(syntax).sealedPlan() }
            let names = columnNames.prefix(plan.output.count) + plan.output.dropFirst(columnNames.count).map(\.name)
            return plan.renamed(Array(names))
        } catch {
            // The range would point into the view's text; here only its name stands.
            var moved = error
            moved.message = "in the view \(name.last): \(error.message)"
            moved.range = name.range
            moved.label = nil
            throw moved
        }
    }

    private func bindCommonTable(_ definition: CommonTableDefinition, range: Range<Int>) throws(QueryError) -> LogicalPlan {
        if definition.shared == nil {
            guard !definition.isBeingBound else {
                throw QueryError(
                    .notSupported, "\(definition.name) reads itself: WITH RECURSIVE is not supported yet", range: range)
            }
            definition.isBeingBound = true
            defer { definition.isBeingBound = false }
            let saved = (commonTables, outerFrames)
            defer { (commonTables, outerFrames) = saved }
            // Its own name stays in sight, so that reading itself is told apart from an unknown table.
            commonTables = definition.visible + [definition]
            outerFrames = Array(outerFrames.prefix(definition.outerDepth))
            var plan = try bindQuery(definition.query).sealedPlan()
            if !definition.columns.isEmpty {
                guard definition.columns.count <= plan.output.count else {
                    throw QueryError(
                        .invalidQuery, "\(definition.name) has \(plan.output.count) columns, not \(definition.columns.count)",
                        range: definition.columns[plan.output.count].range)
                }
                plan = plan.renamed(definition.columns.map(\.name) + plan.output.dropFirst(definition.columns.count).map(\.name))
            }
            definition.shared = SharedPlan(name: definition.name, plan: plan)
        }
        guard let shared = definition.shared else { throw QueryError(.internal, "a common table without plan") }
        // A table that refers to an enclosing query is put in place, its references as much deeper as the place is.
        let depth = outerFrames.count - definition.outerDepth
        if shared.plan.hasOuterColumns {
            for frame in outerFrames.suffix(depth + 1) { frame.isCorrelated = true }
            return depth == 0 ? shared.plan : shared.plan.shiftingOuterColumns(by: depth)
        }
        if definition.isMaterialized == false { return shared.plan }
        return LogicalPlan(.shared(shared), output: shared.plan.output)
    }

    private func unknownTable(_ name: QualifiedName) -> QueryError {
        let candidates = commonTables.reversed().map(\.name) + catalog.tableNames
        var help = NameSuggestion.help(for: name.last, among: candidates, listing: "tables")
        if name.last.contains(".") { help.append("a file stands in single quotes: FROM '\(name.last)'") }
        return QueryError(.unknownTable, "there is no table \(name.text)", help: Array(help.prefix(5)), range: name.range)
    }

    // MARK: Derived tables

    private func bindDerivedTable(_ query: Query, _ table: TableReference, left: Relation?) throws(QueryError) -> Relation {
        guard let left else {
            return try aliased(deduplicated(try bindQuery(query).sealedPlan()), table.alias, default: "unnamed_subquery")
        }
        // A subquery may use the columns of the tables to its left; whether it does decides between a plain and a dependent join.
        let context = ExpressionContext(scope: left.scope, clause: "FROM")
        let (plan, _) = try bindInner(query, context)
        let isLateral = plan.hasOuterColumns(atDepth: 0)
        let rows = isLateral ? plan : plan.shiftingOuterColumns(by: -1)
        // Subqueries without alias are numbered, as in DuckDB.
        let earlier = left.scope.tables.filter { $0.folded.hasPrefix("unnamed_subquery") }.count
        let name = earlier == 0 ? "unnamed_subquery" : "unnamed_subquery\(earlier + 1)"
        var relation = try aliased(deduplicated(rows), table.alias, default: name)
        relation.isLateral = isLateral
        return relation
    }

    /// Later columns of a name that an earlier one has get a number, as in DuckDB: `a`, `a_1`.
    func deduplicated(_ plan: LogicalPlan) -> LogicalPlan {
        var seen: Set<String> = []
        var names: [String] = []
        for column in plan.output {
            var name = column.name
            var number = 0
            while !seen.insert(name.lowercased()).inserted {
                number += 1
                name = "\(column.name)_\(number)"
            }
            names.append(name)
        }
        return plan.renamed(names)
    }
}
