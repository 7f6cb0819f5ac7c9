import Columns
import Functions
import Language

// INSERT, UPDATE, DELETE, ALTER TABLE and COPY: plans whose rows are a table's new content.
extension Binder {
    /// The table of a name, which must not be a view.
    func tableToChange(_ name: QualifiedName) throws(QueryError) -> Table {
        guard let entry = try catalog.entry(named: name.last) else {
            throw QueryError(
                .unknownTable, "there is no table \(name.text)",
                help: NameSuggestion.help(for: name.last, among: catalog.tableNames, listing: "tables"), range: name.range)
        }
        guard case .table(let table) = entry else {
            throw QueryError(.invalidQuery, "\(name.last) is a view and cannot be changed", range: name.range)
        }
        return table
    }

    private func noReturning(_ items: [SelectItem]) throws(QueryError) {
        if let first = items.first { throw QueryError(.notSupported, "RETURNING is not supported yet", range: first.range) }
    }

    /// What stands for a value that an INSERT does not give.
    private func missingValue(_ column: Int, of table: String, _ schema: [ColumnSchema]) throws(QueryError) -> TypedExpression {
        if let value = catalog.defaultValue(ofColumn: column, table: table) { return try cast(value, to: schema[column].type) }
        return TypedExpression(.constant(.null), type: schema[column].type)
    }

    // MARK: INSERT

    func bindInsert(_ insert: Insert, range: Range<Int>) throws(QueryError) -> BoundStatement {
        try noReturning(insert.returning)
        let schema = try tableToChange(insert.table).schema
        var places: [Int] = []
        for name in insert.columns {
            guard let place = schema.firstIndex(where: { $0.name.lowercased() == name.folded }) else {
                throw QueryError(
                    .unknownColumn, "\(insert.table.last) has no column \(name.name)",
                    help: NameSuggestion.help(for: name.name, among: schema.map(\.name), listing: "its columns"), range: name.range)
            }
            guard !places.contains(place) else {
                throw QueryError(.invalidQuery, "INSERT names \(name.name) twice", range: name.range)
            }
            places.append(place)
        }
        let source: LogicalPlan
        switch insert.source {
        case .defaultValues:
            source = LogicalPlan(.singleRow, output: [])
            places = []
        case .query(let query):
            if insert.columns.isEmpty { places = Array(schema.indices) }
            source = try insertRows(query, places: places, table: insert.table.last, schema)
            if insert.isByName { places = try placesByName(source.output, schema, insert, range: query.range) }
            guard source.output.count == places.count else {
                throw QueryError(
                    .invalidQuery, "INSERT gives \(source.output.count) values for \(places.count) columns",
                    help: ["the columns of \(insert.table.last): \(schema.prefix(10).map(\.name).joined(separator: ", "))"],
                    range: query.range)
            }
        }
        var columns: [(expression: TypedExpression, name: String)] = []
        for (position, column) in schema.enumerated() {
            if let place = places.firstIndex(of: position) {
                columns.append((try cast(source.column(place), to: column.type), column.name))
            } else {
                columns.append((try missingValue(position, of: insert.table.last, schema), column.name))
            }
        }
        return .insert(table: insert.table.last, source.projected(columns))
    }

    private func placesByName(
        _ output: [OutputColumn], _ schema: [ColumnSchema], _ insert: Insert, range: Range<Int>
    ) throws(QueryError) -> [Int] {
        var places: [Int] = []
        for column in output {
            guard let place = schema.firstIndex(where: { $0.name.lowercased() == column.name.lowercased() }) else {
                throw QueryError(
                    .unknownColumn, "\(insert.table.last) has no column \(column.name)",
                    help: NameSuggestion.help(for: column.name, among: schema.map(\.name), listing: "its columns"), range: range)
            }
            places.append(place)
        }
        return places
    }

