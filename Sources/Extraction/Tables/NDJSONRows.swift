/// How the rows of one table become lines of NDJSON: what stands in front of each value, put together once.
struct NDJSONRows: Sendable {
    /// `{"table": "party", "id": `, `, "report": ` …, one behind the other, and eight bytes more that may be read with the last.
    private var labels: [UInt8] = []
    /// For each column the end of its label in `labels`.
    private var labelEnds: [Int] = []

    /// - Parameter named: puts a member `table` with the table's name in front of each row.
    init(_ table: FactTable, named: Bool) {
        labels.append(0x7B)
        if named {
            labels.append(contentsOf: "\"table\": ".utf8)
            JSONText.appendString(table.name.utf8, to: &labels)
        }
        for (index, column) in table.columns.enumerated() {
            if index > 0 || named { labels.append(contentsOf: ", ".utf8) }
            JSONText.appendString(column.name.utf8, to: &labels)
            labels.append(contentsOf: ": ".utf8)
            labelEnds.append(labels.count)
        }
        labels.append(contentsOf: [UInt8](repeating: 0, count: 8))
    }

    /// The most bytes that a value which is no text takes: a double's digits.
    private static let longestPlainValue = 32
    /// Rows are put together in pieces of about this size.
    private static let pieceSize = 1 << 15

    /// Appends rows of the table that this was made for.
    func append(_ rows: Range<Int>, of table: FactTable, to output: inout [UInt8]) {
        guard table.columns.count == labelEnds.count, !labelEnds.isEmpty else { return }
        table.columns.withUnsafeBufferPointer { columns in
            var row = rows.lowerBound
            while row < rows.upperBound {
                var bound = 0
                var end = row
                repeat {
                    bound &+= size(of: end, columns)
                    end += 1
                } while end < rows.upperBound && bound < Self.pieceSize
                withUnsafeTemporaryAllocation(of: UInt8.self, capacity: bound) { buffer in
                    guard let start = buffer.baseAddress else { return }
                    var cursor = start
                    while row < end {
                        write(row, columns, to: &cursor)
                        row += 1
                    }
                    output.append(contentsOf: UnsafeBufferPointer(start: start, count: cursor - start))
                }
            }
        }
    }

    /// The most bytes that a row takes.
    private func size(of row: Int, _ columns: UnsafeBufferPointer<FactColumn>) -> Int {
        guard let base = columns.baseAddress else { return 0 }
        var size = labels.count &+ 2
        for index in 0..<columns.count {
            if base[index].type == .text {
                size &+= JSONText.longestString(of: base[index].ends[row] &- (row == 0 ? 0 : base[index].ends[row - 1]))
            } else {
                size &+= Self.longestPlainValue
            }
        }
        return size
    }

    private func write(_ row: Int, _ columns: UnsafeBufferPointer<FactColumn>, to cursor: inout UnsafeMutablePointer<UInt8>) {
        guard let base = columns.baseAddress else { return }
        labels.withUnsafeBytes { labels in
            var from = 0
            for index in 0..<columns.count {
                let to = labelEnds[index]
                // Eight bytes at once; what is written too far is written over by the value, for which there is room for more.
                while from < to {
                    UnsafeMutableRawPointer(cursor).storeBytes(
                        of: labels.loadUnaligned(fromByteOffset: from, as: UInt64.self), as: UInt64.self)
                    cursor += min(8, to - from)
                    from += min(8, to - from)
                }
                // By address: an element handed on by value would be copied with all its arrays.
                Self.write(base + index, row, to: &cursor)
            }
        }
        cursor[0] = 0x7D
        cursor[1] = 0x0A
        cursor += 2
    }

    @inline(__always)
    private static func write(_ column: UnsafePointer<FactColumn>, _ row: Int, to cursor: inout UnsafeMutablePointer<UInt8>) {
        guard column.pointee.isValid[row] else {
            UnsafeMutableRawPointer(cursor).storeBytes(of: null, as: UInt32.self)
            cursor += 4
            return
        }
        switch column.pointee.type {
        case .text:
            let from = row == 0 ? 0 : column.pointee.ends[row - 1]
            let to = column.pointee.ends[row]
            column.pointee.bytes.withUnsafeBufferPointer { JSONText.writeString(UnsafeBufferPointer(rebasing: $0[from..<to]), to: &cursor) }
        case .bigint: write(column.pointee.integers[row], to: &cursor)
        case .boolean: copy(column.pointee.integers[row] == 0 ? "false" : "true", to: &cursor)
        case .decimal: write(tenThousandths: column.pointee.integers[row], to: &cursor)
        case .date:
            write(UInt8(ascii: "\""), to: &cursor)
            write(days: column.pointee.integers[row], to: &cursor)
            write(UInt8(ascii: "\""), to: &cursor)
        case .double: write(column.pointee.doubles[row], to: &cursor) { text(of: column, row) }
        }
    }

    @inline(never)
    private static func text(of column: UnsafePointer<FactColumn>, _ row: Int) -> String { column.pointee.plainText(row) }

    /// `null` as it lies in memory.
    private static let null = UInt32(littleEndian: 0x6C6C_756E)

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
    private static func write(_ value: Double, to cursor: inout UnsafeMutablePointer<UInt8>, otherwise text: () -> String) {
        guard value > 0, value < 1, (value * 100).rounded() / 100 == value else { return copy(text(), to: &cursor) }
        let hundredths = Int((value * 100).rounded())
        cursor[0] = 0x30
        cursor[1] = 0x2E
        cursor[2] = UInt8(truncatingIfNeeded: 0x30 &+ hundredths / 10)
        cursor[3] = UInt8(truncatingIfNeeded: 0x30 &+ hundredths % 10)
        cursor += hundredths % 10 == 0 ? 3 : 4
    }
}
