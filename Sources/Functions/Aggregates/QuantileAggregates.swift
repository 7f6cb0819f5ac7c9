import Columns

/// An element between two of which a quantile may fall.
protocol Interpolated: OrderedElement {
    /// The point `fraction` of the way from this to `next`.
    func interpolated(to next: Self, _ fraction: Double) -> Self
}

extension Double: Interpolated {
    func interpolated(to next: Double, _ fraction: Double) -> Double { fraction == 0 ? self : self + (next - self) * fraction }
}

extension Float: Interpolated {
    func interpolated(to next: Float, _ fraction: Double) -> Float {
        fraction == 0 ? self : Float(Double(self) + (Double(next) - Double(self)) * fraction)
    }
}

extension Int128: Interpolated {
    /// Cut off towards this element, as DuckDB does with decimals.
    func interpolated(to next: Int128, _ fraction: Double) -> Int128 {
        let (distance, overflow) = next.subtractingReportingOverflow(self)
        guard !overflow else { return fraction < 0.5 ? self : next }
        return Int128(exactly: (Double(distance) * fraction).rounded(.towardZero)).map { self &+ $0 } ?? next
    }
}

/// quantile_cont and median of 128-bit numbers: between two values where need be.
struct ContinuousQuantile<Input: Interpolated>: GatheringAggregate {
    let type: LogicalType
    let fraction: Double

    func finish(
        arguments: [Vector], offsets: UnsafePointer<Int>, groupCount: Int, context: EvaluationContext
    ) throws(QueryError) -> Vector {
        try finishValues(arguments[0], offsets, groupCount, type, context) { (values: UnsafeMutablePointer<Input>, count) -> Input? in
            ContinuousQuantile.quantile(values, count, fraction)
        }
    }

    static func quantile(_ values: UnsafeMutablePointer<Input>, _ count: Int, _ fraction: Double) -> Input? {
        guard count > 0 else { return nil }
        let position = fraction * Double(count - 1)
        let index = min(max(Int(position.rounded(.down)), 0), count - 1)
        ElementSelection.select(values, count, index)
        let rest = position - Double(index)
        guard rest > 0, index + 1 < count else { return values[index] }
        return values[index].interpolated(to: ElementSelection.next(values, count, after: index), rest)
    }
}

/// quantile_disc of texts, intervals and 128-bit numbers: always one of the values.
struct DiscreteQuantile<Input: OrderedElement>: GatheringAggregate {
    let type: LogicalType
    let fraction: Double

    func finish(
        arguments: [Vector], offsets: UnsafePointer<Int>, groupCount: Int, context: EvaluationContext
    ) throws(QueryError) -> Vector {
        try finishValues(arguments[0], offsets, groupCount, type, context) { (values: UnsafeMutablePointer<Input>, count) -> Input? in
            guard count > 0 else { return nil }
            let index = min(max(Int((fraction * Double(count)).rounded(.up)) - 1, 0), count - 1)
            ElementSelection.select(values, count, index)
            return values[index]
        }
    }
}

struct DiscreteQuantileFamily: OrderedAggregateFamily {
    let type: LogicalType
    let fraction: Double
    func aggregate<Element: OrderedElement>(_ element: Element.Type) -> any GatheringAggregate {
        if element is any RankedNumber.Type { return NumberQuantile(type: type, fraction: fraction, isContinuous: false) }
        return DiscreteQuantile<Element>(type: type, fraction: fraction)
    }
}

/// Several quantiles of one group as a list.
struct QuantileList: GatheringAggregate {
    let type: LogicalType
    let parts: [any GatheringAggregate]

    func finish(
        arguments: [Vector], offsets: UnsafePointer<Int>, groupCount: Int, context: EvaluationContext
    ) throws(QueryError) -> Vector {
        var columns: [Vector] = []
        for part in parts {
            columns.append(try part.finish(arguments: arguments, offsets: offsets, groupCount: groupCount, context: context))
        }
        let lists = (0..<groupCount).map { group -> Value in
            let values = columns.map { $0.value(at: group) }
            return values.contains(.null) ? .null : .list(values)
        }
        return try Vector.of(lists, type: .list(type), account: context.account)
    }
}

/// Numbers that need all doubles of a group at once.
enum DoubleStatistic: Sendable {
    case absoluteDeviation, skewness, kurtosis, populationKurtosis
}

struct DoubleStatisticAggregate: GatheringAggregate {
    let statistic: DoubleStatistic

    func finish(
        arguments: [Vector], offsets: UnsafePointer<Int>, groupCount: Int, context: EvaluationContext
    ) throws(QueryError) -> Vector {
        try finishValues(arguments[0], offsets, groupCount, .double, context) { (values: UnsafeMutablePointer<Double>, count) -> Double? in
            switch statistic {
            case .absoluteDeviation:
                guard let median = ContinuousQuantile.quantile(values, count, 0.5) else { return nil }
                for index in 0..<count { values[index] = abs(values[index] - median) }
                return ContinuousQuantile.quantile(values, count, 0.5)
            case .skewness: return count < 3 ? nil : skewness(values, count)
            case .kurtosis: return count < 4 ? nil : kurtosis(values, count, isSample: true)
            case .populationKurtosis: return count < 2 ? nil : kurtosis(values, count, isSample: false)
            }
        }
    }

    /// The mean of the `power`-th power of the distances from the mean.
    private func centralMoment(_ values: UnsafeMutablePointer<Double>, _ count: Int, _ mean: Double, _ power: Int) -> Double {
        var sum = 0.0
        for index in 0..<count {
            let distance = values[index] - mean, square = distance * distance
            sum += power == 2 ? square : power == 3 ? square * distance : square * square
        }
        return sum / Double(count)
    }

    private func mean(_ values: UnsafeMutablePointer<Double>, _ count: Int) -> Double {
        var sum = 0.0
        for index in 0..<count { sum += values[index] }
        return sum / Double(count)
    }

    private func skewness(_ values: UnsafeMutablePointer<Double>, _ count: Int) -> Double? {
        let mean = mean(values, count), number = Double(count)
        let variance = centralMoment(values, count, mean, 2)
        guard variance > 0 else { return .nan }
        return (number * (number - 1)).squareRoot() / (number - 2) * centralMoment(values, count, mean, 3)
            / (variance * variance.squareRoot())
    }

    private func kurtosis(_ values: UnsafeMutablePointer<Double>, _ count: Int, isSample: Bool) -> Double? {
        let mean = mean(values, count), number = Double(count)
        let variance = centralMoment(values, count, mean, 2)
        guard variance > 0 else { return isSample ? nil : .nan }
        let ratio = centralMoment(values, count, mean, 4) / (variance * variance)
        guard isSample else { return ratio - 3 }
        return (number - 1) / ((number - 2) * (number - 3)) * ((number + 1) * ratio - 3 * (number - 1))
    }
}
