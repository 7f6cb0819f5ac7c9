import Columns

/// `=`, `<>`, `<`, `<=`, `>`, `>=` and IS [NOT] DISTINCT FROM.
enum ComparisonFunctions {
    static let all: [ScalarFunction] = [
        comparison("=", ["=="], "equal", "2 = 2.0 → true", EqualTo.self, swapped: false),
        comparison("<>", ["!="], "different", "1 <> 2 → true", NotEqualTo.self, swapped: false),
        comparison("<", [], "smaller", "1 < 2 → true", LessThan.self, swapped: false),
        comparison("<=", [], "smaller or equal", "2 <= 2 → true", LessThanOrEqualTo.self, swapped: false),
        comparison(">", [], "larger", "1 > 2 → false", LessThan.self, swapped: true),
        comparison(">=", [], "larger or equal", "2 >= 2 → true", LessThanOrEqualTo.self, swapped: true),
        distinction("is distinct from", "NULL IS DISTINCT FROM 1 → true", isDistinct: true),
        distinction("is not distinct from", "NULL IS NOT DISTINCT FROM NULL → true", isDistinct: false),
    ]

    private static func comparison<Operation: ComparisonOperation>(
        _ name: String, _ aliases: [String], _ adjective: String, _ example: String, _ operation: Operation.Type, swapped: Bool
    ) -> ScalarFunction {
        ScalarFunction(
            names: [name] + aliases, signature: "(left, right)",
            documentation: "Whether the left side is \(adjective)"
                + (name == "=" ? " to the right side." : name == "<>" ? " from the right side." : " than the right side."),
            example: example
        ) { arguments, _ in
            guard arguments.count == 2, let type = TypeCoercion.comparisonType(arguments[0], arguments[1]) else { return nil }
            return ResolvedFunction(
                name: name, argumentTypes: [type, type], resultType: .boolean,
                kernel: ComparisonKernels.kernel(operation, type: type, swapped: swapped))
        }
    }

    private static func distinction(_ name: String, _ example: String, isDistinct: Bool) -> ScalarFunction {
        ScalarFunction(
            names: [name], signature: "(left, right)",
            documentation: "Whether two values are \(isDistinct ? "different" : "the same"); a NULL is the same as another NULL.",
            example: example
        ) { arguments, _ in
            guard arguments.count == 2, let type = TypeCoercion.comparisonType(arguments[0], arguments[1]) else { return nil }
            return ResolvedFunction(name: name, argumentTypes: [type, type], resultType: .boolean, nullRule: .custom) {
                (arguments, count, context) throws(QueryError) in
                let left = arguments[0], right = arguments[1]
                let differs = try ComparisonKernels.compare(NotEqualTo.self, left, right, count, context)
                let result = try ResultColumn<UInt8>(.boolean, arguments, count, context.account)
                let flip: UInt8 = isDistinct ? 0 : 1
                let compared = try Operand<UInt8>(differs, context.account)
                for row in 0..<result.rows {
                    let first = byte(left.isValid(row)), second = byte(right.isValid(row))
                    // One NULL: distinct. Two values: as compared. Two NULLs: the same.
                    result.elements[row] = ((first ^ second) | (first & second & compared[row])) ^ flip
                }
                return result.vector()
            }
        }
    }
}
