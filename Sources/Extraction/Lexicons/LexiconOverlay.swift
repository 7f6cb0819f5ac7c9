/// A user's own lexicon files: entries to add, and entries to take away.
///
/// A file has the name and the columns of one that is compiled in. A line adds an entry, or gives an entry of that key another meaning; a
/// line that begins with `-` takes the entry of that key away. Lines that begin with `#`, and blank ones, say nothing.
package struct LexiconOverlay: Sendable {
    /// A file before it is read.
    package struct Source: Sendable {
        /// The file's name without its extension.
        package var name: String
        /// The file as the user named it, for messages.
        package var path: String
        package var bytes: [UInt8]

        /// A file.
        package init(name: String, path: String, bytes: [UInt8]) {
            self.name = name
            self.path = path
            self.bytes = bytes
        }
    }

    /// A line of a file.
    struct Entry: Sendable {
        var columns: [String]
        var isRemoval: Bool
        var line: Int

        var key: String { columns[0] }
    }

    /// A file that was read.
    struct File: Sendable {
        var schema: LexiconSchema
        var path: String
        var entries: [Entry]
    }

    /// The files, in the order of their paths.
    private(set) var files: [File] = []
    /// What is wrong with single lines.
    package private(set) var problems: [LexiconProblem] = []

    /// Reads files. What is wrong with a line is in `problems`, and the line left out.
    package init(_ sources: [Source]) {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325  // FNV-1a
        func add(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        for source in sources.sorted(by: { $0.path < $1.path }) {
            read(source)
            for byte in source.name.utf8 { add(byte) }
            add(0)
            for byte in source.bytes { add(byte) }
            add(0)
        }
        fingerprint = sources.isEmpty ? 0 : hash
    }

    /// A number that is the same for the same files: part of the key of whatever keeps extracted facts.
    package private(set) var fingerprint: UInt64 = 0

    /// The first problem for which the files are refused.
    package var firstError: LexiconProblem? { problems.first { $0.code.isError } }

    private mutating func read(_ source: Source) {
        guard let schema = LexiconSchema.named(source.name) else {
            let names = LexiconSchema.all.map(\.name).joined(separator: ", ")
            problems.append(
                LexiconProblem(
                    code: .name, path: source.path, line: 0, column: 0, message: "there is no lexicon \(source.name)",
                    help: "lexicons: " + names))
            return
        }
        var reader = LexiconReader(schema: schema, path: source.path)
        reader.read(source.bytes)
        problems += reader.problems
        files.append(File(schema: schema, path: source.path, entries: reader.entries))
    }
}

/// Reads the lines of one lexicon file and looks at each by itself.
struct LexiconReader {
    let schema: LexiconSchema
    let path: String
    /// Whether a leading `-` takes an entry away: not in the files compiled in.
    var allowsRemoval = true
    private(set) var entries: [LexiconOverlay.Entry] = []
    private(set) var problems: [LexiconProblem] = []

    init(schema: LexiconSchema, path: String) {
        self.schema = schema
        self.path = path
    }

    mutating func read(_ bytes: [UInt8]) {
        var number = 0
        for (index, raw) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            number = index + 1
            var line = raw
            if number == 1, line.starts(with: [0xEF, 0xBB, 0xBF]) { line = line.dropFirst(3) }
            if line.last == 0x0D { line = line.dropLast() }
            guard let text = String(validating: line, as: UTF8.self) else {
                report(.encoding, number, 1, "the line is not UTF-8", help: "save the file as UTF-8")
                continue
            }
            if text.hasPrefix("#") || text.allSatisfy({ $0 == " " || $0 == "\t" }) { continue }
            read(text, number)
        }
    }

    private mutating func read(_ line: String, _ number: Int) {
        let isRemoval = allowsRemoval && line.hasPrefix("-")
        // `\-` and `\#` begin entries that themselves begin with these signs.
        let isEscaped = allowsRemoval && (line.hasPrefix("\\-") || line.hasPrefix("\\#"))
        let text = isRemoval || isEscaped ? line.dropFirst() : line[...]
        var columns = text.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        while columns.count > 1, columns.last?.isEmpty == true { columns.removeLast() }
        var start = isRemoval || isEscaped ? 2 : 1
        let required = isRemoval ? 1 : (schema.columns.lastIndex { $0.isRequired } ?? 0) + 1
        guard columns.count <= schema.columns.count else {
            let names = schema.columns.map(\.name).joined(separator: ", ")
            return report(.columns, number, 1, "\(columns.count) columns where \(schema.name) has \(schema.columns.count): \(names)")
        }
        guard columns.count >= required else {
            let missing = schema.columns[columns.count].name
            let help = columns[0].contains(" ") ? "columns are separated by tabs, not by blanks" : nil
            return report(.columns, number, text.unicodeScalars.count + start, "the column `\(missing)` is missing", help: help)
        }
        for (index, column) in columns.enumerated() {
            if let (message, help) = flaw(of: column, schema.columns[index], isKey: index == 0, isRemoval: isRemoval) {
                return report(.value, number, start, message, help: help)
            }
            start += column.unicodeScalars.count + 1
        }
        entries.append(LexiconOverlay.Entry(columns: columns, isRemoval: isRemoval, line: number))
    }

    /// What is wrong with a column's text.
    private func flaw(of text: String, _ column: LexiconSchema.Column, isKey: Bool, isRemoval: Bool) -> (message: String, help: String?)? {
        if text.isEmpty { return column.isRequired ? ("the column `\(column.name)` is empty", nil) : nil }
        if !(isKey && schema.keepsBlanks), text.hasPrefix(" ") || text.hasSuffix(" ") {
            return ("`\(text)` begins or ends with a blank", nil)
        }
        if text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) {
            return ("the column `\(column.name)` holds a control character", nil)
        }
        if isKey, !schema.keyLength.contains(text.unicodeScalars.count) {
            let range = schema.keyLength
            let length = range.lowerBound == range.upperBound ? "\(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
            return ("`\(text)` has \(text.unicodeScalars.count) characters; \(column.name) has \(length)", nil)
        }
        switch column.value {
        case .text: return nil
        case .words: return text.contains("  ") ? ("`\(text)`: words are separated by one blank", nil) : nil
        case .oneOf(let words):
            return words.contains(text) ? nil : ("`\(text)` is no \(column.name)", "one of: " + words.joined(separator: ", "))
        case .number:
            return ChineseNumber.parse(text) == nil ? ("`\(text)` is no number", nil) : nil
        case .code:
            return Self.isCode(text) ? nil : ("`\(text)` is no code of six digits", nil)
        case .meanings:
            let fits = text.split(separator: " ", omittingEmptySubsequences: false).allSatisfy {
                let ofTownship = $0.first == "t" || $0.first == "u"
                return "=~+-*tu".contains($0.prefix(1)) && !$0.isEmpty
                    && (Self.isCode($0.dropFirst()) || ofTownship && Self.isCode($0.dropFirst(), digits: 9))
            }
            return fits ? nil : ("`\(text)` is no list of meanings", "such as `=410102 t410103002`; the file's header explains the signs")
        }
    }

    private static func isCode(_ text: some StringProtocol, digits: Int = 6) -> Bool {
        text.utf8.count == digits && text.utf8.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    }

    private mutating func report(_ code: LexiconProblem.Code, _ line: Int, _ column: Int, _ message: String, help: String? = nil) {
        problems.append(LexiconProblem(code: code, path: path, line: line, column: column, message: message, help: help))
    }
}
