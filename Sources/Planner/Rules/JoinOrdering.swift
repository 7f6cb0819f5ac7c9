import Columns
import Functions

/// Chooses the order of inner joins and which side is built.
///
/// Preconditions: inner joins only, whose conditions neither raise nor draw, and whose equalities each compare two relations. The
/// rows stay the same; their order may not, so the written order stays unless another is clearly cheaper and the inputs are large
/// (nobody should see two small tables change places). Ties fall by the written order, so the choice is the same every time.
struct JoinOrdering {
    private var depth = DepthGuard()
    private let estimation = CardinalityEstimation()

    /// Relations up to which every tree is looked at.
    private static let exactLimit = 8
    /// Below this cost the written order stays.
    private static let negligibleCost = 50_000.0
    /// Another order must cost less than this part of the written one.
    private static let worthwhile = 0.7

    mutating func ordered(_ plan: LogicalPlan) throws(QueryError) -> LogicalPlan {
        try depth.enter()
        defer { depth.leave() }
        guard case .join(let join) = plan.operation, join.kind == .inner else {
            return try plan.replacingChildren { (child) throws(QueryError) in try ordered(child) }
        }
        var graph = JoinGraph()
        let written = graph.collect(plan)
        guard graph.isReorderable, graph.relations.count >= 2, graph.relations.count <= 40 else {
            return try plan.replacingChildren { (child) throws(QueryError) in try ordered(child) }
        }
        for position in graph.relations.indices {
            graph.relations[position].plan = try ordered(graph.relations[position].plan)
            graph.relations[position].estimate = try estimation.estimate(graph.relations[position].plan)
        }
        let cost = JoinCost(graph)
        let original = cost.tree(written)
        guard original.cost > Self.negligibleCost || original.hasCrossProduct else { return graph.rebuilt(written, output: plan.output) }
        let best = graph.relations.count <= Self.exactLimit ? cost.exactTree() : cost.greedyTree()
        guard let best, best.cost < original.cost * Self.worthwhile else { return graph.rebuilt(written, output: plan.output) }
        return graph.rebuilt(best.shape, output: plan.output)
    }
}

/// A binary tree over relations.
indirect enum JoinShape {
    case relation(Int)
    case join(JoinShape, JoinShape)
}

/// The relations of a tree of inner joins and the conditions between them, over the columns of all relations side by side.
struct JoinGraph {
    struct Relation {
        var plan: LogicalPlan
        /// Where its columns begin.
        var start: Int
        var estimate = Estimate(rows: 0, distinct: [])
    }

    struct Edge {
        var left: TypedExpression
        var right: TypedExpression
        var nullsEqual: Bool
        var leftRelations: UInt64
        var rightRelations: UInt64
    }

    struct Condition {
        var expression: TypedExpression
        var relations: UInt64
    }

    var relations: [Relation] = []
    var edges: [Edge] = []
    var conditions: [Condition] = []
    var isReorderable = true

    /// Takes a tree of inner joins apart and gives its shape.
    mutating func collect(_ plan: LogicalPlan) -> JoinShape {
        let start = relations.last.map { $0.start + $0.plan.output.count } ?? 0
        guard case .join(let join) = plan.operation, join.kind == .inner, relations.count < 63 else {
            relations.append(Relation(plan: plan, start: start))
            return .relation(relations.count - 1)
        }
        let left = collect(join.left)
        let middle = relations.last.map { $0.start + $0.plan.output.count } ?? 0
        let right = collect(join.right)
        for equality in join.equalities {
            let first = equality.left.mappingColumns { $0 + start }
            let second = equality.right.mappingColumns { $0 + middle }
            let edge = Edge(
                left: first, right: second, nullsEqual: equality.nullsEqual, leftRelations: relationSet(first),
                rightRelations: relationSet(second))
            if edge.leftRelations.nonzeroBitCount != 1 || edge.rightRelations.nonzeroBitCount != 1 { isReorderable = false }
            edges.append(edge)
        }
        for part in join.residual?.conjuncts ?? [] {
            let moved = part.mappingColumns { $0 + start }
            if moved.canRaise || moved.isVolatile { isReorderable = false }
            conditions.append(Condition(expression: moved, relations: relationSet(moved)))
        }
        return .join(left, right)
    }

