import TextEncoding

/// The type of a column of an extracted table.
package enum FactType: Sendable {
    /// Unicode text.
    case text
    /// DECIMAL(18,4): an Int64 that counts ten-thousandths.
    case decimal
    /// Days since 1970-01-01.
    case date
    /// A signed 64-bit integer.
    case bigint
    /// A 64-bit floating-point number.
    case double
    /// True or false.
    case boolean
}

/// A column of an extracted table, stored so that a reader takes it over in one pass over plain arrays.
package struct FactColumn: Sendable {
    /// The column's name in the data dictionary.
    package let name: String
    /// The column's type.
    package let type: FactType
    /// For each row whether it has a value.
    package private(set) var isValid: [Bool] = []
    /// Decimals (scaled by 10,000), dates (days), big integers and booleans (0, 1), 0 for nulls; empty for other types.
    package private(set) var integers: [Int64] = []
    /// Doubles, 0 for nulls; empty for other types.
    package private(set) var doubles: [Double] = []
    /// The UTF-8 bytes of all texts, one behind the other; empty for other types.
    package private(set) var bytes: [UInt8] = []
    /// For each row of a text column the end of its text in `bytes`; it begins where the row before ends.
    package private(set) var ends: [Int] = []

    /// An empty column.
    package init(_ name: String, _ type: FactType) {
        self.name = name
        self.type = type
    }

    /// Appends a null.
    package mutating func appendNull() {
        isValid.append(false)
        switch type {
        case .text: ends.append(bytes.count)
        case .double: doubles.append(0)
        case .decimal, .date, .bigint, .boolean: integers.append(0)
        }
    }

    /// Appends so many nulls.
    package mutating func appendNulls(_ count: Int) {
        isValid.append(contentsOf: repeatElement(false, count: count))
        switch type {
        case .text: ends.append(contentsOf: repeatElement(bytes.count, count: count))
        case .double: doubles.append(contentsOf: repeatElement(0, count: count))
        case .decimal, .date, .bigint, .boolean: integers.append(contentsOf: repeatElement(0, count: count))
        }
    }

    /// Appends a text, or null where the column is of another type.
    package mutating func append(_ value: String) {
        guard type == .text else { return appendNull() }
        isValid.append(true)
        // Not withUTF8, which wants a copy of the text that it may change.
        value.utf8Span.span.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
        ends.append(bytes.count)
    }

    /// Appends a text by its Unicode scalars, or null where the column is of another type.
    package mutating func append(scalars: UnsafeBufferPointer<UInt32>) {
        guard type == .text else { return appendNull() }
        isValid.append(true)
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: ScalarEncoding.byteCount(scalars)) { buffer in
            guard let start = buffer.baseAddress else { return }
            let count = ScalarEncoding.encode(scalars, into: start)
            bytes.append(contentsOf: UnsafeBufferPointer(start: start, count: count))
        }
        ends.append(bytes.count)
    }

    /// Removes all rows and keeps the memory for the next ones.
    package mutating func removeAllRows() {
        isValid.removeAll(keepingCapacity: true)
        switch type {
        case .text:
            bytes.removeAll(keepingCapacity: true)
            ends.removeAll(keepingCapacity: true)
        case .double: doubles.removeAll(keepingCapacity: true)
        case .decimal, .date, .bigint, .boolean: integers.removeAll(keepingCapacity: true)
        }
    }

    /// Appends an integer as the column's type stores it, or null where the column holds no integers.
    package mutating func append(_ value: Int64) {
        guard type != .text, type != .double else { return appendNull() }
        isValid.append(true)
        integers.append(value)
    }

    /// Appends a double, or null where the column is of another type.
    package mutating func append(_ value: Double) {
        guard type == .double else { return appendNull() }
        isValid.append(true)
        doubles.append(value)
    }

    /// Appends all rows of a column of the same name and type.
    package mutating func append(contentsOf other: FactColumn) {
        let base = bytes.count
        isValid.append(contentsOf: other.isValid)
        integers.append(contentsOf: other.integers)
        doubles.append(contentsOf: other.doubles)
        bytes.append(contentsOf: other.bytes)
        // No reserveCapacity: it makes room for exactly so much, and a table that grows by parts would be copied for each.
        ends.append(contentsOf: other.ends.lazy.map { base + $0 })
    }

    /// All rows of columns of one name and type, one column behind the other; nil where there are none.
    package init?(joining columns: [FactColumn]) {
        guard let first = columns.first else { return nil }
        self.init(first.name, first.type)
        let count = columns.reduce(0) { $0 + $1.isValid.count }
        isValid.reserveCapacity(count)
        bytes.reserveCapacity(columns.reduce(0) { $0 + $1.bytes.count })
        switch type {
        case .text: ends.reserveCapacity(count)
        case .double: doubles.reserveCapacity(count)
        case .decimal, .date, .bigint, .boolean: integers.reserveCapacity(count)
        }
        for column in columns {
            let base = bytes.count
            isValid.append(contentsOf: column.isValid)
            integers.append(contentsOf: column.integers)
            doubles.append(contentsOf: column.doubles)
            bytes.append(contentsOf: column.bytes)
            for end in column.ends { ends.append(base + end) }
        }
    }

    /// The text of a row of a text column; nil for null.
    package func text(_ row: Int) -> String? {
        guard type == .text, isValid[row] else { return nil }
        return String(decoding: bytes[(row == 0 ? 0 : ends[row - 1])..<ends[row]], as: UTF8.self)
    }
}

