import Columns

/// Variances, correlation, regression, quantiles, and the aggregates that gather.
enum StatisticalFunctions {
    static let all: [AggregateFunction] = [
        spread(
            ["stddev", "stddev_samp"], "The standard deviation of a sample.", "stddev(x) over 1, 3 → 1.4142135623730951", .sampleDeviation),
        spread(["stddev_pop"], "The standard deviation of a whole population.", "stddev_pop(x) over 1, 3 → 1.0", .populationDeviation),
        spread(["variance", "var_samp"], "The variance of a sample.", "variance(x) over 1, 3 → 2.0", .sampleVariance),
        spread(["var_pop"], "The variance of a whole population.", "var_pop(x) over 1, 3 → 1.0", .populationVariance),
        spread(["sem"], "The standard error of the mean.", "sem(x) over 1, 3 → 0.7071067811865476", .standardError),
        pair(
            "corr", "(y, x)", "How strongly two columns are correlated, from -1 to 1.", "corr(y, x) over (1, 2), (2, 4) → 1.0", .correlation
        ),
        pair("covar_samp", "(y, x)", "The covariance of a sample.", "covar_samp(y, x) over (1, 2), (3, 4) → 2.0", .sampleCovariance),
        pair("covar_pop", "(y, x)", "The covariance of a population.", "covar_pop(y, x) over (1, 2), (3, 4) → 1.0", .populationCovariance),
        pair("regr_slope", "(y, x)", "The slope of the regression line.", "regr_slope(y, x) over (1, 2), (2, 4) → 0.5", .slope),
        pair(
            "regr_intercept", "(y, x)", "Where the regression line meets x = 0.", "regr_intercept(y, x) over (2, 2), (3, 4) → 1.0",
            .intercept),
        pair("regr_r2", "(y, x)", "How much of y the regression explains.", "regr_r2(y, x) over (1, 2), (2, 4) → 1.0", .determination),
        pair("regr_count", "(y, x)", "The rows in which both have a value.", "regr_count(y, x) over (1, 2), (2, NULL) → 1", .count),
        pair("regr_avgx", "(y, x)", "The mean of x over the complete rows.", "regr_avgx(y, x) over (1, 2), (2, 4) → 3.0", .averageX),
        pair("regr_avgy", "(y, x)", "The mean of y over the complete rows.", "regr_avgy(y, x) over (1, 2), (2, 4) → 1.5", .averageY),
        pair("regr_sxx", "(y, x)", "The sum of squared distances of x.", "regr_sxx(y, x) over (1, 2), (2, 4) → 2.0", .sumXX),
        pair("regr_syy", "(y, x)", "The sum of squared distances of y.", "regr_syy(y, x) over (1, 2), (2, 4) → 0.5", .sumYY),
        pair("regr_sxy", "(y, x)", "The sum of products of distances.", "regr_sxy(y, x) over (1, 2), (2, 4) → 1.0", .sumXY),
        AggregateFunctions.one(
            ["median"], "(value)", "The value in the middle; between two numbers their mean.", "median(x) over 1, 2, 10, 20 → 6.0"
        ) {
            name, argument in quantile(name, argument.type, 0.5, isContinuous: argument.type != .text && argument.type != .boolean)
        },
        quantileFunction(
            ["quantile_cont", "percentile_cont"], "The value below which a share lies, between two values where need be.",
            "quantile_cont(x, 0.25) over 1, 2, 3 → 1.5", isContinuous: true),
        quantileFunction(
            ["quantile_disc", "percentile_disc", "quantile", "approx_quantile"], "The smallest value below or at which a share lies.",
            "quantile_disc(x, 0.5) over 1, 2 → 1", isContinuous: false),
        runs(["mode"], "The most frequent value; of equals the one that comes first.", "mode(x) over 2, 1, 2 → 2", .mode),
        runs(
            ["approx_count_distinct"], "How many different values there are (counted exactly).",
            "approx_count_distinct(x) over 1, 2, 2 → 2", .distinctCount),
        runs(["entropy"], "The entropy of the frequencies in bits.", "entropy(x) over 1, 2 → 1.0", .entropy),
        statistic("mad", "The median of the distances from the median.", "mad(x) over 1, 2, 2, 10 → 0.5", .absoluteDeviation),
        statistic("skewness", "The skewness of a sample.", "skewness(x) over 1, 2, 3 → 0.0", .skewness),
        statistic("kurtosis", "The excess kurtosis of a sample.", "kurtosis(x) over 1, 3, 1, 3 → -6.0", .kurtosis),
        statistic("kurtosis_pop", "The excess kurtosis of a population.", "kurtosis_pop(x) over 1, 3 → -2.0", .populationKurtosis),
        AggregateFunction(
            names: ["string_agg", "group_concat", "listagg"], signature: "(text [, separator])",
            documentation: "The texts one after the other, with a separator (by default a comma) between them.",
            example: "string_agg(x, '-') over 'a', NULL, 'b' → a-b", resolve: concatenation),
        AggregateFunctions.one(
            ["list", "array_agg"], "(value)", "All values as a list, NULLs included.", "list(x) over 1, NULL → [1, NULL]"
        ) { name, argument in
            ResolvedAggregate(
                name: name, argumentTypes: [argument.type], resultType: .list(argument.type), isOrderSensitive: true,
                kernel: .gathering(ListAggregate(element: argument.type)))
        },
        extremeRow(
            ["arg_min", "min_by", "argmin"], "The first argument in the row where the second is smallest.",
            "arg_min(a, b) over ('a', 3), ('c', 2) → c", wantsLargest: false),
        extremeRow(
            ["arg_max", "max_by", "argmax"], "The first argument in the row where the second is largest.",
            "arg_max(a, b) over ('a', 3), ('c', 2) → a", wantsLargest: true),
    ]