    private func relationSet(_ expression: TypedExpression) -> UInt64 {
        var set: UInt64 = 0
        for column in expression.columns {
            guard let relation = relations.lastIndex(where: { $0.start <= column }) else { continue }
            set |= 1 << UInt64(relation)
        }
        return set
    }

    // MARK: Rebuilding

    /// The joins of a shape, with the columns in their original order.
    func rebuilt(_ shape: JoinShape, output: [OutputColumn]) -> LogicalPlan {
        let built = build(shape)
        // Conditions without columns belong to no join in particular.
        let free = conditions.filter { $0.relations == 0 }.map(\.expression)
        var plan = built.plan
        if let condition = TypedExpression.conjunction(free) { plan = plan.filtered(by: condition) }
        if built.columns.elementsEqual(0..<output.count) { return plan }
        var places = Array(repeating: 0, count: output.count)
        for (place, column) in built.columns.enumerated() { places[column] = place }
        return plan.projected(output.indices.map { (plan.column(places[$0]), output[$0].name) })
    }

    private struct Built {
        var plan: LogicalPlan
        /// The original column at each place.
        var columns: [Int]
        var relations: UInt64
    }

    private func build(_ shape: JoinShape) -> Built {
        switch shape {
        case .relation(let number):
            let relation = relations[number]
            var plan = relation.plan
            let own = conditions.filter { $0.relations == 1 << UInt64(number) }.map { condition in
                condition.expression.mappingColumns { $0 - relation.start }
            }
            if let condition = TypedExpression.conjunction(own) { plan = plan.filtered(by: condition) }
            return Built(
                plan: plan, columns: Array(relation.start..<relation.start + plan.output.count), relations: 1 << UInt64(number))
        case .join(let first, let second):
            let left = build(first)
            let right = build(second)
            var leftPlaces: [Int: Int] = [:]
            for (place, column) in left.columns.enumerated() { leftPlaces[column] = place }
            var rightPlaces: [Int: Int] = [:]
            for (place, column) in right.columns.enumerated() { rightPlaces[column] = place }
            var equalities: [JoinEquality] = []
            for edge in edges {
                let isForward = edge.leftRelations & left.relations != 0 && edge.rightRelations & right.relations != 0
                let isBackward = edge.leftRelations & right.relations != 0 && edge.rightRelations & left.relations != 0
                guard isForward || isBackward else { continue }
                let mine = isForward ? edge.left : edge.right
                let theirs = isForward ? edge.right : edge.left
                equalities.append(
                    JoinEquality(
                        left: mine.mappingColumns { leftPlaces[$0] ?? 0 }, right: theirs.mappingColumns { rightPlaces[$0] ?? 0 },
                        nullsEqual: edge.nullsEqual))
            }
            let all = left.relations | right.relations
            let residual = conditions.filter { condition in
                condition.relations & ~all == 0 && condition.relations & ~left.relations != 0
                    && condition.relations & ~right.relations != 0
            }.map { condition in
                condition.expression.mappingColumns { leftPlaces[$0] ?? (left.columns.count + (rightPlaces[$0] ?? 0)) }
            }
            let join = Join(
                kind: .inner, left: left.plan, right: right.plan, equalities: equalities,
                residual: TypedExpression.conjunction(residual))
            return Built(plan: .joined(join), columns: left.columns + right.columns, relations: all)
        }
    }
}

/// What join trees cost: the rows each join reads, builds (dearer) and gives.
struct JoinCost {
    struct Tree {
        var shape: JoinShape
        var relations: UInt64
        var rows: Double
        var cost: Double
        var hasCrossProduct: Bool
    }

    private let graph: JoinGraph
    /// What each edge leaves of a cross product.
    private let fractions: [Double]

    init(_ graph: JoinGraph) {
        self.graph = graph
        fractions = graph.edges.map { edge in
            func distinct(_ expression: TypedExpression) -> Double {
                let column = expression.columns.min() ?? 0
                guard let relation = graph.relations.last(where: { $0.start <= column }) else { return 1 }
                let place = column - relation.start
                guard expression.strippedColumn != nil, place < relation.estimate.distinct.count else {
                    return max(relation.estimate.rows * 0.5, 1)
                }
                return max(relation.estimate.distinct[place], 1)
            }
            return 1 / max(distinct(edge.left), distinct(edge.right), 1)
        }
    }

