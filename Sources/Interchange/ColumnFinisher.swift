import Columns

/// Turns the chunks of one column into vectors of the column's type.
struct ColumnFinisher: Sendable {
    let rowCount: Int
    let context: ExecutionContext

    /// - Parameter codes: the final codes of a text column, where it has them.
    func vectors(of chunks: [ChunkColumn], type: LogicalType, scale: Int, codes: CodedTexts?, coder: (Int) -> TextCoder?)
        throws(QueryError) -> [Vector]
    {
        if let codes { return try vectors(of: chunks, codes) }
        if type == .text, chunks.contains(where: { $0.guess.kind == .text }) { return try texts(chunks, coder: coder) }
        var vectors: [Vector] = []
        for chunk in chunks { vectors.append(try vector(chunk, type: type, scale: scale)) }
        return vectors
    }

    private func vector(_ chunk: ChunkColumn, type: LogicalType, scale: Int) throws(QueryError) -> Vector {
        guard let data = chunk.data else { return try nulls(chunk.count, type: type) }
        var owners: [AnyObject] = [data]
        if let validity = chunk.validity { owners.append(validity) }
        let valid = chunk.validity.map { UnsafePointer($0.pointer(to: UInt8.self)) }
        func vector(_ form: Vector.Form) -> Vector {
            Vector(type: type, count: chunk.count, form: form, data: UnsafeRawPointer(data.start), validity: valid, owners: owners)
        }
        switch chunk.guess.kind {
        case .boolean, .double: return vector(.flat)
        case .wide: return type.physical.isWhole ? try narrowed(chunk, data, type: type) : vector(.flat)
        default: break
        }
        // Whole numbers of a column of decimals, or decimals with fewer places than others have.
        let missing = scale - chunk.guess.scale
        if case .decimal = type, missing > 0 { return try scaled(chunk, data, type: type, factor: powersOfTen64[missing]) }
        return vector(.offsets(width: chunk.width, base: chunk.base))
    }

    private func nulls(_ count: Int, type: LogicalType) throws(QueryError) -> Vector {
        try Vector.constant(.null, type: type, count: count, account: context.account)
    }

    /// NULLs in the form of a coded column, so that all of its vectors share one dictionary.
    private func nullTexts(_ count: Int, _ dictionary: TextDictionary) throws(QueryError) -> Vector {
        let zeros = try Buffer(byteCount: 2, account: context.account, zeroed: true)
        return Vector(
            type: .text, count: count, form: .codes(width: .one, dictionary: dictionary), isConstant: true,
            data: UnsafeRawPointer(zeros.start),
            validity: UnsafePointer(zeros.pointer(to: UInt8.self) + 1), owners: [zeros])
    }

    private func scaled(_ chunk: ChunkColumn, _ data: Buffer, type: LogicalType, factor: Int64) throws(QueryError) -> Vector {
        // Offsets times the factor stay offsets from the scaled base. They fit: the precision of all is at most 18 digits.
        let buffer = try Buffer(byteCount: max(1, chunk.count * 8), account: context.account)
        let output = buffer.pointer(to: UInt64.self)
        let multiplier = UInt64(bitPattern: factor)
        switch chunk.width {
        case .one: multiply(data.pointer(to: UInt8.self), output, chunk.count, multiplier)
        case .two: multiply(data.pointer(to: UInt16.self), output, chunk.count, multiplier)
        case .four: multiply(data.pointer(to: UInt32.self), output, chunk.count, multiplier)
        case .eight: multiply(data.pointer(to: UInt64.self), output, chunk.count, multiplier)
        }
        var owners: [AnyObject] = [buffer]
        if let validity = chunk.validity { owners.append(validity) }
        return Vector(
            type: type, count: chunk.count, form: .offsets(width: .eight, base: chunk.base &* Int128(factor)),
            data: UnsafeRawPointer(buffer.start),
            validity: chunk.validity.map { UnsafePointer($0.pointer(to: UInt8.self)) }, owners: owners)
    }

