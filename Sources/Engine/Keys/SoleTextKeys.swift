import Columns

/// Keys of one text column without a dictionary: its views as they are, with nothing copied.
extension KeyLayout {
    /// Whether the texts of the one column are the keys.
    var isSoleText: Bool {
        guard case .wide = form else { return false }
        return digits.count == 1 && digits[0].type.physical == .text
    }

    /// No text has this view: it has no bytes, but says what the first of them are.
    private static let null = TextView(low: 1 << 32, high: 0)

    /// The texts of `count` rows, and what they point at.
    func copyTexts(_ column: Vector, count: Int, into keys: UnsafeMutablePointer<TextView>, account: MemoryAccount) throws(QueryError)
        -> [AnyObject]
    {
        let flat = try column.flattened(account)
        let views = flat.elements(as: TextView.self)
        if let validity = flat.validity {
            for row in 0..<count { keys[row] = validity[row] != 0 ? views[row] : KeyLayout.null }
        } else {
            keys.update(from: views, count: count)
        }
        return flat.owners
    }

    /// The column again. `owners` keep alive what the keys point at.
    func texts(of keys: UnsafePointer<TextView>, count: Int, owners: [AnyObject], account: MemoryAccount) throws(QueryError) -> Vector {
        let buffer = try Buffer(byteCount: max(count, 1) * MemoryLayout<TextView>.stride, account: account)
        let views = buffer.pointer(to: TextView.self)
        guard digits[0].mayBeNull else {
            views.update(from: keys, count: count)
            return Vector(type: digits[0].type, count: count, buffer: buffer, keeping: owners)
        }
        let validityBuffer = try Buffer(byteCount: max(count, 1), account: account)
        let validity = validityBuffer.pointer(to: UInt8.self)
        for row in 0..<count {
            let isText = keys[row].low != KeyLayout.null.low
            validity[row] = byte(isText)
            views[row] = isText ? keys[row] : .empty
        }
        return Vector(type: digits[0].type, count: count, buffer: buffer, validity: validityBuffer, keeping: owners)
    }
}
