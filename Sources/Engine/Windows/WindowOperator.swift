import Columns
import Functions
import Planner

/// A window operator that is ready to produce.
package struct OpenedWindow: Sendable {
    package let producer: any MorselProducer
    /// How often the rows were sorted, into how many partitions, and how each call found its values.
    package let strategy: String
}

/// Window functions: the input's columns, then one column a call. Rows keep their places.
///
/// Calls with the same PARTITION BY and ORDER BY share one sort.
package enum WindowOperator {
    package static func open(
        _ input: any MorselProducer, types: [LogicalType], calls: [WindowCall], compiler: ExpressionCompiler
    ) throws(QueryError) -> OpenedWindow {
        let context = compiler.context.execution
        var expressions = WindowExpressions()
        var plans: [WindowCallPlan] = []
        for call in calls { plans.append(try WindowCallPlan(call, &expressions, compiler)) }
        let compiled = try compiler.compile(expressions.all)
        let rows = try KeyedRows.materialized(
            input, columnTypes: types, keyTypes: compiled.map(\.type), evaluate: RelationalOperators.evaluation(compiled), context: context)
        let inputs = WindowInputs(rows: rows, types: compiled.map(\.type), context: context)
        var columns: [WindowColumn] = []
        var orderings: [(plan: WindowCallPlan, ordering: WindowOrdering)] = []
        for plan in plans {
            let ordering: WindowOrdering
            if let known = orderings.first(where: { $0.plan.ordersLike(plan) }) {
                ordering = known.ordering
            } else {
                ordering = try plan.ordering(inputs)
                orderings.append((plan, ordering))
            }
            columns.append(try plan.evaluate(ordering, inputs))
        }
        let sorts = orderings.map { "\($0.ordering.partitionCount) partition\($0.ordering.partitionCount == 1 ? "" : "s")" }
        let ways = zip(calls, columns).map { "\($0.function.name) by \($1.strategy)" }
        return OpenedWindow(
            producer: WindowProducer(rows: rows.rows, columns: columns, account: context.account),
            strategy: "\(orderings.count) \(orderings.count == 1 ? "sort" : "sorts"): " + (sorts + ways).joined(separator: ", "))
    }
}

extension WindowCall.Function {
    fileprivate var name: String {
        switch self {
        case .window(let function): function.rawValue
        case .aggregate(let aggregate): aggregate.name
        }
    }
}

/// The expressions that the calls of a window operator need, each once.
struct WindowExpressions {
    private(set) var all: [TypedExpression] = []

    /// The place of an expression, which is added unless it is there.
    mutating func place(of expression: TypedExpression) -> Int {
        if let known = all.firstIndex(where: { $0.isSamePlainExpression(as: expression) }) { return known }
        all.append(expression)
        return all.count - 1
    }
}

extension TypedExpression {
    /// Whether both are the same column or constant, casts included. Anything else counts as different.
    fileprivate func isSamePlainExpression(as other: TypedExpression) -> Bool {
        guard type == other.type else { return false }
        switch (node, other.node) {
        case (.column(let mine), .column(let theirs)): return mine == theirs
        case (.constant(let mine), .constant(let theirs)): return mine == theirs
        case (.cast(let mine, let isTry), .cast(let theirs, let isAlsoTry)):
            return isTry == isAlsoTry && mine.isSamePlainExpression(as: theirs)
        default: return false
        }
    }
}

/// The evaluated expressions of all input rows.
final class WindowInputs: Sendable {
    let rows: KeyedRows
    let types: [LogicalType]
    let context: ExecutionContext

    init(rows: KeyedRows, types: [LogicalType], context: ExecutionContext) {
        self.rows = rows
        self.types = types
        self.context = context
    }

    var rowCount: Int { rows.rows.rowCount }

    /// The expression's vectors, one a batch.
    func vectors(_ place: Int) -> [Vector] { rows.keys(place) }

    /// The expression's values as one vector.
    func column(_ place: Int) throws(QueryError) -> Vector {
        try Vector.concatenating(vectors(place), type: types[place], context: context)
    }

    func key(_ place: Int, _ comparison: KeyColumn.Comparison) -> KeyColumn {
        KeyColumn(type: types[place], vectors: vectors(place), comparison: comparison)
    }
}

/// The input's batches with the calls' columns behind theirs.
private final class WindowProducer: MorselProducer {
    private let rows: MaterializedRows
    private let columns: [WindowColumn]
    private let firstRows: [Int]
    private let account: MemoryAccount

    init(rows: MaterializedRows, columns: [WindowColumn], account: MemoryAccount) {
        self.rows = rows
        self.columns = columns
        self.account = account
        // `KeyedRows` has a morsel for each batch.
        var firsts: [Int] = []
        var total = 0
        for batch in rows.batches {
            firsts.append(total)
            total += batch.count
        }
        firstRows = firsts
    }

    var morselCount: Int { rows.morselCount }

    func run(morsel: Int, _ consume: (Batch) throws(QueryError) -> Bool) throws(QueryError) {
        try rows.run(morsel: morsel) { (batch) throws(QueryError) in
            let range = firstRows[morsel]..<firstRows[morsel] + batch.count
            var vectors = batch.baseColumns
            for column in columns { vectors.append(try column.slice(range, account: account)) }
            return try consume(Batch(columns: vectors, count: batch.count))
        }
    }
}
