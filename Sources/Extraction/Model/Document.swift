/// A page as the extraction stages see it: the decoded file, the clean text made from it, and the structure found in the clean text.
///
/// `clean` is put together from the lines that belong to articles, in reading order: noise removed, widths folded, simplified, broken
/// paragraphs joined, captions behind the paragraph that they interrupt, one newline after each paragraph. Every position of every
/// stage is an index into `clean`; `source` leads back to `scalars`, so that a fact's quote is always `scalars[source(range)]`.
package struct Document: Sendable {
    /// The report key of the first article: the file's relative path without its extension.
    package var name: String
    /// The name of the encoding that the bytes were read in, such as `UTF-8`.
    package var encoding: String
    /// The Unicode scalars of the decoded file, byte order mark not counted.
    package var scalars: [UInt32]
    /// The cleaned, folded and simplified text. Commas, colons, brackets, digits and letters are half-width; `。` and `、` stay.
    package var clean: [UInt32] = []
    /// For each clean scalar what words of the dictionary begin with there.
    package var openings: [WordDictionary.Opening] = []
    /// For each clean scalar its index in `scalars`; of the newline behind a paragraph the index behind the paragraph's last scalar.
    package var sourceStart: [Int32] = []
    /// Where scalars end that the file writes as character references of several scalars, by the place where they begin.
    package var references: [Int32: Int32] = [:]
    /// The lines of the file with their classes, menus and copyright notices included.
    package var lines: [Line] = []
    /// Paragraphs in the order of `clean`.
    package var paragraphs: [Paragraph] = []
    /// Sentences in the order of `clean`.
    package var sentences: [Sentence] = []
    /// Clauses in the order of `clean`; each belongs to one sentence.
    package var clauses: [Clause] = []
    /// Articles in the order of the page; each owns contiguous ranges of paragraphs and sentences.
    package var articles: [Article] = []
    /// The distinct areas named on the page, which area mentions refer to by index.
    package var areas: [Area] = []
    /// Where areas stand, ascending by position, none overlapping another.
    package var areaMentions: [AreaMention] = []
    /// Where organisations stand, ascending by position, none overlapping another.
    package var organisationMentions: [OrganisationMention] = []
    /// Where people stand, ascending by position.
    package var personMentions: [PersonMention] = []
    /// Where dates stand, ascending by position.
    package var dateMentions: [DateMention] = []

    /// A document of which nothing but the scalars is known yet.
    package init(name: String, encoding: String, scalars: [UInt32]) {
        self.name = name
        self.encoding = encoding
        self.scalars = scalars
    }
}

/// What a line of a page is.
package enum LineClass: UInt8, Sendable {
    case blank, menu, title, subtitle, dateline, byline, heading, body, caption, editor, copyright, button
}

/// A line of the file.
package struct Line: Sendable {
    /// The line in `Document.scalars`, without its line end.
    package var source: Range<Int>
    /// What the line is.
    package var kind: LineClass

    /// A line at a place of the file.
    package init(source: Range<Int>, kind: LineClass) {
        self.source = source
        self.kind = kind
    }
}

/// What a paragraph or sentence is; the words of the column `sentences.kind`.
package enum PassageKind: String, Sendable {
    case title, heading, byline, caption, body
}

/// A paragraph of the clean text: one line, or several that a page had broken apart.
package struct Paragraph: Sendable {
    /// The paragraph in `Document.clean`, without the newline behind it.
    package var range: Range<Int>
    /// What the paragraph is.
    package var kind: PassageKind
    /// Index of the article that it belongs to.
    package var article: Int
    /// The paragraph of the subheading above it, nil where there is none.
    package var section: Int?
    /// Its sentences, as indices into `Document.sentences`.
    package var sentences: Range<Int> = 0..<0

    /// A paragraph whose sentences are not known yet.
    package init(range: Range<Int>, kind: PassageKind, article: Int, section: Int?) {
        self.range = range
        self.kind = kind
        self.article = article
        self.section = section
    }
}

/// A sentence of the clean text, with its closing mark.
package struct Sentence: Sendable {
    /// The sentence in `Document.clean`.
    package var range: Range<Int>
    /// What the sentence is.
    package var kind: PassageKind
    /// Index of its paragraph.
    package var paragraph: Int
    /// Index of its article.
    package var article: Int
    /// Its number in the report, counted from 1: the column `sentence`.
    package var number: Int
    /// Its clauses, as indices into `Document.clauses`.
    package var clauses: Range<Int>
}

/// A part of a sentence between commas, semicolons or colons, with the mark that closes it.
package struct Clause: Sendable {
    /// The clause in `Document.clean`.
    package var range: Range<Int>
    /// Index of its sentence.
    package var sentence: Int
}

