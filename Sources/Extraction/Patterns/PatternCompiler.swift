/// Settles names and types of a pattern file and turns its rules into programs.
struct PatternCompiler {
    private let path: String
    private let lexicons: Lexicons
    private let cleaner: TextCleaner
    private let read: (String) -> [UInt8]?
    private var own: [String: [[UInt32]]] = [:]

    /// - Parameter read: the bytes of a file that the pattern file names; nil where it cannot be read.
    init(path: String, lexicons: Lexicons, read: @escaping (String) -> [UInt8]?) {
        self.path = path
        self.lexicons = lexicons
        self.read = read
        cleaner = TextCleaner(lexicons)
    }

    /// - Parameter taken: names of tables that other pattern files define.
    mutating func tables(_ syntax: PatternSyntax, taken: Set<String>) throws(PatternError) -> [PatternTable] {
        for lexicon in syntax.lexicons { try define(lexicon) }
        var taken = taken.union(FactSchema.tableNames).union(["gifts"])
        var tables: [PatternTable] = []
        for table in syntax.tables {
            try checkName(table.name)
            guard taken.insert(table.name.text).inserted else { throw error(.name, "the table `\(table.name.text)` exists", table.name) }
            var made = PatternTable(name: table.name.text, columns: [])
            var columns = Set(FactSchema.factColumns(around: []).map(\.name))
            for column in table.columns {
                try checkName(column.name)
                guard let type = PatternTable.ColumnType(rawValue: column.type.text) else {
                    let types = PatternTable.ColumnType.allCases.map(\.rawValue).joined(separator: ", ")
                    throw error(.type, "`\(column.type.text)` is no type of column", column.type, help: "types: " + types)
                }
                let new = PatternTable.Column(name: column.name.text, type: type)
                for part in new.columns where !columns.insert(part.name).inserted {
                    throw error(
                        .name, "the table has a column `\(part.name)` already", column.name,
                        help: "every fact table has id, report, place, date, sentence, quote and the like of its own")
                }
                made.columns.append(new)
            }
            guard !table.rules.isEmpty else { throw error(.shape, "no rule fills the table `\(table.name.text)`", table.name) }
            var names: Set<String> = []
            for rule in table.rules {
                guard names.insert(rule.name.text).inserted else {
                    throw error(.name, "the table has a rule of this name already", rule.name)
                }
                made.rules.append(try program(rule, in: made))
            }
            tables.append(made)
        }
        return tables
    }

    /// Names of tables and columns are written in queries without quotes.
    private func checkName(_ name: PatternSyntax.Name) throws(PatternError) {
        guard !name.text.contains("-"), name.text.unicodeScalars.count <= 60 else {
            throw error(.name, "`\(name.text)` is no name of a table or column", name, help: "letters, digits and _, at most 60")
        }
    }

    // MARK: Words

    private mutating func define(_ lexicon: PatternSyntax.Lexicon) throws(PatternError) {
        let name = lexicon.name.text
        guard own[name] == nil, LexiconSchema.named(name) == nil else {
            throw error(.name, "the lexicon `\(name)` exists", lexicon.name, help: "its words are used as @\(name)")
        }
        if let words = lexicon.words {
            own[name] = try scalars(words)
            return
        }
        guard let file = lexicon.file else { return }
        guard let bytes = read(file.text) else {
            throw error(.file, "\(file.text) cannot be read", file, help: "the path is relative to the pattern file")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw error(.file, "\(file.text) is not UTF-8", file) }
        var words: [[UInt32]] = []
        for line in text.split(whereSeparator: \.isNewline) where !line.hasPrefix("#") {
            let word = clean(String(line.prefix { $0 != "\t" }))
            if !word.isEmpty { words.append(word) }
        }
        guard !words.isEmpty else { throw error(.file, "\(file.text) holds no words", file) }
        own[name] = words
    }

    /// A word as it stands in cleaned text.
    private func clean(_ word: String) -> [UInt32] { cleaner.clean(word.scalarValues).scalars }

