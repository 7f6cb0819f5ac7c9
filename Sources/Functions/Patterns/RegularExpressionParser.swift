import Columns

/// The tree of a regular expression.
indirect enum RegularExpressionNode {
    case empty
    case scalar(UInt32)
    case set(ScalarSet)
    case anyScalar(matchesNewline: Bool)
    case assertion(RegularExpression.Assertion)
    case sequence([RegularExpressionNode])
    case alternatives([RegularExpressionNode])
    case repetition(RegularExpressionNode, minimum: Int, maximum: Int?, isLazy: Bool)
    case group(RegularExpressionNode, number: Int)
}

/// Reads the syntax of RE2: alternatives, groups, classes, counted and lazy repetitions, anchors, flags such as `(?i)`.
struct RegularExpressionParser {
    struct Flags {
        var ignoresCase: Bool
        var dotMatchesNewline: Bool
        var isMultiline: Bool
        var isSwapped = false
    }

    private let scalars: [Unicode.Scalar]
    private let pattern: String
    private var position = 0
    private var flags: Flags
    private var depth = 0
    private(set) var groupCount = 1

    private static let repetitionLimit = 1_000
    private static let depthLimit = 200

    init(_ pattern: String, flags: Flags) {
        self.pattern = pattern
        scalars = Array(pattern.unicodeScalars)
        self.flags = flags
    }

    private func failure(_ reason: String) -> QueryError {
        QueryError(.outOfRange, "the regular expression '\(pattern)' is not valid at character \(position + 1): \(reason)")
    }

