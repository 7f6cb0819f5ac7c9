import Columns
import Functions
import Planner

/// count(DISTINCT x) over all rows.
///
/// Where the values of x are proved to lie in a small domain, such as the codes of a dictionary, each worker marks the values that it
/// meets in a set of bits. Elsewhere the groups of a grouping by x are counted.
struct DistinctCount {
    let input: OpenedRelation
    let argument: TypedExpression
    let compiler: ExpressionCompiler

    /// Eight bytes for sixty-four values: two megabytes a worker.
    private static let largestDomain = 1 << 24

    func count() throws(QueryError) -> Int {
        let layout = KeyLayout(types: [argument.type], facts: [input.facts(of: argument)])
        if compiler.context.settings.denseArrays, let domain = layout.domain, domain <= DistinctCount.largestDomain {
            return try markedValues(layout, domain: domain)
        }
        var source = input
        if layout.digits[0].mayBeNull {
            let condition = TypedExpression(.not(TypedExpression(.isNull(argument), type: .boolean)), type: .boolean)
            let filtered = FilterProducer(
                input: input.producer, conditions: FilterConditions([try compiler.compile(condition)]), account: compiler.context.account)
            source = OpenedRelation(producer: filtered, types: input.types, facts: input.facts)
        }
        let groups = try AggregateOperator(input: source, keys: [argument], aggregates: [], compiler: compiler).run().producer
        guard let counted = groups as? any CountedRows else { throw QueryError(.internal, "a grouping does not know its groups") }
        return counted.rowCount
    }

    private func markedValues(_ layout: KeyLayout, domain: Int) throws(QueryError) -> Int {
        let context = compiler.context
        let expression = try compiler.compile(argument)
        let morsels = input.producer.morselCount
        let workers = max(min(context.settings.threads, morsels), 1)
        let words = domain / 64 + 1
        let sets = MorselResults<Buffer>(count: workers)
        let next = SharedCounter()
        try WorkerPool.shared.run(workers: workers) { (worker) throws(QueryError) in
            let set = try Buffer(byteCount: words * 8, account: context.account, zeroed: true)
            let marks = set.pointer(to: UInt64.self)
            try next.take(below: morsels) { (morsel) throws(QueryError) in
                try input.producer.run(morsel: morsel) { (batch) throws(QueryError) in
                    try context.execution.check()
                    let column = try expression.evaluate(batch)
                    if layout.markDigits(column, in: marks) { return true }
                    let buffer = try Buffer(byteCount: max(batch.count, 1) * 8, account: context.account)
                    let keys = buffer.pointer(to: UInt64.self)
                    try layout.pack([column], count: batch.count, into: keys, account: context.account)
                    mark(keys, count: batch.count, from: 0, in: marks)
                    return true
                }
            }
            sets[worker] = set
        }
        let all = sets.all.compactMap { $0?.pointer(to: UInt64.self) }
        var count = 0
        for word in 0..<words { count += all.reduce(0) { $0 | $1[word] }.nonzeroBitCount }
        // Digit 0 stands for NULL where there may be one.
        if layout.digits[0].mayBeNull, all.contains(where: { $0[0] & 1 != 0 }) { count -= 1 }
        return count
    }
}

/// Adds the digits of rows, each its number and `start`, to a set of bits. Digits are proved to be below the set's size.
private func mark<Number: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
    _ numbers: UnsafePointer<Number>, count: Int, from start: UInt64, in set: UnsafeMutablePointer<UInt64>
) {
    for row in 0..<count {
        let digit = UInt64(numbers[row]) &+ start
        set[Int(truncatingIfNeeded: digit &>> 6)] |= 1 &<< (digit & 63)
    }
}

extension KeyLayout {
    /// Adds the digits of a key of one column to a set of bits as the column is stored; false where its form or a NULL forbids it.
    fileprivate func markDigits(_ column: Vector, in set: UnsafeMutablePointer<UInt64>) -> Bool {
        guard let digit = digits.first, column.validity == nil, !column.isConstant else { return false }
        let bump: UInt64 = digit.mayBeNull ? 1 : 0
        let width: Width
        let start: UInt64
        switch column.form {
        case .codes(let codeWidth, let dictionary):
            guard dictionary === digit.dictionary else { return false }
            (width, start) = (codeWidth, bump)
        case .offsets(let offsetWidth, let base): (width, start) = (offsetWidth, UInt64(truncatingIfNeeded: base &- digit.base) &+ bump)
        case .flat: return false
        }
        switch width {
        case .one: mark(column.elements(as: UInt8.self), count: column.count, from: start, in: set)
        case .two: mark(column.elements(as: UInt16.self), count: column.count, from: start, in: set)
        case .four: mark(column.elements(as: UInt32.self), count: column.count, from: start, in: set)
        case .eight: mark(column.elements(as: UInt64.self), count: column.count, from: start, in: set)
        }
        return true
    }
}