    private func scalars(_ words: PatternSyntax.Words) throws(PatternError) -> [[UInt32]] {
        var result: [[UInt32]] = []
        for member in words.members {
            switch member {
            case .word(let word): result.append(clean(word))
            case .lexicon(let name): result += try lexicon(name)
            }
        }
        return result.filter { !$0.isEmpty }
    }

    private func texts(_ words: PatternSyntax.Words) throws(PatternError) -> Set<String> {
        Set(try scalars(words).map { String(scalars: $0) })
    }

    /// The words of a lexicon of the file, or of one of those that extraction itself works with.
    private func lexicon(_ name: PatternSyntax.Name) throws(PatternError) -> [[UInt32]] {
        if let words = own[name.text] { return words }
        guard LexiconSchema.named(name.text) != nil, let file = lexicons.file(name.text) else {
            let names = (own.keys.sorted() + LexiconSchema.all.map(\.name)).joined(separator: ", ")
            throw error(.name, "there is no lexicon `\(name.text)`", name, help: "lexicons: " + names)
        }
        var words: [[UInt32]] = []
        file.forEachEntry { words.append(String($0[0]).scalarValues) }
        return words
    }

    // MARK: Rules

    private func program(_ rule: PatternSyntax.Rule, in table: PatternTable) throws(PatternError) -> PatternProgram {
        var emitter = Emitter(program: PatternProgram(name: rule.name.text), table: table)
        if let confidence = rule.confidence { emitter.program.confidence = confidence }
        let shape = Shape(rule.pattern)
        if shape.isNullable { throw error(.shape, "the rule could match nothing at all", rule.name, help: "make one element obligatory") }
        if shape.beginsWithGap || shape.endsWithGap {
            throw error(
                .shape, "a pattern neither begins nor ends with a gap", rule.name,
                help: "put the gap and the element that may be missing into one group: (place:area ..20)?")
        }
        try emit(rule.pattern, into: &emitter, inList: false)
        emitter.program.instructions.append(.end)
        emitter.program.needed = shape.needed
        for exclusion in rule.exclusions {
            var phrases = PhraseTable()
            for word in try scalars(exclusion.words) { phrases.insert(exclusion.side == .left ? word.reversed() : word, value: 0) }
            emitter.program.exclusions.append(PatternProgram.Exclusion(side: exclusion.side, phrases: phrases))
        }
        guard emitter.program.instructions.count <= 400 else { throw error(.shape, "the rule has more than 400 steps", rule.name) }
        return emitter.program
    }

    private struct Emitter {
        var program: PatternProgram
        let table: PatternTable
        var rowList = false
    }

    private func emit(_ node: PatternSyntax.Node, into emitter: inout Emitter, inList: Bool) throws(PatternError) {
        switch node {
        case .sequence(let items): for item in items { try emit(item, into: &emitter, inList: inList) }
        case .choice(let branches):
            var jumps: [Int] = []
            for (index, branch) in branches.enumerated() {
                let split = emitter.program.instructions.count
                if index < branches.count - 1 { emitter.program.instructions.append(.split(split + 1, 0)) }
                try emit(branch, into: &emitter, inList: inList)
                if index < branches.count - 1 {
                    jumps.append(emitter.program.instructions.count)
                    emitter.program.instructions.append(.jump(0))
                    emitter.program.instructions[split] = .split(split + 1, emitter.program.instructions.count)
                }
            }
            for jump in jumps { emitter.program.instructions[jump] = .jump(emitter.program.instructions.count) }
        case .word(let word):
            let scalars = clean(word.text)
            guard !scalars.isEmpty else { throw error(.shape, "nothing is left of the word in cleaned text", word) }
            emitter.program.instructions.append(.word(scalars))
        case .lexicon(let name):
            var phrases = PhraseTable()
            for word in try lexicon(name) { phrases.insert(word, value: 0) }
            emitter.program.instructions.append(.phrase(emitter.program.lexicons.count))
            emitter.program.lexicons.append(phrases)
        case .typed(let name, let tests): emitter.program.instructions.append(try instruction(name, tests))
        case .gap(let width, _): emitter.program.instructions.append(.gap(width))
        case .optional(let inner):
            let split = emitter.program.instructions.count
            emitter.program.instructions.append(.split(split + 1, 0))
            try emit(inner, into: &emitter, inList: inList)
            emitter.program.instructions[split] = .split(split + 1, emitter.program.instructions.count)
        case .capture(let name, let inner):
            let slot = try slot(name, inner, &emitter)
            emitter.program.instructions.append(.open(slot))
            try emit(inner, into: &emitter, inList: inList)
            emitter.program.instructions.append(.close(slot))
        case .list(let inner, let place): try emitList(inner, place, into: &emitter, inList: inList)
        }
    }

