import Columns

/// A regular expression in the syntax of RE2, run in time linear in the text: no pattern can make it hang.
///
/// The program is a Pike machine: a list of instructions of which many may be active at once, each with the places of its groups.
struct RegularExpression {
    enum Instruction {
        case scalar(UInt32)
        case set(ScalarSet)
        case anyScalar(matchesNewline: Bool)
        /// Goes on at the first and, with less priority, at the second.
        case split(Int, Int)
        case jump(Int)
        case save(Int)
        case assertion(Assertion)
        case match
    }

    enum Assertion { case textStart, textEnd, lineStart, lineEnd, wordBoundary, noWordBoundary }

    let program: [Instruction]
    /// Groups that capture, the whole match included.
    let groupCount: Int

    /// Instructions that a pattern may have; repetitions are written out, so this bounds the cost of one step.
    static let instructionLimit = 20_000

    init(_ pattern: String, ignoresCase: Bool = false, dotMatchesNewline: Bool = false, isMultiline: Bool = false) throws(QueryError) {
        var parser = RegularExpressionParser(
            pattern, flags: .init(ignoresCase: ignoresCase, dotMatchesNewline: dotMatchesNewline, isMultiline: isMultiline))
        let tree = try parser.parse()
        var compiler = RegularExpressionCompiler()
        try compiler.compile(tree)
        program = compiler.finish()
        groupCount = parser.groupCount
    }

    /// The byte ranges of a match: of all of it, then of each group; nil for a group that took no part.
    struct Match {
        var ranges: [Range<Int>?]
        var whole: Range<Int> { ranges.first.flatMap { $0 } ?? 0..<0 }
    }

    /// The leftmost match at or behind `start`; with `isAnchored` only one that begins there, with `isFull` only one that ends the text.
    func firstMatch(
        _ bytes: UnsafePointer<UInt8>, _ count: Int, from start: Int = 0, isAnchored: Bool = false, isFull: Bool = false
    ) -> Match? {
        var machine = Machine(program: program, slotCount: groupCount * 2, bytes: bytes, count: count)
        return machine.run(from: start, isAnchored: isAnchored, isFull: isFull).map { slots in
            Match(
                ranges: (0..<groupCount).map { group in
                    let lower = slots[group * 2], upper = slots[group * 2 + 1]
                    return lower >= 0 && upper >= lower ? lower..<upper : nil
                })
        }
    }

    /// Whether the text matches, which is found faster than where.
    func matches(_ bytes: UnsafePointer<UInt8>, _ count: Int, isFull: Bool) -> Bool {
        var machine = Machine(program: program, slotCount: 0, bytes: bytes, count: count)
        return machine.run(from: 0, isAnchored: isFull, isFull: isFull) != nil
    }

    /// One run of the program over a text.
    private struct Machine {
        let program: [Instruction]
        let slotCount: Int
        let bytes: UnsafePointer<UInt8>
        let count: Int
        /// Active instructions in order of priority, and their slots one after the other.
        private var active: [Int] = [], activeSlots: [Int] = []
        private var next: [Int] = [], nextSlots: [Int] = []
        /// The step at which an instruction was last added.
        private var seen: [Int]
        private var stack: [(instruction: Int, restore: (slot: Int, value: Int)?)] = []

        init(program: [Instruction], slotCount: Int, bytes: UnsafePointer<UInt8>, count: Int) {
            self.program = program
            self.slotCount = slotCount
            self.bytes = bytes
            self.count = count
            seen = Array(repeating: -1, count: program.count)
        }

        mutating func run(from start: Int, isAnchored: Bool, isFull: Bool) -> [Int]? {
            var best: [Int]?
            var position = start
            while true {
                if best == nil, position == start || !isAnchored {
                    var slots = Array(repeating: -1, count: slotCount)
                    add(0, at: position, &slots, isNext: false)
                }
                if active.isEmpty, best != nil || isAnchored { return best }
                let (scalar, length) = position < count ? TextBytes.scalar(bytes, count, position) : (0, 1)
                let isAtEnd = position >= count
                next.removeAll(keepingCapacity: true)
                nextSlots.removeAll(keepingCapacity: true)
                for (index, instruction) in active.enumerated() {
                    var slots = Array(activeSlots[index * slotCount..<(index + 1) * slotCount])
                    let takes: Bool
                    switch program[instruction] {
                    case .scalar(let wanted): takes = !isAtEnd && scalar == wanted
                    case .set(let set): takes = !isAtEnd && set.contains(scalar)
                    case .anyScalar(let matchesNewline): takes = !isAtEnd && (matchesNewline || scalar != 0x0A)
                    case .match:
                        if isFull, !isAtEnd { continue }
                        best = slots
                        takes = false
                    default: takes = false
                    }
                    if case .match = program[instruction] { break }
                    if takes { add(instruction + 1, at: position + length, &slots, isNext: true) }
                }
                if isAtEnd { return best }
                swap(&active, &next)
                swap(&activeSlots, &nextSlots)
                position += length
            }
        }

