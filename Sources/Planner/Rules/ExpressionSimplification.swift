import Columns
import Functions

/// Computes constants and drops what constants settle.
///
/// Preconditions: nothing volatile is computed or repeated; a part that raises may be dropped where a constant settles the result,
/// but never begins to run on more rows than before; three-valued logic is kept, so NULL results stay NULL.
struct ExpressionSimplification {
    private let folding: ConstantFolding

    init(settings: Settings) {
        folding = ConstantFolding(settings: settings)
    }

    /// Simplifies every expression of a plan and drops filters that always hold.
    func simplified(_ plan: LogicalPlan, _ depth: inout DepthGuard) throws(QueryError) -> LogicalPlan {
        try depth.enter()
        defer { depth.leave() }
        let inner = try plan.replacingChildren { (child) throws(QueryError) in try simplified(child, &depth) }
        let result = try inner.replacingExpressions { (expression) throws(QueryError) in simplified(expression) }
        if case .filter(let input, let condition) = result.operation, condition.constantValue == .boolean(true) { return input }
        return result
    }

    func simplified(_ expression: TypedExpression) -> TypedExpression {
        switch expression.node {
        case .column, .outerColumn, .constant, .scalarSubquery, .existsSubquery: return expression
        default: break
        }
        let inner = (try? expression.replacingChildren { (child) throws(QueryError) in simplified(child) }) ?? expression
        switch inner.node {
        case .and(let operands): return junction(operands, settledBy: false, inner)
        case .or(let operands): return junction(operands, settledBy: true, inner)
        case .not(let operand): return negation(operand, inner)
        case .isNull(let operand):
            guard let value = operand.constantValue else { return inner }
            return constant(.boolean(value.isNull), inner)
        case .coalesce(let operands): return coalesced(operands, inner)
        case .conditional(let branches, let otherwise): return conditional(branches, otherwise, inner)
        case .inList(let needle, let list): return membership(needle, list, inner)
        default: return folding.value(of: inner).map { constant($0, inner) } ?? inner
        }
    }

    private func constant(_ value: Value, _ replaced: TypedExpression) -> TypedExpression {
        TypedExpression(.constant(value), type: replaced.type, range: replaced.range)
    }

    /// AND, settled by false, or OR, settled by true: nested ones are taken in, neutral constants dropped.
    private func junction(_ operands: [TypedExpression], settledBy settling: Bool, _ whole: TypedExpression) -> TypedExpression {
        var kept: [TypedExpression] = []
        kept.reserveCapacity(operands.count)
        for operand in operands {
            switch operand.node {
            case .constant(.boolean(let flag)):
                if flag == settling { return constant(.boolean(settling), whole) }
            case .and(let inner) where !settling: kept.append(contentsOf: inner)
            case .or(let inner) where settling: kept.append(contentsOf: inner)
            default: kept.append(operand)
            }
        }
        guard let first = kept.first else { return constant(.boolean(!settling), whole) }
        if kept.count == 1 { return first }
        if settling, let factored = factored(kept, whole) { return factored }
        return TypedExpression(settling ? .or(kept) : .and(kept), type: .boolean, range: whole.range)
    }

    /// `(a AND x) OR (a AND y)` is `a AND (x OR y)`, where `a` can be a join's equality or a scan's filter. An `a` that raises stays
    /// behind the conditions before it.
    private func factored(_ operands: [TypedExpression], _ whole: TypedExpression) -> TypedExpression? {
        guard operands.count <= 16, let first = operands.first else { return nil }
        let common = first.conjuncts.filter { part in
            !part.canRaise && !part.isVolatile
                && operands.dropFirst().allSatisfy { $0.conjuncts.contains { $0.isSame(as: part) } }
        }
        guard !common.isEmpty else { return nil }
        var rests: [TypedExpression] = []
        for operand in operands {
            let rest = operand.conjuncts.filter { part in !common.contains { $0.isSame(as: part) } }
            // Without a rest the operand is the common part, and the others add nothing.
            guard let joined = TypedExpression.conjunction(rest) else { return TypedExpression.conjunction(common) }
            rests.append(joined)
        }
        return TypedExpression.conjunction(common + [TypedExpression(.or(rests), type: .boolean, range: whole.range)])
    }

    private func negation(_ operand: TypedExpression, _ whole: TypedExpression) -> TypedExpression {
        switch operand.node {
        case .constant(.boolean(let flag)): return constant(.boolean(!flag), whole)
        case .constant(.null): return constant(.null, whole)
        case .not(let inner): return inner
        default: return whole
        }
    }

    private func coalesced(_ operands: [TypedExpression], _ whole: TypedExpression) -> TypedExpression {
        var kept: [TypedExpression] = []
        for operand in operands {
            if let value = operand.constantValue {
                if value.isNull { continue }
                kept.append(operand)
                break
            }
            kept.append(operand)
        }
        guard let first = kept.first else { return constant(.null, whole) }
        if kept.count == 1 { return first }
        return TypedExpression(.coalesce(kept), type: whole.type, range: whole.range)
    }

    private func conditional(
        _ branches: [ConditionalBranch], _ otherwise: TypedExpression, _ whole: TypedExpression
    ) -> TypedExpression {
        var kept: [ConditionalBranch] = []
        var last = otherwise
        for branch in branches {
            if let value = branch.condition.constantValue {
                guard value == .boolean(true) else { continue }
                last = branch.result
                break
            }
            kept.append(branch)
        }
        if kept.isEmpty { return last }
        return TypedExpression(.conditional(branches: kept, otherwise: last), type: whole.type, range: whole.range)
    }

    private func membership(_ needle: TypedExpression, _ list: [TypedExpression], _ whole: TypedExpression) -> TypedExpression {
        guard let value = needle.constantValue else { return whole }
        if value.isNull { return constant(.null, whole) }
        // Doubles compare by value where NaN and -0 are concerned, not as Swift's `==` has it: left to the engine.
        if needle.type.isFloatingPoint || needle.type == .interval { return whole }
        var hasNull = false
        for item in list {
            guard let other = item.constantValue else { return whole }
            if other == value { return constant(.boolean(true), whole) }
            if other.isNull { hasNull = true }
        }
        return constant(hasNull ? .null : .boolean(false), whole)
    }
}
