import Columns
import Functions
import Language

// Pipe operators, by GoogleSQL's rules: each sees its input alone.
extension Binder {
    func bindPipe(_ pipe: PipeOperator, _ input: Relation) throws(QueryError) -> Relation {
        var relation = input
        switch pipe.kind {
        case .select(let select): return try bindSelect(select, orderBy: nil, limit: nil, input: input)
        case .extend(let items, let windows): return try bindExtend(items, windows, input)
        case .set(let assignments): return try bindSet(assignments, input)
        case .drop(let names): return try bindDrop(names, input)
        case .rename(let renamings): return try bindRename(renamings, input)
        case .alias(let alias):
            relation.scope = Scope(
                columns: input.scope.columns, tables: [ScopeTable(name: alias.name, columns: input.scope.columns)])
            return relation
        case .where(let condition): return try filtered(input, condition, clause: "pipe WHERE")
        case .aggregate(let items, let groupBy): return try bindAggregatePipe(items, groupBy, input, range: pipe.keywordRange)
        case .distinct:
            relation = input.sealed()
            relation.plan = relation.plan.distinct()
            return relation
        case .orderBy(let orderBy): return try sortOutput(input, orderBy, clause: "pipe ORDER BY")
        case .limit(let limit):
            relation.plan = try limited(input.plan, limit)
            return relation
        case .join(let join):
            let right = try bindTable(join.right, left: input)
            return try joined(
                JoinRequest(
                    kind: join.kind, isNatural: join.isNatural, isAsOf: join.isAsOf, condition: join.condition, range: join.operatorRange),
                input, right)
        case .setOperation(let kind, let isAll, let isByName, let queries):
            var plan = input.sealedPlan()
            for query in queries {
                let right = try bindQuery(query).sealedPlan()
                plan = try combined(kind, isAll: isAll, isByName: isByName, plan, right, range: pipe.keywordRange)
            }
            return Relation(plan: plan)
        case .with(let with):
            try define(with)
            return input
        case .assert(let condition, let payload): return try bindAssert(condition, payload, input)
        case .describe: return Relation(plan: descriptionPlan(input.sealedPlan().output))
        case .call, .pivot, .unpivot, .sample, .summarize, .sources:
            throw QueryError(.notSupported, "|> \(pipe.name) is not supported yet", range: pipe.keywordRange)
        }
    }

    // MARK: Columns

    /// `EXTEND`: the input and more columns at its end. An alias to the left may be used, but an input column of that name wins.
    private func bindExtend(_ items: [SelectItem], _ windows: [NamedWindow], _ input: Relation) throws(QueryError) -> Relation {
        let columns = try expandItems(items, input.scope, hasInput: true)
        let builder = SelectBuilder(
            binder: self, relation: input, items: columns, aliases: [:], windows: windows, clause: "pipe EXTEND")
        builder.context.allowsAggregates = false
        try builder.bindItems()
        try builder.stack()
        let start = builder.plan.output.count
        let plan = builder.plan.extended(by: zip(builder.columns, columns).map { (expression: $0, name: $1.name) })
        let added = columns.enumerated().map {
            ScopeColumn(name: $1.name, position: start + $0, type: plan.output[start + $0].type)
        }
        return Relation(plan: plan, scope: input.scope.replacingColumns(input.scope.columns + added))
    }

    /// `SET`: all right sides see the input; `t.x` keeps naming the original value.
    private func bindSet(_ assignments: [Assignment], _ input: Relation) throws(QueryError) -> Relation {
        var places: [Int] = []
        for assignment in assignments {
            let place = try onlyVisible(assignment.name, input.scope, operation: "SET")
            guard !places.contains(place) else {
                throw QueryError(.invalidQuery, "SET changes \(assignment.name.name) twice", range: assignment.name.range)
            }
            places.append(place)
        }
        let items = assignments.map {
            SelectColumn(source: .expression($0.value), name: $0.name.name, isAlias: false, range: $0.range)
        }
        let builder = SelectBuilder(binder: self, relation: input, items: items, aliases: [:], windows: [], clause: "pipe SET")
        builder.context.allowsAggregates = false
        try builder.bindItems()
        try builder.stack()
        let start = builder.plan.output.count
        var columns = input.scope.columns
        var added: [(expression: TypedExpression, name: String)] = []
        for (number, place) in places.enumerated() {
            added.append((builder.columns[number], columns[place].name))
            columns[place] = ScopeColumn(name: columns[place].name, position: start + number, type: builder.columns[number].type)
        }
        return Relation(plan: builder.plan.extended(by: added), scope: input.scope.replacingColumns(columns))
    }

