import Columns
import Functions
import Planner

/// How the exact terms of a grouping's aggregates share a few words a group.
///
/// Sums are kept of offsets from the least value that an argument can have. A field has as many bits as `rowLimit` rows can fill, so
/// several fields share a word and one addition serves them all. Smallest and largest values are kept as the maximum of a key that
/// is 0 for no rows. Terms that several aggregates need are kept once.
struct PackedLayout: Sendable {
    /// An argument of one or several aggregates.
    struct Input: Sendable {
        let expression: any VectorExpression
        /// Every value is within `base ... base + range`.
        let base: Int128
        let range: UInt64
        let mayBeNull: Bool
    }

    enum Term: Hashable, Sendable {
        case rows
        /// How many rows have a value in an input.
        case values(Int)
        case sum(Int)
        /// Of inputs without NULLs only.
        case product(Int, Int)
        case smallest(Int)
        case largest(Int)
    }

    /// Bits of a word that hold a sum.
    struct Field: Sendable {
        let term: Term
        let shift: UInt64
        let bits: UInt64

        @inline(__always) func value(in word: UInt64) -> UInt64 { (word >> shift) & (bits >= 64 ? .max : (1 << bits) - 1) }
    }

    /// A smallest or largest value, in 32 or 64 bits behind the words.
    struct Extreme: Sendable {
        let term: Term
        let input: Int
        let isLargest: Bool
        let isWide: Bool
        /// From the start of the record.
        let offset: Int
    }

    let inputs: [Input]
    /// The fields of each word. Where there are words, `rows` is a field of the first.
    let words: [[Field]]
    /// Where there are no words, the first one's input has no NULLs.
    let extremes: [Extreme]
    /// Bytes from one record to the next.
    let stride: Int
    /// The most rows that may be taken into one set of records.
    let rowLimit: Int
    /// By input: whether it is a factor of a product.
    let isFactor: [Bool]
    /// By aggregate: what its `exactTerms` are here; nil for aggregates that are kept in states of their own.
    let terms: [[Term]?]

    /// - Parameters:
    ///   - groups: the most groups there can be.
    ///   - rows: about how many rows come, and what share of them one set of records takes.
    init(_ aggregates: [AggregateSpecification], input: OpenedRelation, groups: Int, rows: Int, account: MemoryAccount) {
        // Each further set of records has to be merged: its rows should outweigh its groups. More rows than there are need no room.
        let enoughBits = UInt64(bitWidth(UInt64(clamping: rows)))
        let fewestBits = min(max(16, UInt64(bitWidth(UInt64(clamping: groups)) + 4)), max(16, enoughBits))
        let mostBits = max(fewestBits, min(enoughBits, 32))
        var collector = Collector(relation: input, account: account, countBits: fewestBits)
        terms = aggregates.map { collector.terms(of: $0) }
        inputs = collector.inputs
        let products = collector.sums
        isFactor = inputs.indices.map { input in
            products.contains { if case .product(let left, let right) = $0 { left == input || right == input } else { false } }
        }
        var sums = collector.sums
        let nonNull = collector.extremes.firstIndex { term in PackedLayout.input(of: term).map { !collector.inputs[$0].mayBeNull } ?? false
        }
        if let nonNull { collector.extremes.swapAt(0, nonNull) }
        if !sums.isEmpty || nonNull == nil, !sums.contains(.rows) { sums.append(.rows) }
        // The fewest words; of several ways to them the one that takes the most rows.
        var best: [[Field]] = []
        var bestBits = fewestBits
        for countBits in (fewestBits...mostBits).reversed() {
            guard let words = PackedLayout.pack(sums, collector.inputs, countBits), best.isEmpty || words.count < best.count else {
                continue
            }
            best = words
            bestBits = countBits
        }
        if let counting = best.firstIndex(where: { $0.contains { $0.term == .rows } }) { best.swapAt(0, counting) }
        words = best
        rowLimit = (1 << Int(bestBits)) - 1
        var position = best.count * 8
        var placed: [Extreme] = []
        for isWide in [true, false] {
            for (index, term) in collector.extremes.enumerated() {
                guard let input = PackedLayout.input(of: term), (collector.inputs[input].range >= UInt64(UInt32.max)) == isWide else {
                    continue
                }
                var isLargest = false
                if case .largest = term { isLargest = true }
                let extreme = Extreme(term: term, input: input, isLargest: isLargest, isWide: isWide, offset: position)
                // The first term stays first in the list, wherever it lies.
                if index == 0 { placed.insert(extreme, at: 0) } else { placed.append(extreme) }
                position += isWide ? 8 : 4
            }
        }
        extremes = placed
        let alignment = best.isEmpty && !placed.contains { $0.isWide } ? 4 : 8
        stride = (position + alignment - 1) / alignment * alignment
    }

    /// The input of a term about one input.
    private static func input(of term: Term) -> Int? {
        switch term {
        case .rows, .product: nil
        case .values(let input), .sum(let input), .smallest(let input), .largest(let input): input
        }
    }

    /// Bits of a row's share of a sum.
    private static func rowBits(_ term: Term, _ inputs: [Input]) -> UInt64? {
        switch term {
        case .rows, .values: return 0
        case .sum(let input): return UInt64(bitWidth(inputs[input].range))
        case .product(let left, let right):
            let (product, overflow) = inputs[left].range.multipliedReportingOverflow(by: inputs[right].range)
            return overflow ? nil : UInt64(bitWidth(product))
        case .smallest, .largest: return nil
        }
    }

