import Columns
import Glibc

/// A pattern of LIKE or GLOB, compiled once.
///
/// Matching looks at bytes where it can: a byte of a literal never occurs inside another character of well-formed UTF-8.
struct WildcardPattern {
    private enum Element {
        case byte(UInt8)
        /// `_` of LIKE, `?` of GLOB: one code point.
        case anyScalar
        /// `[a-c]` of GLOB.
        case scalarSet([ClosedRange<UInt32>], isNegated: Bool)
        /// `%` of LIKE, `*` of GLOB: any text.
        case anyText
    }

    /// The shapes that need no general matching.
    private enum Shape {
        case exact, prefix, suffix, infix, general
    }

    private var elements: [Element] = []
    private var shape = Shape.general
    private var literal: [UInt8] = []
    /// What every matching text begins with, as far as a view holds it: a long text that differs there is not read.
    private var leading: UInt32 = 0
    private var leadingMask: UInt32 = 0
    private let ignoresCase: Bool

    /// - Parameter escape: the character that makes the next one stand for itself; nil for none.
    init(like pattern: TextView, escape: UInt32?, ignoresCase: Bool) throws(QueryError) {
        self.ignoresCase = ignoresCase
        let folded = ignoresCase ? WildcardPattern.folded(pattern) : Array(pattern.string.utf8)
        let scalars = Array(String(decoding: folded, as: UTF8.self).unicodeScalars)
        var index = 0
        while index < scalars.count {
            let scalar = scalars[index]
            if let escape, scalar.value == escape {
                index += 1
                guard index < scalars.count else {
                    throw QueryError(
                        .outOfRange, "the LIKE pattern ends with its escape character", help: ["write the escape character twice"])
                }
                append(scalars[index])
            } else if scalar == "%" {
                elements.append(.anyText)
            } else if scalar == "_" {
                elements.append(.anyScalar)
            } else {
                append(scalar)
            }
            index += 1
        }
        findShape()
    }

    /// A pattern with `*`, `?`, `[a-c]`, `[!a-c]` and `\` before a character that stands for itself.
    init(glob pattern: TextView) {
        ignoresCase = false
        let scalars = Array(pattern.string.unicodeScalars)
        var index = 0
        while index < scalars.count {
            switch scalars[index] {
            case "*": elements.append(.anyText)
            case "?": elements.append(.anyScalar)
            case "\\" where index + 1 < scalars.count:
                index += 1
                append(scalars[index])
            case "[":
                if let (set, next) = WildcardPattern.scalarSet(scalars, from: index + 1) {
                    elements.append(set)
                    index = next
                } else {
                    append(scalars[index])
                }
            default: append(scalars[index])
            }
            index += 1
        }
        findShape()
    }

    private mutating func append(_ scalar: Unicode.Scalar) {
        for unit in UTF8.encode(scalar).map({ Array($0) }) ?? [] { elements.append(.byte(unit)) }
    }

    /// The set that begins behind a bracket, and where its closing bracket stands.
    private static func scalarSet(_ scalars: [Unicode.Scalar], from start: Int) -> (Element, Int)? {
        var index = start
        var isNegated = false
        if index < scalars.count, scalars[index] == "!" || scalars[index] == "^" {
            isNegated = true
            index += 1
        }
        var ranges: [ClosedRange<UInt32>] = []
        let first = index
        while index < scalars.count, scalars[index] != "]" || index == first {
            let low = scalars[index].value
            if index + 2 < scalars.count, scalars[index + 1] == "-", scalars[index + 2] != "]" {
                let high = scalars[index + 2].value
                if low <= high { ranges.append(low...high) }
                index += 3
            } else {
                ranges.append(low...low)
                index += 1
            }
        }
        return index < scalars.count ? (.scalarSet(ranges, isNegated: isNegated), index) : nil
    }

    private mutating func findShape() {
        for (place, element) in elements.prefix(4).enumerated() {
            guard case .byte(let unit) = element else { break }
            leading |= UInt32(unit) << UInt32(8 * place)
            leadingMask |= 0xFF << UInt32(8 * place)
        }
        var inner = elements[...]
        var startsOpen = false, endsOpen = false
        while case .anyText? = inner.first {
            startsOpen = true
            inner.removeFirst()
        }
        while case .anyText? = inner.last {
            endsOpen = true
            inner.removeLast()
        }
        for element in inner {
            guard case .byte(let unit) = element else { return }
            literal.append(unit)
        }
        shape = startsOpen ? (endsOpen ? .infix : .suffix) : (endsOpen ? .prefix : .exact)
    }

    static func folded(_ text: TextView) -> [UInt8] {
        var writer = ValueFormatter()
        LetterCase.lower.write(&writer, text)
        return writer.bytes
    }

    func matches(_ text: TextView) -> Bool {
        if ignoresCase {
            let folded = WildcardPattern.folded(text)
            return folded.withUnsafeBufferPointer { bytes in
                guard let start = bytes.baseAddress else { return text.withBytes { empty, _ in matches(empty, 0) } }
                return matches(start, bytes.count)
            }
        }
        if (text.prefix.littleEndian ^ leading) & leadingMask != 0 { return false }
        if case .prefix = shape, literal.count <= 4 { return text.count >= literal.count }
        return text.withBytes { bytes, count in matches(bytes, count) }
    }

    private func matches(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        literal.withUnsafeBufferPointer { literal in
            // An empty array may have no address; any address will do for no bytes.
            let start = literal.baseAddress ?? bytes
            switch shape {
            case .exact: return count == literal.count && memcmp(bytes, start, count) == 0
            case .prefix: return count >= literal.count && memcmp(bytes, start, literal.count) == 0
            case .suffix: return count >= literal.count && memcmp(bytes + count - literal.count, start, literal.count) == 0
            case .infix: return TextBytes.find(start, literal.count, in: bytes, count) != nil
            case .general: return matchesGenerally(bytes, count)
            }
        }
    }

    /// Goes on from the last `%` when something does not fit: at most text × pattern steps, and no recursion.
    private func matchesGenerally(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        var position = 0, element = 0
        var retryElement: Int?
        var retryPosition = 0
        while true {
            if element == elements.count {
                if position == count { return true }
            } else if case .anyText = elements[element] {
                retryElement = element + 1
                retryPosition = position
                element += 1
                continue
            } else if position < count, let length = step(elements[element], bytes, count, position) {
                position += length
                element += 1
                continue
            }
            guard let again = retryElement, retryPosition < count else { return false }
            retryPosition += TextBytes.scalar(bytes, count, retryPosition).length
            position = retryPosition
            element = again
        }
    }

    @inline(__always)
    private func step(_ element: Element, _ bytes: UnsafePointer<UInt8>, _ count: Int, _ position: Int) -> Int? {
        switch element {
        case .byte(let unit): return bytes[position] == unit ? 1 : nil
        case .anyScalar: return TextBytes.scalar(bytes, count, position).length
        case .scalarSet(let ranges, let isNegated):
            let (scalar, length) = TextBytes.scalar(bytes, count, position)
            return ranges.contains { $0.contains(scalar) } != isNegated ? length : nil
        case .anyText: return 0
        }
    }
}
