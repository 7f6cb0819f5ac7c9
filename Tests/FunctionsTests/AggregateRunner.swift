import Columns
import Functions

/// Runs aggregates over a few rows in every way the engine does: one group, several groups, partial states that are merged.
struct AggregateRunner {
    let context = EvaluationContext(ExecutionContext(account: MemoryAccount()))

    /// A column of values of one type; texts are `DATE '…'` and the like, as `ExpressionEvaluator` reads them.
    struct Column {
        var type: LogicalType
        var values: [Value]
    }

    func column(_ texts: [String]) throws -> Column {
        let typed = try texts.map { try ExpressionEvaluator.evaluate($0) }
        let described = typed.map { ArgumentDescription(type: $0.type, constant: $0.value, isLiteral: $0.isLiteral) }
        guard let type = TypeCoercion.commonType(described) else { throw QueryError(.typeMismatch, "\(texts)") }
        let settled: LogicalType = type == .null ? .integer : type
        return Column(type: settled, values: try typed.map { try ConstantEvaluation.cast($0.value, from: $0.type, to: settled, context) })
    }

    func resolve(_ name: String, _ columns: [Column], constants: [String] = []) throws -> ResolvedAggregate {
        let extra = try constants.map { try ExpressionEvaluator.evaluate($0) }
        let described =
            columns.map { ArgumentDescription(type: $0.type) }
            + extra.map { ArgumentDescription(type: $0.type, constant: $0.value, isLiteral: true) }
        return try FunctionRegistry.builtin.resolveAggregate(name, described, Settings())
    }

    func vectors(_ function: ResolvedAggregate, _ columns: [Column], _ rows: [Int]) throws -> [Vector] {
        var vectors: [Vector] = []
        for (column, type) in zip(columns, function.argumentTypes) {
            let values = try rows.map { try ConstantEvaluation.cast(column.values[$0], from: column.type, to: type, context) }
            vectors.append(try Vector.of(values, type: type, account: context.account))
        }
        return vectors
    }

    /// The result over all rows, which must be the same as one group, beside an empty group, and in two merged halves.
    func run(_ name: String, _ columns: [Column], constants: [String] = [], rowCount: Int? = nil) throws -> Value {
        let function = try resolve(name, columns, constants: constants)
        let count = columns.first?.values.count ?? rowCount ?? 0
        let rows = Array(0..<count)
        switch function.kernel {
        case .gathering(let kernel):
            let offsets = [0, 0, count]
            let arguments = try vectors(function, columns, rows)
            let result = try kernel.finish(arguments: arguments, offsets: offsets, groupCount: 2, context: context)
            guard result.type == function.resultType else { throw QueryError(.internal, "\(name) gave \(result.type)") }
            return result.value(at: 1)
        case .folding(let kernel):
            let arguments = try vectors(function, columns, rows)
            let whole = try fold(kernel, function, [(arguments, count)], groups: nil).value(at: 0)
            let grouped = try fold(kernel, function, [(arguments, count)], groups: Array(repeating: 1, count: count)).value(at: 1)
            let halves = try [Array(rows.prefix(count / 2)), Array(rows.dropFirst(count / 2))].map {
                (try vectors(function, columns, $0), $0.count)
            }
            let merged = try fold(kernel, function, halves, groups: nil).value(at: 0)
            guard agree(whole, grouped), agree(whole, merged) else {
                throw QueryError(.internal, "\(name): \(whole) in one group, \(grouped) in a second one, \(merged) in halves")
            }
            return whole
        }
    }

    private func agree(_ first: Value, _ second: Value) -> Bool {
        if case .double(let left) = first, case .double(let right) = second {
            return left == right || (left.isNaN && right.isNaN) || abs(left - right) <= 1e-12 * max(abs(left), abs(right), 1e-3)
        }
        return first == second
    }

    /// Folds each part into states of its own and merges them in order.
    func fold(
        _ kernel: any FoldingAggregate, _ function: ResolvedAggregate, _ parts: [([Vector], Int)], groups: [UInt32]?
    ) throws -> Vector {
        let stride = (kernel.stateByteCount + 15) & ~15
        let groupCount = 2
        func states() throws -> Buffer { try Buffer(byteCount: stride * groupCount, account: context.account, zeroed: true) }
        let total = try states()
        for (arguments, count) in parts {
            let part = try states()
            if let groups {
                try kernel.update(part.start, stride: stride, groups: groups, arguments: arguments, count: count, context: context)
            } else {
                try kernel.update(part.start, stride: stride, groups: nil, arguments: arguments, count: count, context: context)
            }
            try kernel.merge(
                total.start, stride: stride, groups: nil, from: UnsafeRawPointer(part.start), sourceStride: stride, count: groupCount,
                context: context)
        }
        let result = try kernel.finish(UnsafeRawPointer(total.start), stride: stride, count: groupCount, context: context)
        guard result.type == function.resultType else { throw QueryError(.internal, "\(function.name) gave \(result.type)") }
        return result
    }
}
