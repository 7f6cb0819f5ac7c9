/// The columns of every extracted table, in the order of the data dictionary. Nothing has to be extracted to know them.
package enum FactSchema {
    /// Names of all extracted tables, in the order in which they are shown and written.
    package static let tableNames = [
        "files", "reports", "districts", "areas", "party", "donations", "donors", "figures", "people", "mentions", "sentences",
        "candidates", "units",
    ]

    /// An empty table of a name; nil where there is no such table.
    package static func table(_ name: String) -> FactTable? {
        columns(of: name).map { FactTable(name, $0) }
    }

    /// The columns of a table; nil where there is no such table.
    package static func columns(of table: String) -> [FactColumn]? {
        switch table {
        case "files":
            [
                .init("file", .text), .init("bytes", .bigint), .init("encoding", .text), .init("status", .text), .init("message", .text),
                .init("articles", .bigint), .init("facts", .bigint), .init("seconds", .double), .init("sha256", .text),
            ]
        case "reports":
            [
                .init("report", .text), .init("file", .text), .init("title", .text), .init("outlet", .text), .init("author", .text),
                .init("published", .date), .init("dated", .date), .init("dated_basis", .text), .init("district", .text),
                .init("adcode", .text), .init("prefecture", .text), .init("province", .text), .init("duplicate_of", .text),
                .init("similarity", .double), .init("script", .text), .init("characters", .bigint), .init("sentences", .bigint),
            ]
        case "districts":
            [
                .init("report", .text), .init("name", .text), .init("level", .text), .init("code", .text), .init("parent", .text),
                .init("parent_code", .text), .init("prefecture", .text), .init("province", .text), .init("mentions", .bigint),
            ]
        case "areas":
            [
                .init("code", .text), .init("name", .text), .init("aliases", .text), .init("level", .text), .init("parent_code", .text),
                .init("county_code", .text), .init("prefecture", .text), .init("province", .text),
            ]
        case "party":
            keys
                + [
                    .init("body", .text), .init("noun", .text), .init("noun_key", .text), .init("kind", .text), .init("verb", .text),
                    .init("role", .text), .init("activity", .text),
                ] + quantity + evidence
        case "donations":
            keys
                + [
                    .init("gift", .text), .init("donor", .text), .init("donor_kind", .text), .init("recipient", .text),
                    .init("recipient_kind", .text), .init("collector", .text), .init("item", .text), .init("item_key", .text),
                    .init("category", .text),
                ] + quantity
                + [
                    .init("worth", .decimal), .init("currency", .text), .init("worth_yuan", .decimal), .init("worth_qualifier", .text),
                    .init("worth_low", .decimal), .init("worth_high", .decimal), .init("scope", .text), .init("status", .text),
                    .init("part_of", .text), .init("counted", .boolean),
                ] + evidence
        case "donors":
            [
                .init("donation", .text), .init("n", .bigint), .init("name", .text), .init("name_key", .text), .init("kind", .text),
                .init("organisation", .text),
            ]
        case "figures":
            keys + [.init("noun", .text), .init("noun_key", .text), .init("verb", .text), .init("fact", .text)] + quantity + evidence
        case "people":
            [
                .init("report", .text), .init("name", .text), .init("title", .text), .init("organisation", .text),
                .init("district", .text), .init("age", .bigint), .init("gender", .text), .init("mentions", .bigint),
                .init("sentence", .bigint), .init("span_start", .bigint), .init("span_end", .bigint),
            ]
        case "mentions":
            [
                .init("report", .text), .init("sentence", .bigint), .init("clause", .bigint), .init("kind", .text), .init("key", .text),
                .init("text", .text), .init("span_start", .bigint), .init("span_end", .bigint),
            ]
        case "sentences":
            [
                .init("report", .text), .init("sentence", .bigint), .init("paragraph", .bigint), .init("kind", .text),
                .init("section", .text), .init("text", .text), .init("span_start", .bigint), .init("span_end", .bigint),
            ]
        case "candidates":
            [
                .init("report", .text), .init("text", .text), .init("kind", .text), .init("reason", .text), .init("fact", .text),
                .init("sentence", .bigint), .init("span_start", .bigint), .init("span_end", .bigint),
            ]
        case "units":
            [.init("unit", .text), .init("dimension", .text), .init("base", .text), .init("factor", .decimal)]
        default: nil
        }
    }

    /// The columns of a fact table: those that every fact table has, around its own.
    static func factColumns(around own: [FactColumn]) -> [FactColumn] { keys + own + evidence }

    /// The columns that begin every fact table: keys, place and time.
    private static let keys: [FactColumn] = [
        .init("id", .text), .init("report", .text), .init("district", .text), .init("adcode", .text), .init("prefecture", .text),
        .init("province", .text), .init("place", .text), .init("place_level", .text), .init("place_code", .text), .init("date", .date),
        .init("date_kind", .text),
    ]

    /// The columns of a quantity.
    private static let quantity: [FactColumn] = [
        .init("value", .decimal), .init("unit", .text), .init("dimension", .text), .init("qualifier", .text), .init("low", .decimal),
        .init("high", .decimal), .init("per", .text),
    ]

    /// The columns that end every fact table: what else states the fact, how sure it is, and where it stands.
    private static let evidence: [FactColumn] = [
        .init("repeats", .text), .init("same_as", .text), .init("rule", .text), .init("confidence", .double), .init("doubt", .text),
        .init("sentence", .bigint), .init("span_start", .bigint), .init("span_end", .bigint), .init("quote", .text),
        .init("reviewed", .text),
    ]
}
