import Columns

/// The text of a column's values, one behind another, before it is laid out in records.
struct FormattedColumn {
    var bytes: ByteOutput
    /// Where each cell ends.
    var ends: [Int] = []
}

/// What stands around and instead of values in a format.
protocol CellStyle {
    /// Writes a text value.
    func text(_ bytes: UnsafePointer<UInt8>, _ count: Int, into output: inout ByteOutput) throws(QueryError)
    /// Writes a value that is no text but has no form of its own in the format either, such as a date: it holds none of the format's special bytes.
    func plain(_ bytes: UnsafePointer<UInt8>, _ count: Int, into output: inout ByteOutput) throws(QueryError)
    func null(into output: inout ByteOutput) throws(QueryError)
    func double(_ value: Double, _ description: String, into output: inout ByteOutput) throws(QueryError)
    func nested(_ value: Value, type: LogicalType, into output: inout ByteOutput) throws(QueryError)
}

/// Formats vectors column by column: the type is looked at once a vector, never once a value.
struct CellFormatter<Style: CellStyle> {
    let style: Style
    let account: MemoryAccount

    /// Writes the cells of `vector` to `column`, whose old content is dropped.
    func format(_ vector: Vector, into column: inout FormattedColumn) throws(QueryError) {
        column.bytes.removeAll()
        column.ends.removeAll(keepingCapacity: true)
        let flat = try vector.flattened(account)
        switch vector.type {
        case .boolean:
            try each(flat, UInt8.self, &column) { (value, output) throws(QueryError) in try output.append(value != 0 ? "true" : "false") }
        case .date: try whole(flat, Int32.self, &column, writeDate, isPlain: true)
        case .time: try whole(flat, Int64.self, &column, writeTime, isPlain: true)
        case .timestamp: try whole(flat, Int64.self, &column, writeTimestamp, isPlain: true)
        case .decimal(let precision, let scale):
            if precision <= 18 {
                try whole(flat, Int64.self, &column, { writeDecimal($0, scale: scale, $1) })
            } else {
                try wide(flat, Int128.self, &column, { writeWideDecimal($0, scale: scale, $1) })
            }
        case .tinyint: try whole(flat, Int8.self, &column, writeWhole)
        case .smallint: try whole(flat, Int16.self, &column, writeWhole)
        case .integer: try whole(flat, Int32.self, &column, writeWhole)
        case .bigint: try whole(flat, Int64.self, &column, writeWhole)
        case .utinyint: try whole(flat, UInt8.self, &column, writeWhole)
        case .usmallint: try whole(flat, UInt16.self, &column, writeWhole)
        case .uinteger: try whole(flat, UInt32.self, &column, writeWhole)
        case .ubigint: try wide(flat, UInt64.self, &column, writeWide)
        case .hugeint: try wide(flat, Int128.self, &column, writeWide)
        case .float:
            try each(flat, Float.self, &column) { (value, output) throws(QueryError) in
                try style.double(Double(value), value.description, into: &output)
            }
        case .double:
            try each(flat, Double.self, &column) { (value, output) throws(QueryError) in
                try style.double(value, value.description, into: &output)
            }
        case .text: try texts(flat, &column)
        case .interval:
            try each(flat, IntervalValue.self, &column) { (value, output) throws(QueryError) in
                try withScratch(&output) { writeASCII(describe(value), $0) }
            }
        case .null, .list, .structure:
            for row in 0..<flat.count {
                let value = flat.value(at: row)
                if value.isNull {
                    try style.null(into: &column.bytes)
                } else {
                    try style.nested(value, type: vector.type, into: &column.bytes)
                }
                column.ends.append(column.bytes.count)
            }
        }
    }

    @inline(__always)
    private func each<Element: BitwiseCopyable>(
        _ vector: Vector, _: Element.Type, _ column: inout FormattedColumn, _ write: (Element, inout ByteOutput) throws(QueryError) -> Void
    ) throws(QueryError) {
        let elements = vector.elements(as: Element.self)
        for row in 0..<vector.count {
            if vector.isValid(row) { try write(elements[row], &column.bytes) } else { try style.null(into: &column.bytes) }
            column.ends.append(column.bytes.count)
        }
    }

    /// Whole numbers of up to 64 bits; `write` needs room for 48 bytes at most.
    @inline(__always)
    private func whole<Element: FixedWidthInteger & BitwiseCopyable>(
        _ vector: Vector, _: Element.Type, _ column: inout FormattedColumn, _ write: (Int64, UnsafeMutablePointer<UInt8>) -> Int,
        isPlain: Bool = false
    ) throws(QueryError) {
        try each(vector, Element.self, &column) { (value, output) throws(QueryError) in
            if isPlain {
                try withScratch(&output) { write(Int64(truncatingIfNeeded: value), $0) }
            } else {
                output.advance(write(Int64(truncatingIfNeeded: value), try output.reserve(48)))
            }
        }
    }

    /// Formats into a place behind the output first, since the style puts something around the value.
    @inline(__always)
    private func withScratch(_ output: inout ByteOutput, _ write: (UnsafeMutablePointer<UInt8>) -> Int) throws(QueryError) {
        var scratch = InlineArray<96, UInt8>(repeating: 0)
        let length = withUnsafeMutableBytes(of: &scratch) { raw in
            // 96 bytes are there, so the address is.
            write(raw.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: UInt8.self))
        }
        let failure = withUnsafeBytes(of: &scratch) { raw -> QueryError? in
            do throws(QueryError) {
                try style.plain(raw.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: UInt8.self), length, into: &output)
                return nil
            } catch { return error }
        }
        if let failure { throw failure }
    }

    @inline(__always)
    private func wide<Element: FixedWidthInteger & BitwiseCopyable>(
        _ vector: Vector, _: Element.Type, _ column: inout FormattedColumn, _ write: (Int128, UnsafeMutablePointer<UInt8>) -> Int
    ) throws(QueryError) {
        try each(vector, Element.self, &column) { (value, output) throws(QueryError) in
            output.advance(write(Int128(truncatingIfNeeded: value), try output.reserve(48)))
        }
    }

    private func texts(_ vector: Vector, _ column: inout FormattedColumn) throws(QueryError) {
        try each(vector, TextView.self, &column) { (view, output) throws(QueryError) in
            let failure = view.withBytes { bytes, count -> QueryError? in
                do throws(QueryError) {
                    try style.text(bytes, count, into: &output)
                    return nil
                } catch { return error }
            }
            if let failure { throw failure }
        }
    }
}