    private func bindDrop(_ names: [QualifiedName], _ input: Relation) throws(QueryError) -> Relation {
        var columns = input.scope.columns
        for name in names {
            let identifier = try byNameAlone(name, operation: "DROP")
            let remaining = columns.filter { $0.folded != identifier.folded }
            guard remaining.count < columns.count else {
                throw unknownVisible(identifier, input.scope, operation: "DROP")
            }
            columns = remaining
        }
        guard !columns.isEmpty else {
            throw QueryError(.invalidQuery, "DROP leaves no column", range: names.first?.range)
        }
        return Relation(plan: input.plan, scope: input.scope.replacingColumns(columns))
    }

    private func bindRename(_ renamings: [StarRenaming], _ input: Relation) throws(QueryError) -> Relation {
        var columns = input.scope.columns
        var renamed: Set<Int> = []
        for renaming in renamings {
            let place = try onlyVisible(try byNameAlone(renaming.column, operation: "RENAME"), input.scope, operation: "RENAME")
            guard renamed.insert(place).inserted else {
                throw QueryError(.invalidQuery, "RENAME names \(renaming.column.text) twice", range: renaming.column.range)
            }
            let old = columns[place]
            columns[place] = ScopeColumn(name: renaming.name.name, position: old.position, type: old.type)
        }
        return Relation(plan: input.plan, scope: input.scope.replacingColumns(columns))
    }

    private func byNameAlone(_ name: QualifiedName, operation: String) throws(QueryError) -> Identifier {
        guard name.parts.count == 1 else {
            throw QueryError(
                .invalidQuery, "\(operation) names a column by its name alone", help: ["write \(name.last)"], range: name.range)
        }
        return name.parts[0]
    }

    /// The place of the one visible column of a name.
    private func onlyVisible(_ name: Identifier, _ scope: Scope, operation: String) throws(QueryError) -> Int {
        let places = scope.columns.indices.filter { scope.columns[$0].folded == name.folded }
        guard let first = places.first else { throw unknownVisible(name, scope, operation: operation) }
        guard places.count == 1 else {
            throw QueryError(
                .ambiguousColumn, "\(operation): several columns are called \(name.name)", help: ["give them different names before"],
                range: name.range)
        }
        return first
    }

    private func unknownVisible(_ name: Identifier, _ scope: Scope, operation: String) -> QueryError {
        QueryError(
            .unknownColumn, "\(operation): there is no column \(name.name)",
            help: NameSuggestion.help(for: name.name, among: scope.candidateNames, listing: "columns in sight"), range: name.range)
    }

    // MARK: AGGREGATE

    /// Group columns first, then aggregates.
    private func bindAggregatePipe(
        _ items: [SelectItem], _ groupBy: GroupByClause?, _ input: Relation, range: Range<Int>
    ) throws(QueryError) -> Relation {
        var elements: [GroupingElement] = []
        if let groupBy {
            guard case .elements(let written) = groupBy.keys else {
                throw QueryError(
                    .invalidQuery, "GROUP BY ALL does not go with |> AGGREGATE", help: ["name the columns to group by"],
                    range: groupBy.range)
            }
            elements = written
        }
        guard !items.isEmpty || !elements.isEmpty else {
            throw QueryError(.invalidQuery, "AGGREGATE needs an aggregate or a GROUP BY", range: range)
        }
        let keys = try groupItems(elements)
        let aggregates = try expandItems(items, input.scope, hasInput: true)
        for aggregate in aggregates {
            if case .expression(let expression) = aggregate.source, callsAggregate(expression) { continue }
            throw QueryError(
                .invalidQuery, "AGGREGATE takes aggregates; \(aggregate.name) holds none",
                help: ["put it into GROUP BY", "or use any_value(\(aggregate.name))"], range: aggregate.range)
        }
        let columns = keys.map(\.column) + aggregates
        var relation = input
        let grouping = try bindGrouping(
            elements, items: [], aliases: [:], scope: input.scope, plan: &relation.plan, clause: "AGGREGATE GROUP BY")
        let builder = SelectBuilder(binder: self, relation: relation, items: columns, aliases: [:], windows: [], clause: "AGGREGATE")
        builder.context.allowsWindows = false
        builder.grouping = grouping
        try builder.bindItems()
        let isOrdered = groupBy?.isOrdered ?? false
        for (place, key) in keys.enumerated() where isOrdered || key.ordering != nil {
            builder.sortKeys.append(
                SelectBuilder.PendingSortKey(target: .output(place), ordering: key.ordering ?? Ordering(), range: key.column.range))
        }
        for (place, item) in items.enumerated() where items.count == aggregates.count {
            guard let ordering = item.ordering else { continue }
            builder.sortKeys.append(
                SelectBuilder.PendingSortKey(target: .output(keys.count + place), ordering: ordering, range: item.range))
        }
        try builder.stack()
        return try builder.finish(distinctness: .all, limit: nil)
    }

