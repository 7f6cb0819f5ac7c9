import Columns
import Functions
import Language

// Joins of relations.
extension Binder {
    func bindJoin(_ join: Language.Join, _ table: TableReference, left outer: Relation?) throws(QueryError) -> Relation {
        // `a JOIN b JOIN c …` leans to the left as far as it is long: walk down, then join on the way back.
        var pending: [Language.Join] = [join]
        var first = join.left
        while case .join(let inner) = first.kind, first.alias == nil {
            pending.append(inner)
            first = inner.left
        }
        var relation = try bindTable(first, left: outer)
        for join in pending.reversed() {
            let right = try bindTable(join.right, left: relation)
            relation = try joined(
                JoinRequest(
                    kind: join.kind, isNatural: join.isNatural, isAsOf: join.isAsOf, condition: join.condition, range: join.operatorRange),
                relation, right)
        }
        guard let alias = table.alias else { return relation }
        return try aliased(relation.sealedPlan(), alias, default: nil)
    }

    struct JoinRequest {
        var kind: Language.Join.Kind
        var isNatural: Bool
        var isAsOf: Bool
        var condition: Language.Join.Condition?
        var range: Range<Int>
    }

    func crossed(_ left: Relation, _ right: Relation, range: Range<Int>) throws(QueryError) -> Relation {
        try joined(JoinRequest(kind: .cross, isNatural: false, isAsOf: false, condition: nil, range: range), left, right)
    }

    func joined(_ request: JoinRequest, _ left: Relation, _ right: Relation) throws(QueryError) -> Relation {
        if request.isAsOf { throw QueryError(.notSupported, "ASOF JOIN is not supported yet", range: request.range) }
        if request.kind == .positional { throw QueryError(.notSupported, "POSITIONAL JOIN is not supported yet", range: request.range) }
        try checkAliases(left.scope, right.scope, range: request.range)
        let kind: JoinKind =
            switch request.kind {
            case .inner, .cross, .positional: .inner
            case .left: .left
            case .right: .right
            case .full: .full
            case .semi: .semi
            case .anti: .anti
            }
        let names = try mergedNames(request, left.scope, right.scope)
        let both = left.scope.joined(with: right.scope, offset: left.plan.output.count)
        var conditions: [TypedExpression] = []
        var merged: [MergedColumn] = []
        for name in names {
            let pair = try mergedColumn(name, left.scope, right.scope, offset: left.plan.output.count, range: request.range)
            conditions.append(
                try comparison(
                    "=", TypedExpression(.column(pair.left.position), type: pair.left.type),
                    TypedExpression(.column(pair.right.position), type: pair.right.type), range: request.range))
            merged.append(pair)
        }
        let context = ExpressionContext(scope: both, clause: "ON")
        if case .on(let condition)? = request.condition { conditions.append(try bindCondition(condition, context)) }
        var result = try placed(kind, left, right, conditions, context, range: request.range)
        guard kind != .semi && kind != .anti else { return Relation(plan: result, scope: left.scope) }
        let scope = try mergedScope(merged, kind, both, plan: &result, leftCount: left.scope.columns.count, range: request.range)
        return Relation(plan: result, scope: scope)
    }

    private func checkAliases(_ left: Scope, _ right: Scope, range: Range<Int>) throws(QueryError) {
        let known = Set(left.tables.map(\.folded))
        // Subqueries without alias all bear the same made-up name.
        if let twice = right.tables.first(where: { known.contains($0.folded) && !$0.folded.hasPrefix("unnamed_subquery") }) {
            throw QueryError(
                .alreadyExists, "two tables are called \(twice.name) here", help: ["give one an alias: \(twice.name) AS t2"], range: range)
        }
    }

    // MARK: USING and NATURAL

    /// A column that both sides have and the result has once.
    private struct MergedColumn {
        var name: String
        var left: ScopeColumn
        var right: ScopeColumn
    }

