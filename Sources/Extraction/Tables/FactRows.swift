/// The county-level area of a fact and the areas above it. Many facts of a page share one.
package final class FactAreas: Sendable {
    package let district: String?, adcode: String?, prefecture: String?, province: String?

    init(_ area: Area) {
        district = area.county ?? (area.level == .prefecture ? area.name : nil)
        adcode = area.countyCode ?? (area.level == .prefecture ? area.code : nil)
        prefecture = area.prefecture
        province = area.province
    }
}

extension Document {
    /// For each area of the page the columns that it fills; made once for all articles.
    package var factAreas: [FactAreas] { areas.map { FactAreas($0) } }
}

/// What every fact has: its key, its place and time, and the evidence for it.
package struct FactIdentity: Sendable {
    /// The key of the row: `000_1eae…/d7`.
    package var id = ""
    /// The report it stands in.
    package var report = ""
    /// The county-level area of the fact and the areas above it.
    package var areas: FactAreas?
    /// The closest named area or organisation that the fact is about.
    package var place: String?, placeLevel: String?, placeCode: String?
    /// When it holds.
    package var date: CalendarDate?, dateKind: DateKind?
    /// The id of the row of the same report that already stated the fact.
    package var repeats: String?
    /// The id of the earliest row in another report that states the same fact.
    package var sameAs: String?
    /// The rule that made the row.
    package var rule = ""
    /// 0 to 1.
    package var confidence: Double = 1
    /// The doubtful columns.
    package var doubt: [String] = []
    /// The sentence's number in the report.
    package var sentence = 0
    /// The evidence in the clean text.
    package var range: Range<Int> = 0..<0
    /// The evidence in the decoded file; the column `quote` is made of its scalars when the row is written.
    package var span: Range<Int> = 0..<0

    /// A fact of which nothing is known yet.
    package init() {}

    mutating func writeKeys(_ row: inout FactRowWriter) {
        row.text(id)
        row.text(report)
        row.text(areas?.district)
        row.text(areas?.adcode)
        row.text(areas?.prefecture)
        row.text(areas?.province)
        row.text(place)
        row.text(placeLevel)
        row.text(placeCode)
        row.date(date)
        row.text(date == nil ? nil : dateKind?.rawValue)
    }

    /// - Parameter scalars: those of the decoded file.
    mutating func writeEvidence(_ row: inout FactRowWriter, _ scalars: [UInt32]) {
        row.text(repeats)
        row.text(sameAs)
        row.text(rule.isEmpty ? nil : rule)
        row.double(confidence)
        row.text(doubt.isEmpty ? nil : doubt.joined(separator: ","))
        row.integer(sentence)
        row.integer(span.lowerBound)
        row.integer(span.upperBound)
        row.scalars(scalars[span.clamped(to: scalars.indices)])
    }
}

/// How a number is hedged; the words of the column `qualifier`.
package enum Qualifier: String, Sendable {
    case exact, over, nearly, about, several

    /// The case's number, as a key.
    var ordinal: Int {
        switch self {
        case .exact: 0
        case .over: 1
        case .nearly: 2
        case .about: 3
        case .several: 4
        }
    }
}

/// A number with its unit and bounds, as the quantity columns hold it.
package struct QuantityColumns: Sendable {
    /// The number in units of `unit`; null where the text gives none.
    package var value: FactDecimal?
    /// The measure word or unit.
    package var unit: String?
    /// What the unit measures.
    package var dimension: String?
    /// How the number is hedged.
    package var qualifier: Qualifier?
    /// What the wording allows.
    package var low: FactDecimal?, high: FactDecimal?
    /// `天` in `每天100份`.
    package var per: String?

    /// No quantity.
    package init() {}

    fileprivate mutating func write(_ row: inout FactRowWriter) {
        row.decimal(value)
        row.text(unit)
        row.text(dimension)
        row.text(qualifier?.rawValue)
        row.decimal(low)
        row.decimal(high)
        row.text(per)
    }
}

/// A row of `figures`.
package struct FigureRow: Sendable {
    package var identity = FactIdentity()
    package var quantity = QuantityColumns()
    package var noun: String?, nounKey: String?, verb: String?
    /// The id of the party or donations row made from the same number.
    package var fact: String?

    /// An empty row.
    package init() {}

    /// Appends the row to a table of the schema `figures`.
    /// - Parameter scalars: those of the decoded file.
    package mutating func append(to table: inout FactTable, quoting scalars: [UInt32]) {
        table.appendRow { row in
            identity.writeKeys(&row)
            row.text(noun)
            row.text(nounKey)
            row.text(verb)
            row.text(fact)
            quantity.write(&row)
            identity.writeEvidence(&row, scalars)
        }
    }
}

