/// Runs a body for every number below a count, on as many threads as the caller has, and waits for all.
package typealias ConcurrentLoop = (_ count: Int, _ body: @escaping @Sendable (Int) -> Void) -> Void

/// Finds the articles of a corpus that reprint an earlier one.
///
/// Articles are taken in the order of the corpus, earliest first. Each is compared with the originals that share a band of its MinHash
/// signature, by their exact Jaccard similarity; one that reprints an original is no original itself, so that a corpus of reprints costs
/// no more than one of different articles. Time is linear in the corpus: a band remembers only its first few originals.
///
/// Articles are taken up in blocks: those of a block are compared with all originals before it at the same time, and then, one after the
/// other, with the few originals of the block itself.
final class NearDuplicates: @unchecked Sendable {
    // Unchecked: what changes is changed by one thread between two concurrent sections, or, in `found`, by the one that has the place.

    /// The least exact similarity of a reprint.
    static let leastSimilarity = 0.6
    /// What the estimate from signatures may be off; two standard deviations of 128 bins.
    private static let tolerance = 0.09
    /// How many originals an article is compared with exactly.
    private static let mostComparisons = 8
    private static let blockSize = 512

    /// An article that reprints another.
    struct Reprint {
        /// The earlier article's index.
        var original: Int
        /// The exact similarity.
        var similarity: Double
    }

    /// An original that an article may reprint.
    private struct Candidate {
        let agreement: Double
        let rank: Int32
        /// The exact similarity, zero where something else tells the two apart; nil as long as they were not compared.
        var similarity: Double?
    }

    /// What was found of an article among the originals before its block.
    private struct Found {
        var candidates: [Candidate]
        var own: ComparedWording?
        var best: Reprint?
    }

    private let order: [Int]
    private let signatures: SignatureTable
    private let mayReprint: @Sendable (_ later: Int, _ earlier: Int) -> Bool
    private let wording: @Sendable (Int) -> ArticleWording
    private let recent: RecentWordings
    private var bands = BandTable()
    private var found: UnsafeMutableBufferPointer<Found?>
    private var reprints: [Reprint?]

    /// - Parameters:
    ///   - sketches: one an article.
    ///   - order: the articles' indices, earliest first.
    ///   - mayReprint: whether anything else known of two articles lets the later reprint the earlier.
    ///   - wording: an article's wording; asked for only where sketches are alike.
    /// - Returns: for each article what it reprints, nil for an original.
    static func find(
        _ sketches: [ArticleSketch], order: [Int], concurrently: ConcurrentLoop,
        mayReprint: @escaping @Sendable (_ later: Int, _ earlier: Int) -> Bool, wording: @escaping @Sendable (Int) -> ArticleWording
    ) -> [Reprint?] {
        let search = NearDuplicates(sketches, order, mayReprint, wording)
        for start in stride(from: 0, to: order.count, by: blockSize) {
            let block = start..<min(start + blockSize, order.count)
            concurrently(block.count) { search.compareWithEarlierBlocks(block.lowerBound + $0, $0) }
            search.settle(block)
        }
        return search.reprints
    }

    private init(
        _ sketches: [ArticleSketch], _ order: [Int], _ mayReprint: @escaping @Sendable (Int, Int) -> Bool,
        _ wording: @escaping @Sendable (Int) -> ArticleWording
    ) {
        self.order = order
        self.mayReprint = mayReprint
        self.wording = wording
        signatures = SignatureTable(sketches, order)
        recent = RecentWordings(wording)
        found = .allocate(capacity: Self.blockSize)
        found.initialize(repeating: nil)
        reprints = Array(repeating: nil, count: sketches.count)
    }

    deinit {
        found.deinitialize()
        found.deallocate()
    }

    private func compareWithEarlierBlocks(_ rank: Int, _ place: Int) {
        guard signatures.isComparable[rank] else { return }
        var candidates = candidates(of: rank, in: bands)
        guard !candidates.isEmpty else { return }
        let own = ComparedWording(wording(order[rank]))
        let best = best(&candidates, own)
        found[place] = Found(candidates: candidates, own: own, best: best)
    }

    /// Decides what the articles of a block are, in their order.
    private func settle(_ block: Range<Int>) {
        var own = BandTable()
        for rank in block where signatures.isComparable[rank] {
            var result = found[rank - block.lowerBound] ?? Found(candidates: [])
            found[rank - block.lowerBound] = nil
            let neighbours = candidates(of: rank, in: own)
            if !neighbours.isEmpty {
                result.candidates = (result.candidates + neighbours).sorted(by: Self.isLikelier)
                result.best = best(&result.candidates, result.own ?? ComparedWording(wording(order[rank])))
            }
            reprints[order[rank]] = result.best
            guard result.best == nil else { continue }
            if let wording = result.own?.wording { recent.keep(wording, of: order[rank]) }
            for band in 0..<SignatureTable.bandCount {
                let key = signatures.key(rank, band)
                if bands.insert(key, Int32(truncatingIfNeeded: rank)) { own.insert(key, Int32(truncatingIfNeeded: rank)) }
            }
        }
    }

    private static func isLikelier(_ a: Candidate, _ b: Candidate) -> Bool {
        a.agreement != b.agreement ? a.agreement > b.agreement : a.rank < b.rank
    }

    /// The originals of a table that agree with an article in enough of their signatures, the likeliest first.
    private func candidates(of rank: Int, in bands: borrowing BandTable) -> [Candidate] {
        guard !bands.isEmpty else { return [] }
        var ranks: [Int32] = []
        for band in 0..<SignatureTable.bandCount { bands.forEach(signatures.key(rank, band)) { ranks.append($0) } }
        guard !ranks.isEmpty else { return [] }
        ranks.sort()
        var candidates: [Candidate] = []
        var last: Int32 = -1
        for other in ranks where other != last {
            last = other
            let agreement = signatures.agreement(rank, Int(other))
            guard agreement >= Self.leastSimilarity - Self.tolerance, mayReprint(order[rank], order[Int(other)]) else { continue }
            candidates.append(Candidate(agreement: agreement, rank: other))
        }
        candidates.sort(by: Self.isLikelier)
        return candidates
    }

    /// The candidate that is most alike; nil where none is alike enough. What was compared is remembered.
    private func best(_ candidates: inout [Candidate], _ own: ComparedWording) -> Reprint? {
        var best: Reprint?
        for index in candidates.indices.prefix(Self.mostComparisons) {
            // Those that follow are hardly more alike.
            if let best, best.similarity >= candidates[index].agreement + Self.tolerance { break }
            let original = order[Int(candidates[index].rank)]
            let similarity = candidates[index].similarity ?? similarity(own, original)
            candidates[index].similarity = similarity
            if similarity > best?.similarity ?? 0 { best = Reprint(original: original, similarity: similarity) }
        }
        return best
    }

    private func similarity(_ own: ComparedWording, _ original: Int) -> Double {
        // Numbers are few, and tell most bulletins apart whose words are alike.
        guard own.agreesInNumbers(with: recent.numbers(of: original)) else { return 0 }
        let similarity = own.similarity(to: recent[original])
        return similarity >= Self.leastSimilarity ? similarity : 0
    }
}
