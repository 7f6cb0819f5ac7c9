/// Rows of one table as lines of NDJSON, written value by value.
package struct NDJSONLines: Sendable {
    /// What stands in front of each value: `{"table": "party", "id": `, `, "report": ` …, one behind the other, and eight bytes more that may be
    /// read with the last.
    private let labels: [UInt8]
    /// For each column the end of its label in `labels`.
    private let labelEnds: [Int]
    /// The lines, and behind them room that is written to next.
    private var bytes: [UInt8] = []
    private var count = 0
    /// The column of the next value.
    private var next = 0

    /// No lines of a table.
    /// - Parameter named: puts a member `table` with the table's name in front of each row.
    init(_ table: FactTable, named: Bool) {
        var labels: [UInt8] = [0x7B]
        var ends: [Int] = []
        if named {
            labels.append(contentsOf: "\"table\": ".utf8)
            JSONText.appendString(table.name.utf8, to: &labels)
        }
        for (index, column) in table.columns.enumerated() {
            if index > 0 || named { labels.append(contentsOf: ", ".utf8) }
            JSONText.appendString(column.name.utf8, to: &labels)
            labels.append(contentsOf: ": ".utf8)
            ends.append(labels.count)
        }
        labels.append(contentsOf: [UInt8](repeating: 0, count: 8))
        self.labels = labels
        labelEnds = ends
    }

    /// The most bytes that a value which is no text takes: a double's digits.
    private static let longestPlainValue = 32
    private static let leastRoom = 1 << 15

    /// Removes the lines and keeps their memory for the next ones.
    mutating func removeAll() { (count, next) = (0, 0) }

    /// Appends the lines to other bytes.
    func append(to output: inout [UInt8]) { output.append(contentsOf: bytes[..<count]) }

    /// Appends the rows of a table with the columns that this was made for.
    mutating func append(_ rows: Range<Int>, of table: FactTable) {
        guard table.columns.count == labelEnds.count else { return }
        table.columns.withUnsafeBufferPointer { columns in
            guard let first = columns.baseAddress else { return }
            for row in rows {
                // By address: an element handed on by value would be copied with all its arrays.
                for index in columns.indices { append(row, of: first + index) }
                endLine()
            }
        }
    }

    private mutating func append(_ row: Int, of column: UnsafePointer<FactColumn>) {
        guard column.pointee.isValid[row] else { return appendNull() }
        switch column.pointee.type {
        case .text: column.pointee.textBytes(row).withUnsafeBufferPointer { append(utf8: $0) }
        case .double: append(column.pointee.doubles[row])
        case .decimal, .date, .bigint, .boolean: append(column.pointee.integers[row], as: column.pointee.type)
        }
    }

    // MARK: Values of a line, from left to right

    mutating func appendNull() {
        append(room: 4) { cursor in
            UnsafeMutableRawPointer(cursor).storeBytes(of: Self.null, as: UInt32.self)
            cursor += 4
        }
    }

    mutating func append(utf8 text: UnsafeBufferPointer<UInt8>) {
        append(room: JSONText.longestString(of: text.count)) { JSONText.writeString(text, to: &$0) }
    }

    /// Appends an integer as the column's type stores it; null where the type stores none.
    mutating func append(_ value: Int64, as type: FactType) {
        append(room: Self.longestPlainValue) { cursor in
            switch type {
            case .bigint: Self.write(value, to: &cursor)
            case .boolean: Self.copy(value == 0 ? "false" : "true", to: &cursor)
            case .decimal: Self.write(tenThousandths: value, to: &cursor)
            case .date:
                Self.write(UInt8(ascii: "\""), to: &cursor)
                Self.write(days: value, to: &cursor)
                Self.write(UInt8(ascii: "\""), to: &cursor)
            case .text, .double: Self.copy("null", to: &cursor)
            }
        }
    }

    mutating func append(_ value: Double) {
        append(room: Self.longestPlainValue) { Self.write(value, to: &$0) }
    }

    /// Ends a line; the columns that were left out are null.
    mutating func endLine() {
        while next < labelEnds.count { appendNull() }
        reserve(2)
        bytes[count] = 0x7D
        bytes[count + 1] = 0x0A
        count += 2
        next = 0
    }

    /// Writes the label of the next column, and a value for which there must be so much room.
    @inline(__always)
    private mutating func append(room: Int, _ write: (inout UnsafeMutablePointer<UInt8>) -> Void) {
        guard next < labelEnds.count else { return }
        let label = (next == 0 ? 0 : labelEnds[next - 1])..<labelEnds[next]
        next += 1
        reserve(label.count &+ 8 &+ room)
        let start = count
        count = bytes.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return start }
            var cursor = base + start
            labels.withUnsafeBytes { labels in
                // Eight bytes at once; what is written too far is written over by the value.
                var from = label.lowerBound
                while from < label.upperBound {
                    UnsafeMutableRawPointer(cursor + (from &- label.lowerBound)).storeBytes(
                        of: labels.loadUnaligned(fromByteOffset: from, as: UInt64.self), as: UInt64.self)
                    from &+= 8
                }
            }
            cursor += label.count
            write(&cursor)
            return cursor - base
        }
    }

    @inline(__always)
    private mutating func reserve(_ room: Int) {
        if bytes.count &- count < room { grow(room) }
    }

    @inline(never)
    private mutating func grow(_ room: Int) {
        bytes.append(contentsOf: repeatElement(0, count: max(bytes.count, room, Self.leastRoom)))
    }

    /// `null` as it lies in memory.
    private static let null = UInt32(littleEndian: 0x6C6C_756E)

    // MARK: Numbers

    @inline(__always)
    private static func write(_ byte: UInt8, to cursor: inout UnsafeMutablePointer<UInt8>) {
        cursor[0] = byte
        cursor += 1
    }

    @inline(__always)
    private static func copy(_ text: String, to cursor: inout UnsafeMutablePointer<UInt8>) {
        var text = text
        text.withUTF8 { JSONText.copy($0, to: &cursor) }
    }

    /// Writes an integer's digits.
    @inline(__always)
    private static func write(_ value: Int64, to cursor: inout UnsafeMutablePointer<UInt8>) {
        if value < 0 { write(UInt8(ascii: "-"), to: &cursor) }
        write(digits: value.magnitude, to: &cursor)
    }

    private static func write(digits value: UInt64, to cursor: inout UnsafeMutablePointer<UInt8>) {
        var count = 1
        var power: UInt64 = 10
        while count < 20, value >= power {
            count += 1
            // The twentieth digit's power is the last one that fits.
            if count < 20 { power &*= 10 }
        }
        var rest = value
        var place = count - 1
        while place >= 0 {
            cursor[place] = UInt8(truncatingIfNeeded: 0x30 &+ rest % 10)
            rest /= 10
            place -= 1
        }
        cursor += count
    }

    /// Writes a decimal without trailing zeros behind its point.
    private static func write(tenThousandths value: Int64, to cursor: inout UnsafeMutablePointer<UInt8>) {
        if value < 0 { write(UInt8(ascii: "-"), to: &cursor) }
        write(digits: value.magnitude / 10_000, to: &cursor)
        var fraction = value.magnitude % 10_000
        guard fraction != 0 else { return }
        write(UInt8(ascii: "."), to: &cursor)
        var power: UInt64 = 1_000
        while fraction != 0 {
            write(UInt8(truncatingIfNeeded: 0x30 &+ fraction / power), to: &cursor)
            fraction %= power
            power /= 10
        }
    }

    /// Writes a day as year, month and day. Years have four digits here: `CalendarDate` makes no others.
    private static func write(days: Int64, to cursor: inout UnsafeMutablePointer<UInt8>) {
        let date = CalendarDate(days: Int32(truncatingIfNeeded: days))
        let (year, month, day) = date.components
        guard (0...9999).contains(year) else { return copy(date.text, to: &cursor) }
        for (value, power) in [(year, 1000), (year, 100), (year, 10), (year, 1)] {
            write(UInt8(truncatingIfNeeded: 0x30 &+ value / power % 10), to: &cursor)
        }
        for value in [month, day] {
            write(UInt8(ascii: "-"), to: &cursor)
            write(UInt8(truncatingIfNeeded: 0x30 &+ value / 10), to: &cursor)
            write(UInt8(truncatingIfNeeded: 0x30 &+ value % 10), to: &cursor)
        }
    }

    /// Writes a double. Hundredths between 0 and 1, as confidence is given in, need no general conversion.
    @inline(__always)
    private static func write(_ value: Double, to cursor: inout UnsafeMutablePointer<UInt8>) {
        guard value > 0, value < 1, (value * 100).rounded() / 100 == value else { return copy(FactColumn.doubleText(value), to: &cursor) }
        let hundredths = Int((value * 100).rounded())
        cursor[0] = 0x30
        cursor[1] = 0x2E
        cursor[2] = UInt8(truncatingIfNeeded: 0x30 &+ hundredths / 10)
        cursor[3] = UInt8(truncatingIfNeeded: 0x30 &+ hundredths % 10)
        cursor += hundredths % 10 == 0 ? 3 : 4
    }
}
