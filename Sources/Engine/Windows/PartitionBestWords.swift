import CVectorKernels
import Columns

/// The least words of each partition's rows, as many as are wanted, in ascending order; the greatest word where there are fewer.
struct BestWords {
    let count: Int
    private var buffer: Buffer
    private var capacity: Int

    init(count: Int, capacity: Int, account: MemoryAccount) throws(QueryError) {
        self.count = count
        self.capacity = capacity
        buffer = try Buffer(byteCount: capacity * count * 8, account: account)
        buffer.pointer(to: UInt64.self).update(repeating: .max, count: capacity * count)
    }

    mutating func reserve(_ partitions: Int, account: MemoryAccount) throws(QueryError) {
        guard partitions > capacity else { return }
        let larger = try BestWords(count: count, capacity: max(partitions, capacity * 2), account: account)
        larger.buffer.copy(first: capacity * count * 8, of: buffer)
        self = larger
    }

    /// Its words, until room is made for further partitions.
    var words: Words { Words(start: buffer.pointer(to: UInt64.self), count: count) }

    struct Words {
        let start: UnsafeMutablePointer<UInt64>
        let count: Int

        func of(_ partition: Int) -> UnsafeMutablePointer<UInt64> { start + partition &* count }

        @inline(__always) func greatest(of partition: Int) -> UInt64 { of(partition)[count &- 1] }

        @inline(__always) func insert(_ word: UInt64, into partition: Int) {
            let words = of(partition)
            var place = count &- 1
            guard word < words[place] else { return }
            while place > 0, words[place &- 1] > word {
                words[place] = words[place &- 1]
                place &-= 1
            }
            words[place] = word
        }

        /// Takes in the words of the same partitions of another worker.
        func take(_ other: Words, of partitions: Range<Int>) {
            for partition in partitions {
                for place in 0..<count { insert(other.of(partition)[place], into: partition) }
            }
        }
    }
}

/// The greatest word by partition that a wanted row can have, as far as is known.
///
/// Workers may share one: whichever bound a worker reads has been true since somebody wrote it, so it never excludes a wanted row, and
/// a lower bound that another worker's overwrites is only missed.
struct PartitionBounds: @unchecked Sendable {
    // Unchecked: words that workers share are read and written as a whole.
    let count: Int
    let words: Words
    private let buffer: Buffer

    init(count: Int, account: MemoryAccount) throws(QueryError) {
        self.count = count
        buffer = try Buffer(byteCount: max(count, 1) * 8, account: account)
        words = Words(start: buffer.pointer(to: UInt64.self))
        words.start.update(repeating: .max, count: count)
    }

    /// The same with room for more partitions; not for those that are shared.
    func reserving(_ partitions: Int, account: MemoryAccount) throws(QueryError) -> PartitionBounds {
        guard partitions > count else { return self }
        let larger = try PartitionBounds(count: max(partitions, count * 2), account: account)
        larger.buffer.copy(first: count * 8, of: buffer)
        return larger
    }

    struct Words {
        let start: UnsafeMutablePointer<UInt64>

        @inline(__always) subscript(_ partition: Int) -> UInt64 { reportql_read_shared(start + partition) }

        @inline(__always) func lower(_ partition: Int, to word: UInt64) {
            if word < self[partition] { reportql_write_shared(start + partition, word) }
        }
    }
}
