/// The administrative areas of October 2020 down to the township, by the codes of GB/T 2260. The standard has none for the districts of Hong
/// Kong, which go by the numbers of map services, and for the counties of Taiwan, which are numbered in the order of their list. Nothing is
/// read before the first question, and each question reads a few lines in place.
package struct Gazetteer: @unchecked Sendable {
    // `lines` leads into bytes that nothing writes to while `lexicons` lives.
    /// What a name stands for.
    enum NameKind: UInt8, Sendable {
        /// The full name of an area down to the county.
        case full
        /// An older or newer full name.
        case former
        /// What papers print of the full name of an autonomous area: 张家川县, 恩施州.
        case printed
        /// A short form: 郑州.
        case short
        /// A short form that is an everyday word too: 合作.
        case wordlikeShort
        /// A township of the county that the code names.
        case township
        /// The same without the ethnic group in its name.
        case plainTownship
    }

    /// One meaning of a name.
    struct Meaning: Sendable, Hashable {
        var kind: NameKind
        /// The area's code; of townships the county's.
        var code: UInt32
        /// A township's own three digits behind its county's six (GB/T 10114); 0 where they are not known.
        var township: UInt16 = 0

        /// True for areas of the county and above.
        var isHigh: Bool { kind != .township && kind != .plainTownship }
    }

    /// An area down to the county: a line of the file, read in place.
    struct Record: @unchecked Sendable {
        // The bytes are constant data.
        let code: UInt32
        /// 0 for provinces.
        let parent: UInt32
        let level: AreaLevel
        fileprivate let nameBytes: UnsafeBufferPointer<UInt8>
        fileprivate let shortBytes: UnsafeBufferPointer<UInt8>
        fileprivate let aliasBytes: UnsafeBufferPointer<UInt8>

        var name: String { String(decoding: nameBytes, as: UTF8.self) }
        var short: [UInt32] { [UInt32](utf8: shortBytes) }
        var aliases: String { String(decoding: aliasBytes, as: UTF8.self) }
        /// True where the area has a short form that is not its name.
        var hasOwnShort: Bool { !shortBytes.elementsEqual(nameBytes) }
        /// The last scalar of the name: 县, 区, 旗.
        var lastOfName: UInt32 {
            // Names are of the basic plane: the last character takes three bytes.
            guard nameBytes.count >= 3 else { return 0 }
            return nameBytes.suffix(3).reduce(0) { $0 << 6 | UInt32($1 & 0x3F) } & 0xFFFF
        }
        /// True for autonomous counties, prefectures and regions.
        var isAutonomous: Bool {
            let word = "自治".utf8
            return nameBytes.count >= word.count
                && (0...(nameBytes.count - word.count)).contains { nameBytes[$0...].starts(with: word) }
        }
    }

    /// The special administrative regions.
    static let hongKong: UInt32 = 810_000, macau: UInt32 = 820_000

    private let names: PackedIndex?
    /// The lines of the areas down to the county, ascending by code.
    private let lines: LineIndex
    private let lexicons: Lexicons
    /// The longest name: autonomous counties of several peoples.
    static let longestName = 15

    /// The gazetteer of a set of lexicons.
    package init(_ lexicons: Lexicons = .standard) {
        self.lexicons = lexicons
        names = PackedIndex(lexicons, lines: "area_names", index: "area_names_index")
        lines = LineIndex(lexicons.file("areas")?.bytes ?? UnsafeBufferPointer(start: nil, count: 0))
    }

    /// Whether a name may end with two scalars; false is certain.
    @inline(__always)
    func mayNameEnd(with before: UInt32, _ last: UInt32) -> Bool { names.map { $0.mayEnd(with: before, last) != 0 } ?? false }

    /// The meanings of exactly this part of a text whose hash, from last to first scalar, is known.
    @inline(__always)
    func meanings(_ text: UnsafeBufferPointer<UInt32>, _ range: Range<Int>, hash: UInt32) -> [Meaning] {
        guard let names, let end = names.find(text, range, hash: hash) else { return [] }
        return Self.meanings(names.rest(from: end))
    }

    /// The meanings of a name.
    func meanings(_ name: [UInt32]) -> [Meaning] {
        name.withUnsafeBufferPointer { text in
            var hash = PackedIndex.seed
            for value in text.reversed() { hash = PackedIndex.extend(hash, value) }
            return meanings(text, 0..<text.count, hash: hash)
        }
    }

    private static func meanings(_ bytes: UnsafeBufferPointer<UInt8>) -> [Meaning] {
        var result: [Meaning] = []
        var index = 0
        while index + 6 < bytes.count {
            let kind: NameKind =
                switch bytes[index] {
                case UInt8(ascii: "="): .full
                case UInt8(ascii: "~"): .former
                case UInt8(ascii: "+"): .printed
                case UInt8(ascii: "-"): .short
                case UInt8(ascii: "*"): .wordlikeShort
                case UInt8(ascii: "t"): .township
                default: .plainTownship
                }
            var code: UInt32 = 0
            for digit in bytes[(index + 1)..<(index + 7)] { code = code &* 10 &+ UInt32(digit &- 0x30) }
            index += 7
            var township: UInt16 = 0
            while index < bytes.count, bytes[index] != UInt8(ascii: " ") {
                township = township &* 10 &+ UInt16(bytes[index] &- 0x30)
                index += 1
            }
            result.append(Meaning(kind: kind, code: code, township: township))
            index += 1
        }
        return result
    }

    /// The area of a code.
    func record(_ code: UInt32) -> Record? {
        let line = lines.first(notBelow: code)
        return line < lines.codes.count && lines.codes[line] == code ? lines.record(line) : nil
    }

    /// All areas whose codes lie in a range, ascending.
    func records(_ codes: ClosedRange<UInt32>) -> [Record] {
        var result: [Record] = []
        var line = lines.first(notBelow: codes.lowerBound)
        while line < lines.codes.count, lines.codes[line] <= codes.upperBound {
            result.append(lines.record(line))
            line += 1
        }
        return result
    }

    /// All provinces and prefectures, ascending: their codes are whole hundreds.
    func recordsAboveCounties() -> [Record] {
        lines.codes.indices.filter { lines.codes[$0] % 100 == 0 }.map(lines.record).filter { $0.level < .county }
    }

    /// The areas one level down (and, of a province, the counties directly under it).
    func children(of code: UInt32) -> [Record] {
        let last = code % 10_000 == 0 ? code + 9999 : code % 100 == 0 ? code + 99 : code
        var result: [Record] = []
        var line = lines.first(notBelow: code)
        while line < lines.codes.count, lines.codes[line] <= last {
            if lines.parents[line] == code { result.append(lines.record(line)) }
            line += 1
        }
        return result
    }

    /// Where the columns of `areas.tsv` stand. Nothing but the codes in them is read before a question.
    private struct LineIndex: @unchecked Sendable {
        /// Where a line's columns are: code, name, level, code of the next area up, short form, older and newer names.
        private struct Columns {
            var starts: SIMD8<Int32> = .zero
            var ends: SIMD8<Int32> = .zero
        }

        // The bytes are constant data.
        let bytes: UnsafeBufferPointer<UInt8>
        private(set) var codes: [UInt32] = []
        /// The codes of the areas one level up.
        private(set) var parents: [UInt32] = []
        private var lines: [Columns] = []

        init(_ bytes: UnsafeBufferPointer<UInt8>) {
            self.bytes = bytes
            var offset = 0
            while offset + 6 <= bytes.count {
                let lineEnd = end(of: 0x0A, from: offset)
                if bytes[offset] != UInt8(ascii: "#") {
                    codes.append(number(offset..<(offset + 6)))
                    var columns = Columns()
                    for column in 0..<6 {
                        let columnEnd = min(end(of: 0x09, from: offset), lineEnd)
                        columns.starts[column] = Int32(truncatingIfNeeded: offset)
                        columns.ends[column] = Int32(truncatingIfNeeded: columnEnd)
                        offset = min(columnEnd + 1, lineEnd)
                    }
                    parents.append(number(Int(columns.starts[3])..<Int(columns.ends[3])))
                    lines.append(columns)
                }
                offset = lineEnd + 1
            }
        }

        /// The line of the first code that is not below a code.
        func first(notBelow code: UInt32) -> Int {
            var low = 0
            var high = codes.count
            while low < high {
                let middle = low + (high - low) / 2
                if codes[middle] < code { low = middle + 1 } else { high = middle }
            }
            return low
        }

        /// A line's area.
        func record(_ line: Int) -> Record {
            let columns = lines[line]
            func column(_ index: Int) -> UnsafeBufferPointer<UInt8> {
                UnsafeBufferPointer(rebasing: bytes[Int(columns.starts[index])..<Int(columns.ends[index])])
            }
            return Record(
                code: codes[line], parent: parents[line], level: Self.level(column(2)), nameBytes: column(1), shortBytes: column(4),
                aliasBytes: column(5))
        }

        /// The three levels of the file are told by their lengths.
        private static func level(_ word: UnsafeBufferPointer<UInt8>) -> AreaLevel {
            switch word.count {
            case "province".utf8.count: .province
            case "prefecture".utf8.count: .prefecture
            default: .county
            }
        }

        /// The offset of the next byte of a kind, or the end.
        private func end(of byte: UInt8, from start: Int) -> Int {
            var offset = start
            while offset < bytes.count, bytes[offset] != byte { offset += 1 }
            return offset
        }

        private func number(_ range: Range<Int>) -> UInt32 {
            var value: UInt32 = 0
            for offset in range { value = value &* 10 &+ UInt32(bytes[offset] &- 0x30) }
            return value
        }
    }

    /// The codes above an area, nearest first.
    func ancestors(of code: UInt32) -> [UInt32] {
        if code % 10_000 == 0 { return [] }
        if code % 100 == 0 { return [code / 10_000 * 10_000] }
        guard let parent = record(code)?.parent, parent != 0 else { return [] }
        return parent % 10_000 == 0 ? [parent] : [parent, parent / 10_000 * 10_000]
    }

    /// The nine digits of a township of a county; nil where they are not known.
    func townshipCode(_ name: [UInt32], county: UInt32) -> String? {
        let meant = meanings(name).first { !$0.isHigh && $0.code == county && $0.township != 0 }
        return meant.map { Self.digits($0.code) + Self.digits(UInt32($0.township), count: 3) }
    }

    /// Calls `body` with every township: its name, its county's code and its own where it is known, by name.
    func forEachTownship(_ body: (_ name: String, _ county: UInt32, _ code: String?) -> Void) {
        guard let file = lexicons.file("area_names") else { return }
        file.forEachEntry { columns in
            guard columns.count == 2 else { return }
            for meaning in String(columns[1]).split(separator: " ") where meaning.first == "t" {
                let code = meaning.dropFirst()
                if let county = UInt32(code.prefix(6)) { body(String(columns[0]), county, code.utf8.count == 9 ? String(code) : nil) }
            }
        }
    }
}
