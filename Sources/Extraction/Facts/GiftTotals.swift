/// Relates the donations of a report to each other: what was told before, and which gift is part of which total.
enum GiftTotals {
    private struct Key: Hashable {
        var item: String?
        var value: FactDecimal?
        var unit: String?
        var worth: FactDecimal?
        var donor: String?
        var scope: String?
    }

    /// Sets `repeats` of rows that state an earlier row's gift again. Linear in the number of rows.
    static func link(_ rows: inout [DonationRow]) {
        var first: [Key: Int] = [:]
        for index in rows.indices {
            let row = rows[index]
            guard row.quantity.value != nil || row.worth != nil else { continue }
            let key = Key(
                item: row.itemKey, value: row.quantity.value, unit: row.quantity.unit, worth: row.worth, donor: row.donor, scope: row.scope)
            if let earlier = first[key] {
                rows[index].identity.repeats = rows[earlier].identity.id
            } else {
                first[key] = index
            }
        }
    }
}