    /// The rows to insert. Values of a VALUES take their column's type one by one, and DEFAULT stands for the column's default.
    private func insertRows(
        _ query: Query, places: [Int], table: String, _ schema: [ColumnSchema]
    ) throws(QueryError) -> LogicalPlan {
        guard case .values(let values) = query.body, query.with == nil, query.orderBy == nil, query.limit == nil, query.pipes.isEmpty else {
            return try bindQuery(query).sealedPlan()
        }
        let context = ExpressionContext(scope: Scope(), clause: "VALUES")
        var rows: [[TypedExpression]] = []
        for row in values.rows {
            guard row.count == places.count else {
                let bounds =
                    (row.first?.range.lowerBound ?? query.range.lowerBound)..<(row.last?.range.upperBound ?? query.range.upperBound)
                throw QueryError(
                    .invalidQuery, "INSERT gives \(row.count) values for \(places.count) columns",
                    help: ["the columns of \(table): \(schema.prefix(10).map(\.name).joined(separator: ", "))"], range: bounds)
            }
            var bound: [TypedExpression] = []
            for (position, expression) in row.enumerated() {
                if case .defaultValue = expression.kind {
                    bound.append(try missingValue(places[position], of: table, schema))
                } else {
                    bound.append(try cast(try bind(expression, context), to: schema[places[position]].type))
                }
            }
            rows.append(bound)
        }
        guard context.subqueries.isEmpty else {
            throw QueryError(.notSupported, "VALUES takes no IN (query) and no correlated subquery yet", range: values.range)
        }
        return LogicalPlan(.values(rows), output: places.map { OutputColumn(name: schema[$0].name, type: schema[$0].type) })
    }

    // MARK: UPDATE and DELETE

    private func scan(_ name: QualifiedName, _ table: Table, alias: Identifier?) -> Relation {
        let plan = LogicalPlan(
            .scan(TableScan(name: name.last, table: table, columns: Array(table.schema.indices))),
            output: table.schema.map { OutputColumn(name: $0.name, type: $0.type) })
        return Relation(plan: plan, alias: alias?.name ?? name.last)
    }

    func bindUpdate(_ update: Update) throws(QueryError) -> BoundStatement {
        try noReturning(update.returning)
        if let from = update.from { throw QueryError(.notSupported, "UPDATE … FROM is not supported yet", range: from.range) }
        let table = try tableToChange(update.table)
        var relation = scan(update.table, table, alias: update.alias)
        let context = ExpressionContext(scope: relation.scope, clause: "UPDATE")
        var values: [TypedExpression] = []
        var places: [Int] = []
        for assignment in update.assignments {
            guard let place = table.schema.firstIndex(where: { $0.name.lowercased() == assignment.name.folded }) else {
                throw QueryError(
                    .unknownColumn, "\(update.table.last) has no column \(assignment.name.name)",
                    help: NameSuggestion.help(for: assignment.name.name, among: table.schema.map(\.name), listing: "its columns"),
                    range: assignment.name.range)
            }
            guard !places.contains(place) else {
                throw QueryError(.invalidQuery, "UPDATE sets \(assignment.name.name) twice", range: assignment.name.range)
            }
            places.append(place)
            if case .defaultValue = assignment.value.kind {
                values.append(try missingValue(place, of: update.table.last, table.schema))
            } else {
                values.append(try cast(try bind(assignment.value, context), to: table.schema[place].type))
            }
        }
        var condition: TypedExpression?
        if let written = update.where {
            context.clause = "WHERE"
            condition = try bindCondition(written, context)
        }
        var parts = try placeSubqueries(of: context, on: &relation.plan, values + (condition.map { [$0] } ?? []))
        if condition != nil { condition = parts.removeLast() }
        func columns(_ changed: (Int, TypedExpression) -> TypedExpression) -> [(expression: TypedExpression, name: String)] {
            table.schema.indices.map { column in
                let old = relation.plan.column(column)
                let new = places.firstIndex(of: column).map { changed(column, parts[$0]) } ?? old
                return (new, table.schema[column].name)
            }
        }
        let rows = relation.plan.projected(
            columns { column, value in
                guard let condition else { return value }
                let branch = ConditionalBranch(condition: condition, result: value)
                return TypedExpression(.conditional(branches: [branch], otherwise: relation.plan.column(column)), type: value.type)
            })
        let selected = condition.map { relation.plan.filtered(by: $0) } ?? relation.plan
        return .update(table: update.table.last, rows: rows, changed: selected.projected(columns { _, value in value }))
    }

