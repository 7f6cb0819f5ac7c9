import Columns

/// The rows of a partition brought into the order of their groups, each group's in input order, for aggregates that need them at once.
struct SortedPartition {
    private let rowCount: Int
    private let places: Buffer
    private let offsetBuffer: Buffer
    /// By stored column.
    private var columns: [Int: Vector] = [:]
    private let account: MemoryAccount

    /// - Parameter numbers: the group of each row.
    init(numbers: UnsafePointer<UInt32>, rowCount: Int, groupCount: Int, account: MemoryAccount) throws(QueryError) {
        self.rowCount = rowCount
        self.account = account
        places = try Buffer(byteCount: max(rowCount, 1) * 4, account: account)
        offsetBuffer = try Buffer(byteCount: (groupCount + 1) * 8, account: account, zeroed: true)
        let cursorBuffer = try Buffer(byteCount: (groupCount + 1) * 4, account: account, zeroed: true)
        let cursors = cursorBuffer.pointer(to: UInt32.self), starts = offsetBuffer.pointer(to: Int.self)
        for row in 0..<rowCount { cursors[Int(numbers[row]) &+ 1] &+= 1 }
        for group in 0..<groupCount {
            cursors[group &+ 1] &+= cursors[group]
            starts[group &+ 1] = Int(cursors[group &+ 1])
        }
        let output = places.pointer(to: UInt32.self)
        for row in 0..<rowCount {
            let cursor = cursors + Int(numbers[row])
            output[row] = cursor.pointee
            cursor.pointee &+= 1
        }
    }

    /// The rows of group `g` are `offsets[g] ..< offsets[g + 1]`.
    var offsets: UnsafePointer<Int> { UnsafePointer(offsetBuffer.pointer(to: Int.self)) }

    /// A stored column in the order of the groups.
    mutating func column(_ place: Int, form: StoredForm, _ stored: Buffer, validity: Buffer?) throws(QueryError) -> Vector {
        if let known = columns[place] { return known }
        let elements = try Buffer(byteCount: max(rowCount, 1) * form.byteCount, account: account)
        switch form.byteCount {
        case 1: scatter(stored, elements, as: UInt8.self)
        case 2: scatter(stored, elements, as: UInt16.self)
        case 4: scatter(stored, elements, as: UInt32.self)
        case 8: scatter(stored, elements, as: UInt64.self)
        default: scatter(stored, elements, as: UInt128.self)
        }
        var owners: [AnyObject] = [elements]
        var valid: UnsafePointer<UInt8>?
        if let validity {
            let bytes = try Buffer(byteCount: max(rowCount, 1), account: account)
            scatter(validity, bytes, as: UInt8.self)
            owners.append(bytes)
            valid = UnsafePointer(bytes.pointer(to: UInt8.self))
        }
        let vector = form.vector(UnsafeRawPointer(elements.start), validity: valid, count: rowCount, owners: owners)
        columns[place] = vector
        return vector
    }

    private func scatter<Element: BitwiseCopyable>(_ source: Buffer, _ target: Buffer, as _: Element.Type) {
        let input = source.pointer(to: Element.self), output = target.pointer(to: Element.self)
        let places = places.pointer(to: UInt32.self)
        for row in 0..<rowCount { output[Int(places[row])] = input[row] }
    }
}