    /// Numbers of 128 bits as offsets where their range allows it.
    private func narrowed(_ chunk: ChunkColumn, _ data: Buffer, type: LogicalType) throws(QueryError) -> Vector {
        let values = data.pointer(to: Int128.self)
        let least = values.pointee
        var owners: [AnyObject] = []
        if let validity = chunk.validity { owners.append(validity) }
        let valid = chunk.validity.map { UnsafePointer($0.pointer(to: UInt8.self)) }
        let bounds = chunk.bounds ?? bounds(values, chunk.count, valid) ?? least...least
        let (range, overflow) = bounds.upperBound.subtractingReportingOverflow(bounds.lowerBound)
        guard !overflow, range <= Int128(UInt64.max) else {
            owners.append(data)
            return Vector(type: type, count: chunk.count, data: UnsafeRawPointer(data.start), validity: valid, owners: owners)
        }
        let buffer = try Buffer(byteCount: max(1, chunk.count * 8), account: context.account)
        let output = buffer.pointer(to: UInt64.self)
        for row in 0..<chunk.count {
            let isNull = valid.map { $0[row] == 0 } ?? false
            output[row] = isNull ? 0 : UInt64(truncatingIfNeeded: values[row] &- bounds.lowerBound)
        }
        owners.append(buffer)
        return Vector(
            type: type, count: chunk.count, form: .offsets(width: .eight, base: bounds.lowerBound), data: UnsafeRawPointer(buffer.start),
            validity: valid, owners: owners)
    }

    private func bounds(_ values: UnsafeMutablePointer<Int128>, _ count: Int, _ valid: UnsafePointer<UInt8>?) -> ClosedRange<Int128>? {
        var least = Int128.max
        var greatest = Int128.min
        for row in 0..<count where valid.map({ $0[row] != 0 }) ?? true {
            least = min(least, values[row])
            greatest = max(greatest, values[row])
        }
        return least <= greatest ? least...greatest : nil
    }

    private func vectors(of chunks: [ChunkColumn], _ texts: CodedTexts) throws(QueryError) -> [Vector] {
        var vectors: [Vector] = []
        for (chunk, codes) in zip(chunks, texts.codes) {
            guard chunk.guess.kind == .text else {
                vectors.append(try nullTexts(chunk.count, texts.dictionary))
                continue
            }
            let owners: [AnyObject] = chunk.validity.map { [codes, $0] } ?? [codes]
            vectors.append(
                Vector(
                    type: .text, count: chunk.count, form: .codes(width: .four, dictionary: texts.dictionary),
                    data: UnsafeRawPointer(codes.start), validity: chunk.validity.map { UnsafePointer($0.pointer(to: UInt8.self)) },
                    owners: owners))
        }
        return vectors
    }

    private func texts(_ chunks: [ChunkColumn], coder: (Int) -> TextCoder?) throws(QueryError) -> [Vector] {
        var merge = DictionaryMerge(account: context.account)
        for chunk in chunks {
            guard let number = chunk.coder, let coder = coder(number) else { continue }
            merge.add(coder, numbered: number)
        }
        let dictionary = try merge.finish(context: context)
        let asViews = DistinctSample.favoursViews(distinctCount: dictionary.count, rowCount: rowCount)
        var vectors: [Vector] = []
        for chunk in chunks {
            guard let data = chunk.data else {
                vectors.append(try nullTexts(chunk.count, dictionary))
                continue
            }
            var owners: [AnyObject] = []
            if let validity = chunk.validity { owners.append(validity) }
            let valid = chunk.validity.map { UnsafePointer($0.pointer(to: UInt8.self)) }
            guard let number = chunk.coder else {
                owners.append(data)
                if let arena = chunk.arena { owners.append(arena) }
                vectors.append(Vector(type: .text, count: chunk.count, data: UnsafeRawPointer(data.start), validity: valid, owners: owners))
                continue
            }
            let codes = try merge.finalCodes(of: chunk, data, number, dictionary: dictionary, account: context.account)
            owners.append(codes.buffer)
            let coded = Vector(
                type: .text, count: chunk.count, form: .codes(width: codes.width, dictionary: dictionary),
                data: UnsafeRawPointer(codes.buffer.start),
                validity: valid, owners: owners)
            vectors.append(asViews ? try coded.flattened(context.account) : coded)
        }
        return vectors
    }
}

@inline(__always) private func multiply<Offset: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
    _ offsets: UnsafeMutablePointer<Offset>, _ output: UnsafeMutablePointer<UInt64>, _ count: Int, _ factor: UInt64
) {
    for row in 0..<count { output[row] = UInt64(truncatingIfNeeded: offsets[row]) &* factor }
}
