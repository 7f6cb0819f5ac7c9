import Columns
import Functions
import Planner

/// Makes typed expressions ready to run.
package struct ExpressionCompiler: Sendable {
    package let context: EvaluationContext
    /// Runs a subquery without outer references and gives its rows; at most two are asked for.
    private let runSubquery: @Sendable (LogicalPlan) throws(QueryError) -> MaterializedRows

    package init(
        context: EvaluationContext, runSubquery: @escaping @Sendable (LogicalPlan) throws(QueryError) -> MaterializedRows
    ) {
        self.context = context
        self.runSubquery = runSubquery
    }

    /// The expression ready to run, with parts over one text column set up to run once per dictionary entry.
    package func compile(_ expression: TypedExpression) throws(QueryError) -> any VectorExpression {
        if context.settings.dictionaries, let column = expression.soleTextColumn {
            return DictionaryExpression(try compileNode(expression), column: column, context: context)
        }
        return try compileNode(expression)
    }

    package func compile(_ expressions: [TypedExpression]) throws(QueryError) -> [any VectorExpression] {
        var compiled: [any VectorExpression] = []
        for expression in expressions { compiled.append(try compile(expression)) }
        return compiled
    }

    /// The value of an expression without column references.
    package func constantValue(_ expression: TypedExpression) throws(QueryError) -> Value {
        try compile(expression).evaluate(Batch(columns: [], count: 1)).value(at: 0)
    }

    private func compileNode(_ expression: TypedExpression) throws(QueryError) -> any VectorExpression {
        switch expression.node {
        case .column(let index): return ColumnExpression(type: expression.type, index: index)
        case .constant(let value): return try ConstantExpression(value, type: expression.type, account: context.account)
        case .call(let function, let arguments):
            return CallExpression(function: function, arguments: try compile(arguments), context: context, range: expression.range)
        case .cast(let operand, let isTry):
            let inner = try compile(operand)
            if inner.type == expression.type { return inner }
            let function = try Cast.resolve(from: inner.type, to: expression.type, isTry: isTry, settings: context.settings)
            return CallExpression(function: function, arguments: [inner], context: context, range: expression.range)
        case .and(let operands): return JunctionExpression(operands: try compile(operands), isConjunction: true, context: context)
        case .or(let operands): return JunctionExpression(operands: try compile(operands), isConjunction: false, context: context)
        case .not(let operand): return NegationExpression(operand: try compile(operand), context: context)
        case .isNull(let operand): return NullTestExpression(operand: try compile(operand), context: context)
        case .conditional(let branches, let otherwise):
            var compiled: [(condition: any VectorExpression, result: any VectorExpression)] = []
            for branch in branches { compiled.append((try compile(branch.condition), try compile(branch.result))) }
            return ConditionalExpression(type: expression.type, branches: compiled, otherwise: try compile(otherwise), context: context)
        case .coalesce(let operands):
            return CoalesceExpression(type: expression.type, operands: try compile(operands), context: context)
        case .inList(let needle, let list): return try membership(needle, list, range: expression.range)
        case .scalarSubquery(let plan): return try scalar(plan, type: expression.type, range: expression.range)
        case .existsSubquery(let plan):
            let rows = try runSubquery(plan)
            return try ConstantExpression(.boolean(rows.rowCount > 0), type: .boolean, account: context.account)
        default:
            throw QueryError(
                .notSupported, "a reference to a column of the enclosing query is not supported here", range: expression.range)
        }
    }

    private func membership(_ needle: TypedExpression, _ list: [TypedExpression], range: Range<Int>?) throws(QueryError)
        -> any VectorExpression
    {
        let compiledNeedle = try compile(needle)
        var constants: [Value] = []
        var others: [TypedExpression] = []
        for element in list {
            if case .constant(let value) = element.node { constants.append(value) } else { others.append(element) }
        }
        var operands: [any VectorExpression] = []
        if !constants.isEmpty {
            operands.append(try MembershipExpression(needle: compiledNeedle, constants: constants, context: context))
        }
        for element in others {
            let description = [ArgumentDescription(type: needle.type), ArgumentDescription(type: element.type)]
            let equality = try FunctionRegistry.builtin.resolveScalar("=", description, context.settings)
            operands.append(
                CallExpression(function: equality, arguments: [compiledNeedle, try compile(element)], context: context, range: range))
        }
        return operands.count == 1 ? operands[0] : JunctionExpression(operands: operands, isConjunction: false, context: context)
    }

    private func scalar(_ plan: LogicalPlan, type: LogicalType, range: Range<Int>?) throws(QueryError) -> any VectorExpression {
        let rows = try runSubquery(plan)
        if rows.rowCount > 1, context.settings.scalarSubqueryErrorOnMultipleRows {
            throw QueryError(
                .cardinality, "a subquery that stands for one value returned more than one row",
                help: ["add LIMIT 1, or an aggregate such as max(…)"], range: range)
        }
        let value = try rows.batches.first?.column(0).value(at: 0) ?? .null
        return try ConstantExpression(value, type: type, account: context.account)
    }
}
