/// JSON: an array of objects, or an object a line. Numbers are JSON numbers with all their digits.
package struct JSONRenderer: ResultRenderer {
    private let lines: Bool
    private var keys: [[UInt8]] = []
    private var kinds: [ResultColumn.Kind] = []
    private var isFirst = true

    package init(lines: Bool) { self.lines = lines }

    package mutating func begin(_ columns: [ResultColumn], to output: OutputSink) throws {
        kinds = columns.map(\.kind)
        keys = columns.enumerated().map { index, column in
            var key: [UInt8] = index == 0 ? [] : Array((lines ? "," : ", ").utf8)
            var name = column.name
            name.withUTF8 { Self.appendString($0, to: &key) }
            key.append(contentsOf: (lines ? ":" : ": ").utf8)
            return key
        }
        if !lines { output.append("[") }
    }

    package mutating func write(_ batch: CellBatch, to output: OutputSink) throws {
        try batch.withCells { cells in
            var line: [UInt8] = []
            for row in 0..<cells.rowCount {
                line.removeAll(keepingCapacity: true)
                if !lines { line.append(contentsOf: (isFirst ? "\n  " : ",\n  ").utf8) }
                isFirst = false
                line.append(UInt8(ascii: "{"))
                for column in 0..<cells.columnCount {
                    line.append(contentsOf: keys[column])
                    Self.appendValue(cells[row, column], kind: kinds[column], to: &line)
                }
                line.append(UInt8(ascii: "}"))
                output.append(line)
                if lines { try output.endLine() } else { try output.flushIfFull() }
            }
        }
    }

    package mutating func end(to output: OutputSink) throws {
        guard !lines else { return }
        output.append(isFirst ? "]" : "\n]")
        try output.endLine()
    }

    private static func appendValue(_ cell: UnsafeBufferPointer<UInt8>?, kind: ResultColumn.Kind, to line: inout [UInt8]) {
        guard let cell else { return line.append(contentsOf: "null".utf8) }
        switch kind {
        case .integer, .decimal, .boolean: line.append(contentsOf: cell)
        // JSON has no word for infinities and not-a-number: they stand as strings.
        case .double where cell.allSatisfy({ $0 < 0x61 || $0 == UInt8(ascii: "e") }): line.append(contentsOf: cell)
        default: appendString(cell, to: &line)
        }
    }

    private static func appendString(_ text: UnsafeBufferPointer<UInt8>, to line: inout [UInt8]) {
        line.append(UInt8(ascii: "\""))
        for byte in text {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): line.append(contentsOf: [UInt8(ascii: "\\"), byte])
            case 10: line.append(contentsOf: "\\n".utf8)
            case 13: line.append(contentsOf: "\\r".utf8)
            case 9: line.append(contentsOf: "\\t".utf8)
            case 0..<0x20:
                let digits = Array("0123456789abcdef".utf8)
                line.append(contentsOf: "\\u00".utf8)
                line.append(contentsOf: [digits[Int(byte >> 4)], digits[Int(byte & 15)]])
            default: line.append(byte)
            }
        }
        line.append(UInt8(ascii: "\""))
    }
}
