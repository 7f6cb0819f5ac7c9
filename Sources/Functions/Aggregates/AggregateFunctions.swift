import Columns

/// The aggregates that fold: counts, sums, means, extremes, logic.
enum AggregateFunctions {
    static let all: [AggregateFunction] = [
        AggregateFunction(
            names: ["count"], signature: "(*) or (value)", documentation: "How many rows there are, or how many have a value.",
            example: "count(x) over 1, NULL, 2 → 2"
        ) { arguments, _ in
            guard arguments.count <= 1 else { return nil }
            return ResolvedAggregate(
                name: "count", argumentTypes: arguments.map(\.type), resultType: .bigint, kernel: .folding(CountAggregate()))
        },
        one(
            ["sum"], "(number)", "The sum: exact for whole numbers (HUGEINT) and decimals (DECIMAL(38, s)), DOUBLE for doubles.",
            "sum(x) over 1, 2, NULL → 3", sum),
        one(
            ["avg", "mean"], "(number)", "The mean as DOUBLE, from an exact sum where there is one; of dates a TIMESTAMP.",
            "avg(x) over 1, 2, NULL → 1.5", average),
        extreme("min", "The smallest value.", "min(x) over 2, 1, NULL → 1", Smallest.self, .smallest),
        extreme("max", "The largest value; a NaN is larger than any number.", "max(x) over 2, 1, NULL → 2", Largest.self, .largest),
        truth(["bool_and", "every"], "Whether all values are true.", "bool_and(x) over true, false → false", .all, .boolean),
        truth(["bool_or"], "Whether some value is true.", "bool_or(x) over true, false → true", .any, .boolean),
        truth(["count_if", "countif"], "How many values are true.", "count_if(x) over true, false, true → 2", .count, .hugeint),
        bits("bit_and", "The bits that are set in all values.", "bit_and(x) over 6, 3 → 2", BitAnd.self),
        bits("bit_or", "The bits that are set in some value.", "bit_or(x) over 6, 3 → 7", BitOr.self),
        bits("bit_xor", "The bits that are set in an odd number of values.", "bit_xor(x) over 6, 3 → 5", BitExclusiveOr.self),
        doubles(["product"], "The product as DOUBLE.", "product(x) over 2, 3, 4 → 24.0", Folding(ProductResult())),
        doubles(["geomean", "geometric_mean"], "The geometric mean.", "geomean(x) over 4, 4 → 4.0", Folding(GeometricMeanResult())),
        doubles(
            ["kahan_sum", "fsum", "sumkahan"], "The sum as DOUBLE with rounding errors made up for.", "kahan_sum(x) over 0.5, 0.25 → 0.75",
            Folding(CompensatedSumResult(isMean: false))),
        doubles(
            ["favg"], "The mean as DOUBLE with rounding errors made up for.", "favg(x) over 0.5, 0.25 → 0.375",
            Folding(CompensatedSumResult(isMean: true))),
        kept(["first", "arbitrary"], "The first value in the order of the rows, NULL included.", "first(x) over 3, 1 → 3", .first, .first),
        kept(["last"], "The last value in the order of the rows, NULL included.", "last(x) over 3, 1 → 1", .last, .last),
        kept(["any_value"], "The first value that is not NULL.", "any_value(x) over NULL, 1 → 1", .anyValue, .anyValue),
    ]

    // MARK: Shapes

    /// An aggregate of one argument that looks at its type.
    static func one(
        _ names: [String], _ signature: String, _ documentation: String, _ example: String,
        _ resolve: @escaping @Sendable (_ name: String, _ argument: ArgumentDescription) -> ResolvedAggregate?
    ) -> AggregateFunction {
        AggregateFunction(names: names, signature: signature, documentation: documentation, example: example) { arguments, _ in
            arguments.count == 1 ? resolve(names[0], arguments[0]) : nil
        }
    }

    /// An aggregate of one argument that is cast to DOUBLE.
    static func doubles(_ names: [String], _ documentation: String, _ example: String, _ kernel: any FoldingAggregate) -> AggregateFunction
    {
        one(names, "(number)", documentation, example) { name, argument in
            guard TypeCoercion.implicitCost(of: argument, to: .double) != nil else { return nil }
            return ResolvedAggregate(name: name, argumentTypes: [.double], resultType: .double, kernel: .folding(kernel))
        }
    }

    @inline(__always)
    private static func extreme<Direction: ExtremeDirection>(
        _ name: String, _ documentation: String, _ example: String, _ direction: Direction.Type, _ choice: NestedChoice.Choice
    ) -> AggregateFunction {
        one([name], "(value)", documentation, example) { name, argument in
            let type = argument.type == .null ? .integer : argument.type
            let kernel: AggregateKernel
            var argumentType = type
            switch type.physical {
            case .float, .double:
                argumentType = .double
                kernel = .folding(Folding(DoubleExtremeResult<Direction>(type: type)))
            case .text: kernel = .folding(Folding(ElementExtremeResult<TextView, Direction>(type: type)))
            case .interval: kernel = .folding(Folding(ElementExtremeResult<IntervalValue, Direction>(type: type)))
            case .int128, .uint64: kernel = .folding(Folding(exact: WholeExtremeResult<Int128, Direction>(type: type)))
            case .nested: kernel = .gathering(NestedChoice(choice: choice))
            default: kernel = .folding(Folding(exact: WholeExtremeResult<Int64, Direction>(type: type)))
            }
            return ResolvedAggregate(
                name: name, argumentTypes: [argumentType], resultType: type, ignoresDistinct: true, kernel: kernel)
        }
    }

