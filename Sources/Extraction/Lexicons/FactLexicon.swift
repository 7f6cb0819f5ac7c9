/// A measure word or unit. A class, so that the entry of a number is looked at for nothing.
package final class Measure: Sendable {
    package enum Use: Sendable {
        /// A measure word or unit of any noun.
        case plain
        /// A unit only where the number is two or more.
        case strict
        /// The unit is itself the thing counted.
        case own
        /// A currency; `base` is its code.
        case money
    }

    package let unit: String
    package let scalars: [UInt32]
    package let dimension: String?
    package let base: String?
    package let factor: String?
    package let use: Use
    /// Words that begin with the unit's characters and are no measure.
    package let blockers: [[UInt32]]

    init(unit: String, scalars: [UInt32], dimension: String?, base: String?, factor: String?, use: Use, blockers: [[UInt32]]) {
        self.unit = unit
        self.scalars = scalars
        self.dimension = dimension
        self.base = base
        self.factor = factor
        self.use = use
        self.blockers = blockers
    }
}

/// Why a number is none.
package enum MaskReason: String, Sendable {
    case date, ordinal, houseNumber = "house number", slogan, name, idiom, fraction, listNumber = "list number", noUnit = "no unit"
    case noNoun = "no noun", noObject = "no object", sale, allotment, refusal, plan, generic, organisation, negated, service
}

/// What a verb of giving says.
package enum GiftVerbClass: String, Sendable { case give, money, lump, deliver, procure, collect, free, carry, arrive }

