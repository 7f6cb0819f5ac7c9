import Columns

/// Turns the tree of a regular expression into instructions.
struct RegularExpressionCompiler {
    private var program: [RegularExpression.Instruction] = [.save(0)]
    private(set) var sets: [ScalarSet] = []

    func finish() -> [RegularExpression.Instruction] { program + [.save(1), .match] }

    private mutating func emit(_ instruction: RegularExpression.Instruction) throws(QueryError) {
        guard program.count < RegularExpression.instructionLimit else {
            throw QueryError(.outOfRange, "the regular expression is too large", help: ["use smaller repetition counts"])
        }
        program.append(instruction)
    }

    // The parser limits the depth of the tree, so the recursion is bounded.
    mutating func compile(_ node: RegularExpressionNode) throws(QueryError) {
        switch node {
        case .empty: break
        case .scalar(let scalar): try emit(.scalar(scalar))
        case .set(var set):
            set.prepare()
            sets.append(set)
            try emit(.set(sets.count - 1))
        case .anyScalar(let matchesNewline): try emit(.anyScalar(matchesNewline: matchesNewline))
        case .assertion(let assertion): try emit(.assertion(assertion))
        case .sequence(let parts):
            for part in parts { try compile(part) }
        case .group(let inner, let number):
            try emit(.save(number * 2))
            try compile(inner)
            try emit(.save(number * 2 + 1))
        case .alternatives(let branches):
            var exits: [Int] = []
            for (index, branch) in branches.enumerated() {
                guard index + 1 < branches.count else {
                    try compile(branch)
                    break
                }
                let split = program.count
                try emit(.split(split + 1, 0))
                try compile(branch)
                exits.append(program.count)
                try emit(.jump(0))
                program[split] = .split(split + 1, program.count)
            }
            for exit in exits { program[exit] = .jump(program.count) }
        case .repetition(let inner, let minimum, let maximum, let isLazy):
            for _ in 0..<minimum { try compile(inner) }
            if let maximum {
                try compileOptional(inner, times: max(maximum - minimum, 0), isLazy: isLazy)
            } else {
                let split = program.count
                try emit(.split(0, 0))
                try compile(inner)
                try emit(.jump(split))
                program[split] = choice(inside: split + 1, outside: program.count, isLazy)
            }
        }
    }

    private mutating func compileOptional(_ inner: RegularExpressionNode, times: Int, isLazy: Bool) throws(QueryError) {
        var splits: [Int] = []
        for _ in 0..<times {
            splits.append(program.count)
            try emit(.split(0, 0))
            try compile(inner)
        }
        for split in splits { program[split] = choice(inside: split + 1, outside: program.count, isLazy) }
    }

    private func choice(inside: Int, outside: Int, _ isLazy: Bool) -> RegularExpression.Instruction {
        isLazy ? .split(outside, inside) : .split(inside, outside)
    }
}
