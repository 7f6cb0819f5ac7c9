import Columns

/// The functions of the language by name: the one place where the binder, completion and the manual look.
package struct FunctionRegistry: Sendable {
    private var scalars: [String: ScalarFunction] = [:]
    private var aggregates: [String: AggregateFunction] = [:]

    package init() {
        // Names of the language itself, so that they are entered once.
        scalars.reserveCapacity(512)
    }

    /// Adds a function under all its names, replacing what stood there.
    package mutating func register(_ function: ScalarFunction) {
        for name in function.names { scalars[name] = function }
    }

    /// Adds an aggregate under all its names, replacing what stood there.
    package mutating func register(_ function: AggregateFunction) {
        for name in function.names { aggregates[name] = function }
    }

    /// The function of a name in lower case.
    package func scalar(named name: String) -> ScalarFunction? { scalars[name] }

    /// The aggregate of a name in lower case.
    package func aggregate(named name: String) -> AggregateFunction? { aggregates[name] }

    /// All names, aliases included, in order; operators left out.
    package var names: [String] {
        (scalars.keys.filter { $0.first?.isLetter == true } + aggregates.keys + WindowFunction.allCases.map(\.rawValue)).sorted()
    }

    /// Every scalar function once, by canonical name.
    package var allScalars: [ScalarFunction] {
        scalars.filter { $0.key == $0.value.names.first }.sorted { $0.key < $1.key }.map(\.value)
    }

    /// Every aggregate once, by canonical name.
    package var allAggregates: [AggregateFunction] {
        aggregates.filter { $0.key == $0.value.names.first }.sorted { $0.key < $1.key }.map(\.value)
    }
}
