import Columns
import Functions
import Synchronization

extension Database {
    /// Makes a Swift closure callable in queries.
    ///
    /// The closure must give the same result for the same arguments. It is called a vector at a time, and for a function of one text
    /// column once per distinct text, not once a row.
    /// - Parameters:
    ///   - name: how queries call it, compared without regard to case; a built-in function of that name is hidden.
    ///   - parameters: the types that arguments are cast to.
    ///   - result: the type of the result.
    ///   - documentation: one sentence, for `.help` and completion.
    ///   - body: takes the arguments, one array a parameter and all of one length, and gives as many results.
    public func register(
        _ name: String, parameters: [LogicalType], result: LogicalType, documentation: String = "",
        body: @escaping @Sendable ([[Value]]) throws(QueryError) -> [Value]
    ) {
        let lowered = name.lowercased()
        let function = ScalarFunction(
            names: [lowered], signature: "(" + parameters.map(\.description).joined(separator: ", ") + ")", documentation: documentation,
            example: ""
        ) { (arguments, _) throws(QueryError) in
            guard arguments.count == parameters.count else { return nil }
            return ResolvedFunction(
                name: lowered, argumentTypes: parameters, resultType: result, nullRule: .custom, canRaise: true
            ) { (vectors, count, context) throws(QueryError) in
                let columns = vectors.map { vector in (0..<count).map { vector.value(at: $0) } }
                let results = try body(columns)
                guard results.count == count else {
                    throw QueryError(.invalidQuery, "the function \(lowered) gave \(results.count) results for \(count) rows")
                }
                return try Vector.of(results, type: result, account: context.account)
            }
        }
        state.withLock { $0.registry.register(function) }
    }
}
