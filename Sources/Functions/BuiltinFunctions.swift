import Columns

extension FunctionRegistry {
    /// Every function of the language itself. Embedders add their own to a copy.
    package static let builtin: FunctionRegistry = {
        var registry = FunctionRegistry()
        let scalars = [
            ComparisonFunctions.all, ArithmeticFunctions.all, BitFunctions.all, TextFunctions.all, TextBuildingFunctions.all,
            LikeFunctions.all,
            RoundingFunctions.all, MathematicalFunctions.all, DateFunctions.all, DateMakingFunctions.all, ConditionalFunctions.all,
            RegularExpressionFunctions.all, ListFunctions.all, GraphemeFunctions.all, FormatFunctions.all,
        ]
        for function in scalars.joined() { registry.register(function) }
        for function in AggregateFunctions.all + StatisticalFunctions.all { registry.register(function) }
        return registry
    }()
}
