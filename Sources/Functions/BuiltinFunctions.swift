import Columns

extension FunctionRegistry {
    /// Every function of the language itself. Embedders add their own to a copy.
    package static let builtin: FunctionRegistry = {
        let registry = FunctionRegistry()
        return registry
    }()
}
