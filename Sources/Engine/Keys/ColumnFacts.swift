import Columns

/// What is proved of a column's values: from statistics before its rows are seen, or from the rows themselves once they are kept.
package struct ColumnFacts: Sendable {
    /// Every value that is not NULL lies within, by its stored number; nil where nothing is proved.
    package var bounds: ClosedRange<Int128>?
    package var mayBeNull: Bool
    /// Every vector of the column holds codes of this very dictionary.
    package var dictionary: TextDictionary?

    package init(bounds: ClosedRange<Int128>? = nil, mayBeNull: Bool = true, dictionary: TextDictionary? = nil) {
        self.bounds = bounds
        self.mayBeNull = mayBeNull
        self.dictionary = dictionary
    }

    /// The facts of a column that consists of the given vectors.
    ///
    /// Cost: one pass over whole-number vectors.
    package init(of vectors: [Vector]) {
        mayBeNull = vectors.contains { $0.validity != nil }
        bounds = nil
        dictionary = nil
        for (index, vector) in vectors.enumerated() {
            if let piece = vector.wholeBounds() {
                bounds = bounds.map { min($0.lowerBound, piece.lowerBound)...max($0.upperBound, piece.upperBound) } ?? piece
            }
            if case .codes(_, let mine) = vector.form {
                if index == 0 { dictionary = mine } else if dictionary !== mine { dictionary = nil }
            } else {
                dictionary = nil
            }
        }
    }

    /// The facts of a table's column.
    package init(table: Table, column: Int) {
        let statistics = table.statistics[column]
        bounds = statistics.bounds
        mayBeNull = statistics.nullCount > 0
        let dictionary = table.dictionary(ofColumn: column)
        let allCoded = table.segments.allSatisfy { segment in
            if case .codes = segment.columns[column].form { true } else { false }
        }
        self.dictionary = allCoded ? dictionary : nil
    }

    /// What holds of the rows of both.
    package func union(_ other: ColumnFacts) -> ColumnFacts {
        var both = ColumnFacts(mayBeNull: mayBeNull || other.mayBeNull)
        if let mine = bounds, let theirs = other.bounds {
            both.bounds = min(mine.lowerBound, theirs.lowerBound)...max(mine.upperBound, theirs.upperBound)
        }
        if let dictionary, dictionary === other.dictionary { both.dictionary = dictionary }
        return both
    }
}
