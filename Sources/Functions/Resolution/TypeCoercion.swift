import Columns

/// Which types turn into which without being asked, and what type two types have in common. The rules are DuckDB's.
package enum TypeCoercion {
    // MARK: Implicit casts

    /// The cost of a cast that needs no CAST; nil where only an explicit cast will do. The cheapest overload wins.
    package static func implicitCost(from source: LogicalType, to target: LogicalType) -> Int? {
        if source == target { return 0 }
        switch (source, target) {
        case (.null, _): return preference(of: target)
        case (.decimal(let fromPrecision, let fromScale), .decimal(let toPrecision, let toScale)):
            let isWider = toScale >= fromScale && toPrecision - toScale >= fromPrecision - fromScale
            return isWider ? preference(of: target) : nil
        case (.decimal, .float), (.decimal, .double), (.float, .double), (.date, .timestamp):
            return preference(of: target)
        case (.list(let from), .list(let to)):
            return implicitCost(from: from, to: to)
        case (_, .float), (_, .double):
            return source.isInteger ? preference(of: target) : nil
        case (_, .decimal(let precision, let scale)):
            guard let digits = source.decimalDigits else { return nil }
            return precision - scale >= min(digits, LogicalType.maximumDecimalPrecision - scale) ? preference(of: target) : nil
        default:
            guard let from = source.integerRange, let to = target.integerRange else { return nil }
            return to.lowerBound <= from.lowerBound && from.upperBound <= to.upperBound ? preference(of: target) : nil
        }
    }

    /// The cost for an argument: literals adapt where columns do not.
    package static func implicitCost(of argument: ArgumentDescription, to target: LogicalType) -> Int? {
        if argument.type == target { return 0 }
        if argument.isLiteral, let constant = argument.constant {
            switch constant {
            case .null: return preference(of: target)
            case .integer(let number):
                if let range = target.integerRange, range.contains(number) { return max(preference(of: target) - 90, 1) }
            case .text: return 20
            default: break
            }
        }
        return implicitCost(from: argument.type, to: target)
    }

    /// Lower is better: which of several possible targets a cast prefers.
    private static func preference(of type: LogicalType) -> Int {
        switch type {
        case .bigint: 101
        case .integer: 102
        case .hugeint: 103
        case .double: 104
        case .decimal: 105
        case .timestamp: 120
        case .text: 149
        case .list, .structure: 160
        default: 110
        }
    }

    // MARK: Common types

    /// How freely two types are brought together.
    private enum Meeting {
        /// CASE, COALESCE and functions: nothing becomes text but literals.
        case strict
        /// UNION and its kin: text takes in everything.
        case setOperation
        /// `=`, `<`, IN, BETWEEN: text is read as the other side's type.
        case comparison
    }

    /// The type of CASE, COALESCE, NULLIF, GREATEST and the like over these arguments; nil where they do not mix.
    package static func commonType(_ arguments: [ArgumentDescription]) -> LogicalType? { fold(arguments, .strict) }

    /// The type of CASE, COALESCE and the like over two arguments; nil where they do not mix.
    package static func commonType(_ first: ArgumentDescription, _ second: ArgumentDescription) -> LogicalType? {
        fold([first, second], .strict)
    }

    /// The type of a column of UNION, INTERSECT, EXCEPT or VALUES.
    package static func setOperationType(_ arguments: [ArgumentDescription]) -> LogicalType? { fold(arguments, .setOperation) }

    /// The type in which two arguments are compared; nil where they cannot be.
    package static func comparisonType(_ first: ArgumentDescription, _ second: ArgumentDescription) -> LogicalType? {
        fold([first, second], .comparison)
    }

    /// The type in which all arguments are compared with one another, as for IN and BETWEEN.
    package static func comparisonType(_ arguments: [ArgumentDescription]) -> LogicalType? { fold(arguments, .comparison) }

    private static func fold(_ arguments: [ArgumentDescription], _ meeting: Meeting) -> LogicalType? {
        guard var result = arguments.first else { return nil }
        for next in arguments.dropFirst() {
            guard let type = meet(result, next, meeting) else { return nil }
            // What two literals have in common is still a literal's type when both are: `CASE … 1 … 2 … tiny`.
            let staysLiteral = result.isLiteral && next.isLiteral && type.isInteger
            let larger = staysLiteral ? largerMagnitude(result.constant, next.constant) : nil
            result = ArgumentDescription(type: type, constant: larger, isLiteral: larger != nil)
        }
        return result.type
    }

    private static func largerMagnitude(_ first: Value?, _ second: Value?) -> Value? {
        guard case .integer(let left)? = first, case .integer(let right)? = second else { return nil }
        // A mix of signs could fit no unsigned type, which the largest magnitude alone would hide.
        if (left < 0) != (right < 0) { return .integer(left < 0 ? min(left, ~right) : min(right, ~left)) }
        return .integer(left < 0 ? min(left, right) : max(left, right))
    }

    private static func meet(_ first: ArgumentDescription, _ second: ArgumentDescription, _ meeting: Meeting) -> LogicalType? {
        if first.type == second.type { return first.type }
        if let adopted = adoptedType(first, second, meeting) ?? adoptedType(second, first, meeting) { return adopted }
        return meet(first.type, second.type, meeting)
    }

    /// The type of `other`, where `literal` is a literal that takes it on.
    private static func adoptedType(_ literal: ArgumentDescription, _ other: ArgumentDescription, _ meeting: Meeting) -> LogicalType? {
        guard literal.isLiteral, let constant = literal.constant else { return nil }
        switch (constant, other.type) {
        case (.text, .null): return .text
        case (.text, _): return other.type
        case (.integer(let number), _) where other.type.isInteger && !other.isLiteral:
            return other.type.integerRange.flatMap { $0.contains(number) ? other.type : nil }
        // A comparison with a column should not cast the column: the literal takes the column's type where it loses nothing.
        case (.integer(let number), .decimal(let precision, let scale)) where meeting == .comparison:
            return number.magnitude < powersOfTen[precision - scale].magnitude ? other.type : nil
        default: return nil
        }
    }

    private static func meet(_ first: LogicalType, _ second: LogicalType, _ meeting: Meeting) -> LogicalType? {
        switch (first, second) {
        case (.null, let type), (let type, .null): return type
        case (.text, let type), (let type, .text):
            switch meeting {
            case .strict: return nil
            case .setOperation: return .text
            case .comparison: return type
            }
        case (.list(let left), .list(let right)):
            return meet(left, right, meeting).map { .list($0) }
        case (.structure(let left), .structure(let right)):
            return meetStructures(left, right, meeting)
        case (.date, .timestamp), (.timestamp, .date): return .timestamp
        case (.boolean, let number) where number.isNumeric: return number
        case (let number, .boolean) where number.isNumeric: return number
        default: return numericType(first, second)
        }
    }

    private static func meetStructures(_ left: [StructureField], _ right: [StructureField], _ meeting: Meeting) -> LogicalType? {
        guard left.count == right.count else { return nil }
        var fields: [StructureField] = []
        for (first, second) in zip(left, right) {
            guard let type = first.type == second.type ? first.type : meet(first.type, second.type, meeting) else { return nil }
            fields.append(StructureField(name: first.name, type: type))
        }
        return .structure(fields)
    }

    /// The narrowest numeric type that takes both; nil where one is not numeric.
    package static func numericType(_ first: LogicalType, _ second: LogicalType) -> LogicalType? {
        guard first.isNumeric, second.isNumeric else { return nil }
        if first == second { return first }
        if first == .double || second == .double { return .double }
        if first == .float || second == .float { return .float }
        if let left = first.integerRange, let right = second.integerRange {
            let lowest = min(left.lowerBound, right.lowerBound), highest = max(left.upperBound, right.upperBound)
            let candidates: [LogicalType] =
                lowest < 0
                ? [.tinyint, .smallint, .integer, .bigint, .hugeint] : [.utinyint, .usmallint, .uinteger, .ubigint]
            return candidates.first {
                guard let range = $0.integerRange else { return false }
                return range.lowerBound <= lowest && highest <= range.upperBound
            }
        }
        return commonDecimal(first, second)
    }

    /// A decimal for two types of which at least one is a decimal and the other a decimal or an integer.
    private static func commonDecimal(_ first: LogicalType, _ second: LogicalType) -> LogicalType? {
        let maximum = LogicalType.maximumDecimalPrecision
        switch (first, second) {
        case (.decimal(let leftPrecision, let leftScale), .decimal(let rightPrecision, let rightScale)):
            let whole = max(leftPrecision - leftScale, rightPrecision - rightScale)
            let scale = max(leftScale, rightScale)
            // Whole digits come before fractional ones: losing those would be an error, losing these a rounding.
            if whole + scale > maximum { return .decimal(precision: maximum, scale: maximum - whole) }
            return .decimal(precision: whole + scale, scale: scale)
        case (.decimal(let precision, let scale), let other), (let other, .decimal(let precision, let scale)):
            guard let digits = other.decimalDigits else { return nil }
            return .decimal(precision: min(maximum, max(digits, precision - scale) + scale), scale: scale)
        default: return nil
        }
    }

    /// The decimal type that holds every value of an integer type, for its meeting with decimals; other types unchanged.
    package static func asDecimal(_ type: LogicalType) -> LogicalType {
        type.decimalDigits.map { .decimal(precision: $0, scale: 0) } ?? type
    }

    // MARK: Explicit casts

    /// Whether CAST knows a way from one type to the other; single values may still fail.
    package static func canCast(from source: LogicalType, to target: LogicalType) -> Bool {
        if source == target || source == .null || source == .text || target == .text { return true }
        if source.isNumeric || source == .boolean { return target.isNumeric || target == .boolean }
        switch (source, target) {
        case (.date, .timestamp), (.timestamp, .date), (.timestamp, .time), (.interval, .time), (.time, .interval): return true
        case (.list(let from), .list(let to)): return canCast(from: from, to: to)
        case (.structure(let from), .structure(let to)):
            return from.count == to.count && zip(from, to).allSatisfy { canCast(from: $0.type, to: $1.type) }
        default: return false
        }
    }
}
