import Synchronization

/// The wordings of originals that were compared lately, so that the wording of one that is reprinted often is taken apart once, and the
/// numbers of all that were ever compared.
final class RecentWordings: Sendable {
    /// How many shingles, each of eight bytes, are kept before those are forgotten that were not asked for since as many were kept last.
    private static let most = 6 << 20

    private struct Kept {
        var numbers: [Int: [UInt64]] = [:]
        var young: [Int: ArticleWording] = [:]
        var old: [Int: ArticleWording] = [:]
        var youngCount = 0

        mutating func add(_ wording: ArticleWording, of article: Int) {
            if youngCount > most {
                old = young
                young = [:]
                youngCount = 0
            }
            young[article] = wording
            youngCount += wording.shingles.count
            numbers[article] = wording.numbers
        }
    }

    private let wording: @Sendable (Int) -> ArticleWording
    private let kept = Mutex(Kept())

    init(_ wording: @escaping @Sendable (Int) -> ArticleWording) { self.wording = wording }

    /// The numbers that an article prints.
    func numbers(of article: Int) -> [UInt64] {
        kept.withLock { $0.numbers[article] } ?? self[article].numbers
    }

    /// Keeps a wording that somebody made.
    func keep(_ wording: ArticleWording, of article: Int) { kept.withLock { $0.add(wording, of: article) } }

    /// The wording of an article.
    subscript(article: Int) -> ArticleWording {
        let found = kept.withLock { kept -> ArticleWording? in
            if let young = kept.young[article] { return young }
            guard let old = kept.old[article] else { return nil }
            kept.add(old, of: article)
            return old
        }
        if let found { return found }
        // Two threads may make it; it is the same.
        let made = wording(article)
        keep(made, of: article)
        return made
    }
}