    func bindDelete(_ delete: Delete) throws(QueryError) -> BoundStatement {
        try noReturning(delete.returning)
        if let using = delete.using { throw QueryError(.notSupported, "DELETE … USING is not supported yet", range: using.range) }
        let table = try tableToChange(delete.table)
        guard let written = delete.where else { return .truncate(table: delete.table.last) }
        var relation = scan(delete.table, table, alias: delete.alias)
        let context = ExpressionContext(scope: relation.scope, clause: "WHERE")
        let condition = try placeSubqueries(of: context, on: &relation.plan, [try bindCondition(written, context)])[0]
        // Rows whose condition is NULL stay.
        let otherwise = TypedExpression(.constant(.boolean(false)), type: .boolean)
        let goes = TypedExpression(.coalesce([condition, otherwise]), type: .boolean)
        let all = Array(table.schema.indices)
        return .delete(
            table: delete.table.last,
            remaining: relation.plan.filtered(by: TypedExpression(.not(goes), type: .boolean)).selecting(all),
            deleted: relation.plan.filtered(by: condition).selecting(all))
    }

    // MARK: ALTER TABLE

    func bindAlterTable(_ alteration: AlterTable, range: Range<Int>) throws(QueryError) -> BoundStatement {
        if alteration.ifExists, try catalog.entry(named: alteration.table.last) == nil { return .nothing }
        let table = try tableToChange(alteration.table)
        let relation = scan(alteration.table, table, alias: nil)
        let plan = relation.plan
        var columns = table.schema.enumerated().map { position, column in
            BoundColumn(
                name: column.name, type: column.type, isNullable: catalog.isNullable(column: position, table: alteration.table.last),
                defaultValue: catalog.defaultValue(ofColumn: position, table: alteration.table.last))
        }
        var values = plan.output.indices.map { plan.column($0) }
        func place(_ name: Identifier) throws(QueryError) -> Int {
            guard let found = columns.firstIndex(where: { $0.name.lowercased() == name.folded }) else {
                throw QueryError(
                    .unknownColumn, "\(alteration.table.last) has no column \(name.name)",
                    help: NameSuggestion.help(for: name.name, among: columns.map(\.name), listing: "its columns"), range: name.range)
            }
            return found
        }
        func mustBeNew(_ name: Identifier) throws(QueryError) {
            guard columns.contains(where: { $0.name.lowercased() == name.folded }) else { return }
            throw QueryError(.alreadyExists, "\(alteration.table.last) already has a column \(name.name)", range: name.range)
        }
        switch alteration.action {
        case .renameTable(let name):
            guard try catalog.entry(named: name.name) == nil else {
                throw QueryError(.alreadyExists, "there is already a table or view \(name.name)", range: name.range)
            }
            return .alterTable(TableAlteration(table: alteration.table.last, newName: name.name, columns: nil, rows: nil))
        case .renameColumn(let old, let new):
            let position = try place(old)
            if old.folded != new.folded { try mustBeNew(new) }
            columns[position].name = new.name
        case .addColumn(let definition, let ifNotExists):
            if ifNotExists, columns.contains(where: { $0.name.lowercased() == definition.name.folded }) { return .nothing }
            try mustBeNew(definition.name)
            let column = try bindColumnDefinition(definition)
            columns.append(column)
            values.append(column.defaultValue ?? TypedExpression(.constant(.null), type: column.type))
        case .dropColumn(let name, let ifExists):
            if ifExists, !columns.contains(where: { $0.name.lowercased() == name.folded }) { return .nothing }
            let position = try place(name)
            guard columns.count > 1 else {
                throw QueryError(.invalidQuery, "a table needs a column", help: ["DROP TABLE \(alteration.table.last)"], range: range)
            }
            columns.remove(at: position)
            values.remove(at: position)
        case .setType(let name, let type, let using):
            let position = try place(name)
            let target = try bindType(type)
            let context = ExpressionContext(scope: relation.scope, clause: "USING")
            let value = try using.map { (expression) throws(QueryError) in try bind(expression, context) } ?? values[position]
            values[position] = try cast(value, to: target)
            columns[position].type = target
        case .setDefault(let name, let expression):
            let context = ExpressionContext(scope: Scope(), clause: "DEFAULT")
            let position = try place(name)
            columns[position].defaultValue = try cast(try bind(expression, context), to: columns[position].type)
        case .dropDefault(let name): columns[try place(name)].defaultValue = nil
        case .setNotNull(let name): columns[try place(name)].isNullable = false
        case .dropNotNull(let name): columns[try place(name)].isNullable = true
        }
        let rows = plan.projected(zip(values, columns).map { ($0, $1.name) })
        return .alterTable(TableAlteration(table: alteration.table.last, newName: nil, columns: columns, rows: rows))
    }

