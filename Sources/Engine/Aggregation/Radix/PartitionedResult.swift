import Columns
import Functions

/// The results of one aggregate for the groups of all partitions, brought into one form.
struct PartitionedResult: @unchecked Sendable {
    // Unchecked: never written after its making.
    let form: StoredForm
    /// By partition, a row for each group.
    let vectors: [Vector]
    /// What the elements point at.
    let owners: [AnyObject]

    init(_ vectors: [Vector], type: LogicalType, context: EvaluationContext) throws(QueryError) {
        let workers = context.execution.workers(forRows: vectors.reduce(0) { $0 + $1.count })
        let bounds = MorselResults<ClosedRange<Int128>>(count: vectors.count)
        if type.physical.isWhole {
            try WorkerPool.shared.forEach(vectors.count, workers: workers) { (index) throws(QueryError) in
                bounds[index] = vectors[index].wholeBounds()
            }
        }
        let whole = bounds.all.compactMap { $0 }.reduce(nil as ClosedRange<Int128>?) { all, own in
            all.map { min($0.lowerBound, own.lowerBound)...max($0.upperBound, own.upperBound) } ?? own
        }
        let facts = ColumnFacts(bounds: whole, mayBeNull: vectors.contains { $0.validity != nil })
        guard let form = StoredForm(type, facts: facts, narrowWidths: context.settings.narrowWidths) else {
            throw QueryError(.internal, "results of type \(type) cannot be dealt")
        }
        self.form = form
        let stored = MorselResults<Vector>(count: vectors.count)
        try WorkerPool.shared.forEach(vectors.count, workers: workers) { (index) throws(QueryError) in
            try context.execution.check()
            stored[index] = try PartitionedResult.store(vectors[index], form, context.account)
        }
        self.vectors = stored.all.compactMap { $0 }
        owners = type.physical == .text ? self.vectors.flatMap(\.owners) : []
    }

    private static func store(_ vector: Vector, _ form: StoredForm, _ account: MemoryAccount) throws(QueryError) -> Vector {
        if form.isForm(of: vector) { return vector }
        let buffer = try Buffer(byteCount: max(vector.count * form.byteCount, 1), account: account)
        let validity = form.mayBeNull ? try Buffer(byteCount: max(vector.count, 1), account: account) : nil
        var owners = try form.store(vector, into: buffer.start, validity: validity?.pointer(to: UInt8.self), account: account)
        owners.append(buffer)
        if let validity { owners.append(validity) }
        return form.vector(
            UnsafeRawPointer(buffer.start), validity: validity.map { UnsafePointer($0.pointer(to: UInt8.self)) }, count: vector.count,
            owners: owners)
    }
}

/// The results of one aggregate for the groups of a morsel, on their way into order.
struct DealtResult {
    private let result: PartitionedResult
    private let elements: Buffer
    private let validity: Buffer?
    private let count: Int

    init(_ result: PartitionedResult, count: Int, account: MemoryAccount) throws(QueryError) {
        self.result = result
        self.count = count
        elements = try Buffer(byteCount: count * result.form.byteCount, account: account)
        validity = result.form.mayBeNull ? try Buffer(byteCount: count, account: account) : nil
    }

    /// Puts the results of some groups of a partition to the places of their first rows.
    func deal(_ partition: Int, _ groups: Range<Int>, _ firstRows: UnsafePointer<UInt16>, _ places: UnsafePointer<UInt32>) {
        let vector = result.vectors[partition]
        switch result.form.byteCount {
        case 1: deal(vector.elements(as: UInt8.self), groups, firstRows, places, elements)
        case 2: deal(vector.elements(as: UInt16.self), groups, firstRows, places, elements)
        case 4: deal(vector.elements(as: UInt32.self), groups, firstRows, places, elements)
        case 8: deal(vector.elements(as: UInt64.self), groups, firstRows, places, elements)
        default: deal(vector.elements(as: UInt128.self), groups, firstRows, places, elements)
        }
        if let validity, let source = vector.validity { deal(source, groups, firstRows, places, validity) }
    }

    @inline(__always) private func deal<Element: BitwiseCopyable>(
        _ source: UnsafePointer<Element>, _ groups: Range<Int>, _ firstRows: UnsafePointer<UInt16>, _ places: UnsafePointer<UInt32>,
        _ target: Buffer
    ) {
        let output = target.pointer(to: Element.self)
        for group in groups { output[Int(places[Int(firstRows[group])])] = source[group] }
    }

    var vector: Vector {
        var owners = result.owners
        owners.append(elements)
        if let validity { owners.append(validity) }
        return result.form.vector(
            UnsafeRawPointer(elements.start), validity: validity.map { UnsafePointer($0.pointer(to: UInt8.self)) }, count: count,
            owners: owners)
    }
}
