import Columns

/// The cells of delimited text, written so that they read back as what they are.
///
/// A text is quoted where RFC 4180 demands it, and where it would otherwise be read as something else: an empty text as NULL, `12` as a number.
struct DelimitedStyle: CellStyle {
    let delimiter: UInt8
    let quote: UInt8
    let nullString: [UInt8]
    let forceQuotes: Bool

    func text(_ bytes: UnsafePointer<UInt8>, _ count: Int, into output: inout ByteOutput) throws(QueryError) {
        if needsQuotes(bytes, count) { return try quoted(bytes, count, into: &output) }
        try output.append(bytes, count)
    }

    func plain(_ bytes: UnsafePointer<UInt8>, _ count: Int, into output: inout ByteOutput) throws(QueryError) {
        if forceQuotes { return try quoted(bytes, count, into: &output) }
        try output.append(bytes, count)
    }

    func null(into output: inout ByteOutput) throws(QueryError) { try output.append(nullString) }

    func double(_ value: Double, _ description: String, into output: inout ByteOutput) throws(QueryError) { try output.append(description) }

    func nested(_ value: Value, type: LogicalType, into output: inout ByteOutput) throws(QueryError) {
        let text = Array(NestedFormatting.text(value).utf8)
        for index in text.indices where index == 0 { try output.append(quote) }
        for byte in text {
            if byte == quote { try output.append(quote) }
            try output.append(byte)
        }
        if !text.isEmpty { try output.append(quote) }
    }

    private func needsQuotes(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        if forceQuotes || count == 0 { return true }
        // Some readers cut blanks off at the ends of what is not quoted.
        if bytes[0] == UInt8(ascii: " ") || bytes[count - 1] == UInt8(ascii: " ") { return true }
        for index in 0..<count {
            let byte = bytes[index]
            if byte == delimiter || byte == quote || byte == .lineFeed || byte == .carriageReturn { return true }
        }
        if count == nullString.count, nullString.indices.allSatisfy({ nullString[$0] == bytes[$0] }) { return true }
        return mayBeNumberOrDate(bytes, count)
    }

    /// Whether inference would take the text for something else. Only few first bytes make it possible.
    private func mayBeNumberOrDate(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        if count > 64 { return false }
        switch bytes[0] {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: " "), UInt8(ascii: "\t"),
            UInt8(ascii: "t"),
            UInt8(ascii: "T"), UInt8(ascii: "f"), UInt8(ascii: "F"), UInt8(ascii: "n"), UInt8(ascii: "N"), UInt8(ascii: "i"),
            UInt8(ascii: "I"):
            break
        default: return false
        }
        // Parsing may read behind the text, so it gets a copy with room behind it.
        var copy = InlineArray<96, UInt8>(repeating: 0)
        for index in 0..<count { copy[index] = bytes[index] }
        return withUnsafeBytes(of: &copy) { raw in
            let start = raw.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: UInt8.self)
            return ColumnGuess.classify(start, count, quoted: false, meaning: .anything).kind != .text
        }
    }

    func quoted(_ bytes: UnsafePointer<UInt8>, _ count: Int, into output: inout ByteOutput) throws(QueryError) {
        let place = try output.reserve(2 * count + 2)
        place[0] = quote
        var length = 1
        for index in 0..<count {
            place[length] = bytes[index]
            length &+= 1
            if bytes[index] == quote {
                place[length] = quote
                length &+= 1
            }
        }
        place[length] = quote
        output.advance(length + 1)
    }
}

/// Lists and structures as text, in the form that casts to text have.
enum NestedFormatting {
    /// Values nest no deeper than this in the text; what is deeper is left out.
    private static let depthLimit = 100

    static func text(_ value: Value, depth: Int = 0) -> String {
        if depth > depthLimit { return "…" }
        switch value {
        case .null: return "NULL"
        case .boolean(let flag): return flag ? "true" : "false"
        case .integer(let number): return "\(number)"
        case .float(let number): return number.description
        case .double(let number): return number.description
        case .text(let text): return text
        case .interval(let interval): return describe(interval)
        case .decimal(let unscaled, let scale): return written { writeWideDecimal(unscaled, scale: scale, $0) }
        case .date(let days): return written { writeDate(Int64(days), $0) }
        case .time(let microseconds): return written { writeTime(microseconds, $0) }
        case .timestamp(let microseconds): return written { writeTimestamp(microseconds, $0) }
        case .list(let values): return "[" + values.map { text($0, depth: depth + 1) }.joined(separator: ", ") + "]"
        case .structure(let values): return "(" + values.map { text($0, depth: depth + 1) }.joined(separator: ", ") + ")"
        }
    }

    /// The text that `write` puts into 96 bytes.
    static func written(_ write: (UnsafeMutablePointer<UInt8>) -> Int) -> String {
        String(unsafeUninitializedCapacity: 96) { buffer in
            // A capacity was asked for, so there is an address.
            write(buffer.baseAddress.unsafelyUnwrapped)
        }
    }
}
