import Columns

/// Keys as runs of bytes, for columns without bounds or dictionaries.
///
/// A row's bytes are, as few as they can be so that many keys fit a view: the number that the columns with bounds and dictionaries pack
/// into, where that has no more than 64 bits; then, column by column, one byte for validity where NULL is possible and the value in its
/// flat layout (texts: four bytes of length and the bytes; the last column's without the length). Equal keys have equal bytes and the
/// other way round.
struct WideForm {
    /// How the columns in front are packed; nil where there are none.
    let packed: KeyLayout?
    /// The places of the packed columns, and of the others.
    private(set) var packedPlaces: [Int] = []
    private(set) var otherPlaces: [Int] = []
    /// How many bytes the packed columns take.
    let packedByteCount: Int

    init(_ layout: KeyLayout) {
        var product: UInt128 = 1
        for (place, digit) in layout.digits.enumerated() {
            let (next, overflow) = product.multipliedReportingOverflow(by: digit.range)
            if digit.isPackable, !overflow, next <= 1 << 64 {
                product = next
                packedPlaces.append(place)
            } else {
                otherPlaces.append(place)
            }
        }
        packedByteCount = packedPlaces.isEmpty ? 0 : (UInt128.bitWidth - (product - 1).leadingZeroBitCount + 7) / 8
        packed =
            packedPlaces.isEmpty
            ? nil : KeyLayout(packing: packedPlaces.map { layout.digits[$0] }, domain: UInt64(truncatingIfNeeded: product))
    }

    /// The number of each row's packed columns; nil where there are none.
    func numbers(_ columns: [Vector], count: Int, account: MemoryAccount) throws(QueryError) -> Buffer? {
        guard let packed else { return nil }
        let numbers = try Buffer(byteCount: max(count, 1) * 8, account: account)
        try packed.pack(packedPlaces.map { columns[$0] }, count: count, into: numbers.pointer(to: UInt64.self), account: account)
        return numbers
    }
}

extension KeyLayout {
    /// The keys of `count` rows as views whose bytes live in `arena`.
    package func serialize(
        _ columns: [Vector], count: Int, into keys: UnsafeMutablePointer<TextView>, arena: TextArena, account: MemoryAccount
    )
        throws(QueryError)
    {
        let form = WideForm(self)
        var others: [Vector] = []
        for place in form.otherPlaces { others.append(try columns[place].flattened(account)) }
        if let tail = TextTail(form, digits) {
            let numbers = try form.numbers(columns, count: count, account: account)
            return try tail.append(others[0], behind: numbers?.pointer(to: UInt64.self), count: count, into: keys, arena: arena)
        }
        let sizes = try Buffer(byteCount: max(count, 1) * 8, account: account)
        let lengths = sizes.pointer(to: Int.self)
        lengths.initialize(repeating: form.packedByteCount, count: count)
        for (index, column) in others.enumerated() {
            let mayBeNull = digits[form.otherPlaces[index]].mayBeNull
            let fixed = mayBeNull ? 1 : 0
            if column.type.physical == .text {
                let views = column.elements(as: TextView.self)
                let head = fixed + (index == others.count - 1 ? 0 : 4)
                for row in 0..<count { lengths[row] &+= head &+ (mayBeNull && !column.isValid(row) ? 0 : views[row].count) }
            } else {
                let size = fixed + column.type.physical.byteCount
                for row in 0..<count { lengths[row] &+= size }
            }
        }
        let starts = try Buffer(byteCount: max(count, 1) * 8, account: account)
        let cursors = starts.pointer(to: UnsafeMutablePointer<UInt8>.self)
        // Bytes that fit a view need no place of their own.
        let short = try Buffer(byteCount: max(count, 1) * TextView.inlineCapacity, account: account)
        let shortBytes = short.pointer(to: UInt8.self)
        for row in 0..<count {
            cursors[row] =
                lengths[row] <= TextView.inlineCapacity ? shortBytes + row &* TextView.inlineCapacity : try arena.allocate(lengths[row])
        }
        if let numbers = try form.numbers(columns, count: count, account: account) {
            let size = form.packedByteCount
            for row in 0..<count {
                (UnsafeMutableRawPointer(cursors[row])).copyMemory(from: numbers.start + row &* 8, byteCount: size)
                cursors[row] += size
            }
        }
        for (index, column) in others.enumerated() {
            serialize(
                column, mayBeNull: digits[form.otherPlaces[index]].mayBeNull, isLast: index == others.count - 1, count, cursors)
        }
        for row in 0..<count { keys[row] = TextView(cursors[row] - lengths[row], count: lengths[row]) }
    }

    private func serialize(
        _ column: Vector, mayBeNull: Bool, isLast: Bool, _ count: Int, _ cursors: UnsafeMutablePointer<UnsafeMutablePointer<UInt8>>
    ) {
        if mayBeNull {
            for row in 0..<count {
                cursors[row].pointee = byte(column.isValid(row))
                cursors[row] += 1
            }
        }
        switch column.type.physical {
        case .text:
            let views = column.elements(as: TextView.self)
            for row in 0..<count {
                let view = mayBeNull && !column.isValid(row) ? .empty : views[row]
                if !isLast {
                    UnsafeMutableRawPointer(cursors[row]).storeBytes(of: UInt32(truncatingIfNeeded: view.count), as: UInt32.self)
                    cursors[row] += 4
                }
                view.withBytes { bytes, length in cursors[row].update(from: bytes, count: length) }
                cursors[row] += view.count
            }
        case .float:
            let values = column.elements(as: Float.self)
            for row in 0..<count { put(!mayBeNull || column.isValid(row), canonicalPattern(values[row]), &cursors[row]) }
        case .double:
            let values = column.elements(as: Double.self)
            for row in 0..<count { put(!mayBeNull || column.isValid(row), canonicalPattern(values[row]), &cursors[row]) }
        default:
            switch column.type.physical.byteCount {
            case 1: copy(column, mayBeNull, column.elements(as: UInt8.self), count, cursors)
            case 2: copy(column, mayBeNull, column.elements(as: UInt16.self), count, cursors)
            case 4: copy(column, mayBeNull, column.elements(as: UInt32.self), count, cursors)
            case 8: copy(column, mayBeNull, column.elements(as: UInt64.self), count, cursors)
            default: copy(column, mayBeNull, column.elements(as: UInt128.self), count, cursors)
            }
        }
    }

