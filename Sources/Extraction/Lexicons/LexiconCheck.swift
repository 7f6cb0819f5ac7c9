/// Finds what is wrong in lexicon files taken together: duplicates, clashes, and lines that nothing can match.
package struct LexiconCheck {
    private let cleaner = TextCleaner(.standard)
    private var problems: [LexiconProblem] = []

    /// What is wrong with a user's files, by themselves and over those compiled in.
    package static func problems(of overlay: LexiconOverlay) -> [LexiconProblem] {
        var check = LexiconCheck()
        check.problems = overlay.problems
        for file in overlay.files {
            check.repeated(in: file)
            check.against(standard: file)
            check.unmatched(in: file)
        }
        check.contradictions(overlay.files, standard: ["gift_blockers", "gift_verbs", "party"].compactMap(standardFile))
        return check.sorted
    }

    /// What is wrong with the files compiled in.
    package static func problemsOfStandard() -> [LexiconProblem] {
        var check = LexiconCheck()
        var files: [LexiconOverlay.File] = []
        for schema in LexiconSchema.all {
            guard let file = Lexicons.standard.file(schema.name) else { continue }
            var reader = LexiconReader(schema: schema, path: schema.name + ".tsv")
            reader.allowsRemoval = false
            reader.read(Array(file.bytes))
            check.problems += reader.problems
            files.append(LexiconOverlay.File(schema: schema, path: schema.name + ".tsv", entries: reader.entries))
        }
        for file in files {
            check.repeated(in: file)
            if !file.schema.isGenerated { check.unmatched(in: file) }
        }
        check.contradictions(files, standard: [])
        return check.sorted
    }

    private static func standardFile(_ name: String) -> LexiconOverlay.File? {
        guard let schema = LexiconSchema.named(name), let file = Lexicons.standard.file(name) else { return nil }
        var reader = LexiconReader(schema: schema, path: name + ".tsv")
        reader.allowsRemoval = false
        reader.read(Array(file.bytes))
        return LexiconOverlay.File(schema: schema, path: name + ".tsv", entries: reader.entries)
    }

    private var sorted: [LexiconProblem] {
        problems.sorted { ($0.path, $0.line, $0.column, $0.code.rawValue) < ($1.path, $1.line, $1.column, $1.code.rawValue) }
    }

    private mutating func report(
        _ code: LexiconProblem.Code, _ file: LexiconOverlay.File, _ line: Int, column: Int = 1, _ message: String, help: String? = nil
    ) {
        problems.append(LexiconProblem(code: code, path: file.path, line: line, column: column, message: message, help: help))
    }

    /// Two lines of one key.
    private mutating func repeated(in file: LexiconOverlay.File) {
        var first: [String: LexiconOverlay.Entry] = [:]
        for entry in file.entries {
            let key = "\(file.schema.group(entry.columns))\t\(entry.key)"
            guard let other = first[key] else {
                first[key] = entry
                continue
            }
            if entry.isRemoval != other.isRemoval {
                // `-word` and the word anew is how a meaning of the gazetteer is replaced.
                if file.schema.name != "area_names" {
                    report(.clash, file, entry.line, "`\(entry.key)` is both added and taken away; line \(other.line) says otherwise")
                }
            } else if entry.columns == other.columns {
                report(.duplicate, file, entry.line, "`\(entry.key)` stands in line \(other.line) already")
            } else {
                report(
                    .clash, file, entry.line, "`\(entry.key)` means something else in line \(other.line)", help: "keep one of the two")
            }
        }
    }

    /// Lines that say what is compiled in, or take away what is not there.
    private mutating func against(standard file: LexiconOverlay.File) {
        let keys = Set(file.entries.map(\.key))
        var known: [String: [[String]]] = [:]
        Lexicons.standard.file(file.schema.name)?.forEachEntry { columns in
            let key = String(columns[0])
            if keys.contains(key) { known[key, default: []].append(columns.texts) }
        }
        for entry in file.entries {
            let others = known[entry.key] ?? []
            if entry.isRemoval {
                let isThere = others.contains {
                    entry.columns.count == 1 || $0.starts(with: entry.columns) || file.schema.name == "area_names"
                }
                if !isThere { report(.removal, file, entry.line, "there is no `\(entry.columns.joined(separator: "\t"))` to take away") }
            } else {
                let own = entry.columns
                let isKnown = others.contains { known in
                    var known = known
                    while known.count > own.count, known.last?.isEmpty == true { known.removeLast() }
                    return known == own
                }
                if isKnown { report(.duplicate, file, entry.line, "`\(entry.key)` is compiled in with the same meaning") }
            }
        }
    }

    /// Lines that no text can match.
    private mutating func unmatched(in file: LexiconOverlay.File) {
        for entry in file.entries where !entry.isRemoval {
            if file.schema.isMatched {
                let clean = String(scalars: cleaner.clean(entry.key.scalarValues).scalars)
                if clean != entry.key {
                    report(
                        .unused, file, entry.line, "`\(entry.key)` is matched in cleaned text and never found there",
                        help: "write `\(clean)`")
                }
            }
            if file.schema.name == "measures", entry.columns.count > 5 {
                for blocker in entry.columns[5].split(separator: " ") where !blocker.hasPrefix(entry.key) {
                    let column = entry.columns[..<5].reduce(1) { $0 + $1.unicodeScalars.count + 1 }
                    report(.unused, file, entry.line, column: column, "`\(blocker)` does not begin with `\(entry.key)` and never blocks it")
                }
            }
        }
    }

    /// Lines of different files that cannot both be meant. With files of a user, what is compiled in counts unless the user took it away.
    private mutating func contradictions(_ files: [LexiconOverlay.File], standard: [LexiconOverlay.File]) {
        func entries(_ name: String) -> [(file: LexiconOverlay.File, entry: LexiconOverlay.Entry)] {
            let own = files.filter { $0.schema.name == name }
            let keys = Set(own.flatMap { $0.entries.map(\.key) })
            let rest = standard.filter { $0.schema.name == name }.flatMap { file in
                file.entries.filter { !keys.contains($0.key) }.map { (file, $0) }
            }
            return own.flatMap { file in file.entries.filter { !$0.isRemoval }.map { (file, $0) } } + rest
        }
        let isReported = Set(files.map(\.path))
        let blockers = Dictionary(entries("gift_blockers").map { ($0.entry.key, $0) }, uniquingKeysWith: { first, _ in first })
        for (file, entry) in entries("gift_verbs") {
            // What is planned is a gift that has not been made yet.
            guard let other = blockers[entry.key], other.entry.columns[1] != "plan" else { continue }
            let (place, mine, theirs) =
                isReported.contains(file.path) ? (file, entry, other.file) : (other.file, other.entry, file)
            report(
                .clash, place, mine.line, "`\(entry.key)` is a verb of giving and says that no gift is made (\(theirs.path))",
                help: "take it away there with a line `-\(entry.key)`")
        }
        let nouns = entries("party").map { $0.entry.key }
        for (file, entry) in entries("party_endings") {
            guard let noun = nouns.first(where: { entry.key.hasSuffix($0) }) else { continue }
            report(.unused, file, entry.line, "`\(entry.key)` ends in the party noun `\(noun)`, which decides before it")
        }
    }
}