    /// Puts the widest fields first into the first word with room for them; nil where one is wider than a word.
    private static func pack(_ sums: [Term], _ inputs: [Input], _ countBits: UInt64) -> [[Field]]? {
        var sized: [(term: Term, bits: UInt64)] = []
        for term in sums {
            guard let bits = rowBits(term, inputs), bits + countBits <= 64 else { return nil }
            sized.append((term, bits + countBits))
        }
        var words: [[Field]] = []
        var used: [UInt64] = []
        for (term, bits) in sized.sorted(by: { $0.bits > $1.bits }) {
            let word = used.firstIndex { $0 + bits <= 64 } ?? words.count
            if word == words.count {
                words.append([])
                used.append(0)
            }
            words[word].append(Field(term: term, shift: used[word], bits: bits))
            used[word] += bits
        }
        return words
    }

    /// Finds the terms of aggregates and their inputs, each once.
    private struct Collector {
        let relation: OpenedRelation
        let account: MemoryAccount
        /// The least bits that a count of rows takes.
        let countBits: UInt64
        var inputs: [Input] = []
        var inputOfColumn: [Int: Int] = [:]
        var sums: [Term] = []
        var extremes: [Term] = []

        mutating func terms(of aggregate: AggregateSpecification) -> [Term]? {
            guard !aggregate.isDistinct, let folding = aggregate.folding,
                1...ExactTermColumns.mostTerms ~= folding.exactTerms.count
            else { return nil }
            let before = self
            var arguments: [Int] = []
            for (expression, compiled) in zip(aggregate.argumentExpressions, aggregate.arguments) {
                guard
                    let input = register(expression, compiled, filter: aggregate.filter, needsValues: folding.exactTerms != [.count])
                else {
                    self = before
                    return nil
                }
                arguments.append(input)
            }
            if let filter = aggregate.filter, arguments.isEmpty {
                let present = FilteredArgument(filter: filter, argument: nil, account: account)
                inputs.append(Input(expression: present, base: 0, range: 0, mayBeNull: true))
                arguments.append(inputs.count - 1)
            }
            var found: [Term] = []
            for term in folding.exactTerms {
                guard let own = self.term(term, arguments) else {
                    self = before
                    return nil
                }
                found.append(own)
            }
            return found
        }

        private mutating func register(
            _ expression: TypedExpression, _ compiled: any VectorExpression, filter: (any VectorExpression)?, needsValues: Bool
        ) -> Int? {
            let facts = relation.facts(of: expression)
            var base: Int128 = 0
            var range: UInt64?
            if expression.type.physical.isWhole, let bounds = facts.bounds ?? expression.type.integerRangeOfStorage {
                let (difference, overflow) = bounds.upperBound.subtractingReportingOverflow(bounds.lowerBound)
                range = overflow ? nil : UInt64(exactly: difference)
                base = bounds.lowerBound
            }
            if needsValues, range == nil { return nil }
            if let filter {
                if compiled.canRaise { return nil }
                let filtered = FilteredArgument(filter: filter, argument: compiled, account: account)
                inputs.append(Input(expression: filtered, base: base, range: range ?? 0, mayBeNull: true))
                return inputs.count - 1
            }
            var column: Int?
            if case .column(let index) = expression.node { column = index }
            if let column, let known = inputOfColumn[column] { return known }
            inputs.append(
                Input(expression: compiled, base: base, range: range ?? 0, mayBeNull: facts.mayBeNull))
            if let column { inputOfColumn[column] = inputs.count - 1 }
            return inputs.count - 1
        }

        /// The term over this grouping's inputs, and whatever else is needed to tell its value.
        private mutating func term(_ term: ExactTerm, _ arguments: [Int]) -> Term? {
            switch term {
            case .count:
                let nullable = arguments.filter { inputs[$0].mayBeNull }
                guard nullable.count <= 1, nullable.isEmpty || arguments.count == 1 else { return nil }
                return keep(sum: nullable.first.map { .values($0) } ?? .rows)
            case .sum(let argument):
                return keepSum(arguments[argument])
            case .product(let first, let second):
                let left = min(arguments[first], arguments[second]), right = max(arguments[first], arguments[second])
                // The factors are widened to 32 bits, and the values themselves must stay small enough for sums of their products, times
                // the number of rows, to fit 128 bits.
                for factor in [left, right] {
                    let input = inputs[factor]
                    guard !input.mayBeNull, input.range <= 1 << 30, input.base.magnitude <= 1 << 30, keepSum(factor) != nil else {
                        return nil
                    }
                }
                return keep(sum: .product(left, right))
            case .smallest(let argument): return keep(extreme: .smallest(arguments[argument]))
            case .largest(let argument): return keep(extreme: .largest(arguments[argument]))
            }
        }

        private mutating func keepSum(_ input: Int) -> Term? {
            _ = keep(sum: inputs[input].mayBeNull ? .values(input) : .rows)
            return keep(sum: .sum(input))
        }

        private mutating func keep(sum term: Term) -> Term? {
            guard let bits = PackedLayout.rowBits(term, inputs), bits + countBits <= 64 else { return nil }
            if !sums.contains(term) { sums.append(term) }
            return term
        }

        private mutating func keep(extreme term: Term) -> Term? {
            guard let input = PackedLayout.input(of: term), inputs[input].range < .max else { return nil }
            if !extremes.contains(term) { extremes.append(term) }
            return term
        }
    }
}

/// How many bits a number takes.
private func bitWidth(_ number: UInt64) -> Int { 64 - number.leadingZeroBitCount }
