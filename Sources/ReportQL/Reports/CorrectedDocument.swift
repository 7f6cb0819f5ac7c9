import Columns
import Extraction

/// A document whose rows somebody reviewed.
struct CorrectedDocument {
    private let document: StoredDocument
    private let added: [Corrections.Entry]
    /// By table and row what is to be done; the last line of the file wins.
    private var reviews: [String: [Int: Corrections.Entry]] = [:]
    /// The lines that fit no row.
    private(set) var unmatched: [Int] = []
    /// The ids of the rows that are not facts, and of gifts whose givers were corrected with the new names.
    private var rejected: Set<String> = []
    private var givers: [String: (names: String, kind: String?)] = [:]

    init(_ document: StoredDocument, _ entries: [Corrections.Entry]) throws(QueryError) {
        self.document = document
        added = entries.filter { $0.action == .add }
        for name in Corrections.tables {
            let own = entries.filter { $0.table == name && $0.action != .add }
            if own.isEmpty { continue }
            let table = try document.table(name)
            let (starts, ends, ids) = (table.values("span_start"), table.values("span_end"), table.values("id"))
            var rows: [Range<Int>: [Int]] = [:]
            for row in 0..<table.rowCount {
                if let start = starts.integer(row), let end = ends.integer(row), start <= end {
                    rows[Int(start)..<Int(end), default: []].append(row)
                }
            }
            for entry in own {
                let all = rows[entry.span] ?? []
                let meant = entry.number.map { all.indices.contains($0 - 1) ? [all[$0 - 1]] : [] } ?? all
                if meant.isEmpty { unmatched.append(entry.line) }
                for row in meant { reviews[name, default: [:]][row] = entry }
            }
            for (row, entry) in reviews[name] ?? [:] {
                guard let id = ids.text(row) else { continue }
                if entry.action == .reject { rejected.insert(id) }
                if name == "donations", case .text(let names)? = entry.values["donor"] {
                    givers[id] = (String(decoding: names, as: UTF8.self), Self.text(entry.values["donor_kind"]))
                }
            }
        }
        unmatched.sort()
    }

    private static func text(_ value: JSONText.Value?) -> String? {
        if case .text(let bytes)? = value { String(decoding: bytes, as: UTF8.self) } else { nil }
    }

    /// Applies all that was found to a table of the document.
    func apply(to table: inout FactTable) throws(QueryError) {
        if let own = reviews[table.name] {
            let categories = table.values("category")
            var values: [Int: [String: JSONText.Value]] = [:]
            for (row, entry) in own { values[row] = Self.values(of: entry, category: categories.text(row)) }
            table.rewrite(keeping: { own[$0]?.action != .reject }) { row, column in values[row]?[column.name] }
        }
        if table.name == "donors" {
            replaceGivers(&table)
            addGivers(&table)
        }
        if !rejected.isEmpty { forgetRejected(&table) }
        let new = added.filter { $0.table == table.name }
        if !new.isEmpty { try append(new, to: &table) }
    }

    /// The values that a review gives a row, with those that follow from them.
    private static func values(of entry: Corrections.Entry, category: String?) -> [String: JSONText.Value] {
        var values = entry.values
        if let worth = values["worth"] ?? values["worth_yuan"] {
            // Money is worth what its number says.
            if values["value"] == nil, text(values["category"]) ?? category == "money" { values["value"] = worth }
            for name in ["worth_low", "worth_high"] where values[name] == nil { values[name] = worth }
        }
        if let value = values["value"], values["low"] == nil, values["high"] == nil {
            let isExact = text(values["qualifier"]).map { $0 == "exact" } ?? true
            if isExact { (values["low"], values["high"]) = (value, value) }
        }
        let currency = text(values["currency"]) ?? "CNY"
        if let worth = values["worth"], values["worth_yuan"] == nil, currency == "CNY" { values["worth_yuan"] = worth }
        if let yuan = values["worth_yuan"], values["worth"] == nil { values["worth"] = yuan }
        if values["worth"] != nil, values["currency"] == nil { values["currency"] = .text(Array("CNY".utf8)) }
        values["reviewed"] = .text(Array(entry.action.reviewed.utf8))
        // Somebody looked.
        values["confidence"] = .literal(Array("1".utf8))
        values["doubt"] = .literal(Array("null".utf8))
        return values
    }

