import Columns
import Functions

/// How a grouping runs whose packed key is itself the number of the group.
struct DensePlan: Sendable {
    let keyExpressions: [any VectorExpression]
    let keyLayout: KeyLayout
    let domain: Int
    let aggregates: [AggregateSpecification]
    let packed: PackedLayout
    /// Of the aggregates that are not packed.
    let separate: StateLayout
    /// Whether there are aggregates that are not packed.
    let hasSeparate: Bool
    /// Whether the rows of all morsels may be taken in by whoever comes first. Otherwise each lane, a run of neighbouring morsels, has
    /// states of its own: sums of doubles depend on the order of the rows.
    let isOrderFree: Bool
    let context: EvaluationContext

    /// Of one set of records.
    var byteCount: Int { domain * (packed.stride + (hasSeparate ? separate.stride : 0)) }

    /// For EXPLAIN ANALYZE.
    var strategy: String { "dense array of \(domain), \(packed.stride) bytes a group" }

    init(
        keyExpressions: [any VectorExpression], keyLayout: KeyLayout, domain: Int, aggregates: [AggregateSpecification],
        input: OpenedRelation, context: EvaluationContext
    ) {
        self.keyExpressions = keyExpressions
        self.keyLayout = keyLayout
        self.domain = domain
        self.aggregates = aggregates
        self.context = context
        let rows = input.producer.morselCount * context.settings.morselSize
        // Workers take different numbers of morsels; a little room spares a second unit.
        let share = rows / max(context.settings.threads, 1)
        packed = PackedLayout(aggregates, input: input, groups: domain, rows: share + share / 4, account: context.account)
        separate = StateLayout(aggregates, elsewhere: packed.terms.map { $0 != nil })
        let others = zip(aggregates, packed.terms).filter { $0.1 == nil && !$0.0.isDistinct }.map(\.0)
        hasSeparate = !others.isEmpty
        isOrderFree = others.allSatisfy { $0.folding?.isOrderFree ?? true }
    }
}

/// Takes in rows whose keys are the numbers of their groups: of one worker, or of one lane.
struct DenseAggregator: @unchecked Sendable {
    // Unchecked: one worker fills it; merging only reads it.

    private let plan: DensePlan
    private(set) var units: [PackedUnit] = []
    private(set) var separate: AggregateStates?
    /// The rows kept of each morsel.
    private(set) var kept: [(morsel: Int, rows: [[KeptRows]])] = []
    private var morsel = 0
    private let scratch: Scratch

    /// Room for the rows that the loops go through at a time.
    private struct Scratch {
        /// Few enough for the shares of some words to stay in the first cache.
        static let capacity = 1_024
        let numbers: Buffer
        /// By word.
        let shares: Buffer
        /// By input.
        let factors: Buffer
        /// By extreme; eight bytes a row.
        let keys: Buffer

        init(_ layout: PackedLayout, account: MemoryAccount) throws(QueryError) {
            numbers = try Buffer(byteCount: Scratch.capacity * 4, account: account)
            shares = try Buffer(byteCount: Scratch.capacity * 8 * max(layout.words.count, 1), account: account)
            factors = try Buffer(byteCount: Scratch.capacity * 4 * max(layout.inputs.count, 1), account: account)
            keys = try Buffer(byteCount: Scratch.capacity * 8 * max(layout.extremes.count, 1), account: account)
        }

        func shares(of word: Int) -> UnsafeMutablePointer<UInt64> { shares.pointer(to: UInt64.self) + word * Scratch.capacity }
        func factors(of input: Int) -> UnsafeMutablePointer<UInt32> { factors.pointer(to: UInt32.self) + input * Scratch.capacity }
        func keys<Key: BitwiseCopyable>(of extreme: Int, as key: Key.Type) -> UnsafeMutablePointer<Key> {
            (keys.start + extreme * Scratch.capacity * 8).assumingMemoryBound(to: key)
        }
    }

    init(_ plan: DensePlan) throws(QueryError) {
        self.plan = plan
        scratch = try Scratch(plan.packed, account: plan.context.account)
        if plan.hasSeparate {
            separate = try AggregateStates(plan.aggregates, layout: plan.separate, capacity: plan.domain, context: plan.context)
        }
    }

    /// Takes in the batches of a morsel. Morsels come in ascending order.
    mutating func consume(morsel: Int, of input: any MorselProducer) throws(QueryError) {
        self.morsel = morsel
        try input.run(morsel: morsel) { (batch) throws(QueryError) in
            try plan.context.execution.check()
            try consume(batch)
            return true
        }
        if let rows = separate?.takeKept(), rows.contains(where: { !$0.isEmpty }) { kept.append((morsel, rows)) }
    }

