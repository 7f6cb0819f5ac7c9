/// The signatures of a corpus, one behind the other in the order of the articles.
struct SignatureTable: Sendable {
    static let bandCount = 32
    private static let rowsPerBand = ArticleSketch.binCount / bandCount

    private let values: [UInt32]
    /// Whether the article of a rank has a signature.
    let isComparable: [Bool]

    init(_ sketches: [ArticleSketch], _ order: [Int]) {
        var values: [UInt32] = []
        values.reserveCapacity(order.count * ArticleSketch.binCount)
        for article in order {
            let signature = sketches[article].signature
            if signature.count == ArticleSketch.binCount {
                values.append(contentsOf: signature)
            } else {
                values.append(contentsOf: repeatElement(0, count: ArticleSketch.binCount))
            }
        }
        self.values = values
        isComparable = order.map { sketches[$0].signature.count == ArticleSketch.binCount }
    }

    /// What two articles have in common that agree in a band.
    func key(_ rank: Int, _ band: Int) -> UInt64 {
        var key = UInt64(band) &+ 1
        let start = rank * ArticleSketch.binCount + band * Self.rowsPerBand
        for index in start..<start + Self.rowsPerBand { key = ArticleSketch.mixed(key ^ UInt64(values[index])) }
        return key
    }

    /// The share of bins in which two articles agree: an estimate of the Jaccard similarity of their shingles.
    func agreement(_ rank: Int, _ other: Int) -> Double {
        values.withUnsafeBytes { bytes in
            let stride = MemoryLayout<SIMD16<UInt32>>.stride
            let (own, others) = (rank * ArticleSketch.binCount * 4, other * ArticleSketch.binCount * 4)
            var equal = SIMD16<UInt32>()
            for offset in Swift.stride(from: 0, to: ArticleSketch.binCount * 4, by: stride) {
                let a = bytes.loadUnaligned(fromByteOffset: own + offset, as: SIMD16<UInt32>.self)
                let b = bytes.loadUnaligned(fromByteOffset: others + offset, as: SIMD16<UInt32>.self)
                equal.replace(with: equal &+ SIMD16(repeating: 1), where: a .== b)
            }
            return Double(equal.wrappedSum()) / Double(ArticleSketch.binCount)
        }
    }
}

/// Originals by the bands of their signatures: an open-addressed table that holds a band's first few originals.
struct BandTable: ~Copyable {
    private static let mostPerBand = 8
    private var keys: [UInt64]
    private var ranks: [Int32]
    private var count = 0

    init() {
        keys = .init(repeating: 0, count: 1 << 12)
        ranks = .init(repeating: -1, count: 1 << 12)
    }

    var isEmpty: Bool { count == 0 }

    func forEach(_ key: UInt64, _ body: (Int32) -> Void) {
        let mask = keys.count - 1
        var slot = Int(truncatingIfNeeded: key) & mask
        while ranks[slot] >= 0 {
            if keys[slot] == key { body(ranks[slot]) }
            slot = (slot + 1) & mask
        }
    }

    /// Adds an original to a band; false where the band is full.
    @discardableResult
    mutating func insert(_ key: UInt64, _ rank: Int32) -> Bool {
        // At most half full, so that a search ends soon.
        if count * 2 >= keys.count { grow() }
        return place(key, rank)
    }

    private mutating func place(_ key: UInt64, _ rank: Int32) -> Bool {
        let mask = keys.count - 1
        var slot = Int(truncatingIfNeeded: key) & mask
        var own = 0
        while ranks[slot] >= 0 {
            if keys[slot] == key { own += 1 }
            slot = (slot + 1) & mask
        }
        guard own < Self.mostPerBand else { return false }
        keys[slot] = key
        ranks[slot] = rank
        count += 1
        return true
    }

    private mutating func grow() {
        let old = (keys, ranks)
        keys = .init(repeating: 0, count: old.0.count * 2)
        ranks = .init(repeating: -1, count: old.0.count * 2)
        count = 0
        for slot in old.0.indices where old.1[slot] >= 0 { _ = place(old.0[slot], old.1[slot]) }
    }
}