/// An article of a page, with what is known of it as a whole.
package struct Article: Sendable {
    /// The report key: the document's name, with `#2`, `#3` … behind it from the second article on.
    package var report: String
    /// Its paragraphs, as indices into `Document.paragraphs`.
    package var paragraphs: Range<Int>
    /// Its sentences, as indices into `Document.sentences`.
    package var sentences: Range<Int> = 0..<0
    /// The headline.
    package var title: String?
    /// The paper or site that printed it.
    package var outlet: String?
    /// Reporters and correspondents, separated by `、`.
    package var author: String?
    /// Date of publication.
    package var published: CalendarDate?
    /// The best date for ordering.
    package var dated: CalendarDate?
    /// `printed` or `latest_mention`.
    package var datedBasis: String?
    /// The area that the article is about, as an index into `Document.areas`.
    package var area: Int?
    /// True where the article was printed in traditional characters.
    package var isTraditional = false

    /// An article at a place of the page.
    package init(report: String, paragraphs: Range<Int>) {
        self.report = report
        self.paragraphs = paragraphs
    }
}

extension Document {
    /// The text of a range of clean text.
    package func text(_ range: Range<Int>) -> String {
        clean.withUnsafeBufferPointer { String(scalars: UnsafeBufferPointer(rebasing: $0[range])) }
    }

    /// The range of the decoded file that a non-empty range of clean text came from: the columns `span_start` and `span_end`.
    package func source(_ range: Range<Int>) -> Range<Int> {
        guard range.lowerBound >= 0, range.upperBound <= clean.count, !range.isEmpty else { return 0..<0 }
        let start = Int(sourceStart[range.lowerBound])
        return start..<max(start, sourceEnd(range.upperBound - 1))
    }

    /// The index in `scalars` behind a clean scalar.
    func sourceEnd(_ position: Int) -> Int {
        // The newline behind a paragraph stands for nothing in the file.
        if clean[position] == 0x0A { return Int(sourceStart[position]) }
        if !references.isEmpty, let end = references[sourceStart[position]] { return Int(end) }
        return Int(sourceStart[position]) + 1
    }

    /// The file's own scalars behind a range of clean text: the column `quote`.
    package func quote(_ range: Range<Int>) -> String {
        scalars.withUnsafeBufferPointer { String(scalars: UnsafeBufferPointer(rebasing: $0[source(range)])) }
    }

    /// The index of the sentence that holds a position of the clean text, nil between paragraphs.
    package func sentenceIndex(at position: Int) -> Int? {
        sentences.lastIndex(startingAtOrBefore: position, start: { $0.range.lowerBound })
            .flatMap { sentences[$0].range.contains(position) ? $0 : nil }
    }

    /// The index of the clause that holds a position of the clean text, nil between paragraphs.
    package func clauseIndex(at position: Int) -> Int? {
        clauses.lastIndex(startingAtOrBefore: position, start: { $0.range.lowerBound })
            .flatMap { clauses[$0].range.contains(position) ? $0 : nil }
    }

    /// The area mentions that begin inside a range of clean text, as indices.
    package func areaMentions(in range: Range<Int>) -> Range<Int> {
        areaMentions.indices(startingIn: range, start: { $0.range.lowerBound })
    }

    /// The organisation mentions that begin inside a range of clean text, as indices.
    package func organisationMentions(in range: Range<Int>) -> Range<Int> {
        organisationMentions.indices(startingIn: range, start: { $0.range.lowerBound })
    }

    /// The index of the area mention that holds a position.
    package func areaMentionIndex(at position: Int) -> Int? {
        areaMentions.lastIndex(startingAtOrBefore: position, start: { $0.range.lowerBound })
            .flatMap { areaMentions[$0].range.contains(position) ? $0 : nil }
    }

    /// The index of the organisation mention that holds a position.
    package func organisationMentionIndex(at position: Int) -> Int? {
        organisationMentions.lastIndex(startingAtOrBefore: position, start: { $0.range.lowerBound })
            .flatMap { organisationMentions[$0].range.contains(position) ? $0 : nil }
    }

    /// The index of the person mention that holds a position.
    package func personMentionIndex(at position: Int) -> Int? {
        personMentions.lastIndex(startingAtOrBefore: position, start: { $0.range.lowerBound })
            .flatMap { personMentions[$0].range.contains(position) ? $0 : nil }
    }

    /// The person mentions that begin inside a range of clean text, as indices.
    package func personMentions(in range: Range<Int>) -> Range<Int> {
        personMentions.indices(startingIn: range, start: { $0.range.lowerBound })
    }

    /// The date mentions that begin inside a range of clean text, as indices.
    package func dateMentions(in range: Range<Int>) -> Range<Int> {
        dateMentions.indices(startingIn: range, start: { $0.range.lowerBound })
    }
}

extension Array {
    /// Appends elements. Nearly always there are none, and then even an empty array is left as it is: to append nothing to one makes a new one.
    @inline(__always)
    mutating func add(_ elements: [Element]) {
        if !elements.isEmpty { append(contentsOf: elements) }
    }

    /// The index of the last element that starts at or before a position, in an array ascending by start.
    func lastIndex(startingAtOrBefore position: Int, start: (Element) -> Int) -> Int? {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if start(self[middle]) <= position { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? nil : low - 1
    }

    /// The indices of the elements that start inside a range, in an array ascending by start.
    func indices(startingIn range: Range<Int>, start: (Element) -> Int) -> Range<Int> {
        let first = lastIndex(startingAtOrBefore: range.lowerBound - 1, start: start).map { $0 + 1 } ?? 0
        let end = lastIndex(startingAtOrBefore: range.upperBound - 1, start: start).map { $0 + 1 } ?? 0
        return first..<Swift.max(first, end)
    }
}
