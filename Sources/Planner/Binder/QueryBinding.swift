import Columns
import Functions
import Language

// Queries: WITH, bodies, set operations, ORDER BY and LIMIT of a whole result.
extension Binder {
    func bindQuery(_ query: Query) throws(QueryError) -> Relation {
        try depthGuard.enter(at: query.range)
        defer { depthGuard.leave() }
        let saved = commonTables
        defer { commonTables = saved }
        if let with = query.with { try define(with) }
        var relation = try bindBody(query)
        for pipe in query.pipes { relation = try bindPipe(pipe, relation) }
        return relation
    }

    private func bindBody(_ query: Query) throws(QueryError) -> Relation {
        if case .select(let select) = query.body {
            return try bindSelect(select, orderBy: query.orderBy, limit: query.limit)
        }
        var relation = try bindBody(query.body)
        if let orderBy = query.orderBy { relation = try sortOutput(relation, orderBy, clause: "ORDER BY") }
        if let limit = query.limit { relation.plan = try limited(relation.plan, limit) }
        return relation
    }

    func bindBody(_ body: QueryBody) throws(QueryError) -> Relation {
        switch body {
        case .select(let select): return try bindSelect(select, orderBy: nil, limit: nil)
        case .values(let values): return try bindValues(values)
        case .setOperation(let operation):
            return try nested(at: operation.range) { () throws(QueryError) in try bindSetOperation(operation) }
        case .parenthesized(let query): return try bindQuery(query)
        case .table(let name): return try bindNamedTable(name, alias: nil)
        case .inspection(let inspection): return Relation(plan: try bindInspection(inspection))
        case .continuation(let range):
            guard let previous else {
                throw QueryError(
                    .invalidQuery, "a statement that begins with |> continues the last query, and there is none",
                    help: ["begin with FROM or SELECT"], range: range)
            }
            self.previous = nil
            defer { self.previous = previous }
            return try withText(previous.text) { () throws(QueryError) in try bindQuery(previous.query) }
        }
    }

    // MARK: VALUES

    private func bindValues(_ values: ValuesClause) throws(QueryError) -> Relation {
        let context = ExpressionContext(scope: Scope(), clause: "VALUES")
        var rows: [[TypedExpression]] = []
        let width = values.rows.first?.count ?? 0
        for row in values.rows {
            guard row.count == width else {
                let range =
                    (row.first?.range.lowerBound ?? values.range.lowerBound)..<(row.last?.range.upperBound ?? values.range.upperBound)
                throw QueryError(
                    .invalidQuery, "the rows of VALUES have different lengths: \(width) and \(row.count)", range: range)
            }
            rows.append(try bindAll(row, context))
        }
        guard context.subqueries.isEmpty else {
            throw QueryError(.notSupported, "VALUES takes no IN (query) and no correlated subquery yet", range: values.range)
        }
        return Relation(plan: try valuesPlan(rows, names: (0..<width).map { "col\($0)" }, range: values.range))
    }

    /// Rows of expressions, each column brought to one type.
    func valuesPlan(_ rows: [[TypedExpression]], names: [String], range: Range<Int>) throws(QueryError) -> LogicalPlan {
        var rows = rows
        var output: [OutputColumn] = []
        for column in names.indices {
            let cells = rows.map { $0[column] }
            guard let common = TypeCoercion.setOperationType(cells.map(description)) else {
                throw noCommonType(cells, of: "the values of column \(column + 1)", range: range)
            }
            let type = common == .null ? .integer : common
            for row in rows.indices { rows[row][column] = try cast(rows[row][column], to: type) }
            output.append(OutputColumn(name: names[column], type: type))
        }
        return LogicalPlan(.values(rows), output: output)
    }

    // MARK: Set operations

    private func bindSetOperation(_ operation: Language.SetOperation) throws(QueryError) -> Relation {
        // `a UNION b UNION c …` leans to the left as far as it is long: walk down the left side, then combine on the way back.
        var pending: [Language.SetOperation] = [operation]
        var first = operation.left
        while case .setOperation(let inner) = first {
            pending.append(inner)
            first = inner.left
        }
        var left = try bindBody(first).sealedPlan()
        for operation in pending.reversed() {
            let right = try bindBody(operation.right).sealedPlan()
            left = try combined(
                operation.operator, isAll: operation.isAll, isByName: operation.isByName, left, right, range: operation.operatorRange)
        }
        return Relation(plan: left)
    }

