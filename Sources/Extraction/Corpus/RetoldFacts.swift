/// Finds the facts that an earlier report told already: the rows of figures, donations and party and, for each, the row it restates.
struct RetoldFacts {
    private let corpus: CorpusReports
    private let originals: [Int?]
    private let figureTable: FactTable
    private let donationTable: FactTable
    private let partyTable: FactTable

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

    mutating func find() {
        let gifts = GiftKeys(donationTable)
        donations = matcher(donationTable).match(count: donationTable.rowCount, content: gifts.content, telling: gifts.telling)
        let numbers = FigureKeys(figureTable, donations: Self.rowsByText(donationTable.values("id")))
        figures = matcher(figureTable).match(count: figureTable.rowCount, content: numbers.content, telling: numbers.telling)
        linkGivenNumbers(numbers)
        linkRepeats()
        linkParty()
    }

    private func matcher(_ table: FactTable) -> FactMatcher {
        FactMatcher(
            corpus: corpus, originals: originals, rows: corpus.rows(of: table), dates: table.values("date"),
            repeats: table.values("repeats"))
    }

    private static func rowsByText(_ column: FactColumn) -> [String: Int] {
        var rows: [String: Int] = [:]
        for row in column.isValid.indices {
            if let text = column.text(row), rows[text] == nil { rows[text] = row }
        }
        return rows
    }

    /// The number of a gift is the same as that of the gift's first telling.
    private mutating func linkGivenNumbers(_ numbers: FigureKeys) {
        var byDonation: [Int: [Int]] = [:]
        let donationOf = (0..<figureTable.rowCount).map { numbers.donation(of: $0) }
        for (row, donation) in donationOf.enumerated() { if let donation { byDonation[donation, default: []].append(row) } }
        for (row, donation) in donationOf.enumerated() {
            guard let donation, let first = donations[donation] else { continue }
            figures[row] = byDonation[first]?.first { numbers.isSameNumber($0, row) }
        }
    }

    /// What repeats a fact of its own report is told elsewhere where that fact is.
    private mutating func linkRepeats() {
        let rows = Self.rowsByText(figureTable.values("id"))
        let repeats = figureTable.values("repeats")
        for row in figures.indices {
            if let first = repeats.text(row).flatMap({ rows[$0] }) { figures[row] = figures[first] }
        }
    }

    /// A statement about the party goes with the figure made from the same number.
    private mutating func linkParty() {
        let rows = Self.rowsByText(partyTable.values("id"))
        let facts = figureTable.values("fact")
        for row in figures.indices {
            guard let first = figures[row], let own = facts.text(row).flatMap({ rows[$0] }), party[own] == nil else { continue }
            party[own] = facts.text(first).flatMap { rows[$0] }
        }
    }
}

/// What a row of `figures` says.
private struct FigureKeys {
    private let donations: [String: Int]
    private let number: [FactColumn]
    private let (value, low, qualifier): (FactColumn, FactColumn, FactColumn)
    private let (noun, place, adcode): (FactColumn, FactColumn, FactColumn)
    private let (dimension, fact): (FactColumn, FactColumn)

    init(_ table: FactTable, donations: [String: Int]) {
        self.donations = donations
        number = ["value", "low", "high", "unit", "qualifier", "per"].map { table.values($0) }
        (value, low, qualifier) = (table.values("value"), table.values("low"), table.values("qualifier"))
        (noun, place, adcode) = (table.values("noun_key"), table.values("place"), table.values("adcode"))
        (dimension, fact) = (table.values("dimension"), table.values("fact"))
    }

    /// The row of the gift that the number belongs to.
    func donation(of row: Int) -> Int? { fact.text(row).flatMap { donations[$0] } }

    func isSameNumber(_ a: Int, _ b: Int) -> Bool { numberKey(a) == numberKey(b) }

    private func numberKey(_ row: Int) -> [UInt8] {
        var key: [UInt8] = []
        for column in number { key.append(cell: column, row) }
        return key
    }

    func content(_ row: Int) -> [UInt8]? {
        guard donation(of: row) == nil else { return nil }
        var key = numberKey(row)
        key.append(cell: noun, row)
        key.append(cell: place, row)
        return key
    }

    /// 6137 of a thing in a county in a week is one fact, 120 of it only at one place; 3 teams are met everywhere. Ages and durations
    /// recur by chance.
    func telling(_ row: Int) -> [UInt8]? {
        guard donation(of: row) == nil, noun.isValid[row], adcode.isValid[row], qualifier.text(row) != "several",
            let number = value.integer(row) ?? low.integer(row)
        else { return nil }
        switch dimension.text(row) {
        case "age", "duration", "share": return nil
        default: break
        }
        let digits = SignificantDigits.count(number)
        guard digits >= 3 || digits == 2 && number.magnitude >= 1_000_000 && place.isValid[row] else { return nil }
        var key = numberKey(row)
        key.append(cell: noun, row)
        key.append(cell: adcode, row)
        if digits == 2 { key.append(cell: place, row) }
        return key
    }
}

/// What a row of `donations` says.
private struct GiftKeys {
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

    func content(_ row: Int) -> [UInt8]? {
        var key: [UInt8] = []
        for column in all { key.append(cell: column, row) }
        return key
    }

    /// A gift by a giver of a name, in one county; a total over many givers by its digits.
    func telling(_ row: Int) -> [UInt8]? {
        guard let number = worth.integer(row) ?? value.integer(row), item.isValid[row], adcode.isValid[row] else { return nil }
        var key: [UInt8] = []
        if let names = donor.text(row) {
            let parts = names.split(separator: "、").map(String.init)
            guard parts.allSatisfy({ GiverNames.isTelling($0, kind: donorKind.text(row)) }) else { return nil }
            key.append(contentsOf: parts.sorted().joined(separator: "、").utf8)
        } else {
            guard scope.text(row) == "total", SignificantDigits.count(number) >= 3 else { return nil }
        }
        key.append(0)
        for column in core { key.append(cell: column, row) }
        key.append(cell: adcode, row)
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
        return String(rest).count
    }
}
