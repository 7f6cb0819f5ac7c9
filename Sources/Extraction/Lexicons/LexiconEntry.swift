/// An entry of a lexicon file: a line whose columns are read in place.
package struct LexiconEntry {
    private let bytes: UnsafeBufferPointer<UInt8>
    /// The number of columns.
    package let count: Int

    /// The entry of a line without its line end.
    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
        count = bytes.reduce(1) { $1 == 0x09 ? $0 + 1 : $0 }
    }

    /// The texts of all columns.
    package var texts: [String] { (0..<count).map { String(self[$0]) } }

    /// A column; empty where the line has fewer.
    package subscript(column: Int) -> LexiconField {
        var start = 0
        var skipped = 0
        while skipped < column {
            while start < bytes.count, bytes[start] != 0x09 { start += 1 }
            guard start < bytes.count else { return LexiconField(UnsafeBufferPointer(rebasing: bytes[start...])) }
            start += 1
            skipped += 1
        }
        var end = start
        while end < bytes.count, bytes[end] != 0x09 { end += 1 }
        return LexiconField(UnsafeBufferPointer(rebasing: bytes[start..<end]))
    }
}

/// A column of an entry as UTF-8, which is never copied.
package struct LexiconField: Equatable, ExpressibleByStringLiteral {
    fileprivate let bytes: UnsafeBufferPointer<UInt8>

    fileprivate init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    /// The words that columns are compared with.
    package init(stringLiteral value: StaticString) {
        bytes =
            value.hasPointerRepresentation
            ? UnsafeBufferPointer(start: value.utf8Start, count: value.utf8CodeUnitCount) : .init(start: nil, count: 0)
    }

    package static func == (a: LexiconField, b: LexiconField) -> Bool { a.bytes.elementsEqual(b.bytes) }

    package var isEmpty: Bool { bytes.isEmpty }

    /// The Unicode scalars; the bytes are those of a valid file.
    package var unicodeScalars: Scalars { Scalars(bytes: bytes) }

    package func contains(_ scalar: Unicode.Scalar) -> Bool { unicodeScalars.contains(scalar) }

    /// Scalars decoded one by one.
    package struct Scalars: Collection {
        fileprivate let bytes: UnsafeBufferPointer<UInt8>

        package var startIndex: Int { 0 }
        package var endIndex: Int { bytes.count }
        package func index(after index: Int) -> Int { Swift.min(bytes.count, index + length(index)) }

        package subscript(index: Int) -> Unicode.Scalar {
            let lead = UInt32(bytes[index])
            let length = length(index)
            guard length > 1, index + length <= bytes.count else { return Unicode.Scalar(lead < 0x80 ? lead : 0xFFFD) ?? "\u{FFFD}" }
            var value = lead & (0x7F >> UInt32(length))
            for step in 1..<length { value = value << 6 | UInt32(bytes[index + step] & 0x3F) }
            return Unicode.Scalar(value) ?? "\u{FFFD}"
        }

        private func length(_ index: Int) -> Int {
            let lead = bytes[index]
            return lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        }
    }
}

extension String {
    /// The text of a column.
    package init(_ field: LexiconField) { self.init(decoding: field.bytes, as: UTF8.self) }
}

extension UInt8 {
    /// The number that a column is; nil for any other text.
    init?(_ field: LexiconField) {
        guard (1...3).contains(field.bytes.count) else { return nil }
        var value = 0
        for byte in field.bytes {
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        self.init(exactly: value)
    }
}