    private mutating func consume(_ batch: Batch) throws(QueryError) {
        let count = batch.count
        if count == 0 { return }
        let account = plan.context.account
        var columns: [Vector] = []
        for expression in plan.keyExpressions { columns.append(try expression.evaluate(batch)) }
        columns = try plan.keyLayout.prepared(columns, account: account)
        var inputs: [StoredNumbers] = []
        for input in plan.packed.inputs {
            let vector = try input.expression.evaluate(batch)
            inputs.append(StoredNumbers(vector.isConstant ? try vector.flattened(account) : vector, base: input.base))
        }
        var all: Buffer?
        if plan.hasSeparate {
            let numbers = try Buffer(byteCount: count * 4, account: account)
            try plan.keyLayout.pack(columns, rows: 0..<count, into: numbers.pointer(to: UInt32.self), account: account)
            all = numbers
        }
        let direct = columns.count == 1 ? DirectNumbers(columns[0], plan.keyLayout.digits[0]) : nil
        var start = 0
        while start < count {
            let end = min(start + Scratch.capacity, count)
            let rows = start..<end
            let unit = try unit(for: rows.count)
            if let all {
                update(unit, UnsafePointer(all.pointer(to: UInt32.self)) + start, shift: 0, inputs, rows)
            } else if let direct {
                switch direct.width {
                case .one: update(unit, direct.vector.elements(as: UInt8.self) + start, shift: direct.shift, inputs, rows)
                case .two: update(unit, direct.vector.elements(as: UInt16.self) + start, shift: direct.shift, inputs, rows)
                case .four, .eight: update(unit, direct.vector.elements(as: UInt32.self) + start, shift: direct.shift, inputs, rows)
                }
            } else if plan.domain <= 1 << 16 {
                let numbers = scratch.numbers.pointer(to: UInt16.self)
                try plan.keyLayout.pack(columns, rows: rows, into: numbers, account: account)
                update(unit, UnsafePointer(numbers), shift: 0, inputs, rows)
            } else {
                let numbers = scratch.numbers.pointer(to: UInt32.self)
                try plan.keyLayout.pack(columns, rows: rows, into: numbers, account: account)
                update(unit, UnsafePointer(numbers), shift: 0, inputs, rows)
            }
            start = end
        }
        if let all { try separate?.update(batch, groups: all) }
    }

    /// The unit that has room for some more rows.
    private mutating func unit(for rows: Int) throws(QueryError) -> PackedUnit {
        if let last = units.last, last.rowCount + rows <= plan.packed.rowLimit { return last }
        let unit = try PackedUnit(domain: plan.domain, stride: plan.packed.stride, account: plan.context.account)
        units.append(unit)
        return unit
    }

    // MARK: The rows of a block

    private func update<Number: FixedWidthInteger & BitwiseCopyable>(
        _ unit: PackedUnit, _ numbers: UnsafePointer<Number>, shift: Int, _ inputs: [StoredNumbers], _ rows: Range<Int>
    ) {
        let layout = plan.packed
        let direct = directShares(inputs)
        if direct == nil { prepareShares(inputs, rows) }
        prepareKeys(inputs, rows)
        unit.update(morsel: morsel, rows: rows.count, shift: shift) { records in
            if let direct {
                DenseAggregator.add(direct, &records, numbers, rows)
            } else if !layout.words.isEmpty {
                let count = layout.words.count
                records.add(numbers, rows.count, shares: scratch.shares(of: 0), pitch: Scratch.capacity, words: min(count, 4))
                var word = 4
                while word < count {
                    records.addFurther(
                        numbers, rows.count, shares: scratch.shares(of: word), pitch: Scratch.capacity, words: min(count - word, 2),
                        offset: word * 8)
                    word += 2
                }
            }
            var index = 0
            while index < layout.extremes.count {
                let extreme = layout.extremes[index]
                let notes = layout.words.isEmpty && index == 0
                let next = index + 1 < layout.extremes.count ? layout.extremes[index + 1] : nil
                if extreme.isWide {
                    records.keep(
                        numbers, rows.count, keys: scratch.keys(of: index, as: UInt64.self), offset: extreme.offset, noting: notes)
                } else if let next, !next.isWide, next.offset == extreme.offset + 4 {
                    records.keepPair(
                        numbers, rows.count, first: scratch.keys(of: index, as: UInt32.self),
                        second: scratch.keys(of: index + 1, as: UInt32.self), offset: extreme.offset, noting: notes)
                    index += 1
                } else {
                    records.keep(
                        numbers, rows.count, keys: scratch.keys(of: index, as: UInt32.self), offset: extreme.offset, noting: notes)
                }
                index += 1
            }
        }
    }

    /// Shares that need no room of their own: a count alone, or with the stored numbers of one input.
    private struct DirectShares {
        let numbers: StoredNumbers?
        let constant: UInt64
    }