/// A row of `party`.
package struct PartyRow: Sendable {
    package var identity = FactIdentity()
    package var quantity = QuantityColumns()
    package var body: String?, noun: String?, nounKey: String?, kind: String?, verb: String?, role: String?, activity: String?

    /// An empty row.
    package init() {}

    /// Appends the row to a table of the schema `party`.
    /// - Parameter scalars: those of the decoded file.
    package mutating func append(to table: inout FactTable, quoting scalars: [UInt32]) {
        table.appendRow { row in
            identity.writeKeys(&row)
            row.text(body)
            row.text(noun)
            row.text(nounKey)
            row.text(kind)
            row.text(verb)
            row.text(role)
            row.text(activity)
            quantity.write(&row)
            identity.writeEvidence(&row, scalars)
        }
    }
}

/// One giver of a row of `donations`; a row of `donors`.
package struct DonorEntry: Sendable {
    package var name = ""
    package var nameKey: String?, kind: String?, organisation: String?

    /// A giver of whom nothing is known yet.
    package init() {}
}

/// A row of `donations`, with its givers.
package struct DonationRow: Sendable {
    package var identity = FactIdentity()
    package var quantity = QuantityColumns()
    package var gift: String?, donor: String?, donorKind: String?, recipient: String?, recipientKind: String?, collector: String?
    package var item: String?, itemKey: String?, category: String?
    package var worth: FactDecimal?, currency: String?, worthYuan: FactDecimal?, worthQualifier: Qualifier?
    package var worthLow: FactDecimal?, worthHigh: FactDecimal?
    package var scope: String?, status: String?, partOf: String?
    package var counted = false
    package var donors: [DonorEntry] = []

    /// An empty row.
    package init() {}

    /// Appends the row to a table of the schema `donations`.
    /// - Parameter scalars: those of the decoded file.
    package mutating func append(to table: inout FactTable, quoting scalars: [UInt32]) {
        table.appendRow { row in
            identity.writeKeys(&row)
            row.text(gift)
            row.text(donor)
            row.text(donorKind)
            row.text(recipient)
            row.text(recipientKind)
            row.text(collector)
            row.text(item)
            row.text(itemKey)
            row.text(category)
            quantity.write(&row)
            row.decimal(worth)
            row.text(currency)
            row.decimal(worthYuan)
            row.text(worthQualifier?.rawValue)
            row.decimal(worthLow)
            row.decimal(worthHigh)
            row.text(scope)
            row.text(status)
            row.text(partOf)
            row.boolean(counted)
            identity.writeEvidence(&row, scalars)
        }
    }

    /// Appends the givers to a table of the schema `donors`.
    package mutating func appendDonors(to table: inout FactTable) {
        for index in donors.indices {
            table.appendRow { row in
                row.text(identity.id)
                row.integer(index + 1)
                row.text(donors[index].name)
                row.text(donors[index].nameKey)
                row.text(donors[index].kind)
                row.text(donors[index].organisation)
            }
        }
    }
}

/// A row of `candidates`: a numeral or verb of giving, and what became of it.
package struct CandidateRow: Sendable {
    package var report = "", text = "", kind = ""
    package var reason: String?, fact: String?
    package var sentence = 0
    package var span: Range<Int> = 0..<0

    /// An empty row.
    package init() {}

    /// Appends the row to a table of the schema `candidates`.
    package func append(to table: inout FactTable) {
        table.appendRow { row in
            row.text(report)
            row.text(text)
            row.text(kind)
            row.text(reason)
            row.text(fact)
            row.integer(sentence)
            row.integer(span.lowerBound)
            row.integer(span.upperBound)
        }
    }
}

/// The facts of one document, in the order of their places.
package struct DocumentFacts: Sendable {
    package var figures: [FigureRow] = []
    package var party: [PartyRow] = []
    package var donations: [DonationRow] = []
    package var candidates: [CandidateRow] = []
    /// The tables of pattern files, in their order.
    package var patternTables: [FactTable] = []

    /// No facts.
    package init() {}

    /// How many facts there are; what became of the candidates is no fact of its own.
    package var count: Int { patternTables.reduce(figures.count + party.count + donations.count) { $0 + $1.rowCount } }

    /// Appends the rows to the tables of their names. Changes none of them: they are handed on as if to be changed, since what is only read is
    /// copied with all its texts.
    /// - Parameter scalars: those of the decoded file.
    mutating func append(to tables: inout ExtractedTables, quoting scalars: [UInt32]) {
        Self.append(&figures, to: &tables["figures"]) { $0.append(to: &$1, quoting: scalars) }
        Self.append(&party, to: &tables["party"]) { $0.append(to: &$1, quoting: scalars) }
        Self.append(&donations, to: &tables["donations"]) { $0.append(to: &$1, quoting: scalars) }
        Self.append(&donations, to: &tables["donors"]) { $0.appendDonors(to: &$1) }
        Self.append(&candidates, to: &tables["candidates"]) { $0.append(to: &$1) }
        for own in patternTables where tables[own.name].columns.count == own.columns.count {
            tables[own.name].append(contentsOf: own)
        }
    }

    private static func append<Row>(_ rows: inout [Row], to table: inout FactTable, _ body: (inout Row, inout FactTable) -> Void) {
        for row in rows.indices { body(&rows[row], &table) }
    }
}
