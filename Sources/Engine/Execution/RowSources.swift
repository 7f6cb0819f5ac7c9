import Columns
import Functions
import Planner

/// Operators without an input: constant rows and series of numbers.
enum RowSources {
    /// One row of no columns.
    static let singleRow = MaterializedRows(columnTypes: [], morsels: [[Batch(columns: [], count: 1)]])

    /// The rows of a VALUES list: constants are put into vectors directly, other expressions are computed once each.
    static func values(_ rows: [[TypedExpression]], output: [OutputColumn], compiler: ExpressionCompiler) throws(QueryError)
        -> MaterializedRows
    {
        let types = output.map(\.type)
        let account = compiler.context.account
        var columns: [Vector] = []
        for (column, type) in types.enumerated() {
            var values: [Value] = []
            values.reserveCapacity(rows.count)
            for row in rows {
                let expression = row[column]
                if case .constant(let value) = expression.node, expression.type == type || value.isNull {
                    values.append(value)
                } else {
                    values.append(try compiler.constantValue(expression))
                }
            }
            columns.append(try Vector.of(values, type: type, account: account))
        }
        guard !rows.isEmpty else { return MaterializedRows(columnTypes: types, morsels: []) }
        return MaterializedRows(columnTypes: types, morsels: [cut(columns, count: rows.count, size: compiler.context.settings.vectorSize)])
    }

    /// The rows as batches of at most `size`.
    static func cut(_ columns: [Vector], count: Int, size: Int) -> [Batch] {
        stride(from: 0, to: count, by: max(size, 1)).map { start in
            let rows = start..<min(start + max(size, 1), count)
            return Batch(columns: columns.map { $0.slice(rows) }, count: rows.count)
        }
    }
}

/// Whole numbers in equal steps, made as they are read.
struct SeriesProducer: MorselProducer {
    private let start: Int64
    private let step: Int64
    private let count: Int
    private let context: ExecutionContext

    /// - Parameters: any bound may be NULL, which gives no rows.
    init(start: Int64?, stop: Int64?, step: Int64?, isInclusive: Bool, context: ExecutionContext) throws(QueryError) {
        self.context = context
        guard let start, let stop, let step else {
            (self.start, self.step, count) = (0, 1, 0)
            return
        }
        guard step != 0 else { throw QueryError(.outOfRange, "the step of a series cannot be zero") }
        self.start = start
        self.step = step
        let distance = Int128(stop) - Int128(start)
        let forward = step > 0 ? distance : -distance
        let stride = Int128(step.magnitude)
        let whole = forward < 0 ? 0 : isInclusive ? forward / stride + 1 : (forward + stride - 1) / stride
        guard whole <= Int128(UInt32.max) else {
            throw QueryError(.outOfRange, "a series of \(whole) rows is too long", help: ["at most 4,294,967,295 rows"])
        }
        count = Int(whole)
    }

    var morselCount: Int { (count + morselSize - 1) / morselSize }
    private var morselSize: Int { max(context.settings.morselSize, 1) }

    func run(morsel: Int, _ consume: (Batch) throws(QueryError) -> Bool) throws(QueryError) {
        var row = morsel * morselSize
        let end = min(row + morselSize, count)
        let size = max(context.settings.vectorSize, 1)
        while row < end {
            try context.check()
            let rows = min(size, end - row)
            let buffer = try Buffer(byteCount: rows * 8, account: context.account)
            let numbers = buffer.pointer(to: Int64.self)
            // Within the series no sum overflows; wrapping operators keep the loop free of traps.
            let first = start &+ Int64(truncatingIfNeeded: row) &* step
            for index in 0..<rows { numbers[index] = first &+ Int64(truncatingIfNeeded: index) &* step }
            row += rows
            if try !consume(Batch(columns: [Vector(type: .bigint, count: rows, buffer: buffer)], count: rows)) { return }
        }
    }
}