    private func mergedNames(_ request: JoinRequest, _ left: Scope, _ right: Scope) throws(QueryError) -> [Identifier] {
        if case .using(let names)? = request.condition { return names }
        guard request.isNatural else { return [] }
        var names: [Identifier] = []
        for column in left.columns where !right.matches(column.folded).isEmpty {
            if names.contains(where: { $0.folded == column.folded }) { continue }
            names.append(Identifier(column.name, range: request.range))
        }
        guard !names.isEmpty else {
            throw QueryError(
                .invalidQuery, "NATURAL JOIN finds no column of the same name on both sides", help: ["write ON or USING"],
                range: request.range)
        }
        return names
    }

    private func mergedColumn(
        _ name: Identifier, _ left: Scope, _ right: Scope, offset: Int, range: Range<Int>
    ) throws(QueryError) -> MergedColumn {
        func only(_ scope: Scope, _ side: String) throws(QueryError) -> ScopeColumn {
            let matches = scope.matches(name.folded)
            guard let first = matches.first else {
                throw QueryError(
                    .unknownColumn, "the \(side) side of the join has no column \(name.name)",
                    help: NameSuggestion.help(for: name.name, among: scope.candidateNames, listing: "its columns"), range: name.range)
            }
            guard matches.count == 1 else {
                throw QueryError(
                    .ambiguousColumn, "the \(side) side of the join has several columns \(name.name)", help: ["write ON instead"],
                    range: name.range)
            }
            return first
        }
        let mine = try only(left, "left")
        let theirs = try only(right, "right")
        return MergedColumn(
            name: mine.name, left: mine,
            right: ScopeColumn(name: theirs.name, position: theirs.position + offset, type: theirs.type))
    }

    /// The scope in which merged columns stand once: as the left column, the right one after RIGHT JOIN, either after FULL JOIN.
    private func mergedScope(
        _ merged: [MergedColumn], _ kind: JoinKind, _ both: Scope, plan: inout LogicalPlan, leftCount: Int, range: Range<Int>
    ) throws(QueryError) -> Scope {
        guard !merged.isEmpty else { return both }
        var computed: [(expression: TypedExpression, name: String)] = []
        var replacement: [Int: ScopeColumn] = [:]
        var hidden: Set<Int> = []
        for pair in merged {
            hidden.insert(pair.right.position)
            switch kind {
            case .right:
                replacement[pair.left.position] = ScopeColumn(name: pair.name, position: pair.right.position, type: pair.right.type)
            case .full:
                let sides = [
                    TypedExpression(.column(pair.left.position), type: pair.left.type),
                    TypedExpression(.column(pair.right.position), type: pair.right.type),
                ]
                guard let type = TypeCoercion.commonType(sides.map(description)) else {
                    throw noCommonType(sides, of: "the columns \(pair.name)", range: range)
                }
                let either = TypedExpression(.coalesce([try cast(sides[0], to: type), try cast(sides[1], to: type)]), type: type)
                replacement[pair.left.position] = ScopeColumn(
                    name: pair.name, position: plan.output.count + computed.count, type: type)
                computed.append((either, pair.name))
            default: break
            }
        }
        plan = plan.extended(by: computed)
        var columns: [ScopeColumn] = []
        for (place, column) in both.columns.enumerated() {
            if place >= leftCount, hidden.contains(column.position) { continue }
            columns.append(place < leftCount ? replacement[column.position] ?? column : column)
        }
        return both.replacingColumns(columns)
    }

    // MARK: Conditions