extension FactColumn {
    /// The integer of a row, in the column's own storage; nil for null and in columns that hold none.
    package func integer(_ row: Int) -> Int64? {
        integers.indices.contains(row) && isValid[row] ? integers[row] : nil
    }

    /// The double of a row of a column of doubles; nil for null.
    package func double(_ row: Int) -> Double? {
        doubles.indices.contains(row) && isValid[row] ? doubles[row] : nil
    }

    /// Appends the value of a row of a column of the same type.
    mutating func append(_ row: Int, of other: FactColumn) {
        guard other.isValid[row], type == other.type else { return appendNull() }
        switch type {
        case .text: append(utf8: other.textBytes(row))
        case .double: append(other.doubles[row])
        case .decimal, .date, .bigint, .boolean: append(other.integers[row])
        }
    }

    /// Appends a text that is put together from two parts of UTF-8.
    package mutating func append(utf8 text: UnsafeRawBufferPointer, behind prefix: [UInt8]) {
        guard type == .text else { return appendNull() }
        isValid.append(true)
        bytes.append(contentsOf: prefix)
        bytes.append(contentsOf: text)
        ends.append(bytes.count)
    }

    /// Appends a text by its UTF-8 bytes, or null where there is none or the column is of another type.
    package mutating func append(utf8 text: some Collection<UInt8>) {
        guard type == .text else { return appendNull() }
        isValid.append(true)
        bytes.append(contentsOf: text)
        ends.append(bytes.count)
    }
}

