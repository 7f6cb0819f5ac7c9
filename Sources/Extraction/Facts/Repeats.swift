/// Finds the rows of a report that state again what an earlier row of it states: the same number of the same thing for the same place.
enum Repeats {
    private struct Key: Hashable {
        var value: FactDecimal?
        var low: FactDecimal?
        var unit: String?
        var qualifier: Qualifier?
        var noun: String
        var place: String?
        var giver: String?
    }

    /// Sets `repeats` of every row that has an earlier twin. Linear in the number of rows.
    /// - Parameter givers: the donor by the id of a donation; the same sum from another giver is another fact.
    static func mark(_ rows: inout [FigureRow], givers: [String: String]) {
        var first: [Key: Int] = [:]
        for index in rows.indices {
            let row = rows[index]
            guard let noun = row.noun, row.quantity.value != nil || row.quantity.low != nil, row.quantity.dimension != "age",
                row.quantity.dimension != "duration"
            else { continue }
            let plain = plainNoun(noun)
            let key = Key(
                value: row.quantity.value, low: row.quantity.low, unit: row.quantity.unit, qualifier: row.quantity.qualifier, noun: plain,
                place: isAdministrative(plain) ? row.identity.district : row.identity.place,
                giver: row.fact.flatMap { givers[$0] })
            if let earlier = first[key] {
                if isTelling(rows[earlier], row) {
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
        var result = noun
        for prefix in ["新冠肺炎疫情防控", "新冠肺炎", "疫情防控", "疫情", "防疫", "抗疫", "全区", "全市", "全县", "各级", "基层"]
        where result.hasPrefix(prefix) && result != prefix {
            result = String(result.dropFirst(prefix.count))
        }
        return result
    }

    private static func isAdministrative(_ noun: String) -> Bool {
        ["街道", "街道办事处", "办事处", "镇", "乡", "乡镇", "社区", "村", "行政村", "村(社区)", "镇街", "镇(街道)", "乡镇(街道)"].contains(noun)
    }
}
