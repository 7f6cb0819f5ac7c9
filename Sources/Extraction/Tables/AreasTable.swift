extension Gazetteer {
    /// The gazetteer as the table `areas`: provinces, prefectures and counties by code, the townships of each county behind it by name. A township's
    /// code is null where the list of codes does not have it.
    package func areasTable() -> FactTable {
        var table = FactTable("areas", FactSchema.columns(of: "areas") ?? [])
        var townships: [UInt32: [(name: String, code: String?)]] = [:]
        forEachTownship { name, county, code in townships[county, default: []].append((name, code)) }
        var prefecture: Record?
        var province: Record?
        for record in records(0...999_999) {
            switch record.level {
            case .province: (province, prefecture) = (record, nil)
            case .prefecture: prefecture = record
            default: break
            }
            // A county directly under its province stands behind the prefectures.
            let above = record.level == .county && record.parent % 10_000 == 0 ? nil : record.level == .province ? nil : prefecture
            let code = Self.digits(record.code)
            table.appendRow { row in
                row.text(code)
                row.text(record.name)
                row.text(record.aliases.isEmpty ? nil : record.aliases)
                row.text(record.level.rawValue)
                row.text(record.parent == 0 ? nil : Self.digits(record.parent))
                row.text(record.level == .county ? code : nil)
                row.text(above?.name)
                row.text(province?.name)
            }
            for township in townships[record.code] ?? [] {
                table.appendRow { row in
                    row.text(township.code)
                    row.text(township.name)
                    row.text(nil)
                    row.text(AreaLevel.township.rawValue)
                    row.text(code)
                    row.text(record.level == .county ? code : nil)
                    row.text(above?.name)
                    row.text(province?.name)
                }
            }
        }
        return table
    }

    /// A code with its six digits, or as many as it has.
    static func digits(_ code: UInt32, count: Int = 6) -> String {
        let text = String(code)
        return String(repeating: "0", count: max(0, count - text.count)) + text
    }

    /// The six-digit code that a full, older or short name of an area down to the county means, where it means one only.
    package func code(ofName name: String) -> String? {
        let meanings = meanings(name.scalarValues).filter { $0.kind != .township && $0.kind != .plainTownship }
        let full = meanings.filter { $0.kind == .full || $0.kind == .former }
        let found = full.isEmpty ? meanings : full
        return found.count == 1 ? Self.digits(found[0].code) : nil
    }
}