    private var current: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard current == scalar else { return false }
        position += 1
        return true
    }

    mutating func parse() throws(QueryError) -> RegularExpressionNode {
        let tree = try alternatives()
        guard position == scalars.count else { throw failure("a ')' without its '('") }
        return tree
    }

    private mutating func alternatives() throws(QueryError) -> RegularExpressionNode {
        depth += 1
        defer { depth -= 1 }
        guard depth <= RegularExpressionParser.depthLimit else { throw failure("parentheses are nested too deeply") }
        let outer = flags
        defer { flags = outer }
        var branches = [try sequence()]
        while take("|") { branches.append(try sequence()) }
        return branches.count == 1 ? branches[0] : .alternatives(branches)
    }

    private mutating func sequence() throws(QueryError) -> RegularExpressionNode {
        var parts: [RegularExpressionNode] = []
        while let scalar = current, scalar != "|", scalar != ")" {
            let part = try atom()
            parts.append(try repetitions(part))
        }
        return parts.count == 1 ? parts[0] : parts.isEmpty ? .empty : .sequence(parts)
    }

    private mutating func repetitions(_ part: RegularExpressionNode) throws(QueryError) -> RegularExpressionNode {
        var node = part
        while let scalar = current {
            let minimum: Int
            let maximum: Int?
            switch scalar {
            case "*": (minimum, maximum) = (0, nil)
            case "+": (minimum, maximum) = (1, nil)
            case "?": (minimum, maximum) = (0, 1)
            case "{":
                guard let counts = try counts() else { return node }
                (minimum, maximum) = counts
                position -= 1
            default: return node
            }
            position += 1
            let isLazy = take("?")
            node = .repetition(node, minimum: minimum, maximum: maximum, isLazy: isLazy != flags.isSwapped)
        }
        return node
    }

    /// `{2}`, `{2,}` or `{2,5}`; nil where the brace stands for itself.
    private mutating func counts() throws(QueryError) -> (Int, Int?)? {
        let start = position
        position += 1
        guard let minimum = number() else {
            position = start
            return nil
        }
        var maximum: Int? = minimum
        if take(",") { maximum = number() }
        guard take("}") else {
            position = start
            return nil
        }
        guard minimum <= RegularExpressionParser.repetitionLimit, maximum ?? 0 <= RegularExpressionParser.repetitionLimit else {
            throw failure("a repetition of more than \(RegularExpressionParser.repetitionLimit)")
        }
        if let maximum, maximum < minimum { throw failure("a repetition whose bounds are the wrong way round") }
        return (minimum, maximum)
    }

    private mutating func number() -> Int? {
        var value: Int?
        while let scalar = current, scalar.value >= 0x30, scalar.value <= 0x39, value ?? 0 < 100_000 {
            value = (value ?? 0) * 10 + Int(scalar.value - 0x30)
            position += 1
        }
        return value
    }

    private mutating func atom() throws(QueryError) -> RegularExpressionNode {
        guard let scalar = current else { return .empty }
        position += 1
        switch scalar {
        case "(": return try group()
        case "[": return .set(try bracket())
        case ".": return .anyScalar(matchesNewline: flags.dotMatchesNewline)
        case "^": return .assertion(flags.isMultiline ? .lineStart : .textStart)
        case "$": return .assertion(flags.isMultiline ? .lineEnd : .textEnd)
        case "\\": return try escape()
        case "*", "+", "?":
            position -= 1
            throw failure("'\(scalar)' has nothing to repeat")
        case "{":
            position -= 1
            if try counts() != nil { throw failure("a repetition has nothing to repeat") }
            position += 1
            return literal(scalar.value)
        default: return literal(scalar.value)
        }
    }

    private func literal(_ scalar: UInt32) -> RegularExpressionNode {
        guard flags.ignoresCase else { return .scalar(scalar) }
        let variants = ScalarSet.caseVariants(scalar)
        return variants.isEmpty ? .scalar(scalar) : .set(ScalarSet(ranges: ([scalar] + variants).map { $0...$0 }))
    }

    private mutating func group() throws(QueryError) -> RegularExpressionNode {
        if take("?") {
            guard take("P") || current == "<" else { return try flagGroup() }
            guard take("<"), let end = scalars[position...].firstIndex(of: ">") else { throw failure("a group name without '<…>'") }
            position = end + 1
        }
        let number = groupCount
        groupCount += 1
        let inner = try alternatives()
        guard take(")") else { throw failure("a '(' without its ')'") }
        return .group(inner, number: number)
    }

    /// What follows `(?`: flags for a group of their own, as `(?i:a)`, or for the rest of the group around them, as `(?i)`.
    private mutating func flagGroup() throws(QueryError) -> RegularExpressionNode {
        var turnsOn = true
        var changed = flags
        while let scalar = current {
            position += 1
            switch scalar {
            case "-": turnsOn = false
            case "i": changed.ignoresCase = turnsOn
            case "s": changed.dotMatchesNewline = turnsOn
            case "m": changed.isMultiline = turnsOn
            case "U": changed.isSwapped = turnsOn
            case ":":
                let outer = flags
                flags = changed
                defer { flags = outer }
                let inner = try alternatives()
                guard take(")") else { throw failure("a '(' without its ')'") }
                return inner
            case ")":
                flags = changed
                return .empty
            case "=", "!": throw failure("look-around is not supported")
            default: throw failure("'\(scalar)' is no flag")
            }
        }
        throw failure("a '(' without its ')'")
    }

    // MARK: Escapes and classes

    private mutating func escape() throws(QueryError) -> RegularExpressionNode {
        guard let scalar = current else { throw failure("a '\\' at the end") }
        position += 1
        switch scalar {
        case "A": return .assertion(.textStart)
        case "z": return .assertion(.textEnd)
        case "b": return .assertion(.wordBoundary)
        case "B": return .assertion(.noWordBoundary)
        case "Q":
            var parts: [RegularExpressionNode] = []
            while let scalar = current {
                position += 1
                if scalar == "\\", take("E") { break }
                parts.append(literal(scalar.value))
            }
            return .sequence(parts)
        default:
            if let set = try escapedClass(scalar) { return .set(set) }
            return literal(try escapedScalar(scalar))
        }
    }

    private mutating func escapedClass(_ scalar: Unicode.Scalar) throws(QueryError) -> ScalarSet? {
        var set: ScalarSet
        switch scalar {
        case "d", "D": set = .digit
        case "w", "W": set = .word
        case "s", "S": set = .space
        case "p", "P":
            var name = ""
            if take("{") {
                while let scalar = current, scalar != "}" {
                    name.unicodeScalars.append(scalar)
                    position += 1
                }
                position += 1
            } else if let scalar = current {
                name.unicodeScalars.append(scalar)
                position += 1
            }
            let isNegated = name.hasPrefix("^")
            if isNegated { name.removeFirst() }
            set = ScalarSet()
            set.classes = [(try unicodeClass(name), isNegated)]
        default: return nil
        }
        set.isNegated = scalar.properties.isUppercase
        return set
    }

    private func unicodeClass(_ name: String) throws(QueryError) -> ScalarSet.UnicodeClass {
        switch name {
        case "L": return .letter
        case "Lu": return .uppercase
        case "Ll": return .lowercase
        case "N", "Nd": return .number
        case "P": return .punctuation
        case "S": return .symbol
        case "Z", "Zs": return .separator
        case "Han": return .ideograph
        default: throw failure("\\p{\(name)} is unknown; L, Lu, Ll, N, P, S, Z and Han are known")
        }
    }

    private mutating func escapedScalar(_ scalar: Unicode.Scalar) throws(QueryError) -> UInt32 {
        switch scalar {
        case "n": return 0x0A
        case "t": return 0x09
        case "r": return 0x0D
        case "f": return 0x0C
        case "v": return 0x0B
        case "a": return 0x07
        case "0": return 0
        case "x":
            var digits = ""
            if take("{") {
                while let scalar = current, scalar != "}" {
                    digits.unicodeScalars.append(scalar)
                    position += 1
                }
                position += 1
            } else {
                for _ in 0..<2 {
                    guard let scalar = current else { break }
                    digits.unicodeScalars.append(scalar)
                    position += 1
                }
            }
            guard let value = UInt32(digits, radix: 16), Unicode.Scalar(value) != nil else { throw failure("\\x needs a code point") }
            return value
        default:
            guard !(scalar.properties.isAlphabetic && scalar.isASCII), !("1"..."9").contains(scalar) else {
                throw failure("'\\\(scalar)' is unknown")
            }
            return scalar.value
        }
    }

    private mutating func bracket() throws(QueryError) -> ScalarSet {
        var set = ScalarSet()
        set.ignoresCase = flags.ignoresCase
        set.isNegated = take("^")
        var isFirst = true
        while let scalar = current, scalar != "]" || isFirst {
            isFirst = false
            position += 1
            if scalar == "[", current == ":", let ranges = try namedClass() {
                set.ranges += ranges
                continue
            }
            var low = scalar.value
            if scalar == "\\" {
                guard let escaped = current else { break }
                position += 1
                if let inner = try escapedClass(escaped) {
                    set.ranges += inner.isNegated && inner.classes.isEmpty ? inner.complementRanges() : inner.ranges
                    set.classes += inner.classes.map { ($0.test, $0.isNegated != inner.isNegated) }
                    continue
                }
                low = try escapedScalar(escaped)
            }
            var high = low
            if current == "-", position + 1 < scalars.count, scalars[position + 1] != "]" {
                position += 1
                let upper = scalars[position]
                position += 1
                high = upper.value
                if upper == "\\", let escaped = current {
                    position += 1
                    high = try escapedScalar(escaped)
                }
            }
            guard low <= high else { throw failure("a range whose ends are the wrong way round") }
            set.ranges.append(low...high)
        }
        guard take("]") else { throw failure("a '[' without its ']'") }
        return set
    }

    /// `[:alpha:]` and its like; the opening bracket is read.
    private mutating func namedClass() throws(QueryError) -> [ClosedRange<UInt32>]? {
        guard let end = scalars[position...].firstIndex(of: "]"), end > position + 1, scalars[end - 1] == ":" else { return nil }
        let name = String(String.UnicodeScalarView(scalars[position + 1..<end - 1]))
        let ranges: [ClosedRange<UInt32>]
        switch name {
        case "alpha": ranges = [0x41...0x5A, 0x61...0x7A]
        case "digit": ranges = [0x30...0x39]
        case "alnum": ranges = [0x30...0x39, 0x41...0x5A, 0x61...0x7A]
        case "upper": ranges = [0x41...0x5A]
        case "lower": ranges = [0x61...0x7A]
        case "space": ranges = [0x09...0x0D, 0x20...0x20]
        case "blank": ranges = [0x09...0x09, 0x20...0x20]
        case "punct": ranges = [0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E]
        case "xdigit": ranges = [0x30...0x39, 0x41...0x46, 0x61...0x66]
        case "word": ranges = ScalarSet.word.ranges
        default: throw failure("[:\(name):] is unknown")
        }
        position = end + 1
        return ranges
    }
}
