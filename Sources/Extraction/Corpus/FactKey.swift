/// What a row says, in 128 bits: rows of one key say the same. Of a thousand million different rows no two share one, but by a chance of
/// less than one in 10¹⁹.
struct FactKey: Hashable, Sendable {
    private var (low, high): (UInt64, UInt64)

    /// The key of what says nothing yet.
    init() {
        low = 0x243F_6A88_85A3_08D3
        high = 0x1319_8A2E_0370_7344
    }

    func hash(into hasher: inout Hasher) {
        // The words are as good as random already.
        hasher.combine(low)
    }

    /// Adds a cell.
    mutating func add(_ column: FactColumn, _ row: Int) {
        guard column.isValid[row] else { return add(0) }
        switch column.type {
        case .text:
            let start = row == 0 ? 0 : column.ends[row - 1]
            let end = column.ends[row]
            column.bytes.withUnsafeBytes { add(UnsafeRawBufferPointer(rebasing: $0[start..<end])) }
        case .double:
            add(1)
            add(column.doubles[row].bitPattern)
        case .decimal, .date, .bigint, .boolean:
            add(1)
            add(UInt64(bitPattern: column.integers[row]))
        }
    }

    /// Adds a text.
    mutating func add(text: String) {
        var text = text
        text.withUTF8 { add(UnsafeRawBufferPointer($0)) }
    }

    private mutating func add(_ bytes: UnsafeRawBufferPointer) {
        add(UInt64(bytes.count) &+ 2)
        var at = 0
        while at + 8 <= bytes.count {
            add(bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
            at += 8
        }
        guard at < bytes.count else { return }
        var rest: UInt64 = 0
        while at < bytes.count {
            rest = rest << 8 | UInt64(bytes[at])
            at += 1
        }
        add(rest)
    }

    /// Adds a word: two lanes that multiply and fold, with different multipliers, each of which feeds the other.
    mutating func add(_ word: UInt64) {
        low = Self.folded(low ^ word, 0xA076_1D64_78BD_642F) &+ high
        high = Self.folded(high ^ word &* 0x9E37_79B9_7F4A_7C15, 0xE703_7ED1_A0B4_28DB) ^ low
    }

    private static func folded(_ value: UInt64, _ factor: UInt64) -> UInt64 {
        let product = (value ^ 0x8EBC_6AF0_9C88_C6E3).multipliedFullWidth(by: factor)
        return product.high ^ product.low
    }
}

/// The rows of a column by their texts: of several with one text the first.
struct TextRows: Sendable {
    private let column: FactColumn
    /// An open-addressed table of rows, at most half full; -1 for a free place.
    private var places: [Int32]

    init(_ column: FactColumn) {
        self.column = column
        var size = 16
        while size < column.isValid.count * 2 { size *= 2 }
        places = [Int32](repeating: -1, count: size)
        for row in column.isValid.indices where column.isValid[row] {
            let place = place(of: column, row)
            if places[place] < 0 { places[place] = Int32(truncatingIfNeeded: row) }
        }
    }

    /// The row whose text a row of another column has; nil where there is none.
    func row(of other: FactColumn, _ row: Int) -> Int? {
        guard other.type == .text, other.isValid[row] else { return nil }
        let found = places[place(of: other, row)]
        return found < 0 ? nil : Int(found)
    }

    /// Where a text stands, or would stand.
    private func place(of other: FactColumn, _ row: Int) -> Int {
        let start = row == 0 ? 0 : other.ends[row - 1]
        let end = other.ends[row]
        return other.bytes.withUnsafeBytes { bytes in
            let text = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
            var place = Int(truncatingIfNeeded: Self.hash(text)) & (places.count - 1)
            while places[place] >= 0, !isText(Int(places[place]), text) { place = (place + 1) & (places.count - 1) }
            return place
        }
    }

    private func isText(_ row: Int, _ text: UnsafeRawBufferPointer) -> Bool {
        let start = row == 0 ? 0 : column.ends[row - 1]
        guard column.ends[row] - start == text.count else { return false }
        return column.bytes.withUnsafeBytes { $0[start..<start + text.count].elementsEqual(text) }
    }

    private static func hash(_ text: UnsafeRawBufferPointer) -> UInt64 {
        var hash = UInt64(text.count)
        var at = 0
        while at + 8 <= text.count {
            hash = ArticleSketch.mixed(hash ^ text.loadUnaligned(fromByteOffset: at, as: UInt64.self))
            at += 8
        }
        while at < text.count {
            hash = hash &* 0x100_0000_01B3 ^ UInt64(text[at])
            at += 1
        }
        return ArticleSketch.mixed(hash)
    }
}
