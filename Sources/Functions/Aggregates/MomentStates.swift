import Columns

/// Sums of powers from which a variance follows.
protocol Moments: FoldState {
    var count: Int64 { get }
    /// The sum of squared distances from the mean.
    var squaredDistances: Double { get }
}

/// Exact power sums of numbers of at most 32 bits. With fewer than 2^32 rows every one of them stays within 128 bits.
struct ExactMoments: Moments {
    var count: Int64
    fileprivate var sum: Int64
    fileprivate var squaresLow: UInt64
    fileprivate var squaresHigh: UInt64

    @inline(__always) mutating func fold(_ value: Int64, valid: UInt8) {
        let kept = value & Int64(bitPattern: mask(valid))
        sum &+= kept
        let (low, carry) = squaresLow.addingReportingOverflow(UInt64(bitPattern: kept &* kept))
        squaresLow = low
        squaresHigh &+= UInt64(byte(carry))
        count &+= Int64(valid)
    }

    mutating func merge(_ later: ExactMoments) {
        count &+= later.count
        sum &+= later.sum
        let squares = squares &+ later.squares
        squaresLow = UInt64(truncatingIfNeeded: squares)
        squaresHigh = UInt64(truncatingIfNeeded: squares >> 64)
    }

    private var squares: Int128 { Int128(squaresHigh) << 64 | Int128(squaresLow) }

    var squaredDistances: Double {
        // Exact up to the one division: no digits are lost to cancellation.
        count == 0 ? 0 : Double(nearest: Int128(count) &* squares &- Int128(sum) &* Int128(sum)) / Double(count)
    }
}

extension ExactMoments: ExactState {
    static var exactTerms: [ExactTerm] { [.count, .sum(0), .product(0, 0)] }

    @inline(__always) init(_ terms: ExactTerms) {
        self.init(
            count: Int64(truncatingIfNeeded: terms[0]), sum: Int64(truncatingIfNeeded: terms[1]),
            squaresLow: UInt64(truncatingIfNeeded: terms[2]), squaresHigh: UInt64(truncatingIfNeeded: terms[2] >> 64))
    }
}

/// Power sums of doubles around a shift near the mean: the first value, then the mean of what was merged.
struct ShiftedMoments: Moments {
    var count: Int64
    private var shift: Double
    private var sum: Double
    private var squares: Double

    @inline(__always) mutating func fold(_ value: Double, valid: UInt8) {
        shift = count == 0 ? value.masked(valid) : shift
        let distance = (value - shift).masked(valid)
        sum += distance
        squares += distance * distance
        count &+= Int64(valid)
    }

    mutating func merge(_ later: ShiftedMoments) {
        if later.count == 0 { return }
        if count == 0 {
            self = later
            return
        }
        // After Chan, Golub and LeVeque: means and squared distances combine without cancellation.
        let own = Double(count), other = Double(later.count), both = own + other
        let difference = later.mean - mean
        let squaresTogether = squaredDistances + later.squaredDistances + difference * difference * own * other / both
        shift = mean + difference * other / both
        sum = 0
        squares = squaresTogether
        count &+= later.count
    }

    private var mean: Double { count == 0 ? 0 : shift + sum / Double(count) }

    var squaredDistances: Double {
        let distances = count == 0 ? 0 : squares - sum * sum / Double(count)
        // Rounding must not make a variance negative; a NaN stays one.
        return distances < 0 ? 0 : distances
    }
}

/// Which number of the variance family is wanted.
enum Spread: Sendable {
    case sampleVariance, populationVariance, sampleDeviation, populationDeviation, standardError

    func value(_ squaredDistances: Double, _ count: Int64) -> Double? {
        let number = Double(count)
        switch self {
        case .sampleVariance: return count < 2 ? nil : squaredDistances / (number - 1)
        case .sampleDeviation: return count < 2 ? nil : (squaredDistances / (number - 1)).squareRoot()
        case .populationVariance: return count < 1 ? nil : squaredDistances / number
        case .populationDeviation: return count < 1 ? nil : (squaredDistances / number).squareRoot()
        case .standardError: return count < 1 ? nil : (squaredDistances / number / number).squareRoot()
        }
    }
}

/// A variance, deviation or standard error; of decimals, whose moments are those of the unscaled numbers, scaled back.
struct SpreadResult<State: Moments>: FoldResult {
    let spread: Spread
    let scale: Int

