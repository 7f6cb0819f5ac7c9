/// Relates the donations of a report to each other: what was told before, and which gift is part of which total.
enum GiftTotals {
    private struct Key: Hashable {
        var item: ExactText?
        var value: FactDecimal?
        var unit: ExactText?
        var worth: FactDecimal?
        var donor: ExactText?
        var scope: ExactText?
    }

    /// Sets `repeats` of rows that state an earlier row's gift again. Linear in the number of rows.
    static func link(_ rows: inout [DonationRow]) {
        var first: [Key: Int] = [:]
        for index in rows.indices {
            let row = rows[index]
            guard row.quantity.value != nil || row.worth != nil else { continue }
            let key = Key(
                item: row.itemKey.map(ExactText.init), value: row.quantity.value, unit: row.quantity.unit.map(ExactText.init),
                worth: row.worth, donor: row.donor.map(ExactText.init), scope: row.scope.map(ExactText.init))
            if let earlier = first[key] {
                rows[index].identity.repeats = rows[earlier].identity.id
            } else {
                first[key] = index
            }
        }
    }
}