/// An extracted table: a name and columns of equal length.
package struct FactTable: Sendable {
    /// The table's name in the data dictionary.
    package let name: String
    /// The columns, in the order of the data dictionary.
    package internal(set) var columns: [FactColumn]
    /// Where rows are written instead of into the columns; nil where the columns keep them. A filter needs each row once, as text.
    var lines: NDJSONLines?

    /// An empty table.
    package init(_ name: String, _ columns: [FactColumn]) {
        self.name = name
        self.columns = columns
    }

    /// The number of rows.
    package var rowCount: Int { columns.first?.isValid.count ?? 0 }

    /// The column of a name.
    package func column(_ name: String) -> FactColumn? { columns.first { $0.name == name } }

    /// Appends a row: `fill` gives the columns their values from left to right; columns it leaves out are null.
    @inline(__always)
    package mutating func appendRow(_ fill: (inout FactRowWriter) -> Void) {
        var own = lines.take()
        columns.withUnsafeMutableBufferPointer { columns in
            withUnsafeMutablePointer(to: &own) { lines in
                var writer = FactRowWriter(columns: columns, lines: lines)
                fill(&writer)
                writer.finish()
            }
        }
        lines = own
    }

    /// Removes all rows and keeps the memory for the next ones.
    package mutating func removeAllRows() {
        lines?.removeAll()
        guard rowCount > 0 else { return }
        for index in columns.indices { columns[index].removeAllRows() }
    }

    /// Gives every row of a text column a new text; a column that the table does not have stays away.
    package mutating func setColumn(_ name: String, _ text: (Int) -> ArraySlice<UInt8>?) {
        replace(name, .text) { column, row in
            if let text = text(row) { column.append(utf8: text) } else { column.appendNull() }
        }
    }

    /// Gives every row of a column of doubles a new value.
    package mutating func setDoubles(_ name: String, _ value: (Int) -> Double?) {
        replace(name, .double) { column, row in
            if let value = value(row) { column.append(value) } else { column.appendNull() }
        }
    }

    /// Gives every row of a column that stores integers a new value.
    package mutating func setIntegers(_ name: String, _ value: (Int) -> Int64?) {
        guard let type = column(name)?.type, type != .text, type != .double else { return }
        replace(name, type) { column, row in
            if let value = value(row) { column.append(value) } else { column.appendNull() }
        }
    }

    /// Leaves rows out and changes values of others.
    /// - Parameters:
    ///   - keep: whether a row stays.
    ///   - value: the new value of a row's column; nil where it stays.
    package mutating func rewrite(keeping keep: (Int) -> Bool, _ value: (Int, FactColumn) -> JSONText.Value?) {
        let kept = (0..<rowCount).filter(keep)
        for index in columns.indices {
            let old = columns[index]
            var new = FactColumn(old.name, old.type)
            for row in kept {
                if let value = value(row, old) { _ = new.append(member: value) } else { new.append(row, of: old) }
            }
            columns[index] = new
        }
    }

    /// Appends a column; the table must have none of its name.
    package mutating func append(_ column: FactColumn) {
        precondition(columns.isEmpty || column.isValid.count == rowCount, "a column has a value for each row")
        columns.append(column)
    }

    private mutating func replace(_ name: String, _ type: FactType, _ append: (inout FactColumn, Int) -> Void) {
        guard let index = columns.firstIndex(where: { $0.name == name && $0.type == type }) else { return }
        let count = rowCount
        var column = FactColumn(name, type)
        for row in 0..<count { append(&column, row) }
        columns[index] = column
    }

    /// The table of some of its columns, in their order.
    package func selecting(_ names: Set<String>) -> FactTable { FactTable(name, columns.filter { names.contains($0.name) }) }

    /// Appends all rows of a table with the same columns.
    package mutating func append(contentsOf other: FactTable) {
        precondition(columns.count == other.columns.count, "both tables come from the same schema")
        guard lines == nil else { return lines?.append(0..<other.rowCount, of: other) ?? () }
        for index in columns.indices { columns[index].append(contentsOf: other.columns[index]) }
    }
}

