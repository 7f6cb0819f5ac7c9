import Columns
import Functions

/// AND or OR of several operands in three-valued logic.
///
/// A row is settled by the first operand with the settling value (false for AND, true for OR). Operands that can raise run only on
/// the rows not settled before them.
struct JunctionExpression: VectorExpression {
    let operands: [any VectorExpression]
    var parts: [any VectorExpression] { operands }
    let isConjunction: Bool
    let context: EvaluationContext

    var type: LogicalType { .boolean }
    var canRaise: Bool { operands.contains { $0.canRaise } }

    func evaluate(_ batch: Batch) throws(QueryError) -> Vector {
        let count = batch.count
        let account = context.account
        let settling: UInt8 = isConjunction ? 0 : 1
        let settledBuffer = try Buffer(byteCount: max(count, 1), account: account, zeroed: true)
        let unknownBuffer = try Buffer(byteCount: max(count, 1), account: account, zeroed: true)
        let settled = settledBuffer.pointer(to: UInt8.self)
        let unknown = unknownBuffer.pointer(to: UInt8.self)
        var anyUnknown = false
        for (position, operand) in operands.enumerated() {
            if position > 0, operand.canRaise {
                let openBuffer = try Buffer(byteCount: max(count, 1), account: account)
                let open = openBuffer.pointer(to: UInt8.self)
                for row in 0..<count { open[row] = 1 &- settled[row] }
                let selection = try Selection(mask: open, count: count, account: account)
                if selection.count == 0 { break }
                let part = try operand.evaluate(try batch.selecting(selection, account: account))
                anyUnknown = anyUnknown || part.validity != nil
                merge(part, settling, settled, unknown, rows: selection.rows)
            } else {
                let whole = try operand.evaluate(batch)
                anyUnknown = anyUnknown || whole.validity != nil
                merge(whole, settling, settled, unknown, rows: nil)
            }
        }
        let output = try Buffer(byteCount: max(count, 1), account: account)
        let values = output.pointer(to: UInt8.self)
        let open = 1 &- settling
        // Settled rows have the settling value, all others the opposite.
        for row in 0..<count { values[row] = open ^ settled[row] }
        guard anyUnknown else { return Vector(type: .boolean, count: count, buffer: output) }
        for row in 0..<count { unknown[row] = 1 &- (unknown[row] & (1 &- settled[row])) }
        return Vector(type: .boolean, count: count, buffer: output, validity: unknownBuffer)
    }

    private func merge(
        _ operand: Vector, _ settling: UInt8, _ settled: UnsafeMutablePointer<UInt8>, _ unknown: UnsafeMutablePointer<UInt8>,
        rows: UnsafePointer<UInt32>?
    ) {
        let values = operand.elements(as: UInt8.self)
        let flip = 1 &- settling
        if rows == nil, !operand.isConstant {
            if let validity = operand.validity {
                for row in 0..<operand.count {
                    settled[row] |= (values[row] ^ flip) & validity[row]
                    unknown[row] |= 1 &- validity[row]
                }
            } else {
                for row in 0..<operand.count { settled[row] |= values[row] ^ flip }
            }
            return
        }
        for row in 0..<operand.count {
            let target = rows.map { Int($0[row]) } ?? row
            if operand.isValid(row) {
                settled[target] |= values[operand.isConstant ? 0 : row] ^ flip
            } else {
                unknown[target] = 1
            }
        }
    }
}

/// NOT in three-valued logic.
struct NegationExpression: VectorExpression {
    let operand: any VectorExpression
    var parts: [any VectorExpression] { [operand] }
    let context: EvaluationContext

    var type: LogicalType { .boolean }
    var canRaise: Bool { operand.canRaise }

    func evaluate(_ batch: Batch) throws(QueryError) -> Vector {
        let vector = try operand.evaluate(batch)
        let rows = vector.isConstant ? 1 : vector.count
        let buffer = try Buffer(byteCount: max(rows, 1), account: context.account)
        let output = buffer.pointer(to: UInt8.self)
        let values = vector.elements(as: UInt8.self)
        if vector.isConstant, vector.count == 0 { return vector }
        for row in 0..<rows { output[row] = values[row] ^ 1 }
        return Vector(
            type: .boolean, count: vector.count, isConstant: vector.isConstant, data: UnsafeRawPointer(buffer.start),
            validity: vector.validity, owners: vector.owners + [buffer])
    }
}

/// IS NULL.
struct NullTestExpression: VectorExpression {
    let operand: any VectorExpression
    var parts: [any VectorExpression] { [operand] }
    let context: EvaluationContext

    var type: LogicalType { .boolean }
    var canRaise: Bool { operand.canRaise }

    func evaluate(_ batch: Batch) throws(QueryError) -> Vector {
        let vector = try operand.evaluate(batch)
        guard let validity = vector.validity, !vector.isConstant else {
            let isNull = vector.isConstant && !vector.isValid(0)
            return try Vector.constant(.boolean(isNull), type: .boolean, count: batch.count, account: context.account)
        }
        let buffer = try Buffer(byteCount: max(vector.count, 1), account: context.account)
        let output = buffer.pointer(to: UInt8.self)
        for row in 0..<vector.count { output[row] = 1 &- validity[row] }
        return Vector(type: .boolean, count: vector.count, buffer: buffer)
    }
}