    // MARK: Moments

    private static func spread(_ names: [String], _ documentation: String, _ example: String, _ spread: Spread) -> AggregateFunction {
        AggregateFunctions.one(names, "(number)", documentation, example) { name, argument in
            let kernel: any FoldingAggregate
            var narrow: (any FoldingAggregate)?
            var argumentType = argument.type
            switch argument.type {
            case .tinyint, .smallint, .integer, .utinyint, .usmallint:
                kernel = Folding(exact: SpreadResult<ExactMoments>(spread: spread, scale: 0))
            case .decimal(let precision, let scale) where precision <= 9:
                kernel = Folding(exact: SpreadResult<ExactMoments>(spread: spread, scale: scale))
            default:
                guard TypeCoercion.implicitCost(of: argument, to: .double) != nil else { return nil }
                let doubles = Folding(SpreadResult<ShiftedMoments>(spread: spread, scale: 0))
                if let scale = wholeScale(of: argument.type), argument.type.physical != .int128, argument.type.physical != .uint64,
                    let converting = DoubleArguments(doubles, of: [argument.type])
                {
                    kernel = converting
                    narrow = Folding(exact: SpreadResult<ExactMoments>(spread: spread, scale: scale))
                } else {
                    argumentType = .double
                    kernel = doubles
                }
            }
            return ResolvedAggregate(
                name: name, argumentTypes: [argumentType], resultType: .double, kernel: .folding(kernel),
                narrowKernel: narrow.map { .folding($0) })
        }
    }

    private static func pair(
        _ name: String, _ signature: String, _ documentation: String, _ example: String, _ statistic: PairStatistic
    ) -> AggregateFunction {
        AggregateFunction(names: [name], signature: signature, documentation: documentation, example: example) { arguments, _ in
            guard arguments.count == 2, arguments.allSatisfy({ TypeCoercion.implicitCost(of: $0, to: .double) != nil }) else { return nil }
            let result: LogicalType = statistic == .count ? .bigint : .double
            let types = arguments.map(\.type)
            if let scaleY = wholeScale(of: types[0]), let scaleX = wholeScale(of: types[1]) {
                let scales = (y: Double(powersOfTen[scaleY]), x: Double(powersOfTen[scaleX]))
                if let exact = DoubleArguments(PairAggregate(statistic: statistic, scales: scales), of: types) {
                    return ResolvedAggregate(name: name, argumentTypes: types, resultType: result, kernel: .folding(exact))
                }
            }
            return ResolvedAggregate(
                name: name, argumentTypes: [.double, .double], resultType: result, kernel: .folding(PairAggregate(statistic: statistic)))
        }
    }

    /// The scale of a type whose values are stored as whole numbers: 0 for integers, of a decimal its own; nil for other types.
    private static func wholeScale(of type: LogicalType) -> Int? {
        if case .decimal(_, let scale) = type { return scale }
        return type.isInteger ? 0 : nil
    }

    private static func statistic(_ name: String, _ documentation: String, _ example: String, _ statistic: DoubleStatistic)
        -> AggregateFunction
    {
        AggregateFunctions.one([name], "(number)", documentation, example) { name, argument in
            guard TypeCoercion.implicitCost(of: argument, to: .double) != nil else { return nil }
            return ResolvedAggregate(
                name: name, argumentTypes: [.double], resultType: .double,
                kernel: .gathering(DoubleStatisticAggregate(statistic: statistic)))
        }
    }

    // MARK: Quantiles

