import Columns
import Functions

/// Evaluates calls, operators, casts and literals such as `left('abc', 2)` or `1.5::DECIMAL(3,1) + 2`: enough to run the examples of
/// the manual and to write expectations the way DuckDB was asked. Binary operators have no precedence: they run left to right.
struct ExpressionEvaluator {
    struct Typed {
        var type: LogicalType
        var value: Value
        var isLiteral = false
    }

    private let scalars: [Character]
    private var position = 0
    private let context: EvaluationContext
    private let registry = FunctionRegistry.builtin

    private init(_ text: String, _ context: EvaluationContext) {
        scalars = Array(text)
        self.context = context
    }

    static func evaluate(_ text: String, settings: Settings = Settings()) throws -> Typed {
        let context = EvaluationContext(ExecutionContext(account: MemoryAccount(), settings: settings))
        var evaluator = ExpressionEvaluator(text, context)
        let result = try evaluator.expression()
        evaluator.skipBlanks()
        guard evaluator.position == evaluator.scalars.count else { throw QueryError(.syntax, "unread: \(text)") }
        return result
    }

    /// The result as a cast to TEXT shows it.
    static func text(_ text: String, settings: Settings = Settings()) throws -> String {
        let result = try evaluate(text, settings: settings)
        return ValueFormatter.text(of: result.value, type: result.type)
    }

    static func type(_ text: String) throws -> String { try evaluate(text).type.description }

    private mutating func skipBlanks() {
        while position < scalars.count, scalars[position] == " " { position += 1 }
    }

    private mutating func take(_ text: String) -> Bool {
        skipBlanks()
        let wanted = Array(text)
        guard position + wanted.count <= scalars.count else { return false }
        let found = String(scalars[position..<position + wanted.count])
        guard found.lowercased() == text.lowercased() else { return false }
        if let last = text.last, last.isLetter, position + wanted.count < scalars.count, scalars[position + wanted.count].isLetter {
            return false
        }
        position += wanted.count
        return true
    }

    private static let operators = [
        "is not distinct from", "is distinct from", "not similar to", "similar to", "not ilike", "not like", "ilike", "like", "glob",
        "<=", ">=", "<>", "!=", "<<", ">>", "||", "//", "**", "=", "<", ">", "+", "-", "*", "/", "%", "^", "&", "|",
    ]

    private mutating func expression() throws -> Typed {
        var left = try postfix()
        while let name = ExpressionEvaluator.operators.first(where: { take($0) }) {
            left = try call(name, [left, postfix()])
        }
        return left
    }

    private mutating func postfix() throws -> Typed {
        var operand = try primary()
        while take("::") { operand = try cast(operand, to: typeName()) }
        return operand
    }

    private mutating func typeName() throws -> LogicalType {
        skipBlanks()
        let name = word().lowercased()
        switch name {
        case "decimal":
            guard take("(") else { return .decimal(precision: 18, scale: 3) }
            let precision = Int(word()) ?? 18
            _ = take(",")
            skipBlanks()
            let scale = Int(word()) ?? 0
            _ = take(")")
            return .decimal(precision: precision, scale: scale)
        case "varchar", "text": return .text
        case "int": return .integer
        case "bool": return .boolean
        default:
            let types: [LogicalType] = [
                .boolean, .tinyint, .smallint, .integer, .bigint, .hugeint, .utinyint, .usmallint, .uinteger, .ubigint, .float, .double,
                .date, .time, .timestamp, .interval,
            ]
            guard let type = types.first(where: { $0.description.lowercased() == name }) else { throw QueryError(.syntax, "type \(name)") }
            return type
        }
    }

    private mutating func word() -> String {
        let start = position
        while position < scalars.count, scalars[position].isLetter || scalars[position].isNumber || scalars[position] == "_" {
            position += 1
        }
        return String(scalars[start..<position])
    }

