/// The text of an HTML page as a browser would show it, line by line, with the place in the page that each scalar came from.
///
/// Tags, comments, scripts and styles are left out, elements that stand by themselves end a line, character references are decoded. The page
/// may be broken in any way: what is no markup is text.
struct HTMLText {
    private(set) var scalars: [UInt32] = []
    /// For each scalar where in the page it begins.
    private(set) var start: [Int32] = []
    /// Where those end that the page writes in several scalars, by the place where they begin.
    private(set) var references: [Int32: Int32] = [:]

    private let source: [UInt32]
    private var at = 0
    /// Where blanks began that have not been written yet.
    private var blank: Int?
    /// How deep in elements whose line breaks count.
    private var preformatted = 0
    /// Behind it no tag can end.
    private let lastClose: Int

    init(_ source: [UInt32]) {
        self.source = source
        lastClose = source.lastIndex(of: 0x3E) ?? -1
        scalars.reserveCapacity(source.count / 2)
        start.reserveCapacity(source.count / 2)
        read()
    }

    /// Leads the places of a text cleaned from `scalars` back to the page.
    func locate(_ text: inout CleanText) {
        for index in text.start.indices where start.indices.contains(Int(text.start[index])) {
            text.start[index] = start[Int(text.start[index])]
        }
    }

    private mutating func read() {
        while at < source.count {
            let begin = at
            let value = source[at]
            switch value {
            case 0x3C where readMarkup(): break
            case 0x26:
                let decoded = HTMLCharacterReference.read(source, at: at)
                at = decoded?.end ?? at + 1
                if decoded != nil { references[Int32(truncatingIfNeeded: begin)] = Int32(truncatingIfNeeded: at) }
                write(decoded?.scalar ?? value, begin)
            case 0x0A where preformatted > 0, 0x0D where preformatted > 0:
                at += 1
                write(0x0A, begin)
            case 0x09, 0x0A, 0x0C, 0x0D, 0x20:
                at += 1
                blank = blank ?? begin
            default:
                at += 1
                write(value, begin)
            }
        }
    }

    /// A line break in the page between two Chinese characters is no blank, elsewhere blanks are one.
    private mutating func write(_ value: UInt32, _ begin: Int) {
        if let blank {
            self.blank = nil
            let breaks = (blank..<begin).contains { source[$0] == 0x0A || source[$0] == 0x0D }
            if let last = scalars.last, last != 0x0A, value != 0x0A, !(breaks && Self.isWide(last) && Self.isWide(value)) {
                append(0x20, blank)
            }
        }
        append(value, begin)
    }

    private mutating func append(_ value: UInt32, _ from: Int) {
        scalars.append(value)
        start.append(Int32(truncatingIfNeeded: from))
    }

    private mutating func endLine() {
        blank = nil
        guard let last = scalars.last, last != 0x0A else { return }
        // A line end that stands nowhere belongs to the character before it.
        append(0x0A, Int(start[start.count - 1]))
    }

    private static func isWide(_ value: UInt32) -> Bool {
        switch value {
        case 0x2018...0x201D, 0x2026, 0x3001...0x30FF, 0x3400...0x9FFF, 0xF900...0xFAFF, 0xFF00...0xFFEF, 0x20000...0x3FFFF: true
        default: false
        }
    }

    // MARK: Markup

    /// Reads a tag, comment or declaration that begins here; false where this is none.
    private mutating func readMarkup() -> Bool {
        guard at < lastClose, at + 1 < source.count else { return false }
        switch source[at + 1] {
        case 0x21:
            if at + 3 < source.count, source[at + 2] == 0x2D, source[at + 3] == 0x2D, !unclosed.contains("!--") {
                var close = at + 4
                while close + 2 < source.count, !(source[close] == 0x2D && source[close + 1] == 0x2D && source[close + 2] == 0x3E) {
                    close += 1
                }
                // A comment that never ends is a declaration: the page behind it is not lost.
                if close + 2 < source.count {
                    at = close + 3
                    return true
                }
                unclosed.insert("!--")
            }
            at = plainEnd(at + 2) + 1
            return true
        case 0x3F:
            at = plainEnd(at + 2) + 1
            return true
        case 0x2F where at + 2 < source.count && Self.isLetter(source[at + 2]):
            let name = self.name(at + 2)
            at = tagEnd(at + 2) + 1
            close(name)
            return true
        case let letter where Self.isLetter(letter):
            let name = self.name(at + 1)
            at = tagEnd(at + 1) + 1
            open(name)
            return true
        default: return false
        }
    }

    private static func isLetter(_ value: UInt32) -> Bool { (0x41...0x5A).contains(value) || (0x61...0x7A).contains(value) }

    /// An element's name in lower case; at most twenty letters and digits.
    private func name(_ from: Int) -> String {
        var text = ""
        for value in source[from..<min(from + 20, source.count)] {
            guard Self.isLetter(value) || (0x30...0x39).contains(value), let scalar = Unicode.Scalar(value | 0x20) else { break }
            text.unicodeScalars.append(scalar)
        }
        return text
    }

    /// The next `>`. There is one: nobody asks behind the last.
    private func plainEnd(_ from: Int) -> Int {
        var close = from
        while close < lastClose, source[close] != 0x3E { close += 1 }
        return close
    }

    private static let longestTag = 2_048

    /// The `>` that ends a tag, quoted values read over; the next at all where quotes are out of order.
    private func tagEnd(_ from: Int) -> Int {
        var quote: UInt32 = 0
        for index in from..<min(from + Self.longestTag, source.count) {
            let value = source[index]
            if quote != 0 {
                if value == quote { quote = 0 }
            } else if value == 0x3E {
                return index
            } else if (value == 0x22 || value == 0x27) && index > from && (source[index - 1] == 0x3D || source[index - 1] == 0x20) {
                quote = value
            }
        }
        return plainEnd(from)
    }

    private mutating func open(_ name: String) {
        if Self.dropped.contains(name) {
            endLine()
            skipContent(of: name)
        } else if Self.separate.contains(name) {
            endLine()
            if name == "pre" { preformatted += 1 }
        }
    }

    private mutating func close(_ name: String) {
        guard Self.separate.contains(name) else { return }
        endLine()
        if name == "pre" { preformatted = max(0, preformatted - 1) }
    }

    /// Goes behind the closing tag of an element; where there is none, only the element's opening is left out.
    private mutating func skipContent(of name: String) {
        guard !unclosed.contains(name) else { return }
        let wanted = name.unicodeScalars.map(\.value)
        var index = at
        while index + 2 + wanted.count <= source.count {
            if source[index] == 0x3C, source[index + 1] == 0x2F,
                wanted.indices.allSatisfy({ source[index + 2 + $0] | 0x20 == wanted[$0] })
            {
                at = index < lastClose ? plainEnd(index) + 1 : source.count
                return
            }
            index += 1
        }
        unclosed.insert(name)
    }

    /// The elements, and comments, that are not closed any more on this page, so that nobody looks again.
    private var unclosed: Set<String> = []

    /// Elements whose content is no text of the page. `title` repeats the headline with the site's name behind it.
    private static let dropped: Set<String> = [
        "script", "style", "noscript", "template", "title", "textarea", "select", "button", "iframe", "object", "svg",
    ]

    /// Elements that end the line before and behind them.
    private static let separate: Set<String> = [
        "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "dialog", "dir", "div", "dl", "dt",
        "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "legend",
        "li", "main", "menu", "nav", "ol", "option", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
        "ul",
    ]
}
