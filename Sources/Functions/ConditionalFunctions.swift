import Columns

/// greatest, least, nullif, ifnull and what tells about values instead of computing with them.
enum ConditionalFunctions {
    static let all: [ScalarFunction] = [
        extreme("greatest", "The largest value; NULLs are left out.", "greatest(1, NULL, 3) → 3", wantsLargest: true),
        extreme("least", "The smallest value; NULLs are left out.", "least(1, NULL, 3) → 1", wantsLargest: false),
        ScalarFunction(
            names: ["typeof"], signature: "(value)", documentation: "The name of the value's type.", example: "typeof(1.5) → DECIMAL(2,1)"
        ) { arguments, _ in
            guard arguments.count == 1 else { return nil }
            let name = arguments[0].type.description
            return ResolvedFunction(name: "typeof", argumentTypes: [arguments[0].type], resultType: .text, nullRule: .custom) {
                (_, count, context) throws(QueryError) in
                try Vector.constant(.text(name), type: .text, count: count, account: context.account)
            }
        },
        ScalarFunction(
            names: ["hash"], signature: "(value)", documentation: "A 64-bit hash of the value, the same on every run.",
            example: "hash('a') = hash('a') → true"
        ) { arguments, _ in
            guard arguments.count == 1, arguments[0].type.physical != .nested else { return nil }
            return ResolvedFunction(name: "hash", argumentTypes: [.text], resultType: .ubigint) {
                (arguments, count, context) throws(QueryError) in
                let text = try Operand<TextView>(arguments[0], context.account)
                return try mapRows(arguments, count, to: .ubigint, context) { text[$0].hash }
            }
        },
    ]

    private static func extreme(_ name: String, _ documentation: String, _ example: String, wantsLargest: Bool) -> ScalarFunction {
        ScalarFunction(names: [name], signature: "(value, …)", documentation: documentation, example: example) { arguments, _ in
            guard !arguments.isEmpty, let common = TypeCoercion.commonType(arguments) else { return nil }
            let type: LogicalType = common == .null ? .integer : common
            return ResolvedFunction(
                name: name, argumentTypes: arguments.map { _ in type }, resultType: type, nullRule: .custom, kernel: chooser(wantsLargest))
        }
    }

    /// Compares one argument after the other with the best so far, whole vectors at a time.
    private static func chooser(_ wantsLargest: Bool) -> ScalarKernel {
        { (arguments, count, context) throws(QueryError) in
            guard var best = arguments.first else { throw QueryError(.internal, "greatest without arguments") }
            for next in arguments.dropFirst() {
                let isLess = try Operand<UInt8>(ComparisonKernels.compare(LessThan.self, best, next, count, context), context.account)
                let both = try Operand<UInt8>(ComparisonKernels.compare(LessThan.self, next, best, count, context), context.account)
                best = try choose(best, next, count, context) { row in
                    guard best.isValid(row) else { return true }
                    guard next.isValid(row) else { return false }
                    return (wantsLargest ? isLess[row] : both[row]) != 0
                }
            }
            return best
        }
    }

    /// The rows of `second` where `takesSecond`, else those of `first`.
    private static func choose(
        _ first: Vector, _ second: Vector, _ count: Int, _ context: EvaluationContext, _ takesSecond: (Int) -> Bool
    ) throws(QueryError) -> Vector {
        let left = try first.flattened(context.account), right = try second.flattened(context.account)
        let size = left.type.physical.byteCount
        if left.type.physical == .nested {
            let values = (0..<count).map { takesSecond($0) ? right.value(at: $0) : left.value(at: $0) }
            return try Vector.of(values, type: left.type, account: context.account)
        }
        let buffer = try Buffer(byteCount: max(count, 1) * size, account: context.account)
        let validity = try Buffer(byteCount: max(count, 1), account: context.account)
        for row in 0..<count {
            let source = takesSecond(row) ? right : left
            (buffer.start + row * size).copyMemory(from: source.data + row * size, byteCount: size)
            validity.pointer(to: UInt8.self)[row] = byte(source.isValid(row))
        }
        return Vector(type: left.type, count: count, buffer: buffer, validity: validity, keeping: [left, right])
    }
}