    /// What refers to a row that is no fact refers to nothing; its givers go.
    private func forgetRejected(_ table: inout FactTable) {
        let donations = table.values("donation")
        let facts = table.values("fact")
        let null = JSONText.Value.literal(Array("null".utf8))
        table.rewrite(
            keeping: { row in donations.text(row).map { !rejected.contains($0) } ?? true },
            { row, column in
                switch column.name {
                case "fact", "repeats", "part_of": return column.text(row).map { rejected.contains($0) } == true ? null : nil
                case "reason" where facts.text(row).map { rejected.contains($0) } == true: return .text(Array("rejected".utf8))
                default: return nil
                }
            })
    }

    private func replaceGivers(_ table: inout FactTable) {
        guard !givers.isEmpty else { return }
        let donations = table.values("donation")
        table.rewrite(keeping: { row in donations.text(row).map { givers[$0] == nil } ?? true }, { _, _ in nil })
        for (id, giver) in givers.sorted(by: { $0.key < $1.key }) { Self.append(giver.names, giver.kind, of: id, to: &table) }
    }

    /// The givers of added gifts.
    private func addGivers(_ table: inout FactTable) {
        for (index, entry) in added.filter({ $0.table == "donations" }).enumerated() {
            guard let names = Self.text(entry.values["donor"]) else { continue }
            Self.append(names, Self.text(entry.values["donor_kind"]), of: addedID("donations", index), to: &table)
        }
    }

    private func addedID(_ table: String, _ index: Int) -> String { "\(document.key)/\(table.prefix(1))+\(index + 1)" }

    private static func append(_ names: String, _ kind: String?, of donation: String, to table: inout FactTable) {
        for (index, name) in names.split(separator: "、").enumerated() {
            table.appendRow { row in
                row.text(donation)
                row.integer(index + 1)
                row.text(String(name))
                row.text(String(name))
                row.text(kind)
            }
        }
    }

    // MARK: Added rows

    /// Rows that nobody but a reader found: they stand in the sentence that holds their span, and say of place what their report says.
    private func append(_ entries: [Corrections.Entry], to table: inout FactTable) throws(QueryError) {
        let (sentences, reports) = (try document.table("sentences"), try document.table("reports"))
        let scalars = sourceScalars()
        for (index, entry) in entries.enumerated() {
            var values = Self.values(of: entry, category: nil)
            func fill(_ name: String, _ text: String?) { if let text, values[name] == nil { values[name] = .text(Array(text.utf8)) } }
            func fill(_ name: String, _ number: Int) { values[name] = .literal(Array(String(number).utf8)) }
            fill("id", addedID(table.name, index))
            fill("rule", "correction")
            fill("span_start", entry.span.lowerBound)
            fill("span_end", entry.span.upperBound)
            if entry.span.upperBound <= scalars.count {
                fill("quote", String(String.UnicodeScalarView(scalars[entry.span].map { Unicode.Scalar($0) ?? "\u{FFFD}" })))
            }
            let sentence = Self.row(of: sentences, holding: entry.span.lowerBound)
            let key = sentence.flatMap { sentences.values("report").text($0) } ?? document.key
            fill("report", key)
            if let number = sentence.flatMap({ sentences.values("sentence").integer($0) }) { fill("sentence", Int(number)) }
            if let report = (0..<reports.rowCount).first(where: { reports.values("report").text($0) == key }) {
                for name in ["district", "adcode", "prefecture", "province"] { fill(name, reports.values(name).text(report)) }
            }
            if values["value"] != nil || values["worth"] != nil { fill("qualifier", "exact") }
            if table.name == "donations" {
                fill("gift", "\(document.key)/g+\(index + 1)")
                fill("scope", "gift")
                fill("status", "given")
            }
            table.append(values)
        }
    }

    private static func row(of sentences: FactTable, holding position: Int) -> Int? {
        let (starts, ends) = (sentences.values("span_start"), sentences.values("span_end"))
        return (0..<sentences.rowCount).first { row in
            (starts.integer(row) ?? .max) <= Int64(position) && Int64(position) < (ends.integer(row) ?? 0)
        }
    }

    /// The file's scalars, for the quotes of added rows; none where the file is gone.
    private func sourceScalars() -> [UInt32] {
        do throws(QueryError) {
            let (buffer, count) = try ReportFiles.read(document.path, account: MemoryAccount(limit: .max))
            let bytes = UnsafeRawBufferPointer(start: buffer.start, count: count)
            return Extractor.scalars(of: bytes, form: .of(file: document.path, bytes)) ?? []
        } catch {
            return []
        }
    }
}
