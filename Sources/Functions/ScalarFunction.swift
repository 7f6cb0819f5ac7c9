import Columns

/// What a kernel may use besides its arguments.
package struct EvaluationContext: Sendable {
    package let execution: ExecutionContext

    package init(_ execution: ExecutionContext) {
        self.execution = execution
    }

    package var account: MemoryAccount { execution.account }
    package var settings: Settings { execution.settings }
}

/// Computes a function over whole vectors.
///
/// Contract: an argument has `count` rows or is constant, and may be in any form; the result has `count` rows in any form.
/// Under `NullRule.propagate` the result's validity need only say which *further* rows are NULL: the caller combines it with the
/// arguments'. The elements of NULL rows are harmless but arbitrary, so a kernel must not raise an error for such a row.
package typealias ScalarKernel = @Sendable (_ arguments: [Vector], _ count: Int, _ context: EvaluationContext) throws(QueryError) -> Vector

/// What a function makes of NULL.
package enum NullRule: Sendable {
    /// NULL in, NULL out.
    case propagate
    /// The kernel looks at the arguments' validity itself and gives the final one.
    case custom
}

/// Whether the same arguments give the same result.
package enum Volatility: Sendable {
    case immutable
    /// The same within one statement, such as the current date.
    case stable
    /// New for each row, such as a random number; never folded, shared, moved or run once per distinct value.
    case volatile
}

/// A function with its argument types settled: what a plan calls.
package struct ResolvedFunction: Sendable {
    /// The canonical name, by which another engine's SQL or an EXPLAIN names it.
    package let name: String
    /// The types that the kernel takes; the binder casts the arguments to them.
    package let argumentTypes: [LogicalType]
    package let resultType: LogicalType
    package let nullRule: NullRule
    package let volatility: Volatility
    /// Whether some non-NULL arguments raise an error (overflow, division by zero). Such a call must not run on rows that a
    /// condition before it has excluded.
    package let canRaise: Bool
    package let kernel: ScalarKernel

    package init(
        name: String, argumentTypes: [LogicalType], resultType: LogicalType, nullRule: NullRule = .propagate,
        volatility: Volatility = .immutable, canRaise: Bool = false, kernel: @escaping ScalarKernel
    ) {
        self.name = name
        self.argumentTypes = argumentTypes
        self.resultType = resultType
        self.nullRule = nullRule
        self.volatility = volatility
        self.canRaise = canRaise
        self.kernel = kernel
    }

    /// Whether the call compares its two arguments by value.
    package var isComparison: Bool { ["=", "<>", "<", "<=", ">", ">="].contains(name) }
}

/// An argument as the resolver sees it: its type, and its value where it is a constant.
package struct ArgumentDescription: Sendable {
    package let type: LogicalType
    package let constant: Value?
    /// Whether the constant was written as a bare literal (with a sign or without), which adapts to the type it meets: `'1'` to a
    /// number, `1` to TINYINT. What CAST or a typed literal made does not adapt.
    package let isLiteral: Bool

    package init(type: LogicalType, constant: Value? = nil, isLiteral: Bool = false) {
        self.type = type
        self.constant = constant
        self.isLiteral = isLiteral && constant.map { ArgumentDescription.isBareLiteral($0, type) } ?? false
    }

    /// Whether a literal of this value has this type of itself; `1::BIGINT` or `NULL::DATE` do not adapt any more.
    private static func isBareLiteral(_ value: Value, _ type: LogicalType) -> Bool {
        switch value {
        case .null: type == .null
        case .integer(let number):
            type == (Int32(exactly: number) != nil ? .integer : Int64(exactly: number) != nil ? .bigint : .hugeint)
        case .text: type == .text
        default: true
        }
    }
}

/// A scalar function or operator of the language: one entry of the registry.
package struct ScalarFunction: Sendable {
    /// The canonical name first, then its aliases; lower case. Operators stand under their symbol (`+`, `||`, `<=`).
    package let names: [String]
    /// Shown by `.help` and completion: parameters as a user would write them, such as `(text, start [, length])`.
    package let signature: String
    package let documentation: String
    /// A call and its result, such as `left('须水街道', 2) → 须水`; a test runs it.
    package let example: String
    /// Picks kernel and types for the given arguments; nil where no overload takes them. Throws where an overload takes the types
    /// but not the constants.
    package let resolve: @Sendable (_ arguments: [ArgumentDescription], _ settings: Settings) throws(QueryError) -> ResolvedFunction?

    package init(
        names: [String], signature: String, documentation: String, example: String,
        resolve: @escaping @Sendable ([ArgumentDescription], Settings) throws(QueryError) -> ResolvedFunction?
    ) {
        self.names = names
        self.signature = signature
        self.documentation = documentation
        self.example = example
        self.resolve = resolve
    }
}