    // MARK: COPY

    func bindCopy(_ copy: Copy, range: Range<Int>) throws(QueryError) -> BoundStatement {
        let context = ExpressionContext(scope: Scope(), clause: "COPY")
        func path(_ expression: Expression) throws(QueryError) -> String {
            guard case .text(let text)? = try folded(try bind(expression, context)).constantValue else {
                throw QueryError(.typeMismatch, "COPY takes a file name", help: ["write 'file.csv'"], range: expression.range)
            }
            return text
        }
        var options: [BoundOption] = []
        for option in copy.options {
            let value = try option.value.map { (value) throws(QueryError) in try settingValue(value) } ?? .boolean(true)
            options.append(BoundOption(name: option.name.folded, value: value, range: option.value?.range ?? option.name.range))
        }
        switch copy.target {
        case .to(let target):
            let plan: LogicalPlan
            switch copy.source {
            case .query(let query): plan = try bindQuery(query).sealedPlan()
            case .table(let name, let columns):
                let whole = try bindNamedTable(name, alias: nil)
                plan = columns.isEmpty ? whole.sealedPlan() : try selected(columns, whole)
            }
            return .copyTo(path: try path(target), plan, options: options)
        case .from(let source):
            guard case .table(let name, let columns) = copy.source else {
                throw QueryError(.invalidQuery, "COPY … FROM fills a table", range: range)
            }
            let schema = try tableToChange(name).schema
            let file = try path(source)
            let rows: Table
            do throws(QueryError) {
                rows = try catalog.table(
                    fromFile: file, reader: .automatic,
                    options: options.filter { $0.name != "format" }.map { FileOption(name: $0.name, value: $0.value, range: $0.range) })
            } catch {
                throw error.located(at: source.range)
            }
            let plan = LogicalPlan(
                .scan(TableScan(name: file, table: rows, columns: Array(rows.schema.indices))),
                output: rows.schema.map { OutputColumn(name: $0.name, type: $0.type) })
            let targets = columns.isEmpty ? schema.map { $0.name.lowercased() } : columns.map(\.folded)
            guard targets.count == plan.output.count else {
                throw QueryError(
                    .invalidQuery, "the file has \(plan.output.count) columns, \(name.last) takes \(targets.count)", range: source.range)
            }
            var values: [(expression: TypedExpression, name: String)] = []
            for (position, column) in schema.enumerated() {
                if let place = targets.firstIndex(of: column.name.lowercased()) {
                    values.append((try cast(plan.column(place), to: column.type), column.name))
                } else {
                    values.append((try missingValue(position, of: name.last, schema), column.name))
                }
            }
            return .copyFrom(table: name.last, plan.projected(values))
        }
    }

    private func selected(_ columns: [Identifier], _ relation: Relation) throws(QueryError) -> LogicalPlan {
        let context = ExpressionContext(scope: relation.scope, clause: "COPY")
        var values: [(expression: TypedExpression, name: String)] = []
        for column in columns {
            values.append((try bindColumn(QualifiedName(column), context, range: column.range), column.name))
        }
        return relation.plan.projected(values)
    }
}