    private func emitList(
        _ inner: PatternSyntax.Node, _ place: PatternPlace, into emitter: inout Emitter, inList: Bool
    ) throws(PatternError) {
        let shape = Shape(inner)
        if shape.isNullable { throw error(.shape, "a member of the list could be nothing at all", place) }
        let makesRows = shape.hasCapture
        if makesRows {
            guard !inList, !emitter.rowList else {
                throw error(.shape, "only one list of a rule makes rows", place, help: "let only one list have columns inside")
            }
            emitter.rowList = true
        }
        let start = emitter.program.instructions.count
        if makesRows { emitter.program.instructions.append(.member) }
        try emit(inner, into: &emitter, inList: true)
        let split = emitter.program.instructions.count
        emitter.program.instructions += [.split(split + 1, split + 3), .joint, .jump(start)]
        if makesRows { emitter.program.instructions.append(.membersEnd) }
    }

    /// The slot of a capture, once it is sure that the element can fill it.
    private func slot(_ name: PatternSyntax.Name, _ inner: PatternSyntax.Node, _ emitter: inout Emitter) throws(PatternError) -> Int {
        var entity: PatternProgram.Entity?
        if case .typed(let type, _) = inner { entity = PatternProgram.Entity(rawValue: type.text) }
        let target: PatternProgram.Slot
        let fitting: [PatternProgram.Entity]?
        if let index = emitter.table.columns.firstIndex(where: { $0.name == name.text }) {
            target = .column(index)
            fitting =
                switch emitter.table.columns[index].type {
                case .text: nil
                case .quantity: [.quantity, .figure, .money, .percent]
                case .figure: [.figure]
                case .area: [.area]
                case .organisation: [.organisation]
                case .person: [.person]
                case .date: [.date]
                }
        } else if name.text == "place" {
            target = .place
            fitting = [.area, .organisation]
        } else if name.text == "date" {
            target = .date
            fitting = [.date]
        } else {
            let names = emitter.table.columns.map(\.name) + ["place", "date"]
            throw error(
                .name, "the table `\(emitter.table.name)` has no column `\(name.text)`", name,
                help: "columns to fill: " + names.joined(separator: ", "))
        }
        if let fitting, !(entity.map { fitting.contains($0) } ?? false) {
            throw error(
                .type, "`\(name.text)` is filled by one element of another type", name,
                help: "elements that fit: " + fitting.map(\.rawValue).joined(separator: ", "))
        }
        if let index = emitter.program.slots.firstIndex(of: target) { return index }
        emitter.program.slots.append(target)
        return emitter.program.slots.count - 1
    }

    // MARK: Tests

    private func instruction(
        _ name: PatternSyntax.Name, _ tests: [PatternSyntax.Test]
    ) throws(PatternError) -> PatternProgram.Instruction {
        if name.text == "text" {
            var range = 1...12
            var compiled: [PatternTest] = []
            for test in tests {
                if let given = test.range { range = given } else { compiled.append(try self.test(test, of: nil)) }
            }
            return .text(range, compiled)
        }
        guard let entity = PatternProgram.Entity(rawValue: name.text) else {
            let names = (PatternProgram.Entity.allCases.map(\.rawValue) + ["text", "list"]).joined(separator: ", ")
            throw error(
                .name, "there is no element `\(name.text)`", name,
                help: "elements: \(names); words stand in quotes, tests directly behind their element: figure(unit \"个\")")
        }
        var compiled: [PatternTest] = []
        for test in tests { compiled.append(try self.test(test, of: entity)) }
        return .entity(entity, compiled)
    }