/// Finds the entries of a user's files that never occur in some reports.
package struct LexiconUse {
    private let overlay: LexiconOverlay
    private let cleaner = TextCleaner(.standard)
    private var phrases = PhraseTable()
    private var isFound: [Bool] = []
    private var numbers: [String: Int] = [:]

    package init(_ overlay: LexiconOverlay) {
        self.overlay = overlay
        for file in overlay.files {
            for entry in file.entries {
                let phrase = Self.phrase(of: entry, in: file)
                guard !phrase.isEmpty, numbers[phrase] == nil else { continue }
                numbers[phrase] = isFound.count
                phrases.insert(phrase.scalarValues, value: Int32(truncatingIfNeeded: isFound.count))
                isFound.append(false)
            }
        }
    }

    /// What an entry looks for: its key, of an area the name.
    private static func phrase(of entry: LexiconOverlay.Entry, in file: LexiconOverlay.File) -> String {
        guard file.schema.name == "areas" else { return entry.key }
        return entry.columns.count > 1 ? entry.columns[1] : ""
    }

    /// Notes what occurs in a file, of a page in what it shows; a file that is no text holds nothing.
    package mutating func read(_ bytes: UnsafeRawBufferPointer, form: DocumentForm) {
        do throws(PageDecoder.NoText) {
            let source = try PageDecoder.decode(bytes, form: form).scalars
            read(form == .html ? HTMLText(source).scalars : source)
        } catch {}
    }

    /// Notes what occurs in a text, as it is printed and cleaned.
    package mutating func read(_ scalars: [UInt32]) {
        for text in [scalars, cleaner.clean(scalars).scalars] {
            for position in text.indices {
                var end = text.count
                while let match = phrases.longestMatch(in: text, at: position, end: end), match.length > 0 {
                    isFound[Int(match.value)] = true
                    end = position + match.length - 1
                }
            }
        }
    }

    /// The lines whose entries did not occur.
    package var unused: [LexiconProblem] {
        overlay.files.flatMap { file in
            file.entries.compactMap { entry in
                let phrase = Self.phrase(of: entry, in: file)
                guard let number = numbers[phrase], !isFound[number] else { return nil }
                return LexiconProblem(
                    code: .unused, path: file.path, line: entry.line, column: 1, message: "`\(phrase)` does not occur in the reports",
                    help: nil)
            }
        }
    }
}
