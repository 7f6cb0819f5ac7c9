/// A text without noise, in half-width and simplified characters, with the place in the file that each scalar came from.
struct CleanText: Sendable {
    var scalars: [UInt32] = []
    /// Where in the file each scalar stands; of a line end of two scalars the second one.
    var start: [Int32] = []
    /// True where most of the text was printed in traditional characters.
    var isTraditional = false
}

/// The stages from decoded scalars to clean text: noise removal, width folding, simplification. Each output scalar keeps its source span.
struct TextCleaner: Sendable {
    private let traditional: TraditionalTable

    init(_ lexicons: Lexicons) { traditional = TraditionalTable(lexicons) }

    func clean(_ source: [UInt32]) -> CleanText {
        var text = CleanText()
        var starts: [Int32] = []
        text.scalars = [UInt32](unsafeUninitializedCapacity: source.count) { scalars, count in
            starts = [Int32](unsafeUninitializedCapacity: source.count) { starts, startCount in
                count = source.withUnsafeBufferPointer { Self.fold($0, into: scalars, starts) }
                startCount = count
            }
        }
        text.start = starts
        text.isTraditional = traditional.simplify(&text.scalars)
        return text
    }

    /// Writes the clean scalars with their places and returns how many there are, at most as many as the source has.
    private static func fold(
        _ source: UnsafeBufferPointer<UInt32>, into scalars: UnsafeMutableBufferPointer<UInt32>, _ starts: UnsafeMutableBufferPointer<Int32>
    ) -> Int {
        var count = 0
        var index = 0
        while index < source.count {
            var value = source[index]
            index += 1
            // Nearly all of a text is Chinese characters, which stay as they are.
            if value < 0x4E00 || value > 0x9FFF || value == uprightBar {
                value = folded(value)
                if value == dropped { continue }
                let last = count > 0 ? scalars[count - 1] : 0x0A
                // 医&nbsp;用手套: what a page's source leaves in its text; between characters a blank is none.
                if value == 0x26, let reference = reference(source, at: index - 1) {
                    index = reference.end
                    value = folded(reference.scalar)
                    if value == dropped { continue }
                    if value == 0x20, isHan(last), index < source.count, isHan(source[index]) { continue }
                }
                switch value {
                case 0x0D:
                    // A line ends with CR LF, CR or LF.
                    if index < source.count, source[index] == 0x0A { index += 1 }
                    value = 0x0A
                case 0x20:
                    // One blank stands for a run of them; none stands at the beginning or end of a line.
                    if last == 0x20 || last == 0x0A { continue }
                case 0x0A:
                    if last == 0x20 { count -= 1 }
                case 0x28:
                    // Web scrapers leave 衛(wèi): the reading, with its tone mark, behind a character.
                    if isHan(last), let close = endOfReading(source, from: index) {
                        index = close
                        continue
                    }
                case 0x2C, 0x3001, 0x3002, 0x3A, 0x3B, 0x21, 0x3F:
                    // The same scrapers put a comma before another mark.
                    if last == 0x2C { count -= 1 }
                default: break
                }
            }
            scalars.initializeElement(at: count, to: value)
            starts.initializeElement(at: count, to: Int32(truncatingIfNeeded: index &- 1))
            count += 1
        }
        return count
    }

    /// The longest character reference, with its marks.
    private static let longestReference = 10

    private static func reference(_ source: UnsafeBufferPointer<UInt32>, at start: Int) -> (scalar: UInt32, end: Int)? {
        let end = min(source.count, start + longestReference)
        guard end - start > 3, source[start..<end].contains(0x3B),
            let found = HTMLCharacterReference.read(Array(source[start..<end]), at: 0)
        else { return nil }
        return (found.scalar, start + found.end)
    }

    private static let dropped = UInt32.max
    /// 丨, a rare character that pages print for an upright bar: `记者丨李芳`.
    private static let uprightBar: UInt32 = 0x4E28

    /// A scalar in half-width, `dropped` for what is invisible.
    private static func folded(_ value: UInt32) -> UInt32 {
        switch value {
        case 0x0A, 0x0D: return value
        case 0x09, 0x20, 0xA0, 0x1680, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: return 0x20
        case 0x0B, 0x0C, 0x85, 0x2028, 0x2029: return 0x0A
        case 0...0x1F, 0x7F...0x9F, 0xAD, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFE00...0xFE0F, 0xFEFF, 0xFFF9...0xFFFD:
            return dropped
        case 0x21...0x7E: return value
        case 0xFF01...0xFF5E: return value - 0xFEE0
        case 0xFF61: return 0x3002
        case 0xFF64: return 0x3001
        case 0xFFE5: return 0xA5
        case 0x300C, 0xFE41: return 0x201C
        case 0x300D, 0xFE42: return 0x201D
        case 0x300E, 0xFE43: return 0x2018
        case 0x300F, 0xFE44: return 0x2019
        case 0x2236: return 0x3A
        case uprightBar: return 0x7C
        case 0x2012, 0x2013, 0x2212: return 0x2D
        default: return value
        }
    }

