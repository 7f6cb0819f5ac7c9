import Columns
import Functions

/// An aggregate that tells every set of rows and every order of them apart: a polynomial hash of its BIGINT argument. NULLs are left out.
struct OrderedHash: FoldingAggregate {
    struct State {
        var hash: UInt64
        /// 31 to the number of values, minus one, so that no rows are zeros.
        var power: UInt64

        mutating func append(_ other: State) {
            hash = hash &* (other.power &+ 1) &+ other.hash
            power = (power &+ 1) &* (other.power &+ 1) &- 1
        }
    }

    var stateByteCount: Int { 16 }

    func update(
        _ states: UnsafeMutableRawPointer, stride: Int, groups: UnsafePointer<UInt32>?, arguments: [Vector], count: Int,
        context: EvaluationContext
    ) throws(QueryError) {
        for row in 0..<count where arguments[0].isValid(row) {
            let state = (states + Int(groups?[row] ?? 0) * stride).assumingMemoryBound(to: State.self)
            state.pointee.append(
                State(hash: UInt64(truncatingIfNeeded: arguments[0].wholeNumber(at: row) &+ 1_000), power: 30))
        }
    }

    func merge(
        _ target: UnsafeMutableRawPointer, stride: Int, groups: UnsafePointer<UInt32>?, from source: UnsafeRawPointer, sourceStride: Int,
        count: Int, context: EvaluationContext
    ) throws(QueryError) {
        for index in 0..<count {
            let state = (target + Int(groups?[index] ?? UInt32(index)) * stride).assumingMemoryBound(to: State.self)
            state.pointee.append((source + index * sourceStride).load(as: State.self))
        }
    }

    func finish(_ states: UnsafeRawPointer, stride: Int, count: Int, context: EvaluationContext) throws(QueryError) -> Vector {
        var values: [Value] = []
        for index in 0..<count { values.append(.integer(Int128((states + index * stride).load(as: State.self).hash >> 1))) }
        return try Vector.of(values, type: .bigint, account: context.account)
    }

    static func hash(_ values: [Value]) -> Value {
        var state = State(hash: 0, power: 0)
        for case .integer(let number) in values {
            state.append(State(hash: UInt64(truncatingIfNeeded: number &+ 1_000), power: 30))
        }
        return .integer(Int128(state.hash >> 1))
    }
}

/// The same of all values together, and the number of rows with NULL.
struct GatheredHash: GatheringAggregate {
    func finish(arguments: [Vector], offsets: UnsafePointer<Int>, groupCount: Int, context: EvaluationContext) throws(QueryError) -> Vector
    {
        var values: [Value] = []
        for group in 0..<groupCount {
            values.append(OrderedHash.hash((offsets[group]..<offsets[group + 1]).map { arguments[0].value(at: $0) }))
        }
        return try Vector.of(values, type: .bigint, account: context.account)
    }
}