    private func copy<Pattern: FixedWidthInteger & BitwiseCopyable>(
        _ column: Vector, _ mayBeNull: Bool, _ values: UnsafePointer<Pattern>, _ count: Int,
        _ cursors: UnsafeMutablePointer<UnsafeMutablePointer<UInt8>>
    ) {
        for row in 0..<count { put(!mayBeNull || column.isValid(row), values[row], &cursors[row]) }
    }

    @inline(__always) private func put<Pattern: FixedWidthInteger & BitwiseCopyable>(
        _ isValid: Bool, _ value: Pattern, _ cursor: inout UnsafeMutablePointer<UInt8>
    ) {
        UnsafeMutableRawPointer(cursor).storeBytes(of: isValid ? value : 0, as: Pattern.self)
        cursor += MemoryLayout<Pattern>.size
    }

    /// The key columns again, from serialized keys. Texts point into the keys' bytes, which `owners` keep alive.
    package func deserialize(_ keys: UnsafePointer<TextView>, count: Int, owners: [AnyObject], account: MemoryAccount) throws(QueryError)
        -> [Vector]
    {
        let form = WideForm(self)
        let tail = TextTail(form, digits)
        var columns: [Vector?] = Array(repeating: nil, count: digits.count)
        if let packed = form.packed {
            let numbers = try Buffer(byteCount: max(count, 1) * 8, account: account, zeroed: true)
            if let tail {
                tail.readNumbers(keys, count: count, into: numbers.pointer(to: UInt64.self))
            } else {
                for row in 0..<count {
                    keys[row].withBytes { bytes, _ in (numbers.start + row &* 8).copyMemory(from: bytes, byteCount: form.packedByteCount) }
                }
            }
            let unpacked = try packed.unpack(UnsafePointer(numbers.pointer(to: UInt64.self)), count: count, account: account)
            for (place, column) in zip(form.packedPlaces, unpacked) { columns[place] = column }
        }
        if let tail {
            columns[form.otherPlaces[0]] = try tail.texts(of: keys, count: count, owners: owners, account: account)
            return columns.compactMap { $0 }
        }
        let positions = try Buffer(byteCount: max(count, 1) * 8, account: account)
        let cursors = positions.pointer(to: Int.self)
        cursors.initialize(repeating: form.packedByteCount, count: count)
        for place in form.otherPlaces {
            columns[place] = try deserialize(
                digits[place], isLast: place == form.otherPlaces.last, keys, cursors, count: count, owners: owners, account: account)
        }
        return columns.compactMap { $0 }
    }

    /// The next column of keys of which the first bytes were read.
    private func deserialize(
        _ digit: Digit, isLast: Bool, _ keys: UnsafePointer<TextView>, _ cursors: UnsafeMutablePointer<Int>, count: Int,
        owners: [AnyObject], account: MemoryAccount
    ) throws(QueryError) -> Vector {
        let size = digit.type.physical.byteCount
        let buffer = try Buffer(byteCount: max(count, 1) * size, account: account)
        var validityBuffer: Buffer?
        if digit.mayBeNull {
            let bytes = try Buffer(byteCount: max(count, 1), account: account)
            let validity = bytes.pointer(to: UInt8.self)
            for row in 0..<count {
                keys[row].withBytes { bytes, _ in validity[row] = bytes[cursors[row]] }
                cursors[row] &+= 1
            }
            validityBuffer = bytes
        }
        guard digit.type.physical == .text else {
            for row in 0..<count {
                keys[row].withBytes { bytes, _ in (buffer.start + row * size).copyMemory(from: bytes + cursors[row], byteCount: size) }
                cursors[row] &+= size
            }
            return Vector(type: digit.type, count: count, buffer: buffer, validity: validityBuffer)
        }
        // Texts of a short, inline key have no address of their own: they are copied.
        let arena = TextArena(account: account)
        let output = buffer.pointer(to: TextView.self)
        for row in 0..<count {
            let view = try keys[row].readingBytes { (bytes) throws(QueryError) -> TextView in
                var start = bytes + cursors[row]
                var length = keys[row].count - cursors[row]
                if !isLast {
                    length = Int(UnsafeRawPointer(start).loadUnaligned(as: UInt32.self))
                    start += 4
                    cursors[row] &+= 4
                }
                return keys[row].isInline ? try arena.view(copying: start, count: length) : TextView(start, count: length)
            }
            output[row] = view
            cursors[row] &+= view.count
        }
        return Vector(type: digit.type, count: count, buffer: buffer, validity: validityBuffer, keeping: owners + [arena])
    }
}

extension TextView {
    /// `withBytes` for bodies that throw a `QueryError`.
    func readingBytes<Result>(_ body: (UnsafePointer<UInt8>) throws(QueryError) -> Result) throws(QueryError) -> Result {
        if let external, !isInline { return try body(external) }
        var copy = self
        return try withUnsafePointer(to: &copy) { (pointer) throws(QueryError) -> Result in
            // The inline text begins at byte 4 of the view.
            try body(UnsafeRawPointer(pointer).assumingMemoryBound(to: UInt8.self) + 4)
        }
    }
}
