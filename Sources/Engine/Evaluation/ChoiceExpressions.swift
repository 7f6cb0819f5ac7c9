import Columns
import Functions

/// CASE: the result of the first branch whose condition is true, else `otherwise`.
///
/// A condition runs on the rows that no earlier branch has taken, and a result on the rows of its own branch, wherever one of them
/// can raise; otherwise on all rows, which is cheaper.
struct ConditionalExpression: VectorExpression {
    let type: LogicalType
    let branches: [(condition: any VectorExpression, result: any VectorExpression)]
    let otherwise: any VectorExpression
    var parts: [any VectorExpression] { branches.flatMap { [$0.condition, $0.result] } + [otherwise] }
    let context: EvaluationContext

    var canRaise: Bool { otherwise.canRaise || branches.contains { $0.condition.canRaise || $0.result.canRaise } }

    func evaluate(_ batch: Batch) throws(QueryError) -> Vector {
        let count = batch.count
        let account = context.account
        let choice = try RowChoice(type: type, count: count, account: account)
        let openBuffer = try Buffer(byteCount: max(count, 1), account: account)
        let open = openBuffer.pointer(to: UInt8.self)
        open.initialize(repeating: 1, count: count)
        for (position, branch) in branches.enumerated() {
            let taken: RowMask
            if position > 0, branch.condition.canRaise {
                let remaining = try Selection(mask: open, count: count, account: account)
                let part = try RowMask(
                    try branch.condition.evaluate(try batch.selecting(remaining, account: account)), account: account)
                let buffer = try Buffer(byteCount: max(count, 1), account: account, zeroed: true)
                let marks = buffer.pointer(to: UInt8.self)
                for row in 0..<remaining.count { marks[Int(remaining.rows[row])] = part.bytes[row] }
                taken = RowMask(buffer, count: count)
            } else {
                let isTrue = try RowMask(try branch.condition.evaluate(batch), account: account)
                taken = try isTrue.intersected(with: RowMask(openBuffer, count: count), account: account)
            }
            for row in 0..<count { open[row] &= taken.bytes[row] ^ 1 }
            try choice.take(branch.result, for: taken.bytes, of: batch, account: account)
        }
        try choice.take(otherwise, for: open, of: batch, account: account)
        return choice.finish()
    }
}

/// COALESCE: the first operand that is not NULL.
struct CoalesceExpression: VectorExpression {
    let type: LogicalType
    let operands: [any VectorExpression]
    var parts: [any VectorExpression] { operands }
    let context: EvaluationContext

    var canRaise: Bool { operands.contains { $0.canRaise } }

    func evaluate(_ batch: Batch) throws(QueryError) -> Vector {
        let count = batch.count
        let account = context.account
        if let first = operands.first {
            let vector = try first.evaluate(batch)
            if vector.validity == nil { return vector }
        }
        let choice = try RowChoice(type: type, count: count, account: account)
        let openBuffer = try Buffer(byteCount: max(count, 1), account: account)
        let open = openBuffer.pointer(to: UInt8.self)
        open.initialize(repeating: 1, count: count)
        for operand in operands {
            try choice.take(operand, for: open, of: batch, account: account)
            choice.keepMissing(in: open)
        }
        return choice.finish()
    }
}

/// Puts a vector together from rows of several.
private final class RowChoice {
    private let type: LogicalType
    private let count: Int
    private let buffer: Buffer
    private let validityBuffer: Buffer
    private var owners: [AnyObject] = []

    init(type: LogicalType, count: Int, account: MemoryAccount) throws(QueryError) {
        self.type = type
        self.count = count
        buffer = try Buffer(byteCount: max(count, 1) * type.physical.byteCount, account: account)
        validityBuffer = try Buffer(byteCount: max(count, 1), account: account, zeroed: true)
        // Rows that nobody takes are NULL, and NULLs need harmless elements.
        buffer.start.initializeMemory(as: UInt8.self, repeating: 0, count: max(count, 1) * type.physical.byteCount)
    }

    /// Takes the rows of `mask` from `expression`.
    func take(_ expression: any VectorExpression, for mask: UnsafePointer<UInt8>, of batch: Batch, account: MemoryAccount)
        throws(QueryError)
    {
        if expression.canRaise {
            let selection = try Selection(mask: mask, count: count, account: account)
            if selection.count == 0 { return }
            let part = try expression.evaluate(try batch.selecting(selection, account: account))
            try copy(part, from: nil, to: selection, account: account)
        } else {
            let selection = try Selection(mask: mask, count: count, account: account)
            if selection.count == 0 { return }
            try copy(try expression.evaluate(batch), from: selection, to: selection, account: account)
        }
    }

    private func copy(_ vector: Vector, from source: Selection?, to target: Selection, account: MemoryAccount) throws(QueryError) {
        let flat = vector.isConstant ? try vector.repeated(1).flattened(account) : try vector.flattened(account)
        let isSingle = vector.isConstant
        let validity = validityBuffer.pointer(to: UInt8.self)
        for index in 0..<target.count {
            let row = isSingle ? 0 : source.map { Int($0.rows[index]) } ?? index
            let isValid = flat.isValid(row)
            validity[Int(target.rows[index])] = byte(isValid)
        }
        func move<Element: BitwiseCopyable>(_: Element.Type) {
            let input = flat.elements(as: Element.self)
            let output = buffer.pointer(to: Element.self)
            for index in 0..<target.count {
                output[Int(target.rows[index])] = input[isSingle ? 0 : source.map { Int($0.rows[index]) } ?? index]
            }
        }
        switch type.physical.byteCount {
        case 1: move(UInt8.self)
        case 2: move(UInt16.self)
        case 4: move(UInt32.self)
        case 8: move(UInt64.self)
        default: move(UInt128.self)
        }
        if type.physical == .text || type.physical == .nested { owners += flat.owners }
    }

    /// Leaves in `open` only the rows that are still NULL.
    func keepMissing(in open: UnsafeMutablePointer<UInt8>) {
        let validity = validityBuffer.pointer(to: UInt8.self)
        for row in 0..<count { open[row] &= validity[row] ^ 1 }
    }

    func finish() -> Vector {
        let validity = validityBuffer.pointer(to: UInt8.self)
        var valid = 0
        for row in 0..<count { valid &+= Int(validity[row]) }
        return Vector(type: type, count: count, buffer: buffer, validity: valid == count ? nil : validityBuffer, keeping: owners)
    }
}
