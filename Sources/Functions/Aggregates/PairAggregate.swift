import Columns

/// Aggregates of two columns of doubles; a row counts where both have a value.
struct PairAggregate: FoldingAggregate {
    let statistic: PairStatistic
    /// What a stored number is divided by, where both columns hold whole numbers or decimals; nil where one does not.
    var scales: (y: Double, x: Double)?

    var stateByteCount: Int { MemoryLayout<PairMoments>.size }

    func update(
        _ states: UnsafeMutableRawPointer, stride: Int, groups: UnsafePointer<UInt32>?, arguments: [Vector], count: Int,
        context: EvaluationContext
    ) throws(QueryError) {
        let y = try Operand<Double>(arguments[0], context.account), x = try Operand<Double>(arguments[1], context.account)
        let validity = try RowValidity(arguments, count, context.account)
        if validity.isAllNull || count == 0 { return }
        if let groups {
            for row in 0..<count {
                let state = (states + Int(groups[row]) &* stride).assumingMemoryBound(to: PairMoments.self)
                state.pointee.fold(y[row], x[row], valid: validity.bytes?[row] ?? 1)
            }
        } else {
            var state = states.load(as: PairMoments.self)
            for row in 0..<count { state.fold(y[row], x[row], valid: validity.bytes?[row] ?? 1) }
            states.storeBytes(of: state, as: PairMoments.self)
        }
    }

    /// The order is that of `PairMoments.init`.
    var exactTerms: [ExactTerm] { scales == nil ? [] : [.count, .sum(0), .sum(1), .product(0, 0), .product(1, 1), .product(0, 1)] }

    func assemble(_ states: UnsafeMutableRawPointer, stride: Int, count: Int, terms: ExactTermColumns) {
        guard let scales else { return }
        for group in 0..<count {
            let moments = PairMoments(terms[group], scaleY: scales.y, scaleX: scales.x)
            (states + group &* stride).storeBytes(of: moments, as: PairMoments.self)
        }
    }

    func merge(
        _ target: UnsafeMutableRawPointer, stride: Int, groups: UnsafePointer<UInt32>?, from source: UnsafeRawPointer,
        sourceStride: Int, count: Int, context: EvaluationContext
    ) throws(QueryError) {
        try mergeStates(PairMoments.self, target, stride, groups, source, sourceStride, count) { $0.merge($1) }
    }

    func finish(_ states: UnsafeRawPointer, stride: Int, count: Int, context: EvaluationContext) throws(QueryError) -> Vector {
        let records = StateRecords<PairMoments>(start: states, stride: stride, count: count)
        if statistic == .count { return try finishGroups(records, .bigint, context) { $0.count as Int64? } }
        return try finishGroups(records, .double, context) { statistic.value($0) }
    }
}

/// An aggregate over doubles that is given numbers of other types, which it casts as they come. What is known of their bounds stays known
/// to the engine, which a cast in the plan would hide.
struct DoubleArguments: FoldingAggregate {
    private let inner: any FoldingAggregate
    private let casts: [ScalarKernel]

    /// Nil where one of the types cannot be cast.
    init?(_ inner: any FoldingAggregate, of types: [LogicalType]) {
        var casts: [ScalarKernel] = []
        for type in types {
            guard let cast = try? Cast.resolve(from: type, to: .double) else { return nil }
            casts.append(cast.kernel)
        }
        self.inner = inner
        self.casts = casts
    }

    var stateByteCount: Int { inner.stateByteCount }
    var stateAlignment: Int { inner.stateAlignment }
    var exactTerms: [ExactTerm] { inner.exactTerms }

    func update(
        _ states: UnsafeMutableRawPointer, stride: Int, groups: UnsafePointer<UInt32>?, arguments: [Vector], count: Int,
        context: EvaluationContext
    ) throws(QueryError) {
        var doubles: [Vector] = []
        for (argument, cast) in zip(arguments, casts) {
            let values = try cast([argument], count, context)
            doubles.append(
                Vector(
                    type: .double, count: count, form: values.form, isConstant: values.isConstant, data: values.data,
                    validity: argument.validity, owners: values.owners + argument.owners))
        }
        try inner.update(states, stride: stride, groups: groups, arguments: doubles, count: count, context: context)
    }

    func merge(
        _ target: UnsafeMutableRawPointer, stride: Int, groups: UnsafePointer<UInt32>?, from source: UnsafeRawPointer,
        sourceStride: Int, count: Int, context: EvaluationContext
    ) throws(QueryError) {
        try inner.merge(target, stride: stride, groups: groups, from: source, sourceStride: sourceStride, count: count, context: context)
    }

    func finish(_ states: UnsafeRawPointer, stride: Int, count: Int, context: EvaluationContext) throws(QueryError) -> Vector {
        try inner.finish(states, stride: stride, count: count, context: context)
    }

    func assemble(_ states: UnsafeMutableRawPointer, stride: Int, count: Int, terms: ExactTermColumns) {
        inner.assemble(states, stride: stride, count: count, terms: terms)
    }
}
