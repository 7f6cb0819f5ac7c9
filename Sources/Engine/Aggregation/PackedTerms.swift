import Columns
import Functions

/// The values of all terms for some groups, added up over the units.
struct PackedTerms {
    private let layout: PackedLayout
    private var values: [PackedLayout.Term: Buffer] = [:]
    private var present: [PackedLayout.Term: Buffer] = [:]
    /// One word or extreme of each group.
    private let gathered: Buffer

    /// - Parameter capacity: how many groups there are at most.
    init(_ layout: PackedLayout, capacity: Int, account: MemoryAccount) throws(QueryError) {
        self.layout = layout
        gathered = try Buffer(byteCount: max(capacity, 1) * 8, account: account)
        for term in layout.words.joined().map(\.term) + layout.extremes.map(\.term) {
            values[term] = try Buffer(byteCount: max(capacity, 1) * 16, account: account)
        }
        for extreme in layout.extremes { present[extreme.term] = try Buffer(byteCount: max(capacity, 1), account: account) }
    }

    /// - Parameter keys: the groups, which are also their places in the units.
    func fill(units: [PackedUnit], keys: UnsafePointer<UInt32>, count: Int) {
        for (word, fields) in layout.words.enumerated() {
            for field in fields { pointer(field.term)?.initialize(repeating: 0, count: count) }
            for unit in units {
                // Records lie in another order than groups: each is read once for all of its word's fields.
                gather(unit.records.start + word * 8, keys, count, as: UInt64.self)
                let words = gathered.pointer(to: UInt64.self)
                for field in fields {
                    guard let sums = pointer(field.term) else { continue }
                    for group in 0..<count { sums[group] &+= Int128(field.value(in: words[group])) }
                }
            }
        }
        addBases(count)
        for extreme in layout.extremes { keep(extreme, units, keys, count) }
    }

    private func gather<Word: FixedWidthInteger>(
        _ start: UnsafeMutableRawPointer, _ keys: UnsafePointer<UInt32>, _ count: Int, as _: Word.Type
    ) {
        let words = gathered.pointer(to: UInt64.self)
        let stride = layout.stride
        for group in 0..<count {
            words[group] = UInt64(truncatingIfNeeded: (start + Int(keys[group]) &* stride).loadUnaligned(as: Word.self))
        }
    }

    /// What was kept are sums of offsets from the inputs' bases.
    private func addBases(_ count: Int) {
        // Products first: they are corrected by sums that are still of offsets.
        for term in values.keys {
            if case .product(let left, let right) = term {
                let (a, b) = (layout.inputs[left].base, layout.inputs[right].base)
                guard let products = pointer(term), let sumsLeft = pointer(.sum(left)), let sumsRight = pointer(.sum(right)),
                    let rows = pointer(.rows)
                else { continue }
                // (a + x)(b + y) = ab + ay + bx + xy
                for group in 0..<count {
                    products[group] &+= a &* sumsRight[group] &+ b &* sumsLeft[group] &+ a &* b &* rows[group]
                }
            }
        }
        for term in values.keys {
            if case .sum(let input) = term {
                let base = layout.inputs[input].base
                guard base != 0, let sums = pointer(term), let counts = pointer(layout.inputs[input].mayBeNull ? .values(input) : .rows)
                else { continue }
                for group in 0..<count { sums[group] &+= base &* counts[group] }
            }
        }
    }

    private func keep(_ extreme: PackedLayout.Extreme, _ units: [PackedUnit], _ keys: UnsafePointer<UInt32>, _ count: Int) {
        guard let best = pointer(extreme.term), let found = present[extreme.term]?.pointer(to: UInt8.self) else { return }
        best.initialize(repeating: 0, count: count)
        let words = gathered.pointer(to: UInt64.self)
        for unit in units {
            let start = unit.records.start + extreme.offset
            if extreme.isWide { gather(start, keys, count, as: UInt64.self) } else { gather(start, keys, count, as: UInt32.self) }
            for group in 0..<count { best[group] = max(best[group], Int128(words[group])) }
        }
        let input = layout.inputs[extreme.input]
        for group in 0..<count {
            found[group] = byte(best[group] != 0)
            let distance = best[group] &- 1
            best[group] = extreme.isLargest ? input.base &+ distance : input.base &+ Int128(input.range) &- distance
        }
    }

    private func pointer(_ term: PackedLayout.Term) -> UnsafeMutablePointer<Int128>? { values[term]?.pointer(to: Int128.self) }

    /// The columns of an aggregate's terms.
    func columns(_ terms: [PackedLayout.Term]) -> ExactTermColumns {
        ExactTermColumns(
            values: terms.compactMap { pointer($0).map { UnsafePointer($0) } },
            present: terms.map { present[$0].map { UnsafePointer($0.pointer(to: UInt8.self)) } })
    }
}
