import Columns

/// Cuts the rows of a list of vectors into blocks that workers take one by one; a block lies within one vector.
struct RowBlocks: Sendable {
    struct Block: Sendable {
        /// Which of the vectors.
        let vector: Int
        /// Rows of that vector.
        let rows: Range<Int>
        /// The number of the block's first row among the rows of all vectors.
        let firstRow: Int
    }

    /// Rows of a block at most: what a thread does between two looks at the cancel flag.
    static let capacity = 65_536

    let blocks: [Block]
    let rowCount: Int

    init(counts: [Int]) {
        var blocks: [Block] = []
        var total = 0
        for (vector, count) in counts.enumerated() {
            var start = 0
            while start < count {
                let end = min(start + RowBlocks.capacity, count)
                blocks.append(Block(vector: vector, rows: start..<end, firstRow: total + start))
                start = end
            }
            total += count
        }
        self.blocks = blocks
        rowCount = total
    }

    /// Blocks of fixed size over `rowCount` rows of one vector.
    init(rowCount: Int) {
        self.init(counts: [rowCount])
    }
}

/// Rows of a relation are numbered with 32 bits inside the operators.
func checkedRowCount(_ count: Int) throws(QueryError) -> Int {
    guard count < Int(UInt32.max) else {
        throw QueryError(
            .outOfRange, "an operator that must see all rows at once met \(count) of them; the limit is 4,294,967,294",
            help: ["filter or aggregate the rows first"])
    }
    return count
}

extension ExecutionContext {
    /// How many workers `rowCount` rows are worth: starting one for a handful costs more than it saves.
    func workers(forRows rowCount: Int) -> Int { rowCount < 32_768 ? 1 : settings.threads }
}
