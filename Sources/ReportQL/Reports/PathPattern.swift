import Columns

/// A pattern of paths: `*` and `?` stand for what holds no `/`, `**` for anything, `[…]` for one character of a set.
struct PathPattern: Sendable {
    private enum Element: Sendable {
        case literal(UInt32)
        case one
        case many
        case anything
        /// Any number of folders, none included: a/**/b means a/b too.
        case folders
        case set([ClosedRange<UInt32>], isNegated: Bool)
    }

    private var elements: [Element] = []
    /// A pattern without `/` is compared with the last part of a path.
    private let isOfNames: Bool

    /// Throws where a set is not closed.
    init(_ text: String) throws(QueryError) {
        let scalars = text.unicodeScalars.map(\.value)
        isOfNames = !scalars.contains(0x2F)
        var at = 0
        while at < scalars.count {
            let value = scalars[at]
            at += 1
            switch value {
            case 0x2A:
                guard at < scalars.count, scalars[at] == 0x2A else {
                    elements.append(.many)
                    continue
                }
                while at < scalars.count, scalars[at] == 0x2A { at += 1 }
                if at < scalars.count, scalars[at] == 0x2F {
                    elements.append(.folders)
                    at += 1
                } else {
                    elements.append(.anything)
                }
            case 0x3F: elements.append(.one)
            case 0x5B: elements.append(try Self.set(scalars, &at, of: text))
            case 0x5C where at < scalars.count:
                elements.append(.literal(scalars[at]))
                at += 1
            default: elements.append(.literal(value))
            }
        }
    }

    private static func set(_ scalars: [UInt32], _ at: inout Int, of text: String) throws(QueryError) -> Element {
        var isNegated = false
        if at < scalars.count, scalars[at] == 0x21 || scalars[at] == 0x5E {
            isNegated = true
            at += 1
        }
        var ranges: [ClosedRange<UInt32>] = []
        let first = at
        while at < scalars.count, scalars[at] != 0x5D || at == first {
            let low = scalars[at]
            at += 1
            if at + 1 < scalars.count, scalars[at] == 0x2D, scalars[at + 1] != 0x5D, scalars[at + 1] >= low {
                ranges.append(low...scalars[at + 1])
                at += 2
            } else {
                ranges.append(low...low)
            }
        }
        guard at < scalars.count else {
            throw QueryError(.invalidQuery, "the pattern \(text) has a [ without its ]", help: ["write \\[ for the character itself"])
        }
        at += 1
        return .set(ranges, isNegated: isNegated)
    }

    /// Whether a relative path is one of those meant. Time is at most the product of both lengths.
    func matches(_ path: String) -> Bool {
        let part = isOfNames ? path[(path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex)...] : path[...]
        let scalars = part.unicodeScalars.map(\.value)
        // The places of the path up to which the elements so far can reach.
        var reached = [Bool](repeating: false, count: scalars.count + 1)
        reached[0] = true
        for element in elements {
            switch element {
            case .many, .anything:
                let crosses = if case .anything = element { true } else { false }
                for place in scalars.indices where reached[place] && (crosses || scalars[place] != 0x2F) { reached[place + 1] = true }
            case .folders:
                var isReached = false
                for place in reached.indices {
                    isReached = isReached || reached[place]
                    reached[place] = reached[place] || isReached && place > 0 && scalars[place - 1] == 0x2F
                }
            case .literal, .one, .set:
                for place in scalars.indices.reversed() { reached[place + 1] = reached[place] && Self.matches(element, scalars[place]) }
                reached[0] = false
            }
        }
        return reached[scalars.count]
    }

    private static func matches(_ element: Element, _ value: UInt32) -> Bool {
        switch element {
        case .literal(let wanted): wanted == value
        case .one: value != 0x2F
        case .set(let ranges, let isNegated): value != 0x2F && ranges.contains { $0.contains(value) } != isNegated
        case .many, .anything, .folders: false
        }
    }
}

/// Which files of a folder are reports.
struct FileSelection: Sendable {
    private let include: [PathPattern]
    private let exclude: [PathPattern]

    /// All files with the endings of reports.
    static let all = FileSelection()

    private init() { (include, exclude) = ([], []) }

    init(include: [String], exclude: [String]) throws(QueryError) {
        var patterns: [[PathPattern]] = []
        for texts in [include, exclude] {
            var list: [PathPattern] = []
            for text in texts { list.append(try PathPattern(text)) }
            patterns.append(list)
        }
        self.include = patterns[0]
        self.exclude = patterns[1]
    }

    /// The endings of report files where no pattern says otherwise.
    static let endings = [".txt", ".html", ".htm"]

    /// Whether a file is to be read.
    func takes(file: String) -> Bool {
        if exclude.contains(where: { $0.matches(file) }) { return false }
        if !include.isEmpty { return include.contains { $0.matches(file) } }
        if file.hasSuffix(".txt") { return true }
        let name = file.lowercased()
        return Self.endings.contains { name.hasSuffix($0) }
    }

    /// Whether a folder is to be looked into.
    func takes(folder: String) -> Bool { !exclude.contains { $0.matches(folder) } }

    /// What is looked for, for messages.
    var wording: String { include.isEmpty ? "\(Self.endings.joined(separator: ", ")) files" : "files that --include means" }
}
