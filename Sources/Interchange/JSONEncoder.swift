import Columns

/// The values of JSON. Numbers are exact; what JSON has no form for is a string, and a number that is not finite is null.
struct JSONStyle: CellStyle {
    func text(_ bytes: UnsafePointer<UInt8>, _ count: Int, into output: inout ByteOutput) throws(QueryError) {
        let place = try output.reserve(6 * count + 2)
        place[0] = UInt8(ascii: "\"")
        var length = 1
        for index in 0..<count {
            let byte = bytes[index]
            if byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
                place[length] = byte
                length &+= 1
            } else {
                length &+= escape(byte, place + length)
            }
        }
        place[length] = UInt8(ascii: "\"")
        output.advance(length + 1)
    }

    private func escape(_ byte: UInt8, _ place: UnsafeMutablePointer<UInt8>) -> Int {
        place[0] = UInt8(ascii: "\\")
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): place[1] = byte
        case .lineFeed: place[1] = UInt8(ascii: "n")
        case .carriageReturn: place[1] = UInt8(ascii: "r")
        case UInt8(ascii: "\t"): place[1] = UInt8(ascii: "t")
        default:
            place[1] = UInt8(ascii: "u")
            place[2] = UInt8(ascii: "0")
            place[3] = UInt8(ascii: "0")
            place[4] = UInt8(ascii: "0") + byte >> 4
            let low = byte & 15
            place[5] = low < 10 ? UInt8(ascii: "0") + low : UInt8(ascii: "a") + (low - 10)
            return 6
        }
        return 2
    }

    func plain(_ bytes: UnsafePointer<UInt8>, _ count: Int, into output: inout ByteOutput) throws(QueryError) {
        try output.append(UInt8(ascii: "\""))
        try output.append(bytes, count)
        try output.append(UInt8(ascii: "\""))
    }

    func null(into output: inout ByteOutput) throws(QueryError) { try output.append("null") }

    func double(_ value: Double, _ description: String, into output: inout ByteOutput) throws(QueryError) {
        try output.append(value.isFinite ? description : "null")
    }

    func nested(_ value: Value, type: LogicalType, into output: inout ByteOutput) throws(QueryError) {
        try nested(value, type, depth: 0, &output)
    }

    private func nested(_ value: Value, _ type: LogicalType, depth: Int, _ output: inout ByteOutput) throws(QueryError) {
        if depth > JSONScanner.depthLimit / 2 { throw QueryError(.notSupported, "a value nests too deep for JSON") }
        switch value {
        case .null: try null(into: &output)
        case .boolean, .integer, .decimal: try output.append(NestedFormatting.text(value))
        case .float(let number): try double(Double(number), number.description, into: &output)
        case .double(let number): try double(number, number.description, into: &output)
        case .text, .date, .time, .timestamp, .interval: try string(NestedFormatting.text(value), &output)
        case .list(let values):
            var element = LogicalType.null
            if case .list(let of) = type { element = of }
            try output.append(UInt8(ascii: "["))
            for (index, value) in values.enumerated() {
                if index > 0 { try output.append(UInt8(ascii: ",")) }
                try nested(value, element, depth: depth + 1, &output)
            }
            try output.append(UInt8(ascii: "]"))
        case .structure(let values):
            var fields: [StructureField] = []
            if case .structure(let named) = type { fields = named }
            try output.append(UInt8(ascii: "{"))
            for (index, value) in values.enumerated() {
                if index > 0 { try output.append(UInt8(ascii: ",")) }
                try string(index < fields.count ? fields[index].name : "\(index)", &output)
                try output.append(UInt8(ascii: ":"))
                try nested(value, index < fields.count ? fields[index].type : .null, depth: depth + 1, &output)
            }
            try output.append(UInt8(ascii: "}"))
        }
    }

    func string(_ string: String, _ output: inout ByteOutput) throws(QueryError) {
        let bytes = Array(string.utf8)
        let failure = bytes.withUnsafeBufferPointer { buffer -> QueryError? in
            do throws(QueryError) {
                // An empty array may have no address; one byte of the output stands in, of which nothing is read.
                try text(buffer.baseAddress ?? UnsafePointer(output.start), buffer.count, into: &output)
                return nil
            } catch { return error }
        }
        if let failure { throw failure }
    }
}
