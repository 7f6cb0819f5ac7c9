/// Finds the rows of a report that state again what an earlier row of it states: the same number of the same thing for the same place.
enum Repeats {
    private struct Key: Hashable {
        var value: FactDecimal?
        var low: FactDecimal?
        var unit: ExactText?
        /// Its number among the cases, since the case itself would be hashed as its word.
        var qualifier: Int?
        var noun: ExactText
        var place: ExactText?
        var giver: ExactText?

        /// Unit, bound and qualifier hardly ever tell two keys apart that the others do not.
        func hash(into hasher: inout Hasher) {
            hasher.combine(value)
            hasher.combine(noun)
            hasher.combine(place)
            hasher.combine(giver)
        }
    }

    /// Sets `repeats` of every row that has an earlier twin. Linear in the number of rows.
    /// - Parameter givers: the donor by the id of a donation; the same sum from another giver is another fact.
    /// - Returns: the rows that got one, as indices, each with that of its twin.
    static func mark(_ rows: inout [FigureRow], givers: [String: String]) -> [(later: Int, earlier: Int)] {
        var twins: [(later: Int, earlier: Int)] = []
        var first: [Key: Int] = [:]
        first.reserveCapacity(rows.count)
        for index in rows.indices {
            guard let noun = rows[index].noun, rows[index].quantity.value != nil || rows[index].quantity.low != nil,
                rows[index].quantity.dimension != "age", rows[index].quantity.dimension != "duration"
            else { continue }
            let plain = plainNoun(noun)
            let key = Key(
                value: rows[index].quantity.value, low: rows[index].quantity.low, unit: rows[index].quantity.unit.map(ExactText.init),
                qualifier: rows[index].quantity.qualifier?.ordinal, noun: ExactText(plain),
                place: (isAdministrative(plain) ? rows[index].identity.areas?.district : rows[index].identity.place).map(ExactText.init),
                giver: rows[index].fact.flatMap { givers[$0] }.map(ExactText.init))
            if let earlier = first[key] {
                if isTelling(rows[earlier], rows[index]) {
                    rows[index].identity.repeats = rows[earlier].identity.id
                    twins.append((index, earlier))
                }
            } else {
                first[key] = index
            }
        }
        return twins
    }

    /// Small counts of everyday things recur by chance; they repeat only close by.
    private static func isTelling(_ earlier: FigureRow, _ later: FigureRow) -> Bool {
        if let value = later.quantity.value, value.tenThousandths >= 100_000 { return true }
        if (later.noun?.unicodeScalars.count ?? 0) >= 4 { return true }
        return later.identity.sentence - earlier.identity.sentence <= 1
    }

    /// The noun without what a second telling may leave out.
    static func plainNoun(_ noun: String) -> String {
        noun.utf8Span.span.withUnsafeBufferPointer { bytes in
            var start = 0
            for prefix in leftOut where bytes.count - start > prefix.count && bytes[start] == prefix[0] {
                if bytes[start...].starts(with: prefix) { start += prefix.count }
            }
            return start == 0 ? nil : String(decoding: bytes[start...], as: UTF8.self)
        } ?? noun
    }

    private static let leftOut = ["新冠肺炎疫情防控", "新冠肺炎", "疫情防控", "疫情", "防疫", "抗疫", "全区", "全市", "全县", "各级", "基层"].map { Array($0.utf8) }

    private static func isAdministrative(_ noun: String) -> Bool { administrative.contains(ExactText(noun)) }

    private static let administrative = Set(
        ["街道", "街道办事处", "办事处", "镇", "乡", "乡镇", "社区", "村", "行政村", "村(社区)", "镇街", "镇(街道)", "乡镇(街道)"].map(ExactText.init))
}
