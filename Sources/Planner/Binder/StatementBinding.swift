import Columns
import Functions
import Language

// Statements.
extension Binder {
    func bindStatement(_ statement: Statement) throws(QueryError) -> BoundStatement {
        switch statement.kind {
        case .query(let query): return .query(try bindQuery(query).sealedPlan())
        case .explain(let inner, let options): return try bindExplain(inner, options)
        case .inspection(let inspection): return .query(try bindInspection(inspection))
        case .createTable(let creation): return try bindCreateTable(creation, range: statement.range)
        case .createView(let creation): return try bindCreateView(creation)
        case .drop(let drop): return try bindDrop(drop, range: statement.range)
        case .insert(let insert): return try bindInsert(insert, range: statement.range)
        case .update(let update): return try bindUpdate(update)
        case .delete(let delete): return try bindDelete(delete)
        case .truncate(let name):
            _ = try tableToChange(name)
            return .truncate(table: name.last)
        case .alterTable(let alteration): return try bindAlterTable(alteration, range: statement.range)
        case .set(let set): return try bindSetting(set, range: statement.range)
        case .copy(let copy): return try bindCopy(copy, range: statement.range)
        case .transaction, .createIndex: return .nothing
        case .call(let call): return .query(try bindTableFunction(call, alias: nil, range: statement.range).sealedPlan())
        }
    }

    private func bindExplain(_ statement: Statement, _ options: ExplainOptions) throws(QueryError) -> BoundStatement {
        let format = try explainFormat(options.format)
        let isAnalyze = options.isAnalyze
        switch try bindStatement(statement) {
        case .query(let plan), .insert(_, let plan), .copyTo(_, let plan, _), .copyFrom(_, let plan), .delete(_, let plan, _),
            .update(_, let plan, _), .explain(let plan, _, _):
            return .explain(plan, isAnalyze: isAnalyze, format: format)
        case .createTable(let creation):
            if let plan = creation.rows { return .explain(plan, isAnalyze: isAnalyze, format: format) }
        default: break
        }
        throw QueryError(.invalidQuery, "EXPLAIN needs a statement that computes rows", range: statement.range)
    }

    private func explainFormat(_ name: Identifier?) throws(QueryError) -> ExplainFormat {
        guard let name else { return .text }
        guard let format = ExplainFormat(rawValue: name.folded) else {
            throw QueryError(
                .invalidQuery, "EXPLAIN has no format \(name.name)",
                help: ["formats: " + ExplainFormat.allCases.map { $0.rawValue.uppercased() }.joined(separator: ", ")], range: name.range)
        }
        return format
    }

    // MARK: Inspection

    func bindInspection(_ inspection: Inspection) throws(QueryError) -> LogicalPlan {
        switch inspection.kind {
        case .describeTable(let name): return descriptionPlan(try bindNamedTable(name, alias: nil).sealedPlan().output)
        case .describeQuery(let query): return descriptionPlan(try bindQuery(query).sealedPlan().output)
        case .tables: return textRows(["name"], catalog.tableNames.sorted().map { [$0] })
        case .allTables:
            var rows: [[String]] = []
            for name in catalog.tableNames.sorted() {
                let columns = try bindNamedTable(
                    QualifiedName(Identifier(name, range: inspection.range)), alias: nil
                ).sealedPlan().output
                rows.append([name, columns.map(\.name).joined(separator: ", "), columns.map(\.type.description).joined(separator: ", ")])
            }
            return textRows(["name", "column_names", "column_types"], rows)
        case .functions:
            let scalars = registry.allScalars.map { [$0.names[0], "scalar", $0.signature, $0.documentation] }
            let aggregates = registry.allAggregates.map { [$0.names[0], "aggregate", $0.signature, $0.documentation] }
            return textRows(
                ["function_name", "function_type", "signature", "description"],
                (scalars + aggregates).filter { $0[0].first?.isLetter == true })
        case .settings:
            return textRows(
                ["name", "value", "description"], SettingCatalog.all.map { [$0.name, $0.shown(settings), $0.documentation] })
        case .summarizeTable, .summarizeQuery:
            throw QueryError(.notSupported, "SUMMARIZE is not supported yet", range: inspection.range)
        }
    }

    private func textRows(_ names: [String], _ rows: [[String]]) -> LogicalPlan {
        LogicalPlan(
            .values(rows.map { row in row.map { TypedExpression(.constant(.text($0)), type: .text) } }),
            output: names.map { OutputColumn(name: $0, type: .text) })
    }

    // MARK: Definition