    private mutating func primary() throws -> Typed {
        skipBlanks()
        guard position < scalars.count else { throw QueryError(.syntax, "end of text") }
        if take("(") {
            let inner = try expression()
            _ = take(")")
            return inner
        }
        if scalars[position] == "'" { return Typed(type: .text, value: .text(quoted()), isLiteral: true) }
        if scalars[position].isNumber { return number() }
        for symbol in ["-", "~", "+"] where take(symbol) {
            let operand = try postfix()
            if symbol == "-", operand.isLiteral {
                if case .integer(let number) = operand.value { return ExpressionEvaluator.integer(-number) }
                if case .decimal(let unscaled, let scale) = operand.value {
                    return Typed(type: operand.type, value: .decimal(unscaled: -unscaled, scale: scale), isLiteral: true)
                }
            }
            return try call(symbol, [operand])
        }
        let name = word().lowercased()
        skipBlanks()
        if take("(") {
            var arguments: [Typed] = []
            while !take(")") {
                arguments.append(try expression())
                _ = take(",")
                if position >= scalars.count, !(scalars.last == ")") { throw QueryError(.syntax, "no closing parenthesis") }
            }
            return try call(name, arguments)
        }
        switch name {
        case "null": return Typed(type: .null, value: .null, isLiteral: true)
        case "true", "false": return Typed(type: .boolean, value: .boolean(name == "true"))
        case "date", "timestamp", "time", "interval":
            let literal = Typed(type: .text, value: .text(quoted()))
            let type: LogicalType = name == "date" ? .date : name == "timestamp" ? .timestamp : name == "time" ? .time : .interval
            return try cast(literal, to: type)
        default: return try call(name, [])
        }
    }

    private mutating func quoted() -> String {
        skipBlanks()
        position += 1
        var text = ""
        while position < scalars.count {
            if scalars[position] == "'" {
                if position + 1 < scalars.count, scalars[position + 1] == "'" { position += 1 } else { break }
            }
            text.append(scalars[position])
            position += 1
        }
        position += 1
        return text
    }

    private static func integer(_ number: Int128) -> Typed {
        let type: LogicalType = Int32(exactly: number) != nil ? .integer : Int64(exactly: number) != nil ? .bigint : .hugeint
        return Typed(type: type, value: .integer(number), isLiteral: true)
    }

    private mutating func number() -> Typed {
        let start = position
        while position < scalars.count, scalars[position].isNumber || scalars[position] == "." { position += 1 }
        let text = String(scalars[start..<position])
        guard let point = text.firstIndex(of: ".") else { return ExpressionEvaluator.integer(Int128(text) ?? 0) }
        let digits = text.filter { $0 != "." }
        let scale = text.distance(from: point, to: text.endIndex) - 1
        return Typed(
            type: .decimal(precision: max(digits.count, scale), scale: scale), value: .decimal(unscaled: Int128(digits) ?? 0, scale: scale),
            isLiteral: true)
    }

    private func cast(_ operand: Typed, to type: LogicalType) throws -> Typed {
        Typed(type: type, value: try ConstantEvaluation.cast(operand.value, from: operand.type, to: type, context))
    }

    /// Calls over constants, and once more over flat vectors with a NULL row, which must agree.
    private func call(_ name: String, _ arguments: [Typed]) throws -> Typed {
        let described = arguments.map { ArgumentDescription(type: $0.type, constant: $0.value, isLiteral: $0.isLiteral) }
        let function = try registry.resolveScalar(name, described, context.settings)
        guard function.argumentTypes.count == arguments.count else {
            throw QueryError(.internal, "\(name) resolved to \(function.argumentTypes.count) arguments for \(arguments.count)")
        }
        var values: [Value] = []
        for (argument, type) in zip(arguments, function.argumentTypes) {
            values.append(try ConstantEvaluation.cast(argument.value, from: argument.type, to: type, context))
        }
        let result = try ConstantEvaluation.call(function, values, context)
        if function.volatility != .volatile, !values.contains(.null), !values.isEmpty {
            var vectors: [Vector] = []
            for (value, type) in zip(values, function.argumentTypes) {
                vectors.append(try Vector.of([value, .null, value], type: type, account: context.account))
            }
            let rows = try function.kernel(vectors, 3, context)
            guard rows.count == 3, rows.type == function.resultType else { throw QueryError(.internal, "\(name): shape of the result") }
            let last = rows.value(at: 2)
            guard last == result || "\(last)" == "\(result)" else {
                throw QueryError(.internal, "\(name): \(last) in a column but \(result) for constants")
            }
        }
        return Typed(type: function.resultType, value: result)
    }
}
