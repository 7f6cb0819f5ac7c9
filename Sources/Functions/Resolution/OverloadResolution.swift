import Columns

/// Picking one of several signatures for given arguments.
package enum OverloadResolution {
    /// The candidate whose parameters cost the least to reach; the earlier one of equals. Nil where none takes the arguments.
    package static func best<Candidate>(
        _ candidates: [Candidate], parameters: (Candidate) -> [LogicalType], for arguments: [ArgumentDescription]
    ) -> Candidate? {
        var best: (candidate: Candidate, cost: Int)?
        for candidate in candidates {
            let types = parameters(candidate)
            guard types.count == arguments.count else { continue }
            var total: Int? = 0
            for (argument, type) in zip(arguments, types) {
                guard let soFar = total, let cost = TypeCoercion.implicitCost(of: argument, to: type) else {
                    total = nil
                    break
                }
                total = soFar + cost
            }
            if let total, best.map({ total < $0.cost }) ?? true { best = (candidate, total) }
        }
        return best?.candidate
    }
}

extension ScalarFunction {
    /// A function with a fixed list of overloads.
    package init(names: [String], signature: String, documentation: String, example: String, overloads: [ResolvedFunction]) {
        self.init(names: names, signature: signature, documentation: documentation, example: example) { arguments, _ in
            OverloadResolution.best(overloads, parameters: \.argumentTypes, for: arguments)
        }
    }
}

extension FunctionRegistry {
    /// The overload of a scalar function or operator for the given arguments.
    ///
    /// Throws `unknown-function` with names that look alike, or `type-mismatch` with the signatures that exist.
    package func resolveScalar(
        _ name: String, _ arguments: [ArgumentDescription], _ settings: Settings
    ) throws(QueryError) -> ResolvedFunction {
        let name = name.lowercased()
        guard let function = scalar(named: name) else { throw unknownFunction(name) }
        if let resolved = try function.resolve(arguments, settings) { return resolved }
        throw mismatch(name, arguments, function.signature)
    }

    /// The overload of an aggregate for the given arguments; none for `count(*)`.
    package func resolveAggregate(
        _ name: String, _ arguments: [ArgumentDescription], _ settings: Settings
    ) throws(QueryError) -> ResolvedAggregate {
        let name = name.lowercased()
        guard let function = aggregate(named: name) else { throw unknownFunction(name) }
        if let resolved = try function.resolve(arguments, settings) { return resolved }
        throw mismatch(name, arguments, function.signature)
    }

    /// The error for a name that is no function, with the names that look like it.
    package func unknownFunction(_ name: String) -> QueryError {
        let close = SpellingSuggestion.nearest(to: name, among: names)
        return QueryError(
            .unknownFunction, "there is no function \(name)",
            help: close.isEmpty ? [] : ["did you mean \(close.joined(separator: " or "))?"])
    }

    private func mismatch(_ name: String, _ arguments: [ArgumentDescription], _ signature: String) -> QueryError {
        let types = arguments.map(\.type.description)
        if name.first?.isLetter == true {
            return QueryError(
                .typeMismatch, "no overload of \(name) takes (\(types.joined(separator: ", ")))",
                help: ["\(name)\(signature)", "an explicit CAST may help"])
        }
        let shown = types.count == 2 ? "\(types[0]) \(name) \(types[1])" : "\(name) \(types.joined(separator: ", "))"
        return QueryError(
            .typeMismatch, "the operator \(name) does not take these types: \(shown)", help: ["an explicit CAST may help"])
    }
}

/// Names that look like a misspelt one.
package enum SpellingSuggestion {
    /// At most three candidates within a third of the name's length in edits, the nearest first.
    package static func nearest(to name: String, among candidates: [String]) -> [String] {
        let wanted = Array(name.lowercased().unicodeScalars)
        let limit = max(1, wanted.count / 3)
        var found: [(name: String, distance: Int)] = []
        for candidate in Set(candidates) {
            let other = Array(candidate.lowercased().unicodeScalars)
            guard abs(other.count - wanted.count) <= limit, wanted.count <= 64 else { continue }
            let distance = editDistance(wanted, other)
            if distance <= limit { found.append((candidate, distance)) }
        }
        return found.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }.prefix(3).map(\.name)
    }

    /// Insertions, deletions, replacements and swaps of neighbours that turn one into the other.
    private static func editDistance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        var beforeLast = Array(repeating: 0, count: right.count + 1)
        var last = Array(0...right.count)
        for row in 0..<left.count {
            var current = [row + 1] + Array(repeating: 0, count: right.count)
            for column in 0..<right.count {
                let replace = last[column] + (left[row] == right[column] ? 0 : 1)
                var best = min(replace, last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    best = min(best, beforeLast[column - 1] + 1)
                }
                current[column + 1] = best
            }
            beforeLast = last
            last = current
        }
        return last[right.count]
    }
}