        /// Adds an instruction and all that it leads to without taking a character, each once a step, best first.
        private mutating func add(_ first: Int, at position: Int, _ slots: inout [Int], isNext: Bool) {
            stack.append((first, nil))
            while let (instruction, restore) = stack.popLast() {
                if let restore {
                    slots[restore.slot] = restore.value
                    continue
                }
                guard seen[instruction] != position else { continue }
                seen[instruction] = position
                switch program[instruction] {
                case .jump(let target): stack.append((target, nil))
                case .split(let preferred, let other):
                    stack.append((other, nil))
                    stack.append((preferred, nil))
                case .save(let slot) where slot >= slotCount: stack.append((instruction + 1, nil))
                case .save(let slot):
                    stack.append((0, (slot, slots[slot])))
                    slots[slot] = position
                    stack.append((instruction + 1, nil))
                case .assertion(let assertion):
                    if holds(assertion, position) { stack.append((instruction + 1, nil)) }
                default:
                    if isNext {
                        next.append(instruction)
                        nextSlots.append(contentsOf: slots)
                    } else {
                        active.append(instruction)
                        activeSlots.append(contentsOf: slots)
                    }
                }
            }
        }

        private func holds(_ assertion: Assertion, _ position: Int) -> Bool {
            func isWord(_ index: Int) -> Bool {
                guard index >= 0, index < count else { return false }
                return ScalarSet.word.contains(UInt32(bytes[index]))
            }
            switch assertion {
            case .textStart: return position == 0
            case .textEnd: return position == count
            case .lineStart: return position == 0 || bytes[position - 1] == 0x0A
            case .lineEnd: return position == count || bytes[position] == 0x0A
            case .wordBoundary: return isWord(position - 1) != isWord(position)
            case .noWordBoundary: return isWord(position - 1) == isWord(position)
            }
        }
    }
}

/// Characters of a class such as `[a-z]`, `\d` or `\p{Han}`.
struct ScalarSet {
    var ranges: [ClosedRange<UInt32>] = []
    var isNegated = false
    /// Unicode classes, each perhaps negated.
    var classes: [(test: UnicodeClass, isNegated: Bool)] = []
    var ignoresCase = false

    enum UnicodeClass { case letter, uppercase, lowercase, number, punctuation, symbol, separator, ideograph }

    static let digit = ScalarSet(ranges: [0x30...0x39])
    static let word = ScalarSet(ranges: [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
    static let space = ScalarSet(ranges: [0x09...0x0A, 0x0C...0x0D, 0x20...0x20])

    func contains(_ scalar: UInt32) -> Bool {
        var found = includes(scalar)
        if !found, ignoresCase { found = ScalarSet.caseVariants(scalar).contains { includes($0) } }
        return found != isNegated
    }

    private func includes(_ scalar: UInt32) -> Bool {
        for range in ranges where range.contains(scalar) { return true }
        for (test, isNegated) in classes where ScalarSet.belongs(scalar, to: test) != isNegated { return true }
        return false
    }

    /// The ranges that are not in the set, for `\D` inside brackets.
    func complementRanges() -> [ClosedRange<UInt32>] {
        var result: [ClosedRange<UInt32>] = []
        var next: UInt32 = 0
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if range.lowerBound > next { result.append(next...range.lowerBound - 1) }
            next = max(next, range.upperBound + 1)
        }
        if next <= 0x10FFFF { result.append(next...0x10FFFF) }
        return result
    }

    /// The same letter in the other case, where that is one code point.
    static func caseVariants(_ scalar: UInt32) -> [UInt32] {
        guard let letter = Unicode.Scalar(scalar) else { return [] }
        return [letter.properties.lowercaseMapping, letter.properties.uppercaseMapping].compactMap { mapping in
            let scalars = mapping.unicodeScalars
            guard scalars.count == 1, let only = scalars.first, only.value != scalar else { return nil }
            return only.value
        }
    }

    private static func belongs(_ scalar: UInt32, to test: UnicodeClass) -> Bool {
        guard let properties = Unicode.Scalar(scalar)?.properties else { return false }
        let category = properties.generalCategory
        switch test {
        case .letter:
            return [.uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter].contains(category)
        case .uppercase: return category == .uppercaseLetter
        case .lowercase: return category == .lowercaseLetter
        case .number: return [.decimalNumber, .letterNumber, .otherNumber].contains(category)
        case .punctuation:
            return [
                .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation, .finalPunctuation,
                .otherPunctuation,
            ].contains(category)
        case .symbol: return [.mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol].contains(category)
        case .separator: return [.spaceSeparator, .lineSeparator, .paragraphSeparator].contains(category)
        case .ideograph: return properties.isIdeographic || scalar == 0x3005 || scalar == 0x3007
        }
    }
}
