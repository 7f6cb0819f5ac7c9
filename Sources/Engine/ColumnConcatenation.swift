import Columns

extension Vector {
    /// The rows of `pieces`, one after the other, as one vector: what a pipeline breaker gathers its output from.
    ///
    /// Pieces that already lie side by side in memory, such as the slices of one segment, are not copied. Codes of one dictionary
    /// stay codes and offsets of one base stay offsets; any other mixture becomes flat. Linear in the rows, on all workers.
    package static func concatenating(_ pieces: [Vector], type: LogicalType, context: ExecutionContext) throws(QueryError) -> Vector {
        let pieces = pieces.filter { $0.count > 0 }
        guard let first = pieces.first else { return try Vector.of([], type: type, account: context.account) }
        if pieces.count == 1 { return first.isConstant ? try first.flattened(context.account) : first }
        if case .nested = type.physical { return try concatenatingNested(pieces, type: type, context: context) }
        if let joined = adjacent(pieces, first) { return joined }
        guard let form = commonForm(pieces) else {
            let workers = context.workers(forRows: pieces.reduce(0) { $0 + $1.count })
            let flat = MorselResults<Vector>(count: pieces.count)
            try WorkerPool.shared.forEach(pieces.count, workers: workers) { (index) throws(QueryError) in
                try context.check()
                flat[index] = try pieces[index].flattened(context.account)
            }
            return try copying(flat.all.compactMap { $0 }, type: type, form: .flat, context: context)
        }
        return try copying(pieces, type: type, form: form, context: context)
    }

    /// The form that all pieces can be copied into without looking at values; nil where there is none.
    private static func commonForm(_ pieces: [Vector]) -> Form? {
        var common: Form?
        for piece in pieces {
            switch (common, piece.form) {
            case (nil, let form): common = form
            case (.flat, .flat): break
            case (.offsets(let width, let base), .offsets(let otherWidth, let otherBase)):
                if width != otherWidth || base != otherBase { return nil }
            case (.codes(let width, let dictionary), .codes(let otherWidth, let otherDictionary)):
                if dictionary !== otherDictionary { return nil }
                if otherWidth.byteCount > width.byteCount { common = piece.form }
            default: return nil
            }
        }
        return common
    }

    /// One vector over pieces of one form that follow each other in memory; nil where they do not.
    private static func adjacent(_ pieces: [Vector], _ first: Vector) -> Vector? {
        guard !first.isConstant else { return nil }
        let size = first.elementByteCount
        var count = 0
        for piece in pieces {
            guard !piece.isConstant, piece.elementByteCount == size, piece.data == first.data + count * size else { return nil }
            guard piece.validity == first.validity.map({ $0 + count }) else { return nil }
            switch (first.form, piece.form) {
            case (.flat, .flat): break
            case (.offsets(_, let base), .offsets(_, let otherBase)) where base == otherBase: break
            case (.codes(_, let dictionary), .codes(_, let otherDictionary)) where dictionary === otherDictionary: break
            default: return nil
            }
            count += piece.count
        }
        return Vector(
            type: first.type, count: count, form: first.form, data: first.data, validity: first.validity, owners: distinctOwners(pieces))
    }

    private static func distinctOwners(_ pieces: [Vector]) -> [AnyObject] {
        var seen: Set<ObjectIdentifier> = []
        var owners: [AnyObject] = []
        for piece in pieces {
            for owner in piece.owners where seen.insert(ObjectIdentifier(owner)).inserted { owners.append(owner) }
        }
        return owners
    }

    private static func copying(_ pieces: [Vector], type: LogicalType, form: Form, context: ExecutionContext) throws(QueryError) -> Vector {
        var starts: [Int] = []
        var count = 0
        for piece in pieces {
            starts.append(count)
            count += piece.count
        }
        let size: Int
        switch form {
        case .flat: size = type.physical.byteCount
        case .offsets(let width, _), .codes(let width, _): size = width.byteCount
        }
        let buffer = try Buffer(byteCount: max(count, 1) * size, account: context.account)
        var validity: Buffer?
        if pieces.contains(where: { $0.validity != nil }) { validity = try Buffer(byteCount: max(count, 1), account: context.account) }
        let offsets = starts
        let validityBuffer = validity
        try WorkerPool.shared.forEach(pieces.count, workers: context.workers(forRows: count)) { (index) throws(QueryError) in
            try context.check()
            let piece = pieces[index]
            copy(piece, to: buffer.start + offsets[index] * size, size: size)
            guard let validityBuffer else { return }
            let target = validityBuffer.pointer(to: UInt8.self) + offsets[index]
            if let source = piece.validity {
                if piece.isConstant {
                    target.update(repeating: source[0], count: piece.count)
                } else {
                    target.update(from: source, count: piece.count)
                }
            } else {
                target.update(repeating: 1, count: piece.count)
            }
        }
        // Only texts that lie elsewhere need what the pieces kept alive.
        var owners: [AnyObject] = []
        if case (.flat, .text) = (form, type.physical) { owners = distinctOwners(pieces) }
        owners.append(buffer)
        if let validity { owners.append(validity) }
        return Vector(
            type: type, count: count, form: form, data: UnsafeRawPointer(buffer.start),
            validity: validity.map { UnsafePointer($0.pointer(to: UInt8.self)) }, owners: owners)
    }

    private static func copy(_ piece: Vector, to target: UnsafeMutableRawPointer, size: Int) {
        let pieceSize = piece.elementByteCount
        if pieceSize != size {
            switch pieceSize {
            case 1: widen(piece.elements(as: UInt8.self), piece, to: target, size: size)
            default: widen(piece.elements(as: UInt16.self), piece, to: target, size: size)
            }
        } else if piece.isConstant {
            switch size {
            case 1: repeatElement(piece.elements(as: UInt8.self), target, piece.count)
            case 2: repeatElement(piece.elements(as: UInt16.self), target, piece.count)
            case 4: repeatElement(piece.elements(as: UInt32.self), target, piece.count)
            case 8: repeatElement(piece.elements(as: UInt64.self), target, piece.count)
            default: repeatElement(piece.elements(as: UInt128.self), target, piece.count)
            }
        } else {
            target.copyMemory(from: piece.data, byteCount: piece.count * size)
        }
    }

    private static func repeatElement<Element: BitwiseCopyable>(
        _ source: UnsafePointer<Element>, _ target: UnsafeMutableRawPointer, _ count: Int
    ) {
        target.assumingMemoryBound(to: Element.self).update(repeating: source[0], count: count)
    }

    /// Codes of a narrower width than the one chosen for all.
    private static func widen<Code: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
        _ source: UnsafePointer<Code>, _ piece: Vector, to target: UnsafeMutableRawPointer, size: Int
    ) {
        let step = piece.isConstant ? 0 : 1
        if size == 2 {
            let output = target.assumingMemoryBound(to: UInt16.self)
            for row in 0..<piece.count { output[row] = UInt16(truncatingIfNeeded: source[row &* step]) }
        } else {
            let output = target.assumingMemoryBound(to: UInt32.self)
            for row in 0..<piece.count { output[row] = UInt32(truncatingIfNeeded: source[row &* step]) }
        }
    }

    private static func concatenatingNested(_ pieces: [Vector], type: LogicalType, context: ExecutionContext) throws(QueryError) -> Vector {
        var values: [Value] = []
        for piece in pieces {
            try context.check()
            for row in 0..<piece.count { values.append(piece.value(at: row)) }
        }
        return try Vector.of(values, type: type, account: context.account)
    }
}
