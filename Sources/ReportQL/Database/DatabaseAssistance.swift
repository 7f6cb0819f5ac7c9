extension Database {
    /// The names of all functions, for completion.
    package var functionNames: [String] { state.withLock { $0.registry.names } }
}