    private static func truth(
        _ names: [String], _ documentation: String, _ example: String, _ question: TruthResult.Question, _ type: LogicalType
    ) -> AggregateFunction {
        one(names, "(condition)", documentation, example) { name, argument in
            guard argument.type == .boolean || argument.type == .null else { return nil }
            return ResolvedAggregate(
                name: name, argumentTypes: [.boolean], resultType: type, ignoresDistinct: question == .all || question == .any,
                kernel: .folding(Folding(TruthResult(question: question))))
        }
    }

    @inline(__always)
    private static func bits<Combination: BitCombination>(
        _ name: String, _ documentation: String, _ example: String, _ combination: Combination.Type
    ) -> AggregateFunction {
        one([name], "(integer)", documentation, example) { name, argument in
            guard argument.type.isInteger else { return nil }
            let isWide = argument.type.physical == .int128 || argument.type.physical == .uint64
            let kernel: any FoldingAggregate =
                isWide
                ? Folding(BitResult<Int128, Combination>(type: argument.type)) : Folding(BitResult<Int64, Combination>(type: argument.type))
            return ResolvedAggregate(
                name: name, argumentTypes: [argument.type], resultType: argument.type, ignoresDistinct: name != "bit_xor",
                kernel: .folding(kernel))
        }
    }

    private static func kept(
        _ names: [String], _ documentation: String, _ example: String, _ choice: KeptValueAggregate.Choice, _ nested: NestedChoice.Choice
    ) -> AggregateFunction {
        one(names, "(value)", documentation, example) { name, argument in
            let type = argument.type == .null ? .integer : argument.type
            let isNested = type.physical == .nested
            return ResolvedAggregate(
                name: name, argumentTypes: [type], resultType: type, isOrderSensitive: true,
                kernel: isNested
                    ? .gathering(NestedChoice(choice: nested)) : .folding(KeptValueAggregate(type: type, choice: choice)))
        }
    }

    // MARK: Sums and means

    private static func sum(_ name: String, _ argument: ArgumentDescription) -> ResolvedAggregate? {
        func resolved(_ type: LogicalType, _ result: LogicalType, _ kernel: any FoldingAggregate, narrow: (any FoldingAggregate)? = nil)
            -> ResolvedAggregate
        {
            ResolvedAggregate(
                name: name, argumentTypes: [type], resultType: result, kernel: .folding(kernel), narrowKernel: narrow.map { .folding($0) })
        }
        switch argument.type {
        case .boolean: return resolved(.boolean, .hugeint, Folding(TruthResult(question: .sum)))
        case .float, .double: return resolved(.double, .double, Folding(DoubleSumResult(isMean: false)))
        case .decimal(let precision, let scale):
            let result = LogicalType.decimal(precision: LogicalType.maximumDecimalPrecision, scale: scale)
            if precision > 18 { return resolved(argument.type, result, Folding(exact: SumResult<CheckedSum>(type: result))) }
            return resolved(
                argument.type, result, Folding(exact: SumResult<WideSum>(type: result)),
                narrow: Folding(exact: SumResult<NarrowSum>(type: result)))
        case .null: return resolved(.integer, .hugeint, Folding(exact: SumResult<NarrowSum>(type: .hugeint)))
        default:
            guard argument.type.isInteger else { return nil }
            switch argument.type.physical {
            case .int128, .uint64: return resolved(argument.type, .hugeint, Folding(exact: SumResult<CheckedSum>(type: .hugeint)))
            case .int64:
                return resolved(
                    argument.type, .hugeint, Folding(exact: SumResult<WideSum>(type: .hugeint)),
                    narrow: Folding(exact: SumResult<NarrowSum>(type: .hugeint)))
            default: return resolved(argument.type, .hugeint, Folding(exact: SumResult<NarrowSum>(type: .hugeint)))
            }
        }
    }

    private static func average(_ name: String, _ argument: ArgumentDescription) -> ResolvedAggregate? {
        func resolved(_ type: LogicalType, _ result: LogicalType, _ kernel: any FoldingAggregate, narrow: (any FoldingAggregate)? = nil)
            -> ResolvedAggregate
        {
            ResolvedAggregate(
                name: name, argumentTypes: [type], resultType: result, kernel: .folding(kernel), narrowKernel: narrow.map { .folding($0) })
        }
        switch argument.type {
        case .float, .double: return resolved(.double, .double, Folding(DoubleSumResult(isMean: true)))
        case .decimal(let precision, let scale):
            if precision > 18 {
                return resolved(argument.type, .double, Folding(exact: MeanResult<CheckedSum>(type: .double, scale: scale)))
            }
            return resolved(
                argument.type, .double, Folding(exact: MeanResult<WideSum>(type: .double, scale: scale)),
                narrow: Folding(exact: MeanResult<NarrowSum>(type: .double, scale: scale)))
        case .date, .timestamp: return resolved(.timestamp, .timestamp, Folding(exact: MeanResult<WideSum>(type: .timestamp, scale: 0)))
        case .time: return resolved(.time, .time, Folding(exact: MeanResult<WideSum>(type: .time, scale: 0)))
        case .null: return resolved(.integer, .double, Folding(exact: MeanResult<NarrowSum>(type: .double, scale: 0)))
        default:
            guard argument.type.isInteger else { return nil }
            switch argument.type.physical {
            case .int128, .uint64: return resolved(argument.type, .double, Folding(exact: MeanResult<CheckedSum>(type: .double, scale: 0)))
            case .int64:
                return resolved(
                    argument.type, .double, Folding(exact: MeanResult<WideSum>(type: .double, scale: 0)),
                    narrow: Folding(exact: MeanResult<NarrowSum>(type: .double, scale: 0)))
            default: return resolved(argument.type, .double, Folding(exact: MeanResult<NarrowSum>(type: .double, scale: 0)))
            }
        }
    }
}