    /// Both inputs brought to the same columns and put together.
    func combined(
        _ kind: Language.SetOperation.Operator, isAll: Bool, isByName: Bool, _ left: LogicalPlan, _ right: LogicalPlan, range: Range<Int>
    ) throws(QueryError) -> LogicalPlan {
        let (left, right) = isByName ? try alignedByName(left, right, range: range) : (left, right)
        guard left.output.count == right.output.count else {
            throw QueryError(
                .invalidQuery,
                "\(kind.rawValue) takes queries of the same number of columns, not \(left.output.count) and \(right.output.count)",
                help: ["name the columns, or use BY NAME"], range: range)
        }
        var types: [LogicalType] = []
        for (mine, theirs) in zip(left.output, right.output) {
            guard let type = TypeCoercion.setOperationType([literalAware(left, mine), literalAware(right, theirs)]) else {
                throw QueryError(
                    .typeMismatch, "column \(mine.name) is \(mine.type) on one side of \(kind.rawValue) and \(theirs.type) on the other",
                    help: ["cast one of them"], range: range)
            }
            types.append(type)
        }
        let operation: SetOperation =
            switch kind {
            case .union: .union
            case .intersect: .intersect
            case .except: .except
            }
        let first = try converted(left, to: types)
        let second = try converted(right, to: types)
        return LogicalPlan(.setOperation(operation, all: isAll, first, second), output: first.output)
    }

    private func literalAware(_ plan: LogicalPlan, _ column: OutputColumn) -> ArgumentDescription { ArgumentDescription(type: column.type) }

    /// The plan with its columns cast to the given types.
    func converted(_ plan: LogicalPlan, to types: [LogicalType]) throws(QueryError) -> LogicalPlan {
        if plan.output.map(\.type) == types { return plan }
        var columns: [(expression: TypedExpression, name: String)] = []
        for (position, type) in types.enumerated() {
            columns.append((try cast(plan.column(position), to: type), plan.output[position].name))
        }
        return plan.projected(columns)
    }

    /// Both plans with the columns of either, the left one's first; what one lacks is NULL there.
    private func alignedByName(
        _ left: LogicalPlan, _ right: LogicalPlan, range: Range<Int>
    ) throws(QueryError) -> (LogicalPlan, LogicalPlan) {
        func places(_ plan: LogicalPlan) throws(QueryError) -> [String: Int] {
            var places: [String: Int] = [:]
            for (position, column) in plan.output.enumerated() {
                if places.updateValue(position, forKey: column.name.lowercased()) != nil {
                    throw QueryError(.ambiguousColumn, "BY NAME needs column names that differ: \(column.name)", range: range)
                }
            }
            return places
        }
        let mine = try places(left)
        let theirs = try places(right)
        let columns = left.output + right.output.filter { mine[$0.name.lowercased()] == nil }
        func aligned(_ plan: LogicalPlan, _ places: [String: Int]) -> LogicalPlan {
            plan.projected(
                columns.map { column in
                    if let place = places[column.name.lowercased()] { return (plan.column(place), column.name) }
                    return (TypedExpression(.constant(.null), type: column.type), column.name)
                })
        }
        return (aligned(left, mine), aligned(right, theirs))
    }

    // MARK: ORDER BY and LIMIT over an output

    /// Sorts a relation by its visible columns, ordinals, or expressions over them.
    func sortOutput(_ relation: Relation, _ orderBy: OrderByClause, clause: String) throws(QueryError) -> Relation {
        var relation = relation
        let context = ExpressionContext(scope: relation.scope, clause: clause)
        context.allowsWindows = true
        var keys: [SortKey] = []
        switch orderBy.keys {
        case .all(let ordering):
            for column in relation.scope.columns {
                keys.append(sortKey(TypedExpression(.column(column.position), type: column.type), ordering))
            }
        case .items(let items):
            for item in items {
                if let ordinal = try ordinal(item.expression, count: relation.scope.columns.count, clause: clause) {
                    if ordinal == 0 { continue }
                    let column = relation.scope.columns[ordinal - 1]
                    keys.append(sortKey(TypedExpression(.column(column.position), type: column.type), item.ordering))
                } else {
                    for expression in try expandedColumns(item.expression, relation.scope) {
                        keys.append(sortKey(try bind(expression, context), item.ordering))
                    }
                }
            }
        }
        let expressions = try placeComputed(context, on: &relation.plan, keys.map(\.expression))
        for position in keys.indices { keys[position].expression = expressions[position] }
        relation.plan = relation.plan.sorted(by: keys)
        return relation
    }