    private static func quantileFunction(_ names: [String], _ documentation: String, _ example: String, isContinuous: Bool)
        -> AggregateFunction
    {
        AggregateFunction(
            names: names, signature: "(value, share or list of shares)", documentation: documentation, example: example
        ) { (arguments, _) throws(QueryError) in
            guard arguments.count == 2 else { return nil }
            guard let constant = arguments[1].constant else {
                throw QueryError(
                    .invalidQuery, "the share of \(names[0]) must be a constant", help: ["write a number from 0 to 1, such as 0.5"])
            }
            if case .list(let values) = constant {
                var parts: [any GatheringAggregate] = []
                var whole: ResolvedAggregate?
                for value in values {
                    guard let part = quantile(names[0], arguments[0].type, try share(value, names[0]), isContinuous: isContinuous),
                        case .gathering(let kernel) = part.kernel
                    else { return nil }
                    parts.append(kernel)
                    whole = part
                }
                return whole.map {
                    ResolvedAggregate(
                        name: names[0], argumentTypes: $0.argumentTypes, resultType: .list($0.resultType),
                        kernel: .gathering(QuantileList(type: $0.resultType, parts: parts)))
                }
            }
            return quantile(names[0], arguments[0].type, try share(constant, names[0]), isContinuous: isContinuous)
        }
    }

    private static func share(_ value: Value, _ name: String) throws(QueryError) -> Double {
        let share: Double? =
            switch value {
            case .integer(let number): Double(number)
            case .decimal(let unscaled, let scale): Double(unscaled) / Double(powersOfTen[min(max(scale, 0), 38)])
            case .double(let number): number
            case .float(let number): Double(number)
            default: nil
            }
        guard let share, share >= 0, share <= 1 else {
            throw QueryError(.outOfRange, "the share of \(name) must be a number from 0 to 1")
        }
        return share
    }

    private static func quantile(_ name: String, _ type: LogicalType, _ fraction: Double, isContinuous: Bool) -> ResolvedAggregate? {
        func resolved(_ argument: LogicalType, _ kernel: (any GatheringAggregate)?) -> ResolvedAggregate? {
            kernel.map { ResolvedAggregate(name: name, argumentTypes: [argument], resultType: argument, kernel: .gathering($0)) }
        }
        guard isContinuous else {
            let type = type == .null ? .integer : type
            return resolved(type, DiscreteQuantileFamily(type: type, fraction: fraction).aggregate(for: type.physical))
        }
        func number(_ type: LogicalType) -> ResolvedAggregate? {
            resolved(type, NumberQuantile(type: type, fraction: fraction, isContinuous: true))
        }
        switch type {
        case .float, .time: return number(type)
        case .decimal:
            return type.physical == .int64 ? number(type) : resolved(type, ContinuousQuantile<Int128>(type: type, fraction: fraction))
        case .date, .timestamp: return number(.timestamp)
        // Whole numbers keep their order as doubles, and the result is one anyway.
        case .double, .null: return number(.double)
        default: return type.isInteger ? number(.double) : nil
        }
    }

    // MARK: Others

    private static func runs(_ names: [String], _ documentation: String, _ example: String, _ question: RunQuestion) -> AggregateFunction {
        AggregateFunctions.one(names, "(value)", documentation, example) { name, argument in
            let type = argument.type == .null ? .integer : argument.type
            let result: LogicalType =
                switch question {
                case .mode: type
                case .distinctCount: .bigint
                case .entropy: .double
                }
            return RunFamily(type: result, question: question).aggregate(for: type.physical).map {
                ResolvedAggregate(name: name, argumentTypes: [type], resultType: result, kernel: .gathering($0))
            }
        }
    }

    private static func extremeRow(_ names: [String], _ documentation: String, _ example: String, wantsLargest: Bool) -> AggregateFunction {
        AggregateFunction(names: names, signature: "(value, by)", documentation: documentation, example: example) { arguments, _ in
            guard arguments.count == 2, let kernel = ExtremeRowFamily(wantsLargest: wantsLargest).aggregate(for: arguments[1].type.physical)
            else {
                return nil
            }
            return ResolvedAggregate(
                name: names[0], argumentTypes: arguments.map(\.type), resultType: arguments[0].type, isOrderSensitive: true,
                kernel: .gathering(kernel))
        }
    }

    private static func concatenation(
        _ arguments: [ArgumentDescription], _ settings: Settings
    ) throws(QueryError) -> ResolvedAggregate? {
        guard (1...2).contains(arguments.count) else { return nil }
        var separator = ","
        if arguments.count == 2 {
            guard case .text(let text)? = arguments[1].constant else {
                throw QueryError(.invalidQuery, "the separator of string_agg must be a constant text")
            }
            separator = text
        }
        // Whatever has a text form is concatenated in it.
        return ResolvedAggregate(
            name: "string_agg", argumentTypes: [.text], resultType: .text, isOrderSensitive: true,
            kernel: .gathering(TextConcatenation(separator: separator)))
    }
}