    /// The index behind the closing bracket where a reading in Latin letters with a tone mark begins at `index`.
    private static func endOfReading(_ source: UnsafeBufferPointer<UInt32>, from index: Int) -> Int? {
        var at = index
        var toned = false
        while at < source.count, at - index <= 10 {
            let value = source[at]
            if value == 0x29 || value == 0xFF09 { return toned && at > index ? at + 1 : nil }
            switch value {
            case 0x61...0x7A, 0x20, 0x251, 0x261: break
            case 0xE0...0xFC, 0x100...0x17F, 0x1CD...0x1DC, 0x1F8...0x1F9, 0x300...0x30C: toned = true
            default: return nil
            }
            at += 1
        }
        return nil
    }
}

/// Traditional to simplified characters, without changing the length.
struct TraditionalTable: Sendable {
    /// For each scalar of the basic plane its simplified form, 0 where it is the same.
    private var characters = [UInt16](repeating: 0, count: 0x10000)
    private var phrases = PhraseTable()
    private var simplified: [[UInt32]] = []
    /// The characters that no simplified text has. They are few enough for the nearest cache, other than the table.
    private var telling = ScalarSet([])

    /// Characters of the table that simplified text has too; they tell nothing.
    private static let shared = ScalarSet("乾著於覆藉瞭祇徵麼鍾諮甦衹阪昇堃喆犇淼囍锺馀後")

    init(_ lexicons: Lexicons) {
        for entry in lexicons.file("traditional").entries where entry.count == 2 {
            let from = entry[0].unicodeScalars.map(\.value)
            let to = entry[1].unicodeScalars.map(\.value)
            guard from.count == to.count else { continue }
            if from.count == 1 {
                guard from[0] < 0x10000, to[0] < 0x10000 else { continue }
                characters[Int(from[0])] = UInt16(truncatingIfNeeded: to[0])
                if to[0] != 0, isHan(from[0]), !Self.shared.contains(from[0]) { telling.insert(from[0]) }
            } else {
                phrases.insert(from, value: Int32(truncatingIfNeeded: simplified.count))
                simplified.append(to)
            }
        }
    }

    /// Simplifies a page that is printed in traditional characters, else only its lines that are. Some characters of the table are simplified
    /// ones too (乾, 著, 於 as surname), so that a simplified line is left as it is. True where the page is traditional.
    func simplify(_ text: inout [UInt32]) -> Bool {
        let page = counts(text, 0..<text.count)
        let isTraditional = page.traditional * 100 >= page.han * 5 && page.traditional > 0
        if isTraditional {
            convert(&text, 0..<text.count)
        } else if page.traditional >= 3 {
            var start = 0
            while start < text.count {
                var end = start
                while end < text.count, text[end] != 0x0A, end - start < 4096 { end += 1 }
                let line = counts(text, start..<end)
                if line.traditional >= 3, line.traditional * 100 >= line.han * 12 { convert(&text, start..<end) }
                start = end + 1
            }
        }
        return isTraditional
    }

    private func counts(_ text: [UInt32], _ range: Range<Int>) -> (han: Int, traditional: Int) {
        text.withUnsafeBufferPointer { text in
            var han = 0
            var traditional = 0
            for index in range where text[index] >= 0x3400 && text[index] < 0x10000 && isHan(text[index]) {
                han += 1
                if telling.contains(text[index]) { traditional += 1 }
            }
            return (han, traditional)
        }
    }

    private func convert(_ text: inout [UInt32], _ range: Range<Int>) {
        var index = range.lowerBound
        while index < range.upperBound {
            if text[index] < 0x3400 {
                index += 1
                continue
            }
            if let match = phrases.longestMatch(in: text, at: index, end: range.upperBound) {
                let replacement = simplified[Int(match.value)]
                for step in 0..<match.length { text[index + step] = replacement[step] }
                index += match.length
                continue
            }
            let value = text[index]
            if value < 0x10000, characters[Int(value)] != 0 { text[index] = UInt32(characters[Int(value)]) }
            index += 1
        }
    }
}
