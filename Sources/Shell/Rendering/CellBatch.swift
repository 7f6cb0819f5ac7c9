import ReportQL

/// A column of a result, as far as showing it goes.
package struct ResultColumn: Sendable {
    /// What kind of values stand in a column: decides alignment and how JSON writes them.
    package enum Kind: Sendable {
        case text, boolean, integer, decimal, double, temporal
        /// Lists and structures, whose text form is shown.
        case nested

        package var isNumeric: Bool { self == .integer || self == .decimal || self == .double }
    }

    package var name: String
    package var kind: Kind

    package init(name: String, kind: Kind) {
        self.name = name
        self.kind = kind
    }
}

/// Some rows of a result as UTF-8 text, column after column in one buffer.
///
/// Renderers work on these: one format of values for all modes, and no object per cell.
package struct CellBatch {
    package private(set) var rowCount = 0
    package let columnCount: Int
    /// The texts of all cells, one after the other.
    private var formatter = ValueFormatter()
    /// Where each cell ends in the text, column-major; it begins where the one before ends.
    private var ends: [Int] = []
    private var nulls: [Bool] = []

    /// An empty batch; columns are appended one after the other, each with the same number of cells.
    package init(columnCount: Int) { self.columnCount = columnCount }

    /// A batch of the given rows; nil is NULL.
    package init(rows: [[String?]], columnCount: Int) {
        self.init(columnCount: columnCount)
        for column in 0..<columnCount {
            for row in rows {
                if let text = row[column] { append(text.utf8) } else { appendNull() }
            }
        }
        finish(rowCount: rows.count)
    }

    package mutating func append(_ text: some Sequence<UInt8>) {
        formatter.bytes.append(contentsOf: text)
        ends.append(formatter.bytes.count)
        nulls.append(false)
    }

    package mutating func appendNull() {
        ends.append(formatter.bytes.count)
        nulls.append(true)
    }

    /// Appends a column of a query's result.
    package mutating func append(_ vector: Vector) {
        ends.reserveCapacity(ends.count + vector.count)
        nulls.reserveCapacity(nulls.count + vector.count)
        if vector.isConstant {
            let value = vector.count > 0 ? vector.value(at: 0) : .null
            return appendEach(vector) { formatter, _ in formatter.append(value, type: vector.type) }
        }
        switch (vector.form, vector.type.physical) {
        case (.codes(let width, let dictionary), _):
            let views = dictionary.views
            switch width {
            case .one: appendTexts(vector, views, vector.elements(as: UInt8.self))
            case .two: appendTexts(vector, views, vector.elements(as: UInt16.self))
            case .four, .eight: appendTexts(vector, views, vector.elements(as: UInt32.self))
            }
        case (.flat, .text):
            let views = vector.elements(as: TextView.self)
            appendEach(vector) { formatter, row in
                views[row].withBytes { bytes, count in formatter.bytes.append(contentsOf: UnsafeBufferPointer(start: bytes, count: count)) }
            }
        default: appendWholeNumbersOrValues(vector)
        }
    }

    private mutating func appendTexts<Code: FixedWidthInteger & UnsignedInteger>(
        _ vector: Vector, _ views: UnsafePointer<TextView>, _ codes: UnsafePointer<Code>
    ) {
        appendEach(vector) { formatter, row in
            views[Int(codes[row])].withBytes { bytes, count in
                formatter.bytes.append(contentsOf: UnsafeBufferPointer(start: bytes, count: count))
            }
        }
    }

    private mutating func appendWholeNumbersOrValues(_ vector: Vector) {
        switch vector.type {
        case .decimal(_, let scale): appendEach(vector) { $0.append(unscaled: vector.wholeNumber(at: $1), scale: scale) }
        case .date: appendEach(vector) { $0.append(date: Int32(truncatingIfNeeded: vector.wholeNumber(at: $1))) }
        case let type where type.isInteger: appendEach(vector) { $0.append(whole: vector.wholeNumber(at: $1)) }
        default: appendEach(vector) { $0.append(vector.value(at: $1), type: vector.type) }
        }
    }

    /// Appends a cell for each row; `write` is asked for rows that have a value.
    private mutating func appendEach(_ vector: Vector, _ write: (inout ValueFormatter, Int) -> Void) {
        for row in 0..<vector.count {
            let isValid = vector.isValid(row)
            if isValid { write(&formatter, row) }
            ends.append(formatter.bytes.count)
            nulls.append(!isValid)
        }
    }

    /// Ends the batch; `columnCount` × `rowCount` cells must have been appended.
    package mutating func finish(rowCount: Int) {
        precondition(ends.count == rowCount * columnCount, "a batch has a cell for every row and column")
        self.rowCount = rowCount
    }

    /// Access to the cells without copies, for as long as `body` runs.
    package func withCells<Result>(_ body: (Cells) throws -> Result) rethrows -> Result {
        try formatter.bytes.withUnsafeBufferPointer { bytes in
            try ends.withUnsafeBufferPointer { ends in
                try nulls.withUnsafeBufferPointer { nulls in
                    try body(Cells(rowCount: rowCount, columnCount: columnCount, bytes: bytes, ends: ends, nulls: nulls))
                }
            }
        }
    }

    /// The cells of a batch, borrowed.
    package struct Cells {
        package let rowCount: Int
        package let columnCount: Int
        fileprivate let bytes: UnsafeBufferPointer<UInt8>
        fileprivate let ends: UnsafeBufferPointer<Int>
        fileprivate let nulls: UnsafeBufferPointer<Bool>

        /// The UTF-8 text of a cell, or nothing for NULL.
        package subscript(row: Int, column: Int) -> UnsafeBufferPointer<UInt8>? {
            let index = column * rowCount + row
            if nulls[index] { return nil }
            return UnsafeBufferPointer(rebasing: bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]])
        }

        package func text(_ row: Int, _ column: Int) -> String? {
            self[row, column].map { String(decoding: $0, as: UTF8.self) }
        }
    }
}