    private func bindCreateTable(_ creation: CreateTable, range: Range<Int>) throws(QueryError) -> BoundStatement {
        var result = TableCreation(
            name: creation.name.last, isReplacing: creation.isReplacing, ifNotExists: creation.ifNotExists,
            isTemporary: creation.isTemporary, keepsSources: creation.keepsSources, columns: [], rows: nil)
        if !creation.isReplacing, !creation.ifNotExists, try catalog.entry(named: creation.name.last) != nil {
            throw QueryError(
                .alreadyExists, "there is already a table or view \(creation.name.last)",
                help: ["CREATE OR REPLACE TABLE replaces it", "DROP it first"], range: creation.name.range)
        }
        switch creation.definition {
        case .query(let query, let names):
            var plan = deduplicated(try bindQuery(query).sealedPlan())
            if !names.isEmpty {
                guard names.count <= plan.output.count else {
                    throw QueryError(
                        .invalidQuery, "the query has \(plan.output.count) columns, not \(names.count)",
                        range: names[plan.output.count].range)
                }
                plan = plan.renamed(names.map(\.name) + plan.output.dropFirst(names.count).map(\.name))
            }
            // A column of bare NULLs needs a type to be stored under.
            plan = try converted(plan, to: plan.output.map { $0.type == .null ? .integer : $0.type })
            result.columns = plan.output.map { BoundColumn(name: $0.name, type: $0.type) }
            result.rows = plan
        case .columns(let definitions, let constraints):
            var seen: Set<String> = []
            for definition in definitions {
                guard seen.insert(definition.name.folded).inserted else {
                    throw QueryError(
                        .alreadyExists, "the table has two columns called \(definition.name.name)", range: definition.name.range)
                }
                result.columns.append(try bindColumnDefinition(definition))
            }
            for case .primaryKey(let names) in constraints.map(\.kind) {
                for name in names {
                    guard let place = result.columns.firstIndex(where: { $0.name.lowercased() == name.folded }) else {
                        throw QueryError(
                            .unknownColumn, "there is no column \(name.name)",
                            help: NameSuggestion.help(for: name.name, among: result.columns.map(\.name), listing: "columns"),
                            range: name.range)
                    }
                    result.columns[place].isNullable = false
                }
            }
        }
        guard !result.columns.isEmpty else { throw QueryError(.invalidQuery, "a table needs a column", range: range) }
        return .createTable(result)
    }

    func bindColumnDefinition(_ definition: ColumnDefinition) throws(QueryError) -> BoundColumn {
        guard let written = definition.type else {
            throw QueryError(.notSupported, "generated columns are not supported", range: definition.range)
        }
        var column = BoundColumn(name: definition.name.name, type: try bindType(written))
        for constraint in definition.constraints {
            switch constraint.kind {
            case .notNull, .primaryKey: column.isNullable = false
            case .default(let expression):
                let context = ExpressionContext(scope: Scope(), clause: "DEFAULT")
                column.defaultValue = try cast(try bind(expression, context), to: column.type)
            case .generated:
                throw QueryError(.notSupported, "generated columns are not supported", range: constraint.range)
            case .null, .unique, .check, .references, .collate: break
            }
        }
        return column
    }

    private func bindCreateView(_ creation: CreateView) throws(QueryError) -> BoundStatement {
        if !creation.isReplacing, !creation.ifNotExists, try catalog.entry(named: creation.name.last) != nil {
            throw QueryError(
                .alreadyExists, "there is already a table or view \(creation.name.last)",
                help: ["CREATE OR REPLACE VIEW replaces it", "DROP it first"], range: creation.name.range)
        }
        let plan = deduplicated(try bindQuery(creation.query).sealedPlan())
        guard creation.columns.count <= plan.output.count else {
            throw QueryError(
                .invalidQuery, "the query has \(plan.output.count) columns, not \(creation.columns.count)",
                range: creation.columns[plan.output.count].range)
        }
        return .createView(
            ViewCreation(
                name: creation.name.last, isReplacing: creation.isReplacing, ifNotExists: creation.ifNotExists,
                isTemporary: creation.isTemporary, columnNames: creation.columns.map(\.name), queryRange: creation.query.range,
                output: plan.output))
    }

    private func bindDrop(_ drop: Drop, range: Range<Int>) throws(QueryError) -> BoundStatement {
        switch drop.object {
        case .table, .view:
            if !drop.ifExists {
                for name in drop.names where try catalog.entry(named: name.last) == nil {
                    throw QueryError(
                        .unknownTable, "there is no \(drop.object == .table ? "table" : "view") \(name.text)",
                        help: NameSuggestion.help(for: name.last, among: catalog.tableNames, listing: "tables"), range: name.range)
                }
            }
            return .drop(Removal(kind: drop.object == .table ? .table : .view, names: drop.names.map(\.last), ifExists: drop.ifExists))
        case .index: return .nothing
        case .schema, .sequence, .type, .macro:
            throw QueryError(.notSupported, "DROP \(drop.object.rawValue) is not supported", range: range)
        }
    }
}
