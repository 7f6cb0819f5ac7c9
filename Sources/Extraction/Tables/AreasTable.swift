extension Gazetteer {
    /// The gazetteer as the table `areas`: provinces, prefectures and counties by code, the townships of each county behind it by name.
    package func areasTable() -> FactTable {
        var table = FactTable("areas", FactSchema.columns(of: "areas") ?? [])
        var townships: [UInt32: [String]] = [:]
        forEachTownship { name, county in townships[county, default: []].append(name) }
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
            for name in townships[record.code] ?? [] {
                table.appendRow { row in
                    row.text(nil)
                    row.text(name)
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

    /// A code with its six digits.
    static func digits(_ code: UInt32) -> String {
        let text = String(code)
        return String(repeating: "0", count: max(0, 6 - text.count)) + text
    }

    /// The six-digit code that a full, older or short name of an area down to the county means, where it means one only.
    package func code(ofName name: String) -> String? {
        let meanings = meanings(name.scalarValues).filter { $0.kind != .township && $0.kind != .plainTownship }
        let full = meanings.filter { $0.kind == .full || $0.kind == .former }
        let found = full.isEmpty ? meanings : full
        return found.count == 1 ? Self.digits(found[0].code) : nil
    }
}