    private func leaf(_ number: Int) -> Tree {
        Tree(
            shape: .relation(number), relations: 1 << UInt64(number), rows: max(graph.relations[number].estimate.rows, 1), cost: 0,
            hasCrossProduct: false)
    }

    /// The join of two trees, `probe` on the left.
    private func joined(_ probe: Tree, _ build: Tree) -> Tree {
        var rows = probe.rows * build.rows
        var isConnected = false
        for (edge, fraction) in zip(graph.edges, fractions) {
            let crosses =
                (edge.leftRelations & probe.relations != 0 && edge.rightRelations & build.relations != 0)
                || (edge.leftRelations & build.relations != 0 && edge.rightRelations & probe.relations != 0)
            if crosses {
                rows *= fraction
                isConnected = true
            }
        }
        let all = probe.relations | build.relations
        for condition in graph.conditions
        where condition.relations & ~all == 0 && condition.relations & ~probe.relations != 0
            && condition.relations & ~build.relations != 0
        {
            rows *= 0.3
        }
        let own = probe.rows + 2 * build.rows + (isConnected ? rows : probe.rows * build.rows * 2)
        return Tree(
            shape: .join(probe.shape, build.shape), relations: all, rows: max(rows, 1), cost: probe.cost + build.cost + own,
            hasCrossProduct: !isConnected || probe.hasCrossProduct || build.hasCrossProduct)
    }

    func tree(_ shape: JoinShape) -> Tree {
        switch shape {
        case .relation(let number): leaf(number)
        case .join(let left, let right): joined(tree(left), tree(right))
        }
    }

    /// The cheaper orientation of two trees; the first stays left where both cost the same.
    private func cheaper(_ first: Tree, _ second: Tree) -> Tree {
        let forward = joined(first, second)
        let backward = joined(second, first)
        return backward.cost < forward.cost ? backward : forward
    }

    /// The cheapest of all trees.
    func exactTree() -> Tree? {
        let count = graph.relations.count
        guard count >= 1, count < 16 else { return nil }
        var best: [Tree?] = Array(repeating: nil, count: 1 << count)
        for number in 0..<count { best[1 << number] = leaf(number) }
        for set in 1..<(1 << count) where set.nonzeroBitCount > 1 {
            // Each split once: the part with the lowest relation is the first.
            let lowest = set & -set
            var part = (set - 1) & set
            while part > 0 {
                if part & lowest != 0, let first = best[part], let second = best[set ^ part] {
                    let candidate = cheaper(first, second)
                    if best[set].map({ candidate.cost < $0.cost }) ?? true { best[set] = candidate }
                }
                part = (part - 1) & set
            }
        }
        return best[(1 << count) - 1]
    }

    /// Joins again and again the pair with the fewest rows.
    func greedyTree() -> Tree? {
        var trees = graph.relations.indices.map(leaf)
        while trees.count > 1 {
            var best: (first: Int, second: Int, tree: Tree)?
            for first in trees.indices {
                for second in trees.indices where second > first {
                    let candidate = cheaper(trees[first], trees[second])
                    // A cross product only where nothing else is left.
                    let isBetter =
                        best.map { known in
                            let crosses = candidate.rows >= trees[first].rows * trees[second].rows
                            let knownCrosses = known.tree.rows >= trees[known.first].rows * trees[known.second].rows
                            return crosses == knownCrosses ? candidate.rows < known.tree.rows : !crosses
                        } ?? true
                    if isBetter { best = (first, second, candidate) }
                }
            }
            guard let best else { return nil }
            trees[best.first] = best.tree
            trees.remove(at: best.second)
        }
        return trees.first
    }
}

extension TypedExpression {
    /// The column below casts, where there is nothing else.
    var strippedColumn: Int? {
        switch node {
        case .column(let position): position
        case .cast(let operand, _): operand.strippedColumn
        default: nil
        }
    }
}
