import Columns

/// Keys of one text behind a number, the frequent case of keys as bytes: most fit a view, where they are put together and come apart by
/// shifts.
struct TextTail {
    private let type: LogicalType
    private let mayBeNull: Bool
    private let numberByteCount: Int
    /// Of the number and, where NULL is possible, of the byte for validity.
    private let headByteCount: Int

    /// Nil where other columns than one text have neither bounds nor a dictionary.
    init?(_ form: WideForm, _ digits: [KeyLayout.Digit]) {
        guard form.otherPlaces.count == 1, let place = form.otherPlaces.first, digits[place].type.physical == .text else { return nil }
        type = digits[place].type
        mayBeNull = digits[place].mayBeNull
        numberByteCount = form.packedByteCount
        headByteCount = form.packedByteCount + (mayBeNull ? 1 : 0)
    }

    /// - Parameter numbers: nil where there are none.
    func append(
        _ column: Vector, behind numbers: UnsafePointer<UInt64>?, count: Int, into keys: UnsafeMutablePointer<TextView>, arena: TextArena
    ) throws(QueryError) {
        let views = column.elements(as: TextView.self)
        let validShift = UInt128(8 * numberByteCount), textShift = UInt128(8 * headByteCount)
        let room = TextView.inlineCapacity - headByteCount
        for row in 0..<count {
            var head = UInt128(numbers.map { $0[row] } ?? 0)
            var view = views[row]
            if mayBeNull {
                if column.isValid(row) { head |= 1 << validShift } else { view = .empty }
            }
            let length = view.count
            if length <= room {
                keys[row] = TextView(inlineBytes: head | view.inlineBytes << textShift, count: headByteCount + length)
                continue
            }
            let bytes = try arena.allocate(headByteCount + length)
            withUnsafeBytes(of: head) {
                UnsafeMutableRawPointer(bytes).copyMemory(from: $0.baseAddress ?? .init(bytes), byteCount: headByteCount)
            }
            view.withBytes { text, length in (bytes + headByteCount).update(from: text, count: length) }
            keys[row] = TextView(bytes, count: headByteCount + length)
        }
    }

    func readNumbers(_ keys: UnsafePointer<TextView>, count: Int, into numbers: UnsafeMutablePointer<UInt64>) {
        let mask = numberByteCount >= 8 ? UInt64.max : (1 << UInt64(8 * numberByteCount)) - 1
        for row in 0..<count {
            // A key that is not inline has more than twelve bytes.
            let bytes = keys[row].isInline ? UInt64(truncatingIfNeeded: keys[row].inlineBytes) : keys[row].firstWord
            numbers[row] = bytes & mask
        }
    }

    /// The texts; those of long keys point into the keys' bytes, which `owners` keep alive.
    func texts(of keys: UnsafePointer<TextView>, count: Int, owners: [AnyObject], account: MemoryAccount) throws(QueryError) -> Vector {
        let buffer = try Buffer(byteCount: max(count, 1) * MemoryLayout<TextView>.stride, account: account)
        let output = buffer.pointer(to: TextView.self)
        let shift = UInt128(8 * headByteCount)
        for row in 0..<count {
            let length = keys[row].count - headByteCount
            if keys[row].isInline {
                output[row] = TextView(inlineBytes: keys[row].inlineBytes >> shift, count: length)
            } else if let bytes = keys[row].external {
                output[row] = TextView(bytes + headByteCount, count: length)
            }
        }
        guard mayBeNull else { return Vector(type: type, count: count, buffer: buffer, keeping: owners) }
        let validityBuffer = try Buffer(byteCount: max(count, 1), account: account)
        let validity = validityBuffer.pointer(to: UInt8.self)
        let validShift = UInt128(8 * numberByteCount)
        for row in 0..<count {
            if keys[row].isInline {
                validity[row] = UInt8(truncatingIfNeeded: keys[row].inlineBytes >> validShift)
            } else if let bytes = keys[row].external {
                validity[row] = bytes[numberByteCount]
            }
        }
        return Vector(type: type, count: count, buffer: buffer, validity: validityBuffer, keeping: owners)
    }
}

extension TextView {
    /// The twelve bytes of an inline text, the first one lowest.
    @inline(__always) fileprivate var inlineBytes: UInt128 { UInt128(low &>> 32) | UInt128(high) << 32 }

    @inline(__always) fileprivate init(inlineBytes bytes: UInt128, count: Int) {
        self.init(
            low: UInt64(truncatingIfNeeded: count) | UInt64(truncatingIfNeeded: bytes) << 32, high: UInt64(truncatingIfNeeded: bytes >> 32))
    }

    /// The first eight bytes of a text that is not inline.
    @inline(__always) fileprivate var firstWord: UInt64 { external.map { UnsafeRawPointer($0).loadUnaligned(as: UInt64.self) } ?? 0 }
}
