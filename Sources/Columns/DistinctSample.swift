import Glibc

/// How many distinct values a column has, as far as a sample of its rows can tell.
package struct DistinctSample: Sendable {
    package let rowCount: Int
    package let distinctCount: Int

    package init(rowCount: Int, distinctCount: Int) {
        self.rowCount = rowCount
        self.distinctCount = distinctCount
    }

    /// How many values there seem to be behind `total` rows, were all equally frequent.
    package func estimatedValues(total: Int) -> Double {
        guard distinctCount < rowCount else { return .infinity }
        // Of `n` equally frequent values a sample of `s` rows meets n · (1 - e^(-s/n)): grows with n, so bisection finds n.
        var low = Double(distinctCount), high = max(Double(total) * 1_024, low)
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if DistinctSample.met(middle, rows: rowCount) < Double(distinctCount) { low = middle } else { high = middle }
        }
        return high
    }

    /// About how many distinct values `total` rows have.
    package func estimatedDistinct(total: Int) -> Int {
        let values = estimatedValues(total: total)
        guard values.isFinite else { return total }
        return min(total, Int(DistinctSample.met(values, rows: total)))
    }

    /// How many of `values` equally frequent ones some rows meet.
    private static func met(_ values: Double, rows: Int) -> Double { -values * expm1(-Double(rows) / values) }
}

extension DistinctSample {
    /// Fewer rows than this are always coded: the share says little about them.
    package static let leastRowsForViews = 16_384

    /// Whether a column with so many different texts keeps views: when more than three quarters of its rows differ, a code and its entry
    /// take more than the text.
    package static func favoursViews(distinctCount: Int, rowCount: Int) -> Bool {
        rowCount >= leastRowsForViews && distinctCount > rowCount / 4 * 3
    }
}

extension DistinctSample {
    private static let runLength = 64
    private static let fewestRows = 4_096
    private static let mostRows = 16_384

    /// Of texts in any form. Runs of neighbouring rows are looked at, so that a sorted column, where equal texts are neighbours, does not
    /// seem to be one of different texts.
    init(ofTexts pieces: [Vector], rowCount total: Int) {
        let rows = min(max(total / 16, DistinctSample.fewestRows), DistinctSample.mostRows, total)
        let runs = max(rows / DistinctSample.runLength, 1)
        var hashes: [UInt64] = []
        hashes.reserveCapacity(rows)
        var piece = 0, start = 0
        for run in 0..<runs {
            let first = total * run / runs
            for row in first..<min(first + DistinctSample.runLength, total) {
                while piece < pieces.count, row >= start + pieces[piece].count {
                    start += pieces[piece].count
                    piece += 1
                }
                guard piece < pieces.count else { break }
                hashes.append(pieces[piece].textHash(at: row - start))
            }
        }
        hashes.sort()
        var distinct = 0
        for (index, hash) in hashes.enumerated() where index == 0 || hash != hashes[index - 1] { distinct += 1 }
        self.init(rowCount: hashes.count, distinctCount: distinct)
    }
}

extension Vector {
    /// The hash of a text in any form; NULL has that of no text.
    fileprivate func textHash(at row: Int) -> UInt64 {
        guard isValid(row) else { return 0 }
        let row = isConstant ? 0 : row
        guard case .codes(let width, let dictionary) = form else { return elements(as: TextView.self)[row].tableHash }
        let code =
            switch width {
            case .one: Int(elements(as: UInt8.self)[row])
            case .two: Int(elements(as: UInt16.self)[row])
            case .four, .eight: Int(elements(as: UInt32.self)[row])
            }
        return code < dictionary.count ? dictionary.views[code].tableHash : 0
    }
}
