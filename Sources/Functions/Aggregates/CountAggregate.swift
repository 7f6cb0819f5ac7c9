import Columns

/// count(*) and count(x): the rows, or those that are not NULL.
struct CountAggregate: FoldingAggregate {
    var stateByteCount: Int { 8 }
    var ignoresNulls: Bool { true }
    var exactTerms: [ExactTerm] { [.count] }
    var isOrderFree: Bool { true }

    func assemble(_ states: UnsafeMutableRawPointer, stride: Int, count: Int, terms: ExactTermColumns) {
        for group in 0..<count {
            (states + group &* stride).storeBytes(of: Int64(truncatingIfNeeded: terms[group][0]), as: Int64.self)
        }
    }

    func update(
        _ states: UnsafeMutableRawPointer, stride: Int, groups: UnsafePointer<UInt32>?, arguments: [Vector], count: Int,
        context: EvaluationContext
    ) throws(QueryError) {
        if let argument = arguments.first, argument.isConstant, count > 0, !argument.isValid(0) { return }
        let validity = arguments.first.flatMap { $0.isConstant ? nil : $0.validity }
        guard let groups else {
            var rows: Int64 = 0
            if let validity {
                rows = Int64(RowMask.countOnes(validity, count))
            } else {
                rows = Int64(count)
            }
            states.assumingMemoryBound(to: Int64.self).pointee &+= rows
            return
        }
        if let validity {
            for row in 0..<count {
                (states + Int(groups[row]) &* stride).assumingMemoryBound(to: Int64.self).pointee &+= Int64(validity[row])
            }
        } else {
            for row in 0..<count { (states + Int(groups[row]) &* stride).assumingMemoryBound(to: Int64.self).pointee &+= 1 }
        }
    }

    func merge(
        _ target: UnsafeMutableRawPointer, stride: Int, groups: UnsafePointer<UInt32>?, from source: UnsafeRawPointer,
        sourceStride: Int, count: Int, context: EvaluationContext
    ) throws(QueryError) {
        try mergeStates(Int64.self, target, stride, groups, source, sourceStride, count) { $0 &+= $1 }
    }

    func finish(_ states: UnsafeRawPointer, stride: Int, count: Int, context: EvaluationContext) throws(QueryError) -> Vector {
        try finishGroups(StateRecords<Int64>(start: states, stride: stride, count: count), .bigint, context) { $0 as Int64? }
    }
}
