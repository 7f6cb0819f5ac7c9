/// Finds the facts that an earlier report told already: the rows of figures, donations and party and, for each, the row it restates.
struct RetoldFacts {
    private let corpus: CorpusReports
    private let originals: [Int?]
    private let figureTable: FactTable
    private let donationTable: FactTable
    private let partyTable: FactTable

    /// The columns that are read, by table.
    static let columns: [String: Set<String>] = [
        "figures": [
            "id", "report", "date", "repeats", "value", "low", "high", "unit", "qualifier", "per", "noun_key", "place", "adcode",
            "dimension",
            "fact",
        ],
        "donations": [
            "id", "report", "date", "repeats", "value", "low", "unit", "qualifier", "worth", "currency", "item_key", "scope", "status",
            "donor", "donor_kind", "item", "category", "recipient", "adcode",
        ],
        "party": ["id"],
    ]

    /// For each row the row that stated the fact first; nil where the row itself does.
    private(set) var figures: [Int?]
    private(set) var donations: [Int?]
    private(set) var party: [Int?]

    /// - Parameter originals: for each report the one that it reprints.
    init(corpus: CorpusReports, originals: [Int?], figures: FactTable, donations: FactTable, party: FactTable) {
        self.corpus = corpus
        self.originals = originals
        (figureTable, donationTable, partyTable) = (figures, donations, party)
        self.figures = .init(repeating: nil, count: figureTable.rowCount)
        self.donations = .init(repeating: nil, count: donationTable.rowCount)
        self.party = .init(repeating: nil, count: partyTable.rowCount)
    }

    /// - Parameter concurrently: what the rows say is read on several threads.
    mutating func find(concurrently: ConcurrentLoop) {
        let gifts = GiftKeys(donationTable)
        donations = match(donationTable, gifts.content, gifts.telling, concurrently)
        let numbers = FigureKeys(figureTable, donations: TextRows(donationTable.values("id")))
        figures = match(figureTable, numbers.content, numbers.telling, concurrently)
        linkGivenNumbers(numbers)
        linkRepeats()
        linkParty()
    }

    private func match(
        _ table: FactTable, _ content: @escaping @Sendable (Int) -> FactKey?, _ telling: @escaping @Sendable (Int) -> FactKey?,
        _ concurrently: ConcurrentLoop
    ) -> [Int?] {
        let matcher = FactMatcher(
            corpus: corpus, originals: originals, rows: corpus.rows(of: table), dates: table.values("date"),
            repeats: table.values("repeats"))
        let keys = RowKeys(count: table.rowCount)
        keys.fill(content, telling, concurrently)
        return matcher.match(content: keys.content, telling: keys.telling)
    }

    /// The number of a gift is the same as that of the gift's first telling.
    private mutating func linkGivenNumbers(_ numbers: FigureKeys) {
        var byDonation = [[Int]](repeating: [], count: donations.count)
        let donationOf = (0..<figureTable.rowCount).map { numbers.donation(of: $0) }
        for (row, donation) in donationOf.enumerated() { if let donation { byDonation[donation].append(row) } }
        for (row, donation) in donationOf.enumerated() {
            guard let donation, let first = donations[donation] else { continue }
            figures[row] = byDonation[first].first { numbers.isSameNumber($0, row) }
        }
    }

    /// What repeats a fact of its own report is told elsewhere where that fact is.
    private mutating func linkRepeats() {
        let repeats = figureTable.values("repeats")
        guard repeats.isValid.contains(true) else { return }
        let rows = TextRows(figureTable.values("id"))
        for row in figures.indices {
            if let first = rows.row(of: repeats, row) { figures[row] = figures[first] }
        }
    }

    /// A statement about the party goes with the figure made from the same number.
    private mutating func linkParty() {
        let rows = TextRows(partyTable.values("id"))
        let facts = figureTable.values("fact")
        for row in figures.indices {
            guard let first = figures[row], let own = rows.row(of: facts, row), party[own] == nil else { continue }
            party[own] = rows.row(of: facts, first)
        }
    }
}

/// What the rows of a table say, read on several threads.
private final class RowKeys: @unchecked Sendable {
    // Unchecked: each row is written by the one thread that has its part, and read after all have ended.
    private let contents: UnsafeMutableBufferPointer<FactKey?>
    private let tellings: UnsafeMutableBufferPointer<FactKey?>
    private static let rowsAtATime = 4_096

    init(count: Int) {
        contents = .allocate(capacity: count)
        tellings = .allocate(capacity: count)
        contents.initialize(repeating: nil)
        tellings.initialize(repeating: nil)
    }

    deinit {
        contents.deallocate()
        tellings.deallocate()
    }

    var content: [FactKey?] { Array(contents) }
    var telling: [FactKey?] { Array(tellings) }

    func fill(
        _ content: @escaping @Sendable (Int) -> FactKey?, _ telling: @escaping @Sendable (Int) -> FactKey?, _ concurrently: ConcurrentLoop
    ) {
        let count = contents.count
        concurrently((count + Self.rowsAtATime - 1) / Self.rowsAtATime) { [self] part in
            let start = part * Self.rowsAtATime
            for row in start..<min(start + Self.rowsAtATime, count) {
                contents[row] = content(row)
                tellings[row] = telling(row)
            }
        }
    }
}