/// The lexicons of the stages from sentences to facts. It holds only immutable tables and may be used from many threads. A class, since the
/// rules of every sentence hold it: a reference is handed on for nothing, two dozen tables are not.
package final class FactLexicon: Sendable {
    /// The lexicons that are compiled in, read once a process.
    package static let standard = FactLexicon(.standard)

    package let measures: [Measure]
    package let measureTable: PhraseTable
    package let fixedNames: PhraseTable
    package let fixedReasons: [MaskReason]
    /// Party nouns by their endings: the table holds them reversed.
    package let partyNouns: PhraseTable
    package let partyKinds: [(kind: String, key: String)]
    package let partyEndings: PhraseTable
    package let partyEndingKinds: [String]
    package let verbs: PhraseTable
    package let verbRoles: [String]
    package let giftVerbs: PhraseTable
    package let giftVerbClasses: [GiftVerbClass]
    package let giftBlockers: PhraseTable
    package let giftBlockerReasons: [MaskReason]
    /// Items by their endings: the table holds them reversed.
    package let items: PhraseTable
    package let itemEntries: [(category: String, key: String)]
    /// Endings of names of bodies: the table holds them reversed.
    package let bodies: PhraseTable
    package let bodyEntries: [(donor: String, receiver: String)]
    package let segmenter: Segmenter

    /// The lexicons of a set.
    package init(_ lexicons: Lexicons) {
        var measures: [Measure] = []
        var measureTable = PhraseTable()
        var fixedNames = PhraseTable()
        var fixedReasons: [MaskReason] = []
        var partyNouns = PhraseTable()
        var partyKinds: [(kind: String, key: String)] = []
        var partyEndings = PhraseTable()
        var partyEndingKinds: [String] = []
        var verbs = PhraseTable()
        var verbRoles: [String] = []
        var giftVerbs = PhraseTable()
        var giftVerbClasses: [GiftVerbClass] = []
        var giftBlockers = PhraseTable()
        var giftBlockerReasons: [MaskReason] = []
        var items = PhraseTable()
        var itemEntries: [(category: String, key: String)] = []
        var bodies = PhraseTable()
        var bodyEntries: [(donor: String, receiver: String)] = []
        var terms = PhraseTable()
        var termTags: [WordTag] = []
        func term(_ word: LexiconField, _ tag: WordTag) {
            terms.insert(word.unicodeScalars.lazy.map(\.value), value: Int32(termTags.count))
            termTags.append(tag)
        }
        func each(_ name: String, _ body: (LexiconEntry) -> Void) { lexicons.file(name)?.forEachEntry(body) }
        func reversed(_ word: LexiconField) -> [UInt32] { word.unicodeScalars.map(\.value).reversed() }
        func column(_ columns: LexiconEntry, _ index: Int) -> String? {
            index < columns.count && !columns[index].isEmpty ? String(columns[index]) : nil
        }
        terms.reserveCapacity(scalars: 4096)
        each("items") { columns in
            items.insert(reversed(columns[0]), value: Int32(itemEntries.count))
            itemEntries.append((column(columns, 1) ?? "other", column(columns, 2) ?? String(columns[0])))
            if columns[0].unicodeScalars.count > 1 { term(columns[0], .noun) }
        }
        each("organisation_endings") { columns in
            bodies.insert(reversed(columns[0]), value: Int32(bodyEntries.count))
            bodyEntries.append((column(columns, 1) ?? "organisation", column(columns, 2) ?? "other"))
            if columns[0].unicodeScalars.count > 1, columns[0] != "组织" { term(columns[0], .noun) }
        }
        each("party") { columns in
            partyNouns.insert(reversed(columns[0]), value: Int32(partyKinds.count))
            partyKinds.append((column(columns, 1) ?? "other", column(columns, 2) ?? String(columns[0])))
            if !columns[0].contains("、") { term(columns[0], .noun) }
        }
        each("party_endings") { columns in
            partyEndings.insert(reversed(columns[0]), value: Int32(partyEndingKinds.count))
            partyEndingKinds.append(column(columns, 1) ?? "other")
        }
        each("verbs") { columns in
            verbs.insert(columns[0].unicodeScalars.map(\.value), value: Int32(verbRoles.count))
            verbRoles.append(column(columns, 1) ?? "other")
            // 组织 is as often the noun of 党组织 and 社会组织; the word dictionary decides.
            if columns[0].unicodeScalars.count > 1, columns[0] != "组织" { term(columns[0], .verb) }
        }
        each("gift_verbs") { columns in
            giftVerbs.insert(columns[0].unicodeScalars.map(\.value), value: Int32(giftVerbClasses.count))
            giftVerbClasses.append(column(columns, 1).flatMap { GiftVerbClass(rawValue: $0) } ?? .give)
            if columns[0].unicodeScalars.count > 1 { term(columns[0], .verb) }
        }
        each("gift_blockers") { columns in
            giftBlockers.insert(columns[0].unicodeScalars.map(\.value), value: Int32(giftBlockerReasons.count))
            giftBlockerReasons.append(column(columns, 1).flatMap { MaskReason(rawValue: $0) } ?? .sale)
            if columns[0].unicodeScalars.count > 1 { term(columns[0], .verb) }
        }
        let tags: [String: WordTag] = ["n": .noun, "v": .verb, "d": .adverb, "b": .modifier, "x": .other]
        each("segmentation_terms") { columns in
            term(columns[0], tags[column(columns, 1) ?? "x"] ?? .other)
        }
        each("fixed_names") { columns in
            fixedNames.insert(columns[0].unicodeScalars.map(\.value), value: Int32(fixedReasons.count))
            fixedReasons.append(column(columns, 1).flatMap { MaskReason(rawValue: $0) } ?? .name)
        }
        let uses: [String: Measure.Use] = ["strict": .strict, "own": .own, "money": .money]
        each("measures") { columns in
            let scalars = columns[0].unicodeScalars.map(\.value)
            measureTable.insert(scalars, value: Int32(measures.count))
            measures.append(
                Measure(
                    unit: column(columns, 6) ?? String(columns[0]), scalars: scalars, dimension: column(columns, 1),
                    base: column(columns, 2),
                    factor: column(columns, 3),
                    use: uses[column(columns, 4) ?? ""] ?? .plain, blockers: Array(scalarWords(column(columns, 5) ?? ""))))
        }
        self.measures = measures
        self.measureTable = measureTable
        self.fixedNames = fixedNames
        self.fixedReasons = fixedReasons
        self.partyNouns = partyNouns
        self.partyKinds = partyKinds
        self.partyEndings = partyEndings
        self.partyEndingKinds = partyEndingKinds
        self.verbs = verbs
        self.verbRoles = verbRoles
        self.giftVerbs = giftVerbs
        self.giftVerbClasses = giftVerbClasses
        self.giftBlockers = giftBlockers
        self.giftBlockerReasons = giftBlockerReasons
        self.items = items
        self.itemEntries = itemEntries
        self.bodies = bodies
        self.bodyEntries = bodyEntries
        segmenter = Segmenter(terms: terms, tags: termTags)
    }

    /// Whether a name is only a kind of body (党支部, 街道办事处) and names none.
    package func isGenericBody(_ name: ArraySlice<UInt32>) -> Bool {
        var rest = name
        for prefix in Self.genericPrefixes where rest.first == prefix.first && rest.count > prefix.count && rest.starts(with: prefix) {
            rest = rest.dropFirst(prefix.count)
        }
        return bodies.value(of: rest.reversed()) != nil || partyNouns.value(of: rest.reversed()) != nil
    }

    /// What kind of giver (`person`, `group`, `company`, …) the noun or name in a range is by its ending; nil where no ending fits.
    func giver(in text: ScalarWindow, _ range: Range<Int>) -> String? {
        bodies.longestReversedMatch(in: text.text, endingAt: range.upperBound, start: range.lowerBound)
            .map { bodyEntries[Int($0.value)].donor }
    }

    /// Whether a range ends as words for people do: 值班人员, 居民.
    func namesPeople(in text: ScalarWindow, _ range: Range<Int>) -> Bool {
        let kind = giver(in: text, range)
        return kind == "person" || kind == "group"
    }

    /// What a range of a text does as a verb of giving; nil where it is none.
    @inline(__always)
    func giftVerb(_ text: UnsafeBufferPointer<UInt32>, _ range: Range<Int>) -> GiftVerbClass? {
        giftVerbs.value(of: text, range).map { giftVerbClasses[Int($0)] }
    }

    /// Why a range of a text says that no gift is made; nil where it says nothing of the kind.
    func giftBlocker(_ text: ScalarWindow, _ range: Range<Int>) -> MaskReason? {
        giftBlockers.value(of: text.text[range]).map { giftBlockerReasons[Int($0)] }
    }

    private static let genericPrefixes = scalarWords("社区 村 小区 街道 临时 所在 各级 各 城区 涉农 基层 物业公司 业委会 代表")

    /// The measure word or unit at a position, unless a longer word begins there.
    package func measure(_ text: ScalarWindow, at position: Int) -> (index: Int, end: Int)? {
        guard position >= text.start, position < text.end,
            let match = measureTable.longestMatch(in: text.text, at: position, end: text.end)
        else { return nil }
        let measure = measures[Int(match.value)]
        for blocker in measure.blockers where text.has(blocker, at: position) { return nil }
        return (Int(match.value), position + match.length)
    }

    /// The table `units`: every unit with what it measures and how large it is.
    package func unitsTable() -> FactTable {
        var table = FactSchema.table("units") ?? FactTable("units", [])
        var seen: Set<String> = []
        for measure in measures where seen.insert(measure.unit).inserted {
            table.appendRow { row in
                row.text(measure.unit)
                row.text(measure.dimension)
                row.text(measure.base)
                let factor = measure.factor.flatMap { ChineseNumber.parse($0) }
                row.decimal(factor.flatMap { FactDecimal($0) })
            }
        }
        return table
    }
}

extension FactDecimal {
    /// The number, if DECIMAL(18,4) holds it without rounding.
    package init?(_ value: ExactDecimal) {
        guard let digits = value.scaled(to: 4), let small = Int64(exactly: digits) else { return nil }
        self.init(tenThousandths: small)
    }
}
