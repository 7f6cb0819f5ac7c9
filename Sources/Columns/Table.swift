/// The name and type of a column.
public struct ColumnSchema: Hashable, Sendable {
    /// The name as it was given; names compare without regard to case.
    public let name: String
    /// The type of every value that is not NULL.
    public let type: LogicalType

    /// A column of a name and a type.
    public init(name: String, type: LogicalType) {
        self.name = name
        self.type = type
    }
}

/// What is known of a column's values without looking at them.
package struct ColumnStatistics: Sendable {
    package var nullCount = 0
    /// The least and greatest value of whole-number physical types (dates, decimals and timestamps by their stored number).
    /// Nil when there is no value; then `nullCount` equals the rows.
    package var bounds: ClosedRange<Int128>?
    /// The least and greatest value of FLOAT and DOUBLE columns without NaN.
    package var floatBounds: ClosedRange<Double>?
    /// Set when the column holds a NaN; then `floatBounds` says nothing about it.
    package var hasNaN = false

    package init() {}

    /// What holds of the rows of both.
    package func union(_ other: ColumnStatistics) -> ColumnStatistics {
        var both = self
        both.nullCount += other.nullCount
        both.hasNaN = hasNaN || other.hasNaN
        if let mine = bounds, let theirs = other.bounds {
            both.bounds = min(mine.lowerBound, theirs.lowerBound)...max(mine.upperBound, theirs.upperBound)
        } else {
            both.bounds = bounds ?? other.bounds
        }
        if let mine = floatBounds, let theirs = other.floatBounds {
            both.floatBounds = min(mine.lowerBound, theirs.lowerBound)...max(mine.upperBound, theirs.upperBound)
        } else {
            both.floatBounds = floatBounds ?? other.floatBounds
        }
        return both
    }
}

/// Up to 1,048,576 rows of a table, never changed once made.
package final class Segment: Sendable {
    /// The most rows that a segment holds. Morsels do not cross segments, so their borders depend on the data alone.
    package static let capacity = 1 << 20

    package let rowCount: Int
    package let columns: [Vector]
    package let statistics: [ColumnStatistics]

    package init(rowCount: Int, columns: [Vector], statistics: [ColumnStatistics]) {
        self.rowCount = rowCount
        self.columns = columns
        self.statistics = statistics
    }

    /// Bytes of the stored elements and validity, dictionaries not counted.
    package var byteCount: Int { columns.indices.reduce(0) { $0 + byteCount(ofColumn: $1) } }

    /// The same for one column.
    package func byteCount(ofColumn column: Int) -> Int {
        let vector = columns[column]
        return (vector.isConstant ? 1 : rowCount) * (vector.elementByteCount + (vector.validity == nil ? 0 : 1))
    }
}

/// A version of a table: an immutable list of segments.
///
/// Changing a table makes a new version that shares the segments it did not touch; a query keeps the version it began with.
package final class Table: Sendable {
    package let schema: [ColumnSchema]
    package let segments: [Segment]
    package let rowCount: Int
    /// The union of the segments' statistics, by column.
    package let statistics: [ColumnStatistics]

    /// Invariant kept here: all segments of a text column that hold codes refer to one dictionary object, the newest. Older ones
    /// are prefixes of it, so their codes mean the same.
    package init(schema: [ColumnSchema], segments: [Segment]) {
        self.schema = schema
        let segments = Table.sharingNewestDictionaries(segments, columnCount: schema.count)
        self.segments = segments
        rowCount = segments.reduce(0) { $0 + $1.rowCount }
        statistics = schema.indices.map { column in
            segments.reduce(ColumnStatistics()) { $0.union($1.statistics[column]) }
        }
    }

    /// The dictionary that all coded segments of a text column share; nil where the column has none.
    package func dictionary(ofColumn column: Int) -> TextDictionary? {
        for segment in segments.reversed() {
            if case .codes(_, let dictionary) = segment.columns[column].form { return dictionary }
        }
        return nil
    }

    private static func sharingNewestDictionaries(_ segments: [Segment], columnCount: Int) -> [Segment] {
        var newest: [TextDictionary?] = Array(repeating: nil, count: columnCount)
        var differ = false
        for segment in segments {
            for column in 0..<columnCount {
                guard case .codes(_, let dictionary) = segment.columns[column].form else { continue }
                if let current = newest[column], current !== dictionary {
                    differ = true
                    if dictionary.count < current.count { continue }
                }
                newest[column] = dictionary
            }
        }
        guard differ else { return segments }
        return segments.map { segment in
            let columns = segment.columns.enumerated().map { index, vector in
                guard case .codes(let width, let old) = vector.form, let dictionary = newest[index], dictionary !== old else {
                    return vector
                }
                return Vector(
                    type: vector.type, count: vector.count, form: .codes(width: width, dictionary: dictionary),
                    isConstant: vector.isConstant, data: vector.data, validity: vector.validity, owners: vector.owners)
            }
            return Segment(rowCount: segment.rowCount, columns: columns, statistics: segment.statistics)
        }
    }

    /// Bytes that the table's rows, dictionaries and texts hold, as its account was charged; what it shares with other tables included.
    package var byteCount: Int {
        var count = MemoryCount()
        for segment in segments { count.add(segment.columns) }
        return count.byteCount
    }
}
