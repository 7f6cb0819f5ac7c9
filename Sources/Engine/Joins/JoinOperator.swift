import Columns
import Planner
import Synchronization

/// A condition of a join on top of its equalities.
package struct JoinResidual: Sendable {
    /// Positions, among the left columns followed by the right ones, that `evaluate` reads; nil for all. Others hold NULLs then.
    package var columns: [Int]?
    /// A BOOLEAN for each row of the batch, which holds candidate pairs. Called by several threads.
    package var evaluate: @Sendable (Batch) throws(QueryError) -> Vector

    package init(columns: [Int]? = nil, evaluate: @escaping @Sendable (Batch) throws(QueryError) -> Vector) {
        self.columns = columns
        self.evaluate = evaluate
    }
}

/// What a join does, apart from its inputs.
package struct JoinSpecification: Sendable {
    package var kind: JoinKind
    package var leftTypes: [LogicalType]
    package var rightTypes: [LogicalType]
    /// The types of the equalities' sides, and for each whether NULL equals NULL; empty for a cross or non-equi join.
    package var keyTypes: [LogicalType]
    package var nullsEqual: [Bool]
    package var residual: JoinResidual?
    package var markIsNullAware: Bool

    package init(
        kind: JoinKind, leftTypes: [LogicalType], rightTypes: [LogicalType], keyTypes: [LogicalType] = [], nullsEqual: [Bool] = [],
        residual: JoinResidual? = nil, markIsNullAware: Bool = false
    ) {
        self.kind = kind
        self.leftTypes = leftTypes
        self.rightTypes = rightTypes
        self.keyTypes = keyTypes
        self.nullsEqual = nullsEqual
        self.residual = residual
        self.markIsNullAware = markIsNullAware
    }

    package var outputTypes: [LogicalType] {
        switch kind {
        case .semi, .anti: leftTypes
        case .mark: leftTypes + [.boolean]
        case .inner, .left, .right, .full, .single: leftTypes + rightTypes
        }
    }
}

/// A join that is ready to produce.
package struct OpenedJoin: Sendable {
    package let producer: any MorselProducer
    /// How candidates are found.
    package let strategy: String
}

/// Joins: the right input is kept and indexed by key, the left one streams past it.
///
/// Pairs come in the order of the left rows, those of one left row in the order of the right rows; right rows without a match, of right
/// and full joins, come last in their order.
package enum JoinOperator {
    package static func open(
        _ specification: JoinSpecification, left: any MorselProducer, leftKeys: @escaping KeyEvaluation, right: any MorselProducer,
        rightKeys: @escaping KeyEvaluation, context: ExecutionContext
    ) throws(QueryError) -> OpenedJoin {
        let build = try KeyedRows.materialized(
            right, columnTypes: specification.rightTypes, keyTypes: specification.keyTypes, evaluate: rightKeys, context: context)
        let probe = JoinProducer(
            specification: specification, left: left, leftKeys: leftKeys,
            build: try JoinBuildSide(specification, build, context: context), context: context)
        let strategy = probe.build.table.strategy
        guard specification.kind == .right || specification.kind == .full else {
            return OpenedJoin(producer: probe, strategy: strategy)
        }
        let pairs = try probe.materialized(columnTypes: specification.outputTypes, context: context)
        let rest = try probe.build.unmatchedRows(specification, context: context)
        return OpenedJoin(producer: ConcatenatedProducer(inputs: [pairs, rest]), strategy: strategy)
    }
}

/// The kept side of a join.
final class JoinBuildSide: Sendable {
    let rowCount: Int
    let columns: [Vector]
    let keys: PackedKeys?
    let table: JoinTable
    /// For right and full joins: 1 for rows that have met their match. Set by all workers, read after they have ended.
    private let matched: Buffer?
    let nullAwareMark: NullAwareMark?

    init(_ specification: JoinSpecification, _ rows: KeyedRows, context: ExecutionContext) throws(QueryError) {
        rowCount = try checkedRowCount(rows.rows.rowCount)
        let needsColumns: Bool
        switch specification.kind {
        case .semi, .anti, .mark: needsColumns = specification.residual != nil
        case .inner, .left, .right, .full, .single: needsColumns = true
        }
        columns = needsColumns ? try rows.rows.concatenatedColumns(context: context) : []
        let keyColumns = specification.keyTypes.enumerated().map { KeyColumn(type: $1, vectors: rows.keys($0)) }
        keys =
            keyColumns.isEmpty
            ? nil : try PackedKeys.of(keyColumns, nullsEqual: specification.nullsEqual, rowCount: rowCount, context: context)
        table = try JoinTable.of(keys, rowCount: rowCount, context: context)
        let marksRows = specification.kind == .right || specification.kind == .full
        matched = marksRows ? try Buffer(byteCount: max(rowCount, 1), account: context.account, zeroed: true) : nil
        nullAwareMark =
            specification.kind == .mark && specification.markIsNullAware && !keyColumns.isEmpty
            ? try NullAwareMark(keyColumns, nullsEqual: specification.nullsEqual, rowCount: rowCount, context: context) : nil
    }

    func markMatched(_ rows: UnsafePointer<UInt32>, count: Int) {
        // Several workers may mark one row at once; they all write 1.
        guard let matched else { return }
        let marks = matched.start.assumingMemoryBound(to: Atomic<UInt8>.self)
        for index in 0..<count { marks[Int(rows[index])].store(1, ordering: .relaxed) }
    }

    /// The rows without a match behind NULLs for the left columns.
    func unmatchedRows(_ specification: JoinSpecification, context: ExecutionContext) throws(QueryError) -> any MorselProducer {
        let buffer = try Buffer(byteCount: max(rowCount, 1) * 4, account: context.account)
        let rows = buffer.pointer(to: UInt32.self)
        var count = 0
        if let marks = matched?.pointer(to: UInt8.self) {
            for row in 0..<rowCount {
                rows[count] = UInt32(truncatingIfNeeded: row)
                count &+= Int(marks[row] ^ 1)
            }
        }
        let order = RowOrder(buffer: buffer, count: count)
        return NullExtendedRows(
            nullTypes: specification.leftTypes,
            rows: ReorderedRows(columnTypes: specification.rightTypes, columns: columns, order: order, context: context),
            account: context.account)
    }
}

/// Puts columns of NULLs before the columns of some rows.
private struct NullExtendedRows: MorselProducer {
    let nullTypes: [LogicalType]
    let rows: ReorderedRows
    let account: MemoryAccount

    var morselCount: Int { rows.morselCount }

    func run(morsel: Int, _ consume: (Batch) throws(QueryError) -> Bool) throws(QueryError) {
        try rows.run(morsel: morsel) { (batch) throws(QueryError) in
            var columns: [Vector] = []
            for type in nullTypes { columns.append(try Vector.constant(.null, type: type, count: batch.count, account: account)) }
            return try consume(Batch(columns: columns + batch.baseColumns, count: batch.count))
        }
    }
}