/// Fills one row of a table from left to right. It writes into the table's own columns and must not outlive the call that it was made for.
package struct FactRowWriter {
    private let columns: UnsafeMutableBufferPointer<FactColumn>
    private let lines: UnsafeMutablePointer<NDJSONLines?>
    /// Whether the row becomes a line, which takes each value without the columns.
    private let isLine: Bool
    private var next = 0

    init(columns: UnsafeMutableBufferPointer<FactColumn>, lines: UnsafeMutablePointer<NDJSONLines?>) {
        self.columns = columns
        self.lines = lines
        isLine = lines.pointee != nil
    }

    /// The type of the next column of a line.
    private var type: FactType { columns[next].type }

    /// The next column's text.
    package mutating func text(_ value: String?) {
        guard next < columns.count else { return }
        if isLine {
            if let value, type == .text {
                value.utf8Span.span.withUnsafeBufferPointer { lines.pointee?.append(utf8: $0) }
            } else {
                lines.pointee?.appendNull()
            }
        } else if let value {
            columns[next].append(value)
        } else {
            columns[next].appendNull()
        }
        next += 1
    }

    /// The next column's text by its Unicode scalars.
    package mutating func scalars(_ value: ArraySlice<UInt32>) {
        guard next < columns.count else { return }
        if isLine {
            if type == .text { appendToLine(value) } else { lines.pointee?.appendNull() }
        } else {
            value.withUnsafeBufferPointer { columns[next].append(scalars: $0) }
        }
        next += 1
    }

    private func appendToLine(_ value: ArraySlice<UInt32>) {
        value.withUnsafeBufferPointer { scalars in
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: ScalarEncoding.byteCount(scalars)) { buffer in
                guard let start = buffer.baseAddress else { return lines.pointee?.appendNull() ?? () }
                let count = ScalarEncoding.encode(scalars, into: start)
                lines.pointee?.append(utf8: UnsafeBufferPointer(start: start, count: count))
            }
        }
    }

    /// The next column's integer, in the column's own storage: a decimal's ten-thousandths, a date's days.
    package mutating func integer(_ value: Int64?) {
        guard next < columns.count else { return }
        if isLine {
            if let value { lines.pointee?.append(value, as: type) } else { lines.pointee?.appendNull() }
        } else if let value {
            columns[next].append(value)
        } else {
            columns[next].appendNull()
        }
        next += 1
    }

    /// The next column's count or position.
    package mutating func integer(_ value: Int?) { integer(value.map { Int64($0) }) }

    /// The next column's number.
    package mutating func decimal(_ value: FactDecimal?) { integer(value?.tenThousandths) }

    /// The next column's day.
    package mutating func date(_ value: CalendarDate?) { integer(value.map { Int64($0.days) }) }

    /// The next column's double.
    package mutating func double(_ value: Double?) {
        guard next < columns.count else { return }
        if isLine {
            if let value, type == .double { lines.pointee?.append(value) } else { lines.pointee?.appendNull() }
        } else if let value {
            columns[next].append(value)
        } else {
            columns[next].appendNull()
        }
        next += 1
    }

    /// The next column's truth value.
    package mutating func boolean(_ value: Bool?) { integer(value.map { $0 ? Int64(1) : 0 }) }

    /// Gives the columns that were left out their nulls.
    mutating func finish() {
        guard !isLine else { return lines.pointee?.endLine() ?? () }
        while next < columns.count {
            columns[next].appendNull()
            next += 1
        }
    }
}

/// A number of type DECIMAL(18,4).
package struct FactDecimal: Sendable, Hashable, Comparable {
    /// The number times 10,000; at most eighteen digits.
    package let tenThousandths: Int64

    /// A number by its ten-thousandths; nil where it has more than eighteen digits.
    package init?(tenThousandths: Int64) {
        guard tenThousandths.magnitude < 1_000_000_000_000_000_000 else { return nil }
        self.tenThousandths = tenThousandths
    }

    /// `mantissa × 10^exponent`; nil where that is outside the type or would have to be rounded.
    package init?(mantissa: Int64, exponent: Int) {
        var value = mantissa
        var power = exponent
        guard power > -40, power < 40 else { return nil }
        power += 4
        while power > 0 {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            value = product
            power -= 1
        }
        while power < 0 {
            guard value % 10 == 0 else { return nil }
            value /= 10
            power += 1
        }
        self.init(tenThousandths: value)
    }

    /// Plain decimal digits, without trailing zeros behind the point.
    package var text: String {
        let magnitude = tenThousandths.magnitude
        var digits = String(magnitude / 10_000)
        var fraction = magnitude % 10_000
        if fraction != 0 {
            var tail = String(fraction + 10_000).dropFirst()
            while fraction % 10 == 0 {
                tail = tail.dropLast()
                fraction /= 10
            }
            digits += "." + tail
        }
        return (tenThousandths < 0 ? "-" : "") + digits
    }

    /// Smaller is less.
    package static func < (a: FactDecimal, b: FactDecimal) -> Bool { a.tenThousandths < b.tenThousandths }
}
