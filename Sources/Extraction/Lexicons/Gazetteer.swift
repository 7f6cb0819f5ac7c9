/// The administrative areas of October 2020 down to the township. Nothing is read before the first question, and each question reads a few
/// lines in place.
package struct Gazetteer: @unchecked Sendable {
    // `records` leads into bytes that nothing writes to while `lexicons` lives.
    /// What a name stands for.
    enum NameKind: UInt8, Sendable {
        /// The full name of an area down to the county.
        case full
        /// An older or newer full name.
        case former
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
    }

    /// An area down to the county.
    struct Record: Sendable {
        var code: UInt32
        var name: String
        var level: AreaLevel
        /// 0 for provinces.
        var parent: UInt32
        var short: String
        var aliases: String
    }

    private let names: PackedIndex?
    private let records: UnsafeBufferPointer<UInt8>
    private let lexicons: Lexicons
    /// The longest name: autonomous counties of several peoples.
    static let longestName = 15

    /// The gazetteer of a set of lexicons.
    package init(_ lexicons: Lexicons = .standard) {
        self.lexicons = lexicons
        names = PackedIndex(lexicons, lines: "area_names", index: "area_names_index")
        records = lexicons.file("areas")?.bytes ?? UnsafeBufferPointer(start: nil, count: 0)
    }

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
                case UInt8(ascii: "-"): .short
                case UInt8(ascii: "*"): .wordlikeShort
                case UInt8(ascii: "t"): .township
                default: .plainTownship
                }
            var code: UInt32 = 0
            for digit in bytes[(index + 1)..<(index + 7)] { code = code &* 10 &+ UInt32(digit &- 0x30) }
            result.append(Meaning(kind: kind, code: code))
            index += 8
        }
        return result
    }

    /// The area of a code.
    func record(_ code: UInt32) -> Record? {
        let start = firstLine(notBelow: code)
        guard let record = record(at: start), record.code == code else { return nil }
        return record
    }

    /// All areas whose codes lie in a range, ascending.
    func records(_ codes: ClosedRange<UInt32>) -> [Record] {
        var result: [Record] = []
        var at = firstLine(notBelow: max(1, codes.lowerBound))  // comments count as 0
        while let record = record(at: at), record.code <= codes.upperBound {
            result.append(record)
            at = lineEnd(at) + 1
        }
        return result
    }

    /// The areas one level down (and, of a province, the counties directly under it).
    func children(of code: UInt32) -> [Record] {
        let last = code % 10_000 == 0 ? code + 9999 : code % 100 == 0 ? code + 99 : code
        return records(code...last).filter { $0.parent == code }
    }

    private func lineEnd(_ offset: Int) -> Int {
        var end = offset
        while end < records.count, records[end] != 0x0A { end += 1 }
        return end
    }

    private func lineStart(_ offset: Int) -> Int {
        var start = offset
        while start > 0, records[start - 1] != 0x0A { start -= 1 }
        return start
    }

    /// The code of a line; 0 for comments, which stand first.
    private func code(at offset: Int) -> UInt32 {
        guard offset + 6 <= records.count, records[offset] != UInt8(ascii: "#") else { return 0 }
        var code: UInt32 = 0
        for digit in records[offset..<(offset + 6)] { code = code &* 10 &+ UInt32(digit &- 0x30) }
        return code
    }

    /// The offset of the first line whose code is not below a code.
    private func firstLine(notBelow code: UInt32) -> Int {
        var low = 0
        var high = records.count
        while low < high {
            let start = lineStart(low + (high - low) / 2)
            let end = lineEnd(start)
            if self.code(at: start) < code { low = min(end + 1, records.count) } else { high = start }
        }
        return low
    }

    private func record(at offset: Int) -> Record? {
        guard offset < records.count, records[offset] != UInt8(ascii: "#") else { return nil }
        let line = String(decoding: records[offset..<lineEnd(offset)], as: UTF8.self)
        let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
        guard fields.count >= 6, let code = UInt32(fields[0]) else { return nil }
        return Record(
            code: code, name: String(fields[1]), level: AreaLevel(rawValue: String(fields[2])) ?? .county, parent: UInt32(fields[3]) ?? 0,
            short: String(fields[4]), aliases: String(fields[5]))
    }

    /// The codes above an area, nearest first.
    func ancestors(of code: UInt32) -> [UInt32] {
        if code % 10_000 == 0 { return [] }
        if code % 100 == 0 { return [code / 10_000 * 10_000] }
        guard let parent = record(code)?.parent, parent != 0 else { return [] }
        return parent % 10_000 == 0 ? [parent] : [parent, parent / 10_000 * 10_000]
    }

    /// Calls `body` with every township: its name and its county's code, by name.
    func forEachTownship(_ body: (_ name: String, _ county: UInt32) -> Void) {
        guard let file = lexicons.file("area_names") else { return }
        file.forEachEntry { columns in
            guard columns.count == 2 else { return }
            for meaning in columns[1].split(separator: " ") where meaning.first == "t" {
                if let county = UInt32(meaning.dropFirst()) { body(String(columns[0]), county) }
            }
        }
    }
}
