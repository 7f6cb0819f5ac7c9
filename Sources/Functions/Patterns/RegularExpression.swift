import Columns

/// A regular expression in the syntax of RE2. It runs in time linear in the text: no pattern can make it hang.
///
/// The program is a Pike machine's: a list of instructions of which many may be active at once; `RegularExpressionMatcher` runs it.
struct RegularExpression: Sendable {
    /// Plain bytes, so that reading one costs no reference counting; sets stand in a list beside the program.
    enum Instruction: BitwiseCopyable, Sendable {
        case scalar(UInt32)
        case set(Int)
        case anyScalar(matchesNewline: Bool)
        /// Goes on at the first and, with less priority, at the second.
        case split(Int, Int)
        case jump(Int)
        case save(Int)
        case assertion(Assertion)
        case match
    }

    enum Assertion: BitwiseCopyable, Sendable { case textStart, textEnd, lineStart, lineEnd, wordBoundary, noWordBoundary }

    let program: [Instruction]
    let sets: [ScalarSet]
    /// Groups that capture, the whole match included.
    let groupCount: Int
    /// With what a match can begin; nil where it can be empty or begin with anything.
    let firstScalars: FirstScalars?

    /// Instructions that a pattern may have; repetitions are written out, so this bounds the cost of one step.
    static let instructionLimit = 20_000

    init(_ pattern: String, ignoresCase: Bool = false, dotMatchesNewline: Bool = false, isMultiline: Bool = false) throws(QueryError) {
        var parser = RegularExpressionParser(
            pattern, flags: .init(ignoresCase: ignoresCase, dotMatchesNewline: dotMatchesNewline, isMultiline: isMultiline))
        let tree = try parser.parse()
        var compiler = RegularExpressionCompiler()
        try compiler.compile(tree)
        program = compiler.finish()
        sets = compiler.sets
        groupCount = parser.groupCount
        firstScalars = FirstScalars(program, sets)
    }

    /// The byte ranges of a match: of all of it, then of each group; nil for a group that took no part.
    struct Match {
        var ranges: [Range<Int>?]
        var whole: Range<Int> { ranges.first.flatMap { $0 } ?? 0..<0 }
    }

    /// The characters with which a match can begin, so that a search can skip the others.
    struct FirstScalars: Sendable {
        private(set) var ascii = ScalarSet.ASCIIMask()
        private(set) var hasOthers = false

        init?(_ program: [Instruction], _ sets: [ScalarSet]) {
            var pending = [0]
            var seen: Set<Int> = []
            while let instruction = pending.popLast() {
                guard seen.insert(instruction).inserted else { continue }
                switch program[instruction] {
                case .scalar(let scalar):
                    if scalar < 128 { ascii.insert(scalar) } else { hasOthers = true }
                case .set(let index):
                    ascii.formUnion(sets[index].ascii)
                    hasOthers = hasOthers || !sets[index].isWithinASCII
                case .anyScalar, .match: return nil
                case .split(let first, let second): pending += [first, second]
                case .jump(let target): pending.append(target)
                case .save, .assertion: pending.append(instruction + 1)
                }
            }
        }

        @inline(__always) func contains(_ byte: UInt8) -> Bool {
            byte < 0x80 ? ascii.contains(UInt32(byte)) : hasOthers && byte & 0xC0 != 0x80
        }
    }
}
