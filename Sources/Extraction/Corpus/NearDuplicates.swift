/// Finds the articles of a corpus that reprint an earlier one.
///
/// Articles are taken in the order of the corpus, earliest first. Each is compared with the originals that share a band of its MinHash
/// signature, by their exact Jaccard similarity; one that reprints an original is no original itself, so that a corpus of reprints costs
/// no more than one of different articles. Time is linear in the corpus: a band remembers only its first few originals.
struct NearDuplicates {
    /// The least exact similarity of a reprint.
    static let leastSimilarity = 0.6
    /// What the estimate from signatures may be off; two standard deviations of 128 bins.
    private static let tolerance = 0.09
    private static let bandCount = 32
    private static let rowsPerBand = ArticleSketch.binCount / bandCount
    /// How many originals an article is compared with exactly.
    private static let mostComparisons = 8

    /// An article that reprints another.
    struct Reprint {
        /// The earlier article's index.
        var original: Int
        /// The exact similarity.
        var similarity: Double
    }

    /// - Parameters:
    ///   - sketches: one an article.
    ///   - order: the articles' indices, earliest first.
    ///   - mayReprint: whether anything else known of two articles lets the later reprint the earlier.
    ///   - wording: an article's wording; asked for only where sketches are alike.
    /// - Returns: for each article what it reprints, nil for an original.
    static func find(
        _ sketches: [ArticleSketch], order: [Int], mayReprint: (_ later: Int, _ earlier: Int) -> Bool,
        wording: @escaping (Int) -> ArticleWording
    ) -> [Reprint?] {
        var reprints = [Reprint?](repeating: nil, count: sketches.count)
        var bands = BandTable()
        var kept = RecentWordings(wording)
        for (place, article) in order.enumerated() where !sketches[article].signature.isEmpty {
            let sketch = sketches[article]
            var found: Set<Int32> = []
            for band in 0..<bandCount {
                bands.forEach(Self.key(sketch, band)) { found.insert($0) }
            }
            var candidates: [(agreement: Double, rank: Int32, article: Int)] = []
            for rank in found {
                let earlier = order[Int(rank)]
                let agreement = sketch.agreement(with: sketches[earlier])
                guard agreement >= leastSimilarity - tolerance, mayReprint(article, earlier) else { continue }
                candidates.append((agreement, rank, earlier))
            }
            candidates.sort { $0.agreement != $1.agreement ? $0.agreement > $1.agreement : $0.rank < $1.rank }
            var best: Reprint?
            if !candidates.isEmpty {
                let own = wording(article)
                for candidate in candidates.prefix(mostComparisons) {
                    // Those that follow are hardly more alike.
                    if let best, best.similarity >= candidate.agreement + tolerance { break }
                    let other = kept[candidate.article]
                    let similarity = own.similarity(to: other)
                    guard similarity >= leastSimilarity, similarity > best?.similarity ?? 0, own.agreesInNumbers(with: other) else {
                        continue
                    }
                    best = Reprint(original: candidate.article, similarity: similarity)
                }
            }
            reprints[article] = best
            if best == nil {
                for band in 0..<bandCount { bands.insert(Self.key(sketch, band), Int32(truncatingIfNeeded: place)) }
            }
        }
        return reprints
    }

    private static func key(_ sketch: ArticleSketch, _ band: Int) -> UInt64 {
        var key = UInt64(band) &+ 1
        for index in band * rowsPerBand..<(band + 1) * rowsPerBand { key = ArticleSketch.mixed(key ^ UInt64(sketch.signature[index])) }
        return key
    }
}

/// Originals by the bands of their signatures: an open-addressed table that holds a band's first few originals.
private struct BandTable {
    private static let mostPerBand = 8
    private var keys: [UInt64]
    private var ranks: [Int32]
    private var count = 0

    init() {
        keys = .init(repeating: 0, count: 1 << 12)
        ranks = .init(repeating: -1, count: 1 << 12)
    }

    func forEach(_ key: UInt64, _ body: (Int32) -> Void) {
        let mask = keys.count - 1
        var slot = Int(truncatingIfNeeded: key) & mask
        while ranks[slot] >= 0 {
            if keys[slot] == key { body(ranks[slot]) }
            slot = (slot + 1) & mask
        }
    }

    mutating func insert(_ key: UInt64, _ rank: Int32) {
        // At most half full, so that a search ends soon.
        if count * 2 >= keys.count { grow() }
        place(key, rank)
    }

    private mutating func place(_ key: UInt64, _ rank: Int32) {
        let mask = keys.count - 1
        var slot = Int(truncatingIfNeeded: key) & mask
        var own = 0
        while ranks[slot] >= 0 {
            if keys[slot] == key { own += 1 }
            slot = (slot + 1) & mask
        }
        guard own < Self.mostPerBand else { return }
        keys[slot] = key
        ranks[slot] = rank
        count += 1
    }

    private mutating func grow() {
        let old = (keys, ranks)
        keys = .init(repeating: 0, count: old.0.count * 2)
        ranks = .init(repeating: -1, count: old.0.count * 2)
        count = 0
        for slot in old.0.indices where old.1[slot] >= 0 { place(old.0[slot], old.1[slot]) }
    }
}

/// The wordings of originals that were compared lately: where an article is reprinted often, its wording is taken apart once.
private struct RecentWordings {
    /// How many shingles are kept, each of eight bytes.
    private static let most = 4 << 20
    private let wording: (Int) -> ArticleWording
    private var kept: [Int: ArticleWording] = [:]
    private var count = 0

    init(_ wording: @escaping (Int) -> ArticleWording) { self.wording = wording }

    subscript(article: Int) -> ArticleWording {
        mutating get {
            if let found = kept[article] { return found }
            let made = wording(article)
            if count > Self.most {
                kept.removeAll(keepingCapacity: true)
                count = 0
            }
            kept[article] = made
            count += made.shingles.count
            return made
        }
    }
}