    private func test(_ test: PatternSyntax.Test, of entity: PatternProgram.Entity?) throws(PatternError) -> PatternTest {
        guard let words = test.words else {
            throw error(.type, "only text has a length", test.name, help: "text(1..8)")
        }
        let isNumber = entity == .quantity || entity == .figure || entity == .money || entity == .percent
        switch test.name.text {
        case "noun":
            guard entity == .figure else { throw error(.type, "only a figure has a noun", test.name, help: "figure(noun ending \"队\")") }
            return .noun(try affix(test.part ?? test.name, words, default: test.part == nil))
        case "unit" where isNumber: return .unit(try texts(words))
        case "dimension" where isNumber: return .dimension(try texts(words))
        case "qualifier" where isNumber: return .qualifier(try texts(words))
        case "level" where entity == .area: return .level(try texts(words))
        case "kind" where entity == .organisation || entity == .date: return .kind(try texts(words))
        default: return .text(try affix(test.name, words, default: false))
        }
    }

    private func affix(
        _ name: PatternSyntax.Name, _ words: PatternSyntax.Words, default isExact: Bool
    ) throws(PatternError) -> PatternAffix {
        guard let side = isExact ? .is : PatternAffix.Side(rawValue: name.text) else {
            throw error(
                .type, "there is no test `\(name.text)` for this element", name,
                help: "starting, ending, containing, is; numbers have unit, dimension, qualifier, a figure noun, an area level, "
                    + "organisations and dates kind")
        }
        return PatternAffix(side, try scalars(words))
    }

    private func error(_ code: PatternError.Code, _ message: String, _ name: PatternSyntax.Name, help: String? = nil) -> PatternError {
        error(code, message, name.place, help: help)
    }

    private func error(_ code: PatternError.Code, _ message: String, _ place: PatternPlace, help: String? = nil) -> PatternError {
        PatternError(code: code, path: path, line: place.line, column: place.column, message: message, help: help)
    }
}

/// What can be said of a pattern without a text.
private struct Shape {
    var isNullable = false
    var beginsWithGap = false
    var endsWithGap = false
    var hasCapture = false
    /// Entities that stand in every match.
    var needed: Set<PatternProgram.Entity> = []

    init(_ node: PatternSyntax.Node) {
        switch node {
        case .word, .lexicon: break
        case .typed(let name, _): if let entity = PatternProgram.Entity(rawValue: name.text) { needed = [entity] }
        case .gap: (isNullable, beginsWithGap, endsWithGap) = (true, true, true)
        case .capture(_, let inner):
            self = Shape(inner)
            hasCapture = true
        case .list(let inner, _): self = Shape(inner)
        case .optional(let inner):
            self = Shape(inner)
            isNullable = true
            needed = []
        case .choice(let branches):
            let shapes = branches.map { Shape($0) }
            isNullable = shapes.contains { $0.isNullable }
            beginsWithGap = shapes.contains { $0.beginsWithGap }
            endsWithGap = shapes.contains { $0.endsWithGap }
            hasCapture = shapes.contains { $0.hasCapture }
            needed = shapes.dropFirst().reduce(shapes.first?.needed ?? []) { $0.intersection($1.needed) }
        case .sequence(let items):
            let shapes = items.map { Shape($0) }
            isNullable = shapes.allSatisfy(\.isNullable)
            beginsWithGap = shapes.prefix { $0.isNullable }.contains { $0.beginsWithGap } || Self.first(shapes)?.beginsWithGap ?? false
            endsWithGap =
                Self.first(shapes.reversed())?.endsWithGap ?? false
                || shapes.reversed().prefix { $0.isNullable }.contains { $0.endsWithGap }
            hasCapture = shapes.contains { $0.hasCapture }
            needed = shapes.reduce(into: []) { $0.formUnion($1.needed) }
        }
    }

    /// The first part that cannot be missing.
    private static func first(_ shapes: [Shape]) -> Shape? { shapes.first { !$0.isNullable } }
}
