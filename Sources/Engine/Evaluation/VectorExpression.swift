import Columns
import Functions

/// An expression made ready to run: evaluated a batch at a time, by several threads at once.
package protocol VectorExpression: Sendable {
    var type: LogicalType { get }
    /// Whether some rows raise an error; such an expression must not run on rows that an earlier condition has excluded.
    var canRaise: Bool { get }
    /// Whether evaluating a row costs less than gathering it from a filtered column would.
    var isCheap: Bool { get }
    /// The value of every row of the batch: `batch.count` elements, or a constant.
    func evaluate(_ batch: Batch) throws(QueryError) -> Vector
    /// The expressions that it is made of.
    var parts: [any VectorExpression] { get }
    /// What it was evaluated over, for EXPLAIN ANALYZE: to be asked after the rows were read.
    var strategy: String { get }
}

extension VectorExpression {
    package var isCheap: Bool { false }
}

/// A column of the batch.
struct ColumnExpression: VectorExpression {
    let type: LogicalType
    let index: Int
    var canRaise: Bool { false }
    var isCheap: Bool { true }

    func evaluate(_ batch: Batch) throws(QueryError) -> Vector { try batch.column(index) }
}

/// One value for all rows.
struct ConstantExpression: VectorExpression {
    let type: LogicalType
    private let single: Vector
    var canRaise: Bool { false }
    var isCheap: Bool { true }

    init(_ value: Value, type: LogicalType, account: MemoryAccount) throws(QueryError) {
        self.type = type
        let vector = try Vector.constant(value, type: type, count: 1, account: account)
        guard type == .text, !value.isNull else {
            single = vector
            return
        }
        // A constant text is a dictionary of one entry, so that it meets text columns in their own form.
        let view = vector.elements(as: TextView.self)[0]
        let dictionary = try TextDictionary(constant: view, owner: vector, account: account)
        let code = try Buffer(byteCount: 1, account: account, zeroed: true)
        single = Vector(
            type: .text, count: 1, form: .codes(width: .one, dictionary: dictionary), isConstant: true, data: UnsafeRawPointer(code.start),
            owners: [code, dictionary])
    }

    func evaluate(_ batch: Batch) throws(QueryError) -> Vector { single.repeated(batch.count) }
}

/// A call of a function whose kernel is settled; casts are calls as well.
struct CallExpression: VectorExpression {
    let function: ResolvedFunction
    let arguments: [any VectorExpression]
    var parts: [any VectorExpression] { arguments }
    let context: EvaluationContext
    /// Where the call stands in the statement, for its errors.
    let range: Range<Int>?

    var type: LogicalType { function.resultType }
    var canRaise: Bool { function.canRaise || function.volatility == .volatile || arguments.contains { $0.canRaise } }
    /// Comparisons run in the narrow width that their columns are stored in.
    var isCheap: Bool { function.isComparison && arguments.allSatisfy { $0.isCheap && $0.type.isStoredNarrow } }

    func evaluate(_ batch: Batch) throws(QueryError) -> Vector {
        var vectors: [Vector] = []
        vectors.reserveCapacity(arguments.count)
        for argument in arguments { vectors.append(try argument.evaluate(batch)) }
        return try apply(vectors, count: batch.count)
    }

    private func apply(_ vectors: [Vector], count: Int) throws(QueryError) -> Vector {
        let propagates = function.nullRule == .propagate
        if propagates, vectors.contains(where: { $0.isConstant && !$0.isValid(0) }) {
            return try Vector.constant(.null, type: type, count: count, account: context.account)
        }
        let foldsToOne = function.volatility != .volatile && !vectors.isEmpty && vectors.allSatisfy(\.isConstant)
        do throws(QueryError) {
            if foldsToOne {
                if count == 0 { return try Vector.constant(.null, type: type, count: 0, account: context.account) }
                return try function.kernel(vectors.map { $0.repeated(1) }, 1, context).repeated(count)
            }
            let result = try function.kernel(vectors, count, context)
            return propagates ? try result.combiningValidity(of: vectors, account: context.account) : result
        } catch { throw error.located(at: range) }
    }
}

extension Vector {
    /// The constant of this vector's first row, `count` times.
    package func repeated(_ count: Int) -> Vector {
        Vector(type: type, count: count, form: form, isConstant: true, data: data, validity: validity, owners: owners)
    }

    /// The vector with every row NULL that is NULL in one of `others`, none of which is a NULL constant.
    package func combiningValidity(of others: [Vector], account: MemoryAccount) throws(QueryError) -> Vector {
        let nullable = others.filter { $0.validity != nil && !$0.isConstant }
        guard let first = nullable.first else { return self }
        let base = isConstant ? try flattened(account) : self
        guard nullable.count > 1 || base.validity != nil else {
            return Vector(
                type: type, count: count, form: base.form, data: base.data, validity: first.validity, owners: base.owners + first.owners)
        }
        let buffer = try Buffer(byteCount: max(count, 1), account: account)
        let combined = buffer.pointer(to: UInt8.self)
        var sources = nullable.compactMap(\.validity)
        if let own = base.validity { sources.append(own) }
        combined.update(from: sources[0], count: count)
        for source in sources.dropFirst() {
            for row in 0..<count { combined[row] &= source[row] }
        }
        return base.replacingValidity(buffer)
    }
}

extension LogicalType {
    /// Whether the values are numbers of a kind, which tables store in narrow widths.
    var isStoredNarrow: Bool {
        switch physical {
        case .text, .interval, .nested, .int128: false
        default: true
        }
    }
}
