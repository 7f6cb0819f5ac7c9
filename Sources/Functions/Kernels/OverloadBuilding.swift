import Columns

// Short spellings for the fixed overloads of scalar functions: the types, and a body for one row. They are inlined where they are used,
// so that the loop is compiled with the body in it: a call of a closure for each row would cost more than most bodies.

/// An overload of one argument.
@inline(__always)
func overload<Input: BitwiseCopyable & Sendable, Output: BitwiseCopyable>(
    _ name: String, _ type: LogicalType, _ result: LogicalType, _ body: @escaping @Sendable (Input) -> Output
) -> ResolvedFunction {
    ResolvedFunction(name: name, argumentTypes: [type], resultType: result) { (arguments, count, context) throws(QueryError) in
        let operand = try Operand<Input>(arguments[0], context.account)
        return try mapRows(arguments, count, to: result, context, keeping: [operand.vector]) { body(operand[$0]) }
    }
}

/// An overload of one argument that refuses some values.
@inline(__always)
func raisingOverload<Input: BitwiseCopyable & Sendable, Output: BitwiseCopyable>(
    _ name: String, _ type: LogicalType, _ result: LogicalType, _ body: @escaping @Sendable (Input) throws(QueryError) -> Output
) -> ResolvedFunction {
    ResolvedFunction(name: name, argumentTypes: [type], resultType: result, canRaise: true) {
        (arguments, count, context) throws(QueryError) in
        let operand = try Operand<Input>(arguments[0], context.account)
        return try mapRows(arguments, count, to: result, context, keeping: [operand.vector]) { (row) throws(QueryError) -> Output in
            try body(operand[row])
        }
    }
}

/// An overload of two arguments.
@inline(__always)
func overload<First: BitwiseCopyable & Sendable, Second: BitwiseCopyable & Sendable, Output: BitwiseCopyable>(
    _ name: String, _ first: LogicalType, _ second: LogicalType, _ result: LogicalType,
    _ body: @escaping @Sendable (First, Second) -> Output
) -> ResolvedFunction {
    ResolvedFunction(name: name, argumentTypes: [first, second], resultType: result) { (arguments, count, context) throws(QueryError) in
        let left = try Operand<First>(arguments[0], context.account), right = try Operand<Second>(arguments[1], context.account)
        return try mapRows(arguments, count, to: result, context, keeping: [left.vector, right.vector]) { body(left[$0], right[$0]) }
    }
}

/// An overload of two arguments that refuses some values.
@inline(__always)
func raisingOverload<First: BitwiseCopyable & Sendable, Second: BitwiseCopyable & Sendable, Output: BitwiseCopyable>(
    _ name: String, _ first: LogicalType, _ second: LogicalType, _ result: LogicalType,
    _ body: @escaping @Sendable (First, Second) throws(QueryError) -> Output
) -> ResolvedFunction {
    ResolvedFunction(name: name, argumentTypes: [first, second], resultType: result, canRaise: true) {
        (arguments, count, context) throws(QueryError) in
        let left = try Operand<First>(arguments[0], context.account), right = try Operand<Second>(arguments[1], context.account)
        return try mapRows(arguments, count, to: result, context, keeping: [left.vector, right.vector]) {
            (row) throws(QueryError) -> Output in
            try body(left[row], right[row])
        }
    }
}

/// An overload of one argument that answers with a text of its own.
func writingOverload<Input: BitwiseCopyable & Sendable>(
    _ name: String, _ type: LogicalType, _ body: @escaping @Sendable (inout ValueFormatter, Input) throws(QueryError) -> Void
) -> ResolvedFunction {
    ResolvedFunction(name: name, argumentTypes: [type], resultType: .text) { (arguments, count, context) throws(QueryError) in
        let operand = try Operand<Input>(arguments[0], context.account)
        return try writeRows(arguments, count, context) { (writer, row) throws(QueryError) in try body(&writer, operand[row]) }
    }
}

/// An overload of two arguments that answers with a text of its own.
func writingOverload<First: BitwiseCopyable & Sendable, Second: BitwiseCopyable & Sendable>(
    _ name: String, _ first: LogicalType, _ second: LogicalType,
    _ body: @escaping @Sendable (inout ValueFormatter, First, Second) throws(QueryError) -> Void
) -> ResolvedFunction {
    ResolvedFunction(name: name, argumentTypes: [first, second], resultType: .text, canRaise: true) {
        (arguments, count, context) throws(QueryError) in
        let left = try Operand<First>(arguments[0], context.account), right = try Operand<Second>(arguments[1], context.account)
        return try writeRows(arguments, count, context) { (writer, row) throws(QueryError) in try body(&writer, left[row], right[row]) }
    }
}

/// An overload of three arguments that answers with a text of its own.
func writingOverload<First: BitwiseCopyable & Sendable, Second: BitwiseCopyable & Sendable, Third: BitwiseCopyable & Sendable>(
    _ name: String, _ first: LogicalType, _ second: LogicalType, _ third: LogicalType,
    _ body: @escaping @Sendable (inout ValueFormatter, First, Second, Third) throws(QueryError) -> Void
) -> ResolvedFunction {
    ResolvedFunction(name: name, argumentTypes: [first, second, third], resultType: .text, canRaise: true) {
        (arguments, count, context) throws(QueryError) in
        let one = try Operand<First>(arguments[0], context.account), two = try Operand<Second>(arguments[1], context.account)
        let three = try Operand<Third>(arguments[2], context.account)
        return try writeRows(arguments, count, context) { (writer, row) throws(QueryError) in
            try body(&writer, one[row], two[row], three[row])
        }
    }
}

/// Texts that `write` puts together row by row, copied into an arena.
func writeRows(
    _ arguments: [Vector], _ count: Int, _ context: EvaluationContext,
    _ write: (inout ValueFormatter, Int) throws(QueryError) -> Void
) throws(QueryError) -> Vector {
    let arena = TextArena(account: context.account)
    var writer = ValueFormatter()
    return try mapRows(arguments, count, to: .text, context, keeping: [arena]) { (row) throws(QueryError) -> TextView in
        writer.removeAll()
        try write(&writer, row)
        return try arena.view(copying: writer.bytes)
    }
}

extension ValueFormatter {
    mutating func append(_ view: TextView) {
        view.withBytes { bytes, count in self.bytes.append(contentsOf: UnsafeBufferPointer(start: bytes, count: count)) }
    }
}
