import Columns

/// Runs a regular expression over texts, one after the other, with working memory that it keeps. Belongs to one thread.
final class RegularExpressionMatcher {
    let expression: RegularExpression
    // Raw memory: reading an instruction must cost neither a bounds check nor reference counting.
    private let program: UnsafeMutablePointer<RegularExpression.Instruction>
    private let sets: [ScalarSet]
    private var slotCount = 0
    /// Active instructions in order of priority, and their slots one after the other.
    private var active: [Int] = [], activeSlots: [Int] = []
    private var next: [Int] = [], nextSlots: [Int] = []
    /// The step at which an instruction was last added; steps go on counting from one text to the next.
    private var seen: [Int]
    private var stepBase = 0
    private var stack: [(instruction: Int, restore: (slot: Int, value: Int)?)] = []

    init(_ expression: RegularExpression) {
        self.expression = expression
        program = .allocate(capacity: expression.program.count)
        program.initialize(from: expression.program, count: expression.program.count)
        sets = expression.sets
        seen = Array(repeating: -1, count: expression.program.count)
    }

    deinit { program.deallocate() }

    /// The leftmost match at or behind `start`.
    func firstMatch(_ bytes: UnsafePointer<UInt8>, _ count: Int, from start: Int = 0) -> RegularExpression.Match? {
        slotCount = expression.groupCount * 2
        return run(bytes, count, from: start, isFull: false).map { slots in
            RegularExpression.Match(
                ranges: (0..<expression.groupCount).map { group in
                    let lower = slots[group * 2], upper = slots[group * 2 + 1]
                    return lower >= 0 && upper >= lower ? lower..<upper : nil
                })
        }
    }

    /// Whether some part of the text matches, or all of it, which is found faster than where.
    func matches(_ bytes: UnsafePointer<UInt8>, _ count: Int, isFull: Bool) -> Bool {
        slotCount = 0
        return run(bytes, count, from: 0, isFull: isFull) != nil
    }

    /// The slots of the match; with `isFull` it begins at `start` and ends with the text.
    private func run(_ bytes: UnsafePointer<UInt8>, _ count: Int, from start: Int, isFull: Bool) -> [Int]? {
        active.removeAll(keepingCapacity: true)
        activeSlots.removeAll(keepingCapacity: true)
        defer { stepBase += count + 2 }
        let unset = Array(repeating: -1, count: slotCount)
        var best: [Int]?
        var position = start
        while true {
            if best == nil, position == start || !isFull {
                if active.isEmpty, !isFull, let first = expression.firstScalars {
                    while position < count, !first.contains(bytes[position]) { position += 1 }
                    if position >= count { return nil }
                }
                var slots = unset
                add(0, bytes, count, position, &slots, isNext: false)
            }
            if active.isEmpty, best != nil || isFull { return best }
            let isAtEnd = position >= count
            let (scalar, length) = isAtEnd ? (0, 1) : TextBytes.scalar(bytes, count, position)
            next.removeAll(keepingCapacity: true)
            nextSlots.removeAll(keepingCapacity: true)
            for index in 0..<active.count {
                let instruction = active[index]
                let takes: Bool
                switch program[instruction] {
                case .scalar(let wanted): takes = !isAtEnd && scalar == wanted
                case .set(let set): takes = !isAtEnd && contains(set, scalar)
                case .anyScalar(let matchesNewline): takes = !isAtEnd && (matchesNewline || scalar != 0x0A)
                default: takes = false
                }
                if case .match = program[instruction], isAtEnd || !isFull {
                    best = Array(activeSlots[index * slotCount..<(index + 1) * slotCount])
                    // Whether there is a match is all that is asked: the first one will do.
                    if slotCount == 0 { return best }
                    break
                }
                if takes {
                    var slots = slotCount == 0 ? unset : Array(activeSlots[index * slotCount..<(index + 1) * slotCount])
                    add(instruction + 1, bytes, count, position + length, &slots, isNext: true)
                }
            }
            if isAtEnd { return best }
            swap(&active, &next)
            swap(&activeSlots, &nextSlots)
            position += length
        }
    }

    @inline(__always) private func contains(_ set: Int, _ scalar: UInt32) -> Bool {
        sets.withUnsafeBufferPointer { $0[set].contains(scalar) }
    }

    /// Adds an instruction and all that it leads to without taking a character, each once a step, best first.
    private func add(
        _ first: Int, _ bytes: UnsafePointer<UInt8>, _ count: Int, _ position: Int, _ slots: inout [Int], isNext: Bool
    ) {
        stack.append((first, nil))
        while let (instruction, restore) = stack.popLast() {
            if let restore {
                slots[restore.slot] = restore.value
                continue
            }
            guard seen[instruction] != stepBase + position else { continue }
            seen[instruction] = stepBase + position
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
                if RegularExpressionMatcher.holds(assertion, bytes, count, position) { stack.append((instruction + 1, nil)) }
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

    private static func holds(
        _ assertion: RegularExpression.Assertion, _ bytes: UnsafePointer<UInt8>, _ count: Int, _ position: Int
    ) -> Bool {
        func isWord(_ index: Int) -> Bool { index >= 0 && index < count && ScalarSet.word.contains(UInt32(bytes[index])) }
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