    /// The column number that a literal in ORDER BY or GROUP BY stands for: nil for what is no literal, 0 for one without effect.
    func ordinal(_ expression: Expression, count: Int, clause: String) throws(QueryError) -> Int? {
        switch expression.kind {
        case .literal(.number(let number)) where number.form == .integer:
            guard let value = number.integerValue, value >= 1, value <= UInt128(count) else {
                throw QueryError(
                    .invalidQuery, "\(clause) \(number.digits) is out of range: there are \(count) columns", range: expression.range)
            }
            return Int(value)
        case .literal where clause.hasSuffix("ORDER BY"):
            guard settings.orderByNonIntegerLiteral else {
                throw QueryError(
                    .invalidQuery, "ORDER BY a constant has no effect", help: ["name a column, or its number"], range: expression.range)
            }
            return 0
        default: return nil
        }
    }

    /// Places subqueries and windows of a context without aggregation: subqueries first, then windows.
    func placeComputed(
        _ context: ExpressionContext, on plan: inout LogicalPlan, _ expressions: [TypedExpression]
    ) throws(QueryError) -> [TypedExpression] {
        let windowCount = context.windows.count
        guard windowCount > 0 else { return try placeSubqueries(of: context, on: &plan, expressions) }
        var parts: [TypedExpression] = expressions
        for window in context.windows { parts.append(contentsOf: window.expressions) }
        parts = try placeSubqueries(of: context, on: &plan, parts)
        var next = expressions.count
        var calls: [WindowCall] = []
        for window in context.windows {
            let own = window.expressions.count
            calls.append(window.replacingExpressions(Array(parts[next..<next + own])))
            next += own
        }
        let start = plan.output.count
        plan = plan.windowed(calls)
        return parts.prefix(expressions.count).map { expression in
            expression.mappingColumns { VirtualColumn.isWindow($0) ? start + $0 - VirtualColumn.windows : $0 }
        }
    }

    func limited(_ plan: LogicalPlan, _ limit: LimitClause) throws(QueryError) -> LogicalPlan {
        if limit.isPercent { throw QueryError(.notSupported, "LIMIT in percent is not supported yet", range: limit.range) }
        let context = ExpressionContext(scope: Scope(), clause: "LIMIT")
        func bound(_ expression: Expression?) throws(QueryError) -> TypedExpression? {
            guard let expression else { return nil }
            let value = try folded(try cast(try bind(expression, context), to: .bigint))
            switch value.constantValue {
            case .null?: return nil
            case .integer(let number)? where number < 0:
                throw QueryError(.invalidQuery, "LIMIT and OFFSET are not negative", range: expression.range)
            case .integer?: return value
            case nil where !value.hasColumns && value.hasSubquery: return value
            default: throw QueryError(.invalidQuery, "LIMIT and OFFSET take constants", range: expression.range)
            }
        }
        let count = try bound(limit.count)
        let offset = try bound(limit.offset)
        return count == nil && offset == nil ? plan : plan.limited(to: count, offset: offset)
    }
}

extension WindowCall {
    /// All expressions of the call in a fixed order.
    var expressions: [TypedExpression] {
        var all = arguments + partition + order.map(\.expression)
        if let filter { all.append(filter) }
        for bound in [frame.start, frame.end] {
            switch bound {
            case .preceding(let distance), .following(let distance): all.append(distance)
            default: break
            }
        }
        return all
    }

    /// The call with its expressions replaced, in the order of `expressions`.
    func replacingExpressions(_ expressions: [TypedExpression]) -> WindowCall {
        var copy = self
        var rest = expressions[...]
        func next(_ old: TypedExpression) -> TypedExpression { rest.popFirst() ?? old }
        copy.arguments = arguments.map(next)
        copy.partition = partition.map(next)
        for position in copy.order.indices { copy.order[position].expression = next(order[position].expression) }
        copy.filter = filter.map(next)
        func bound(_ old: WindowFrame.Bound) -> WindowFrame.Bound {
            switch old {
            case .preceding(let distance): .preceding(next(distance))
            case .following(let distance): .following(next(distance))
            default: old
            }
        }
        copy.frame.start = bound(frame.start)
        copy.frame.end = bound(frame.end)
        return copy
    }
}