    private func directShares(_ inputs: [StoredNumbers]) -> DirectShares? {
        guard plan.packed.words.count == 1, let fields = plan.packed.words.first else { return nil }
        if fields.count == 1, fields[0].term == .rows { return DirectShares(numbers: nil, constant: 1 << fields[0].shift) }
        guard fields.count == 2, case .sum(let input) = fields[0].term, fields[0].shift == 0, fields[1].term == .rows,
            inputs[input].validity == nil, inputs[input].offsetWidth != nil
        else { return nil }
        return DirectShares(numbers: inputs[input], constant: 1 << fields[1].shift &+ inputs[input].shift)
    }

    @inline(__always)
    private static func add<Number: FixedWidthInteger & BitwiseCopyable>(
        _ shares: DirectShares, _ records: inout PackedRecords, _ numbers: UnsafePointer<Number>, _ rows: Range<Int>
    ) {
        guard let stored = shares.numbers, let width = stored.offsetWidth else {
            records.add(numbers, rows.count, constant: shares.constant)
            return
        }
        let first = rows.lowerBound, constant = shares.constant
        switch width {
        case .one: records.add(numbers, rows.count, narrow: stored.elements(as: UInt8.self) + first, constant: constant)
        case .two: records.add(numbers, rows.count, narrow: stored.elements(as: UInt16.self) + first, constant: constant)
        case .four: records.add(numbers, rows.count, narrow: stored.elements(as: UInt32.self) + first, constant: constant)
        case .eight: records.add(numbers, rows.count, narrow: stored.elements(as: UInt64.self) + first, constant: constant)
        }
    }

    /// Computes each row's share of every word.
    private func prepareShares(_ inputs: [StoredNumbers], _ rows: Range<Int>) {
        let count = rows.count
        for (input, isFactor) in plan.packed.isFactor.enumerated() where isFactor {
            inputs[input].visit(
                from: rows.lowerBound, Factors(factors: scratch.factors(of: input), count: count, base: inputs[input].shift))
        }
        for (word, fields) in plan.packed.words.enumerated() {
            let shares = scratch.shares(of: word)
            // What every row adds: the first field that varies writes it, the others add to it.
            var start: UInt64? = fields.reduce(0) { $1.term == .rows ? $0 | 1 << $1.shift : $0 }
            for field in fields {
                switch field.term {
                case .sum(let input):
                    let numbers = inputs[input]
                    let validity = numbers.validity.map { $0 + rows.lowerBound }
                    numbers.visit(
                        from: rows.lowerBound,
                        FieldShares(
                            shares: shares, count: count, base: numbers.shift, position: field.shift, validity: validity, start: start))
                case .values(let input):
                    if let validity = inputs[input].validity {
                        FieldShares(shares: shares, count: count, base: 0, position: field.shift, validity: nil, start: start)
                            .visit(offsets: validity + rows.lowerBound)
                    } else {
                        let one: UInt64 = 1 << field.shift
                        for row in 0..<count { shares[row] = (start ?? shares[row]) &+ one }
                    }
                case .product(let left, let right):
                    ProductShares(shares: shares, count: count, position: field.shift, start: start)
                        .multiply(scratch.factors(of: left), scratch.factors(of: right))
                case .rows, .smallest, .largest: continue
                }
                start = nil
            }
            if let start { shares.update(repeating: start, count: count) }
        }
    }

    /// Computes each row's key of every extreme.
    private func prepareKeys(_ inputs: [StoredNumbers], _ rows: Range<Int>) {
        for (index, extreme) in plan.packed.extremes.enumerated() {
            let numbers = inputs[extreme.input]
            let range = plan.packed.inputs[extreme.input].range
            let validity = numbers.validity.map { $0 + rows.lowerBound }
            if extreme.isWide {
                let keys = ExtremeKeys(
                    keys: scratch.keys(of: index, as: UInt64.self), count: rows.count, offset: numbers.shift, range: range,
                    isLargest: extreme.isLargest, validity: validity)
                numbers.visit(from: rows.lowerBound, keys)
            } else {
                let keys = ExtremeKeys(
                    keys: scratch.keys(of: index, as: UInt32.self), count: rows.count, offset: numbers.shift, range: range,
                    isLargest: extreme.isLargest, validity: validity)
                numbers.visit(from: rows.lowerBound, keys)
            }
        }
    }
}

/// A key column whose stored numbers, but for a shift, are the numbers of the groups.
private struct DirectNumbers {
    let vector: Vector
    let width: Width
    let shift: Int

    /// Nil where the numbers have to be computed.
    init?(_ vector: Vector, _ digit: KeyLayout.Digit) {
        guard !vector.isConstant, vector.validity == nil else { return nil }
        let bump = digit.mayBeNull ? 1 : 0
        switch vector.form {
        case .codes(let width, _):
            (self.width, shift) = (width, bump)
        case .offsets(let width, let base):
            guard width != .eight, let distance = Int(exactly: base &- digit.base) else { return nil }
            (self.width, shift) = (width, distance &+ bump)
        case .flat: return nil
        }
        self.vector = vector
    }
}