    func vector(_ states: StateRecords<State>, context: EvaluationContext) throws(QueryError) -> Vector {
        let unit = Double(powersOfTen[scale])
        return try finishGroups(states, .double, context) { state -> Double? in
            spread.value(state.squaredDistances / unit / unit, state.count)
        }
    }
}

// MARK: Pairs

/// Power sums of pairs of doubles, around shifts as in `ShiftedMoments`. The names follow SQL's `regr_…(y, x)`.
struct PairMoments: BitwiseCopyable {
    var count: Int64
    private var shiftX: Double, shiftY: Double
    private var sumX: Double, sumY: Double
    private var sumXX: Double, sumYY: Double, sumXY: Double

    @inline(__always) mutating func fold(_ y: Double, _ x: Double, valid: UInt8) {
        shiftX = count == 0 ? x.masked(valid) : shiftX
        shiftY = count == 0 ? y.masked(valid) : shiftY
        let distanceX = (x - shiftX).masked(valid), distanceY = (y - shiftY).masked(valid)
        sumX += distanceX
        sumY += distanceY
        sumXX += distanceX * distanceX
        sumYY += distanceY * distanceY
        sumXY += distanceX * distanceY
        count &+= Int64(valid)
    }

    mutating func merge(_ later: PairMoments) {
        if later.count == 0 { return }
        if count == 0 {
            self = later
            return
        }
        let own = Double(count), other = Double(later.count), both = own + other
        let differenceX = later.meanX - meanX, differenceY = later.meanY - meanY
        let weight = own * other / both
        let (xx, yy, xy) = (
            self.xx + later.xx + differenceX * differenceX * weight, self.yy + later.yy + differenceY * differenceY * weight,
            self.xy + later.xy + differenceX * differenceY * weight
        )
        (shiftX, shiftY) = (meanX + differenceX * other / both, meanY + differenceY * other / both)
        (sumX, sumY, sumXX, sumYY, sumXY) = (0, 0, xx, yy, xy)
        count &+= later.count
    }

    /// From exact sums of whole numbers, in units of which `scaleY` and `scaleX` make one.
    init(_ terms: ExactTerms, scaleY: Double, scaleX: Double) {
        let rows = terms[0]
        let number = Double(nearest: rows)
        count = Int64(truncatingIfNeeded: rows)
        let (y, x) = (terms[1], terms[2])
        (shiftY, shiftX) = rows == 0 ? (0, 0) : (Double(nearest: y) / number / scaleY, Double(nearest: x) / number / scaleX)
        (sumX, sumY) = (0, 0)
        // Exact up to the division: no digits are lost to cancellation.
        func distances(_ products: Int128, _ left: Int128, _ right: Int128) -> Double {
            rows == 0 ? 0 : Double(nearest: rows &* products &- left &* right) / number
        }
        sumYY = distances(terms[3], y, y) / (scaleY * scaleY)
        sumXX = distances(terms[4], x, x) / (scaleX * scaleX)
        sumXY = distances(terms[5], x, y) / (scaleX * scaleY)
    }

    var meanX: Double { shiftX + sumX / Double(count) }
    var meanY: Double { shiftY + sumY / Double(count) }
    /// Sums of products of distances from the means.
    var xx: Double { sumXX - sumX * sumX / Double(count) }
    var yy: Double { sumYY - sumY * sumY / Double(count) }
    var xy: Double { sumXY - sumX * sumY / Double(count) }
}

/// What is computed from pairs.
enum PairStatistic: Sendable {
    case correlation, sampleCovariance, populationCovariance
    case slope, intercept, determination, count, averageX, averageY, sumXX, sumYY, sumXY

    func value(_ moments: PairMoments) -> Double? {
        let number = Double(moments.count)
        if self == .count { return number }
        guard moments.count > 0 else { return nil }
        switch self {
        case .count: return number
        case .correlation: return moments.xy / (moments.xx * moments.yy).squareRoot()
        case .sampleCovariance: return moments.count < 2 ? nil : moments.xy / (number - 1)
        case .populationCovariance: return moments.xy / number
        case .slope: return moments.xy / moments.xx
        case .intercept:
            let slope = moments.xy / moments.xx
            return slope.isNaN ? nil : moments.meanY - slope * moments.meanX
        case .determination:
            if moments.xx == 0 { return nil }
            return moments.yy == 0 ? 1 : moments.xy * moments.xy / (moments.xx * moments.yy)
        case .averageX: return moments.meanX
        case .averageY: return moments.meanY
        case .sumXX: return moments.xx
        case .sumYY: return moments.yy
        case .sumXY: return moments.xy
        }
    }
}