/// What a row of `figures` says.
private struct FigureKeys: Sendable {
    private let donations: TextRows
    private let number: [FactColumn]
    private let (value, low, qualifier): (FactColumn, FactColumn, FactColumn)
    private let (noun, place, adcode): (FactColumn, FactColumn, FactColumn)
    private let (dimension, fact): (FactColumn, FactColumn)

    init(_ table: FactTable, donations: TextRows) {
        self.donations = donations
        number = ["value", "low", "high", "unit", "qualifier", "per"].map { table.values($0) }
        (value, low, qualifier) = (table.values("value"), table.values("low"), table.values("qualifier"))
        (noun, place, adcode) = (table.values("noun_key"), table.values("place"), table.values("adcode"))
        (dimension, fact) = (table.values("dimension"), table.values("fact"))
    }

    /// The row of the gift that the number belongs to.
    func donation(of row: Int) -> Int? { donations.row(of: fact, row) }

    func isSameNumber(_ a: Int, _ b: Int) -> Bool { numberKey(a) == numberKey(b) }

    private func numberKey(_ row: Int) -> FactKey {
        var key = FactKey()
        for column in number { key.add(column, row) }
        return key
    }

    @Sendable func content(_ row: Int) -> FactKey? {
        guard donation(of: row) == nil else { return nil }
        var key = numberKey(row)
        key.add(noun, row)
        key.add(place, row)
        return key
    }

    /// 6137 of a thing in a county in a week is one fact, 120 of it only at one place; 3 teams are met everywhere. Ages and durations
    /// recur by chance.
    @Sendable func telling(_ row: Int) -> FactKey? {
        guard noun.isValid[row], adcode.isValid[row], let number = value.integer(row) ?? low.integer(row) else { return nil }
        let digits = SignificantDigits.count(number)
        guard digits >= 3 || digits == 2 && number.magnitude >= 1_000_000 && place.isValid[row] else { return nil }
        guard qualifier.text(row) != "several", donation(of: row) == nil else { return nil }
        switch dimension.text(row) {
        case "age", "duration", "share": return nil
        default: break
        }
        var key = numberKey(row)
        key.add(noun, row)
        key.add(adcode, row)
        if digits == 2 { key.add(place, row) }
        return key
    }
}

/// What a row of `donations` says.
private struct GiftKeys: Sendable {
    private let all: [FactColumn]
    private let core: [FactColumn]
    private let (value, worth, item): (FactColumn, FactColumn, FactColumn)
    private let (donor, donorKind, scope, adcode): (FactColumn, FactColumn, FactColumn, FactColumn)

    init(_ table: FactTable) {
        core = ["value", "low", "unit", "qualifier", "worth", "currency", "item_key", "scope", "status"].map { table.values($0) }
        all = core + ["donor", "item", "category", "recipient"].map { table.values($0) }
        (value, worth, item) = (table.values("value"), table.values("worth"), table.values("item_key"))
        (donor, donorKind) = (table.values("donor"), table.values("donor_kind"))
        (scope, adcode) = (table.values("scope"), table.values("adcode"))
    }

    @Sendable func content(_ row: Int) -> FactKey? {
        var key = FactKey()
        for column in all { key.add(column, row) }
        return key
    }

    /// A gift by a giver of a name, in one county; a total over many givers by its digits.
    @Sendable func telling(_ row: Int) -> FactKey? {
        guard let number = worth.integer(row) ?? value.integer(row), item.isValid[row], adcode.isValid[row] else { return nil }
        var key = FactKey()
        if let names = donor.text(row) {
            let parts = names.split(separator: "、").map(String.init)
            guard parts.allSatisfy({ GiverNames.isTelling($0, kind: donorKind.text(row)) }) else { return nil }
            key.add(text: parts.sorted().joined(separator: "、"))
        } else {
            guard scope.text(row) == "total", SignificantDigits.count(number) >= 3 else { return nil }
            key.add(0)
        }
        for column in core { key.add(column, row) }
        key.add(adcode, row)
        return key
    }
}

/// Which names of givers mean one giver only.
private enum GiverNames {
    private static let anyone = PhraseTable([
        "某", "爱心", "热心", "各", "部分", "辖区", "群众", "市民", "居民", "村民", "党员", "职工", "网友", "人士", "老人", "志愿者", "业主",
        "企业家", "老板", "学生", "先生", "女士", "大爷", "大妈", "奶奶", "爷爷", "阿姨", "师傅", "单位", "部门", "多家", "退休",
    ])

    static func isTelling(_ name: String, kind: String?) -> Bool {
        let length = name.unicodeScalars.count
        switch kind {
        case "person": return (2...4).contains(length) && !containsAny(name) || name.contains("·")
        case "company", "organisation": return length >= 4 && !containsAny(name)
        case "government", "party": return length >= 7 && !containsAny(name)
        default: return false
        }
    }

    private static func containsAny(_ name: String) -> Bool {
        let scalars = name.scalarValues
        return scalars.indices.contains { anyone.longestMatch(in: scalars, at: $0, end: scalars.count) != nil }
    }
}

private enum SignificantDigits {
    /// The digits of a number of ten-thousandths without the zeros at its end: 2 for 930, 3 for 15.9万.
    static func count(_ tenThousandths: Int64) -> Int {
        var rest = tenThousandths.magnitude
        guard rest > 0 else { return 0 }
        while rest % 10 == 0 { rest /= 10 }
        var count = 0
        while rest > 0 {
            count += 1
            rest /= 10
        }
        return count
    }
}
