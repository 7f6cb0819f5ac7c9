import Columns

/// Where a field lies in a chunk.
struct Field: BitwiseCopyable {
    /// Offset of its first byte in the chunk.
    var start: UInt32
    /// Length in the lower 30 bits, then whether it is a text by its syntax (a quoted field, a JSON string).
    /// A field whose `info` is 0, empty and not quoted, is NULL.
    var info: UInt32

    static let lengthMask: UInt32 = 0x3FFF_FFFF
    static let quotedBit: UInt32 = 0x8000_0000
    static let null = Field(start: 0, info: 0)

    var length: Int { Int(info & Field.lengthMask) }
    var isQuoted: Bool { info & Field.quotedBit != 0 }
}

/// The fields of the records of a chunk, block by block: in a block the fields of one column lie together, so that each column is parsed by a tight loop.
final class FieldTable {
    let columnCount: Int
    /// Rows in a block, as a power of two; fewer where records have very many columns.
    let blockShift: Int
    private(set) var rowCount = 0
    private var storage: Buffer
    private(set) var fields: UnsafeMutablePointer<Field>
    private var blockCapacity: Int
    private let account: MemoryAccount

    init(columnCount: Int, account: MemoryAccount) throws(QueryError) {
        self.columnCount = columnCount
        self.account = account
        var shift = 10
        while shift > 4, columnCount << shift > 1 << 18 { shift -= 1 }
        blockShift = shift
        blockCapacity = 1
        storage = try Buffer(byteCount: max(1, columnCount << shift) * MemoryLayout<Field>.stride, account: account)
        fields = storage.pointer(to: Field.self)
    }

    var blockRows: Int { 1 << blockShift }

    func removeAll() { rowCount = 0 }

    /// Where the next record's first field goes; its others follow at distances of `blockRows`. Call `commitRecord` when all are written.
    func nextRecord() throws(QueryError) -> UnsafeMutablePointer<Field> {
        let block = rowCount >> blockShift
        if block == blockCapacity { try grow() }
        return fields + ((block * columnCount) << blockShift) + (rowCount & (blockRows - 1))
    }

    func commitRecord() { rowCount += 1 }

    /// The fields of a column in a block, one after another.
    func column(_ column: Int, block: Int) -> UnsafeMutablePointer<Field> {
        fields + ((block * columnCount + column) << blockShift)
    }

    var blockCount: Int { (rowCount + blockRows - 1) >> blockShift }

    func rows(inBlock block: Int) -> Int { min(blockRows, rowCount - (block << blockShift)) }

    func field(row: Int, column: Int) -> Field {
        self.column(column, block: row >> blockShift)[row & (blockRows - 1)]
    }

    /// Takes out the rows whose mark is not 0.
    func removeRows(marked marks: UnsafePointer<UInt8>) {
        var kept = 0
        for row in 0..<rowCount where marks[row] == 0 {
            if kept != row {
                for column in 0..<columnCount {
                    self.column(column, block: kept >> blockShift)[kept & (blockRows - 1)] = field(row: row, column: column)
                }
            }
            kept += 1
        }
        rowCount = kept
    }

    private func grow() throws(QueryError) {
        let blockBytes = max(1, columnCount << blockShift) * MemoryLayout<Field>.stride
        let larger = try Buffer(byteCount: blockBytes * blockCapacity * 2, account: account)
        larger.copy(first: blockBytes * blockCapacity, of: storage)
        storage = larger
        fields = larger.pointer(to: Field.self)
        blockCapacity *= 2
    }
}
