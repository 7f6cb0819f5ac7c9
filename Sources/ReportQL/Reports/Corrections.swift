import Columns
import Extraction

/// What people who read the rows found: an NDJSON file whose lines accept, reject, correct or add a fact.
///
/// A row is known by the SHA-256 of its file, its table and its span, so a correction holds wherever the file lies and whatever number its row has,
/// and stops to hold when the file changes.
struct Corrections: Sendable {
    /// What is to be done with a row; the words of the member `action`.
    enum Action: String, CaseIterable, Sendable {
        case accept, reject, correct, add

        /// What the column `reviewed` says.
        var reviewed: String {
            switch self {
            case .accept: "accepted"
            case .reject: "rejected"
            case .correct: "corrected"
            case .add: "added"
            }
        }
    }

    /// A line of the file.
    struct Entry: Sendable {
        let line: Int
        let action: Action
        let table: String
        let span: Range<Int>
        /// Which of several rows of one span, from 1; nil for all.
        let number: Int?
        /// New values by column.
        let values: [String: JSONText.Value]
    }

    let path: String
    /// Tells corrections from others.
    private(set) var fingerprint: UInt64 = 0
    private var entries: [ContentHash: [Entry]] = [:]

    /// The tables whose rows can be corrected.
    static let tables = ["party", "donations", "figures"]
    /// Columns that follow from where a row stands and from other rows.
    private static let derived: Set<String> = [
        "id", "report", "same_as", "counted", "sentence", "span_start", "span_end", "quote", "reviewed",
    ]

    /// No corrections.
    init() { path = "" }

    /// Reads a file of corrections.
    init(_ path: String, account: MemoryAccount) throws(QueryError) {
        self.path = path
        let (buffer, count) = try ReportFiles.read(path, account: account)
        let bytes = UnsafeBufferPointer(start: UnsafePointer(buffer.pointer(to: UInt8.self)), count: count)
        fingerprint = Checksum.of(UnsafeRawBufferPointer(bytes))
        var start = 0
        var number = 0
        while start < count {
            let end = bytes[start...].firstIndex(of: 0x0A) ?? count
            number += 1
            let line = UnsafeBufferPointer(rebasing: bytes[start..<end])
            start = end + 1
            guard line.contains(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }) else { continue }
            do throws(JSONText.Malformed) {
                let (hash, entry) = try Self.entry(try JSONText.members(of: line), line: number)
                entries[hash, default: []].append(entry)
            } catch {
                throw QueryError(
                    .fileFormat, "\(path):\(number): \(error.message)",
                    help: [#"a line is {"sha256": …, "table": …, "span_start": …, "span_end": …, "action": …, "set": {…}}"#])
            }
        }
    }

    private static func entry(_ members: [String: JSONText.Value], line: Int) throws(JSONText.Malformed) -> (ContentHash, Entry) {
        let known: Set<String> = ["sha256", "file", "table", "span_start", "span_end", "n", "action", "set", "note", "by", "at"]
        if let stranger = members.keys.filter({ !known.contains($0) }).min() {
            throw expected("no member \"\(stranger)\"; there are \(known.sorted().joined(separator: ", "))")
        }
        guard let hash = text(members["sha256"]).flatMap({ ContentHash(hexadecimal: $0) }) else {
            throw expected("\"sha256\" with 64 hexadecimal digits, as the table files shows them")
        }
        guard let table = text(members["table"]), tables.contains(table) else {
            throw expected("\"table\" to be one of \(tables.joined(separator: ", "))")
        }
        guard let start = number(members["span_start"]), let end = number(members["span_end"]), start >= 0, start < end else {
            throw expected("\"span_start\" and \"span_end\", whole numbers, the second larger")
        }
        guard let action = text(members["action"]).flatMap({ Action(rawValue: $0) }) else {
            throw expected("\"action\" to be one of \(Action.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        var values: [String: JSONText.Value] = [:]
        switch members["set"] {
        case .nested(let object)?:
            let parsed = object.withUnsafeBufferPointer { bytes -> Result<[String: JSONText.Value], JSONText.Malformed> in
                do throws(JSONText.Malformed) { return .success(try JSONText.members(of: bytes)) } catch { return .failure(error) }
            }
            values = try parsed.get()
        case nil: break
        default: throw expected("\"set\" to be an object of columns")
        }
        guard values.isEmpty != (action == .correct || action == .add) else {
            throw expected("\"set\" with \"correct\" and \"add\", and with nothing else")
        }
        for (name, value) in values {
            guard let column = FactSchema.columns(of: table)?.first(where: { $0.name == name }) else {
                throw expected("a column of \(table), not \"\(name)\"")
            }
            guard !derived.contains(name) else { throw expected("a column other than \(name), which follows from the rest") }
            var probe = column
            guard probe.append(member: value) else { throw expected("\(name) to be \(column.type.wording)") }
        }
        let entry = Entry(
            line: line, action: action, table: table, span: start..<end, number: members["n"].flatMap { number($0) }, values: values)
        return (hash, entry)
    }

    private static func expected(_ what: String) -> JSONText.Malformed { JSONText.Malformed(message: "expected \(what)", offset: 0) }

    private static func text(_ value: JSONText.Value?) -> String? {
        if case .text(let bytes)? = value { String(decoding: bytes, as: UTF8.self) } else { nil }
    }

    private static func number(_ value: JSONText.Value?) -> Int? {
        if case .literal(let bytes)? = value { Int(String(decoding: bytes, as: UTF8.self)) } else { nil }
    }

    /// Whether anything was found in a document.
    func concern(_ document: StoredDocument) -> Bool { document.hash.map { entries[$0] != nil } ?? false }

    /// Applies what was found to the document's rows of a table.
    func apply(to table: inout FactTable, of document: StoredDocument) throws(QueryError) {
        guard let hash = document.hash, let own = entries[hash] else { return }
        try CorrectedDocument(document, own).apply(to: &table)
    }

    /// Remarks on lines that fit no row.
    func unused(in documents: [StoredDocument]) throws(QueryError) -> [ReportFile] {
        var remarks: [ReportFile] = []
        var seen: Set<ContentHash> = []
        for document in documents {
            guard let hash = document.hash, let own = entries[hash], seen.insert(hash).inserted else { continue }
            for line in try CorrectedDocument(document, own).unmatched {
                remarks.append(ReportFile(path: "\(path):\(line)", message: "no row of \(document.path) has this span", isFailure: false))
            }
        }
        let others = entries.filter { !seen.contains($0.key) }.flatMap(\.value).map(\.line)
        if let first = others.min() {
            let more = others.count == 1 ? "" : " and \(others.count - 1) more"
            remarks.append(
                ReportFile(path: "\(path):\(first)", message: "no file read has this sha256\(more)", isFailure: false))
        }
        return remarks
    }
}
