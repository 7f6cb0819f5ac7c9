import Columns
import Functions

/// Prints expressions in the manner of SQL, with the names of the columns they refer to.
package struct ExpressionPrinter {
    /// The names of the operator's input columns.
    private let names: [String]

    package init(names: [String]) {
        self.names = names
    }

    package func print(_ expression: TypedExpression) -> String { text(expression, inside: 0) }

    package func print(_ keys: [SortKey]) -> String {
        keys.map { key in
            text(key.expression, inside: 0) + (key.isDescending ? " DESC" : "") + (key.nullsFirst ? " NULLS FIRST" : "")
        }.joined(separator: ", ")
    }

    /// How tightly an operator binds; an operand that binds weaker than its surroundings gets parentheses.
    private enum Level {
        static let or = 1, and = 2, not = 3, comparison = 4, additive = 5, multiplicative = 6, power = 7, suffix = 8
    }

    private static let binaryLevels: [String: Int] = [
        "=": Level.comparison, "<>": Level.comparison, "<": Level.comparison, "<=": Level.comparison, ">": Level.comparison,
        ">=": Level.comparison, "is distinct from": Level.comparison, "is not distinct from": Level.comparison, "+": Level.additive,
        "-": Level.additive, "||": Level.additive, "*": Level.multiplicative, "/": Level.multiplicative, "//": Level.multiplicative,
        "%": Level.multiplicative, "^": Level.power, "&": Level.additive, "|": Level.additive, "<<": Level.additive, ">>": Level.additive,
        "like": Level.comparison, "ilike": Level.comparison,
    ]

    private func text(_ expression: TypedExpression, inside level: Int) -> String {
        func wrapped(_ text: String, _ own: Int) -> String { own < level ? "(\(text))" : text }
        func list(_ items: [TypedExpression], _ separator: String, _ own: Int) -> String {
            shortened(items) { self.text($0, inside: own) }.joined(separator: separator)
        }
        switch expression.node {
        case .column(let position): return position < names.count ? names[position] : "#\(position + 1)"
        case .outerColumn(let depth, let position): return "outer(\(depth))#\(position + 1)"
        case .constant(let value): return ExpressionPrinter.print(value, type: expression.type)
        case .call(let function, let arguments):
            if arguments.count == 2, let own = Self.binaryLevels[function.name] {
                let left = self.text(arguments[0], inside: own)
                let right = self.text(arguments[1], inside: own + 1)
                return wrapped("\(left) \(function.name.uppercased()) \(right)", own)
            }
            if arguments.count == 1, function.name == "-" || function.name == "~" {
                return wrapped("\(function.name)\(self.text(arguments[0], inside: Level.suffix))", Level.power)
            }
            return "\(function.name)(\(list(arguments, ", ", 0)))"
        case .cast(let operand, let isTry):
            return "\(isTry ? "TRY_CAST" : "CAST")(\(self.text(operand, inside: 0)) AS \(expression.type))"
        case .and(let operands): return wrapped(list(operands, " AND ", Level.and + 1), Level.and)
        case .or(let operands): return wrapped(list(operands, " OR ", Level.or + 1), Level.or)
        case .not(let operand):
            if case .isNull(let tested) = operand.node {
                return wrapped("\(self.text(tested, inside: Level.comparison + 1)) IS NOT NULL", Level.comparison)
            }
            return wrapped("NOT \(self.text(operand, inside: Level.not + 1))", Level.not)
        case .isNull(let operand): return wrapped("\(self.text(operand, inside: Level.comparison + 1)) IS NULL", Level.comparison)
        case .conditional(let branches, let otherwise):
            let cases = branches.map { "WHEN \(self.text($0.condition, inside: 0)) THEN \(self.text($0.result, inside: 0))" }
            return "CASE \(cases.joined(separator: " ")) ELSE \(self.text(otherwise, inside: 0)) END"
        case .coalesce(let operands): return "coalesce(\(list(operands, ", ", 0)))"
        case .inList(let needle, let items):
            return wrapped("\(self.text(needle, inside: Level.comparison + 1)) IN (\(list(items, ", ", 0)))", Level.comparison)
        case .scalarSubquery: return "(subquery)"
        case .existsSubquery: return "EXISTS (subquery)"
        }
    }

    /// At most ten items of a long list.
    private func shortened(_ items: [TypedExpression], _ print: (TypedExpression) -> String) -> [String] {
        guard items.count > 12 else { return items.map(print) }
        return items.prefix(10).map(print) + ["… \(items.count - 10) more"]
    }

    /// A constant as SQL spells it.
    package static func print(_ value: Value, type: LogicalType) -> String {
        switch value {
        case .null: return "NULL"
        case .boolean(let flag): return flag ? "true" : "false"
        case .integer(let number): return String(number)
        case .text(let text): return "'\(text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''"))'"
        case .list(let values):
            let element: LogicalType = if case .list(let inner) = type { inner } else { .null }
            return "[\(values.map { print($0, type: element) }.joined(separator: ", "))]"
        default:
            let context = EvaluationContext(ExecutionContext(account: MemoryAccount(limit: 1 << 20)))
            guard case .text(let text)? = try? ConstantEvaluation.cast(value, from: type, to: .text, context) else { return "\(value)" }
            return type.isNumeric ? text : "\(type) '\(text)'"
        }
    }

    func print(_ call: AggregateCall) -> String {
        let arguments = (call.arguments + call.parameters).map { text($0, inside: 0) }.joined(separator: ", ")
        var result = "\(call.function.name)(\(call.isDistinct ? "DISTINCT " : "")\(arguments)"
        if !call.order.isEmpty { result += " ORDER BY \(print(call.order))" }
        result += ")"
        if let filter = call.filter { result += " FILTER (WHERE \(print(filter)))" }
        return result
    }

    func print(_ call: WindowCall) -> String {
        let arguments = call.arguments.map { text($0, inside: 0) }.joined(separator: ", ")
        var parts: [String] = []
        if !call.partition.isEmpty { parts.append("PARTITION BY " + call.partition.map(print).joined(separator: ", ")) }
        if !call.order.isEmpty { parts.append("ORDER BY \(print(call.order))") }
        if let frame = print(call.frame, isOrdered: !call.order.isEmpty) { parts.append(frame) }
        let filter = call.filter.map { " FILTER (WHERE \(print($0)))" } ?? ""
        let nulls = call.ignoresNulls ? " IGNORE NULLS" : ""
        return
            "\(call.functionName)(\(call.isDistinct ? "DISTINCT " : "")\(arguments))\(filter)\(nulls) OVER (\(parts.joined(separator: " ")))"
    }

    /// Nil for the frame that stands where none is written.
    private func print(_ frame: WindowFrame, isOrdered: Bool) -> String? {
        func bound(_ bound: WindowFrame.Bound) -> String {
            switch bound {
            case .unboundedPreceding: "UNBOUNDED PRECEDING"
            case .preceding(let distance): "\(print(distance)) PRECEDING"
            case .currentRow: "CURRENT ROW"
            case .following(let distance): "\(print(distance)) FOLLOWING"
            case .unboundedFollowing: "UNBOUNDED FOLLOWING"
            }
        }
        if frame.unit == .range, case .none = frame.exclusion, case .unboundedPreceding = frame.start {
            switch frame.end {
            case .currentRow where isOrdered: return nil
            case .unboundedFollowing where !isOrdered: return nil
            default: break
            }
        }
        let unit =
            switch frame.unit {
            case .rows: "ROWS"
            case .range: "RANGE"
            case .groups: "GROUPS"
            }
        let exclusion =
            switch frame.exclusion {
            case .none: ""
            case .currentRow: " EXCLUDE CURRENT ROW"
            case .group: " EXCLUDE GROUP"
            case .ties: " EXCLUDE TIES"
            }
        return "\(unit) BETWEEN \(bound(frame.start)) AND \(bound(frame.end))\(exclusion)"
    }
}
