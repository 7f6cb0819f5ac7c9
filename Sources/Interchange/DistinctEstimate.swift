import Columns

/// Counts distinct texts by those alone whose hash ends in six zeros, a 64th of them: an estimate within a few per cent that is the same for any order of the rows.
struct DistinctEstimate {
    private static let share = 64

    @inline(__always) static func selects(_ hash: UInt64) -> Bool { hash & UInt64(share - 1) == 0 }

    /// About how many distinct texts there are, from the selected hashes of all rows.
    static func distinctCount(_ hashes: [[UInt64]]) -> Int {
        var all = Array(hashes.joined())
        all.sort()
        var distinct = 0
        for (index, hash) in all.enumerated() where index == 0 || hash != all[index - 1] { distinct += 1 }
        return distinct * share
    }
}