    /// The join with its condition taken apart into equalities between the sides, filters of one side, and the rest.
    private func placed(
        _ kind: JoinKind, _ left: Relation, _ right: Relation, _ conditions: [TypedExpression], _ context: ExpressionContext,
        range: Range<Int>
    ) throws(QueryError) -> LogicalPlan {
        if right.isLateral {
            return try placedLateral(kind, left, right, conditions, context, range: range)
        }
        var leftPlan = left.plan
        var rightPlan = right.plan
        if !context.subqueries.isEmpty {
            guard kind == .inner else {
                throw QueryError(
                    .notSupported, "IN (query) and correlated subqueries in ON are supported for inner joins only",
                    help: ["filter a side in a subquery"], range: context.subqueries[0].range)
            }
            var plan = LogicalPlan.joined(Join(kind: .inner, left: leftPlan, right: rightPlan))
            let visible = plan.output.count
            let resolved = try placeSubqueries(of: context, on: &plan, conditions)
            if let condition = TypedExpression.conjunction(resolved) { plan = plan.filtered(by: condition) }
            return plan.selecting(Array(0..<visible))
        }
        let split = JoinCondition(conditions, leftCount: leftPlan.output.count, totalCount: leftPlan.output.count + rightPlan.output.count)
        var residual = split.residual
        // A condition on one side alone filters that side, where its unmatched rows are not kept.
        if kind == .inner || kind == .right || kind == .semi, let condition = TypedExpression.conjunction(split.leftOnly) {
            leftPlan = leftPlan.filtered(by: condition)
        } else {
            residual += split.leftOnly
        }
        if kind != .full && kind != .right, let condition = TypedExpression.conjunction(split.rightOnly) {
            rightPlan = rightPlan.filtered(by: condition)
        } else {
            residual += split.rightOnly.map { $0.mappingColumns { $0 + left.plan.output.count } }
        }
        return .joined(
            Join(
                kind: kind, left: leftPlan, right: rightPlan, equalities: split.equalities,
                residual: TypedExpression.conjunction(residual)))
    }

    private func placedLateral(
        _ kind: JoinKind, _ left: Relation, _ right: Relation, _ conditions: [TypedExpression], _ context: ExpressionContext,
        range: Range<Int>
    ) throws(QueryError) -> LogicalPlan {
        guard kind == .inner || kind == .left, context.subqueries.isEmpty else {
            throw QueryError(
                .notSupported, "a lateral subquery goes with inner and left joins", help: ["move the condition into the subquery"],
                range: range)
        }
        return try Unnesting(settings: settings).dependentJoin(
            kind, left: left.plan, right: right.plan, conditions: conditions, range: range)
    }
}

/// The conjuncts of a join condition by the sides they look at.
struct JoinCondition {
    var equalities: [JoinEquality] = []
    /// Over the left columns.
    var leftOnly: [TypedExpression] = []
    /// Over the right columns, by their own positions.
    var rightOnly: [TypedExpression] = []
    /// Over both, left first.
    var residual: [TypedExpression] = []

    init(_ conditions: [TypedExpression], leftCount: Int, totalCount: Int) {
        enum Side { case none, left, right, both }
        func side(_ expression: TypedExpression) -> Side {
            var usesLeft = false
            var usesRight = false
            expression.visit { part in
                if case .column(let position) = part.node {
                    if position < leftCount { usesLeft = true } else { usesRight = true }
                }
                return true
            }
            return usesLeft ? (usesRight ? .both : .left) : usesRight ? .right : .none
        }
        func moved(_ expression: TypedExpression) -> TypedExpression { expression.mappingColumns { $0 - leftCount } }
        for condition in conditions.flatMap(\.conjuncts) {
            if condition.constantValue == .boolean(true) { continue }
            if condition.isVolatile {
                residual.append(condition)
                continue
            }
            switch side(condition) {
            case .left: leftOnly.append(condition)
            case .right: rightOnly.append(moved(condition))
            case .none: residual.append(condition)
            case .both:
                guard case .call(let function, let operands) = condition.node, operands.count == 2,
                    function.name == "=" || function.name == "is not distinct from", operands[0].type == operands[1].type
                else {
                    residual.append(condition)
                    continue
                }
                let nullsEqual = function.name != "="
                switch (side(operands[0]), side(operands[1])) {
                case (.left, .right):
                    equalities.append(JoinEquality(left: operands[0], right: moved(operands[1]), nullsEqual: nullsEqual))
                case (.right, .left):
                    equalities.append(JoinEquality(left: operands[1], right: moved(operands[0]), nullsEqual: nullsEqual))
                default: residual.append(condition)
                }
            }
        }
    }
}
