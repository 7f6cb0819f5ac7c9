import Columns

/// `& | xor << >> ~` on integers.
enum BitFunctions {
    static let all: [ScalarFunction] = [
        binary(["&"], "The bits that are set in both numbers.", "6 & 3 → 2", .and),
        binary(["|"], "The bits that are set in either number.", "6 | 3 → 7", .or),
        binary(["xor"], "The bits that are set in one number only.", "xor(6, 3) → 5", .exclusiveOr),
        binary(["<<"], "The number with its bits moved up; bits that fall out are an error.", "1 << 4 → 16", .shiftLeft),
        binary([">>"], "The number with its bits moved down.", "16 >> 2 → 4", .shiftRight),
        ScalarFunction(
            names: ["~"], signature: "(number)", documentation: "The number with all its bits turned over.", example: "~5 → -6"
        ) { arguments, _ in
            guard arguments.count == 1, let type = arguments.first?.type, type.isInteger,
                let kernel = Complement(type: type).kernel(for: type.physical)
            else { return nil }
            return ResolvedFunction(name: "~", argumentTypes: [type], resultType: type, kernel: kernel)
        },
    ]

    enum Operation: Sendable { case and, or, exclusiveOr, shiftLeft, shiftRight }

    private static func binary(_ names: [String], _ documentation: String, _ example: String, _ operation: Operation) -> ScalarFunction {
        ScalarFunction(names: names, signature: "(left, right)", documentation: documentation, example: example) { arguments, _ in
            guard let type = ArithmeticFunctions.integerType(arguments),
                let kernel = Binary(type: type, operation: operation).kernel(for: type.physical)
            else { return nil }
            return ResolvedFunction(
                name: names[0], argumentTypes: [type, type], resultType: type,
                canRaise: operation == .shiftLeft || operation == .shiftRight, kernel: kernel)
        }
    }

    private struct Complement: WholeNumberKernelFamily {
        let type: LogicalType
        func kernel<Number: FixedWidthInteger & BitwiseCopyable & Sendable>(_ number: Number.Type) -> ScalarKernel {
            { [type] (arguments, count, context) throws(QueryError) in
                let operand = try Operand<Number>(arguments[0], context.account)
                return try mapRows(arguments, count, to: type, context) { ~operand[$0] }
            }
        }
    }

    private struct Binary: WholeNumberKernelFamily {
        let type: LogicalType
        let operation: Operation

        func kernel<Number: FixedWidthInteger & BitwiseCopyable & Sendable>(_ number: Number.Type) -> ScalarKernel {
            { [self] (arguments, count, context) throws(QueryError) in
                let left = try Operand<Number>(arguments[0], context.account), right = try Operand<Number>(arguments[1], context.account)
                switch operation {
                case .and: return try mapRows(arguments, count, to: type, context) { left[$0] & right[$0] }
                case .or: return try mapRows(arguments, count, to: type, context) { left[$0] | right[$0] }
                case .exclusiveOr: return try mapRows(arguments, count, to: type, context) { left[$0] ^ right[$0] }
                case .shiftLeft:
                    return try mapRows(arguments, count, to: type, context) { (row) throws(QueryError) -> Number in
                        let number = left[row], distance = right[row]
                        if number == 0 { return 0 }
                        guard number > 0, distance >= 0, distance < Number.bitWidth, number <= Number.max >> distance else {
                            throw QueryError(.outOfRange, "\(number) << \(distance) is out of range for \(type)")
                        }
                        return number << distance
                    }
                case .shiftRight:
                    return try mapRows(arguments, count, to: type, context) { (row) throws(QueryError) -> Number in
                        let distance = right[row]
                        return distance < 0 || distance >= Number.bitWidth ? 0 : left[row] >> distance
                    }
                }
            }
        }
    }
}