    private struct GroupItem {
        var column: SelectColumn
        var ordering: Ordering?
    }

    /// The output columns of the keys, each once, in the order written.
    private func groupItems(_ elements: [GroupingElement]) throws(QueryError) -> [GroupItem] {
        var items: [GroupItem] = []
        var seen: Set<String> = []
        func add(_ expression: Expression, alias: Identifier?, ordering: Ordering?) throws(QueryError) {
            if case .literal(.number(let number)) = expression.kind, number.form == .integer {
                throw QueryError(
                    .invalidQuery, "AGGREGATE … GROUP BY takes no column numbers", help: ["name the column"], range: expression.range)
            }
            if case .row(let members) = expression.kind {
                for member in members { try add(member, alias: nil, ordering: ordering) }
                return
            }
            let name = alias?.name ?? defaultName(expression)
            guard seen.insert(words(expression.range) + "\u{0}" + name).inserted else { return }
            items.append(
                GroupItem(
                    column: SelectColumn(source: .expression(expression), name: name, isAlias: alias != nil, range: expression.range),
                    ordering: ordering))
        }
        func collect(_ element: GroupingElement) throws(QueryError) {
            switch element.kind {
            case .expression(let expression, let alias, let ordering): try add(expression, alias: alias, ordering: ordering)
            case .empty: break
            case .rollup(let members), .cube(let members):
                for member in members { for expression in member { try add(expression, alias: nil, ordering: nil) } }
            case .groupingSets(let members): for member in members { try collect(member) }
            }
        }
        for element in elements { try collect(element) }
        return items
    }

    // MARK: ASSERT and DESCRIBE

    private func bindAssert(_ condition: Expression, _ payload: [Expression], _ input: Relation) throws(QueryError) -> Relation {
        var relation = input
        let context = ExpressionContext(scope: input.scope, clause: "ASSERT")
        let bound = try placeSubqueries(of: context, on: &relation.plan, [try bindCondition(condition, context)])[0]
        var message: [String] = []
        let constants = ExpressionContext(scope: Scope(), clause: "ASSERT message")
        for expression in payload {
            if case .text(let text)? = try folded(try bind(expression, constants)).constantValue {
                message.append(text)
            } else {
                message.append(words(expression.range))
            }
        }
        let text = message.isEmpty ? "the assertion does not hold: \(words(condition.range))" : message.joined(separator: " ")
        relation.plan = LogicalPlan(.assertion(relation.plan, condition: bound, message: text), output: relation.plan.output)
        return relation
    }

    /// What DESCRIBE shows of columns, as rows.
    func descriptionPlan(_ columns: [OutputColumn]) -> LogicalPlan {
        func text(_ text: String) -> TypedExpression { TypedExpression(.constant(.text(text)), type: .text) }
        let nothing = TypedExpression(.constant(.null), type: .text)
        let rows = columns.map { [text($0.name), text($0.type.description), text("YES"), nothing, nothing, nothing] }
        return LogicalPlan(
            .values(rows),
            output: ["column_name", "column_type", "null", "key", "default", "extra"].map { OutputColumn(name: $0, type: .text) })
    }
}
