/// Finds the rows of a report that state again what an earlier row of it states: the same number of the same thing for the same place.
enum Repeats {
    private struct Key: Hashable {
        var value: FactDecimal?
        var low: FactDecimal?
        var unit: ExactText?
        var qualifier: Qualifier?
        var noun: ExactText
        var place: ExactText?
        var giver: ExactText?
    }

    /// Sets `repeats` of every row that has an earlier twin. Linear in the number of rows.
    /// - Parameter givers: the donor by the id of a donation; the same sum from another giver is another fact.
    static func mark(_ rows: inout [FigureRow], givers: [String: String]) {
        var first: [Key: Int] = [:]
        for index in rows.indices {
            guard let noun = rows[index].noun, rows[index].quantity.value != nil || rows[index].quantity.low != nil,
                rows[index].quantity.dimension != "age", rows[index].quantity.dimension != "duration"
            else { continue }
            let plain = plainNoun(noun)
            let key = Key(
                value: rows[index].quantity.value, low: rows[index].quantity.low, unit: rows[index].quantity.unit.map(ExactText.init),
                qualifier: rows[index].quantity.qualifier, noun: ExactText(plain),
                place: (isAdministrative(plain) ? rows[index].identity.district : rows[index].identity.place).map(ExactText.init),
                giver: rows[index].fact.flatMap { givers[$0] }.map(ExactText.init))
            if let earlier = first[key] {
                if isTelling(rows[earlier], rows[index]) {
                    rows[index].identity.repeats = rows[earlier].identity.repeats ?? rows[earlier].identity.id
                }
            } else {
                first[key] = index
            }
        }
    }

    /// Small counts of everyday things recur by chance; they repeat only close by.
    private static func isTelling(_ earlier: FigureRow, _ later: FigureRow) -> Bool {
        if let value = later.quantity.value, value.tenThousandths >= 100_000 { return true }
        if (later.noun?.unicodeScalars.count ?? 0) >= 4 { return true }
        return later.identity.sentence - earlier.identity.sentence <= 1
    }

    /// The noun without what a second telling may leave out.
    static func plainNoun(_ noun: String) -> String {
        var rest = noun[...].utf8
        for prefix in leftOut where rest.count > prefix.utf8.count && rest.starts(with: prefix.utf8) {
            rest = rest.dropFirst(prefix.utf8.count)
        }
        return rest.count == noun.utf8.count ? noun : String(Substring(rest))
    }

    private static let leftOut = ["新冠肺炎疫情防控", "新冠肺炎", "疫情防控", "疫情", "防疫", "抗疫", "全区", "全市", "全县", "各级", "基层"]

    private static func isAdministrative(_ noun: String) -> Bool { administrative.contains(ExactText(noun)) }

    private static let administrative = Set(
        ["街道", "街道办事处", "办事处", "镇", "乡", "乡镇", "社区", "村", "行政村", "村(社区)", "镇街", "镇(街道)", "乡镇(街道)"].map(ExactText.init))
}
