import Columns
import Functions

// Constructors that derive an operator's output from its input.
extension LogicalPlan {
    func filtered(by condition: TypedExpression) -> LogicalPlan {
        LogicalPlan(.filter(self, condition), output: output)
    }

    func projected(_ columns: [(expression: TypedExpression, name: String)]) -> LogicalPlan {
        LogicalPlan(
            .project(self, columns.map(\.expression)), output: columns.map { OutputColumn(name: $0.name, type: $0.expression.type) })
    }

    /// The plan with further computed columns at its end.
    func extended(by columns: [(expression: TypedExpression, name: String)]) -> LogicalPlan {
        columns.isEmpty ? self : projected(output.indices.map { (column($0), output[$0].name) } + columns)
    }

    /// Only the columns at the given places.
    func selecting(_ positions: [Int]) -> LogicalPlan {
        if positions.count == output.count, positions.elementsEqual(output.indices) { return self }
        return projected(positions.map { (column($0), output[$0].name) })
    }

    func aggregated(keys: [TypedExpression], names: [String], aggregates: [AggregateCall], groupingSets: [[Int]]? = nil) -> LogicalPlan {
        let keyColumns = keys.enumerated().map { OutputColumn(name: $0 < names.count ? names[$0] : "key", type: $1.type) }
        let aggregateColumns = aggregates.map { OutputColumn(name: $0.function.name, type: $0.function.resultType) }
        return LogicalPlan(
            .aggregate(self, keys: keys, aggregates: aggregates, groupingSets: groupingSets), output: keyColumns + aggregateColumns)
    }

    func sorted(by keys: [SortKey]) -> LogicalPlan {
        keys.isEmpty ? self : LogicalPlan(.sort(self, keys), output: output)
    }

    func distinct(on keys: [TypedExpression]? = nil) -> LogicalPlan { LogicalPlan(.distinct(self, on: keys), output: output) }

    func limited(to limit: TypedExpression?, offset: TypedExpression?) -> LogicalPlan {
        LogicalPlan(.limit(self, limit: limit, offset: offset), output: output)
    }

    func windowed(_ calls: [WindowCall]) -> LogicalPlan {
        calls.isEmpty
            ? self : LogicalPlan(.window(self, calls), output: output + calls.map { OutputColumn(name: $0.functionName, type: $0.type) })
    }

    static func joined(_ join: Join) -> LogicalPlan {
        let output: [OutputColumn] =
            switch join.kind {
            case .semi, .anti: join.left.output
            case .mark: join.left.output + [OutputColumn(name: "mark", type: .boolean)]
            case .inner, .left, .right, .full, .single: join.left.output + join.right.output
            }
        return LogicalPlan(.join(join), output: output)
    }

    /// A column of this plan's output, for the operator above it.
    func column(_ position: Int) -> TypedExpression { TypedExpression(.column(position), type: output[position].type) }

    /// The same operator under other column names.
    func renamed(_ names: [String]) -> LogicalPlan {
        if names.elementsEqual(output.map(\.name)) { return self }
        return projected(names.enumerated().map { (column($0), $1) })
    }

    func estimated(_ rows: Double) -> LogicalPlan { LogicalPlan(operation, output: output, estimatedRows: rows) }
}

extension WindowCall {
    var functionName: String {
        switch function {
        case .window(let function): function.rawValue
        case .aggregate(let aggregate): aggregate.name
        }
    }
}

extension TypedExpression {
    static let trueConstant = TypedExpression(.constant(.boolean(true)), type: .boolean)

    var constantValue: Value? {
        if case .constant(let value) = node { value } else { nil }
    }

    var columnPosition: Int? {
        if case .column(let position) = node { position } else { nil }
    }

    /// Both conditions; parts that are themselves AND are taken in flat.
    static func conjunction(_ conditions: [TypedExpression]) -> TypedExpression? {
        var flat: [TypedExpression] = []
        for condition in conditions { flat.append(contentsOf: condition.conjuncts) }
        guard let first = flat.first else { return nil }
        if flat.count == 1 { return first }
        return TypedExpression(.and(flat), type: .boolean, range: first.range)
    }

    /// The conditions that must all hold for this one to hold.
    package var conjuncts: [TypedExpression] {
        guard case .and(let operands) = node else { return [self] }
        return operands.flatMap(\.conjuncts)
    }
}
