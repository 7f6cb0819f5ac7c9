/// What is kept of an article to find those that reprint it: its length in shingles and a MinHash signature of fixed size.
package struct ArticleSketch: Sendable {
    /// How many distinct shingles the article has.
    package var shingleCount: Int
    /// The least hash of each bin of shingles; empty for an article too short to be told from others by its wording.
    package var signature: [UInt32]

    /// The number of bins, each a place of `signature`.
    package static let binCount = 128

    /// A sketch by its parts.
    package init(shingleCount: Int, signature: [UInt32]) {
        self.shingleCount = shingleCount
        self.signature = signature
    }

    /// The sketch of an article's wording.
    package init(_ wording: ArticleWording) {
        self.init(shingleCount: wording.shingles.count, signature: Self.signature(wording.shingles))
    }

    /// One-permutation MinHash: the high bits of a shingle's hash choose the bin, the low ones compete in it. An empty bin takes what the
    /// next one that is not empty holds, moved by the distance, so that two articles fill it alike exactly where their neighbours agree
    /// (Shrivastava and Li, 2014).
    private static func signature(_ shingles: [UInt64]) -> [UInt32] {
        guard shingles.count >= ArticleWording.fewestShingles else { return [] }
        var bins = [UInt64](repeating: .max, count: binCount)
        for shingle in shingles {
            let hash = mixed(shingle)
            let bin = Int(truncatingIfNeeded: hash >> 57)
            bins[bin] = min(bins[bin], hash & 0xFFFF_FFFF)
        }
        return bins.indices.map { index -> UInt32 in
            var distance = 0
            while distance < binCount, bins[(index + distance) % binCount] == .max { distance += 1 }
            let found = UInt32(truncatingIfNeeded: bins[(index + distance) % binCount])
            return found &+ UInt32(truncatingIfNeeded: distance) &* 0x9E37_79B1
        }
    }

    /// The finishing step of MurmurHash3: every bit of the result depends on every bit of the value.
    static func mixed(_ value: UInt64) -> UInt64 {
        var hash = value
        hash = (hash ^ hash >> 33) &* 0xFF51_AFD7_ED55_8CCD
        hash = (hash ^ hash >> 33) &* 0xC4CE_B9FE_1A85_EC53
        return hash ^ hash >> 33
    }
}
