/// Relates the donations of a report to each other: what was told before, and which gift is part of which total.
enum GiftTotals {
    private struct Key: Hashable {
        var item: ExactText?
        var value: FactDecimal?
        var unit: ExactText?
        var worth: FactDecimal?
        var donor: ExactText?
        var scope: ExactText?

        /// Unit and scope are few: they hardly ever tell two keys apart that the others do not.
        func hash(into hasher: inout Hasher) {
            hasher.combine(item)
            hasher.combine(value)
            hasher.combine(worth)
            hasher.combine(donor)
        }
    }

    /// Sets `repeats` of rows that state an earlier row's gift again. Linear in the number of rows.
    static func link(_ rows: inout [DonationRow]) {
        var first: [Key: Int] = [:]
        first.reserveCapacity(rows.count)
        for index in rows.indices {
            guard rows[index].quantity.value != nil || rows[index].worth != nil else { continue }
            let key = Key(
                item: rows[index].itemKey.map(ExactText.init), value: rows[index].quantity.value,
                unit: rows[index].quantity.unit.map(ExactText.init), worth: rows[index].worth,
                donor: rows[index].donor.map(ExactText.init), scope: rows[index].scope.map(ExactText.init))
            if let earlier = first[key] {
                rows[index].identity.repeats = rows[earlier].identity.id
            } else {
                first[key] = index
            }
        }
    }

    /// Where the number of a row stands: its sentence's reading, and the first scalar.
    typealias Place = (reading: Int, position: Int)

    /// Sets `part_of` of rows whose number stands behind 其中: 口罩3000只,其中2000只送到县医院. The whole is the nearest gift in front of it in the
    /// same unit that is no smaller; a sentence that begins with 其中 divides one of the sentence before.
    /// - Parameter places: one for each row; nil where it has no number.
    static func divide(_ rows: inout [DonationRow], places: [Place?], readings: [SentenceReading]) {
        var marks: (reading: Int, tokens: [Int]) = (-1, [])
        for index in rows.indices where rows[index].partOf == nil {
            guard let place = places[index], let part = rows[index].quantity.value ?? rows[index].worth else { continue }
            let reading = readings[place.reading]
            if marks.reading != place.reading {
                marks = (place.reading, reading.tokens.indices.filter { reading.isWord($0, amongThem) })
            }
            guard let mark = marks.tokens.lastIndex(startingAtOrBefore: place.position, start: { reading.tokens[$0].start }) else {
                continue
            }
            let among = marks.tokens[mark]
            for earlier in rows[..<index].indices.reversed().prefix(mostRowsBack) {
                guard let other = places[earlier] else { continue }
                if place.reading - other.reading > (among <= 1 ? 1 : 0) { break }
                guard other.reading < place.reading || other.position < reading.tokens[among].start,
                    rows[earlier].scope == "gift", rows[earlier].partOf == nil,
                    rows[earlier].quantity.unit == rows[index].quantity.unit, rows[earlier].currency == rows[index].currency,
                    let whole = rows[earlier].quantity.value ?? rows[earlier].worth, whole >= part,
                    rows[index].donor == nil || rows[earlier].donor == nil || rows[index].donor == rows[earlier].donor
                        || isMany(rows[earlier])
                else { continue }
                rows[index].partOf = rows[earlier].identity.id
                break
            }
        }
    }

    /// 全县党员捐款326万元,其中县级领导6.5万元: many gave, of whom one or some are named.
    private static func isMany(_ row: DonationRow) -> Bool {
        if row.donorKind == "group" { return true }
        guard let donor = row.donor?.scalarValues else { return false }
        return manyBodies.contains { donor.suffix($0.count).elementsEqual($0) }
    }

    private static let manyBodies = scalarWords("企业 会员 单位 会员单位 会员企业 商户 支部")
    /// How many rows back a whole is looked for, so that a sentence of any length takes linear time.
    private static let mostRowsBack = 40
    static let amongThem = scalarWords("其中 当中")
}
