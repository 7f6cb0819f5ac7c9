/// Lays a user's entries over the files that are compiled in: the result is a file of the same form, so that its readers need not know.
struct LexiconMerge {
    /// The files that changed, by name.
    private(set) var files: [String: [UInt8]] = [:]

    init(_ overlay: LexiconOverlay) throws(LexiconProblem) {
        var byName: [String: LexiconOverlay.File] = [:]
        for file in overlay.files where !file.entries.isEmpty {
            if byName[file.schema.name] == nil {
                byName[file.schema.name] = file
            } else {
                byName[file.schema.name]?.entries += file.entries
            }
        }
        for (name, file) in byName where name != "areas" && name != "area_names" {
            guard let base = Lexicons.standard.file(name) else { continue }
            files[name] = Self.lines(of: base, with: file)
        }
        if let words = byName["words"] { try index("words", path: words.path) }
        if byName["areas"] != nil || byName["area_names"] != nil {
            let short = WordKeys(files["words"] ?? [])
            let areas = AreaMerge(areas: byName["areas"]?.entries ?? [], names: byName["area_names"]?.entries ?? [], words: short)
            files["areas"] = areas.records
            files["area_names"] = areas.names
            try index("area_names", path: byName["area_names"]?.path ?? byName["areas"]?.path ?? "")
        }
    }

    /// The lines of a file without those whose keys the user took away or gave another meaning, and the user's behind them.
    private static func lines(of base: LexiconFile, with file: LexiconOverlay.File) -> [UInt8] {
        var gone: [String: Set<Int>] = [:]
        for entry in file.entries {
            let isWhole = entry.isRemoval && entry.columns.count == 1
            gone[entry.key, default: []].insert(isWhole ? -1 : file.schema.group(entry.columns))
        }
        var result: [UInt8] = []
        result.reserveCapacity(base.bytes.count + file.entries.count * 32)
        for line in base.bytes.split(separator: 0x0A) {
            if line.first != UInt8(ascii: "#") {
                let columns = line.split(separator: 0x09, maxSplits: 2, omittingEmptySubsequences: false)
                    .prefix(2).map { String(decoding: $0, as: UTF8.self) }
                if let groups = gone[columns[0]], groups.contains(-1) || groups.contains(file.schema.group(columns)) { continue }
            }
            result.append(contentsOf: line)
            result.append(0x0A)
        }
        for entry in file.entries where !entry.isRemoval {
            result.append(contentsOf: entry.columns.joined(separator: "\t").utf8)
            result.append(0x0A)
        }
        return result
    }

    private mutating func index(_ name: String, path: String) throws(LexiconProblem) {
        guard let lines = files[name] else { return }
        guard let index = PackedIndex.index(of: lines) else {
            throw LexiconProblem(
                code: .size, path: path, line: 0, column: 0,
                message: "\(name) would have \(lines.count) bytes; an index holds \(PackedIndex.largestFile)",
                help: "take away entries that are not needed")
        }
        files[name + "_index"] = index
    }
}

/// The everyday words, as a short form of an area is compared with them.
private struct WordKeys {
    private let own: Set<Substring>?
    private let standard = WordList(.standard)

    init(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else {
            own = nil
            return
        }
        let text = String(decoding: bytes, as: UTF8.self)
        own = Set(text.split(separator: "\n").map { $0.prefix { $0 != "\t" } })
    }

    func contains(_ word: String) -> Bool {
        if let own { return own.contains(word[...]) }
        return word.scalarValues.withUnsafeBufferPointer { standard.contains($0, 0..<$0.count) }
    }
}

/// Lays a user's areas and names of areas over the gazetteer. An area brings its names with it.
private struct AreaMerge {
    private(set) var records: [UInt8]
    private(set) var names: [UInt8]

    init(areas: [LexiconOverlay.Entry], names given: [LexiconOverlay.Entry], words: WordKeys) {
        let gone = Set(areas.filter(\.isRemoval).map(\.key))
        let changed = Set(areas.map(\.key))
        records = Self.records(areas, changed: changed)
        var added: [String: [String]] = [:]
        for area in areas where !area.isRemoval {
            func column(_ index: Int) -> String { index < area.columns.count ? area.columns[index] : "" }
            let name = column(1)
            let short = column(4)
            added[name, default: []].append("=" + area.key)
            if !short.isEmpty, short != name { added[short, default: []].append((words.contains(short) ? "*" : "-") + area.key) }
            for other in column(5).split(separator: "、") { added[String(other), default: []].append("~" + area.key) }
        }
        var removed: [String: Set<String>] = [:]
        for entry in given {
            let meanings = entry.columns.count > 1 ? entry.columns[1].split(separator: " ").map(String.init) : []
            if entry.isRemoval {
                removed[entry.key, default: []].formUnion(meanings.isEmpty ? ["all"] : meanings.map(Self.place))
            } else {
                added[entry.key, default: []] += meanings
            }
        }
        names = []
        guard let base = Lexicons.standard.file("area_names") else { return }
        names.reserveCapacity(base.bytes.count + added.count * 32)
        for line in base.bytes.split(separator: 0x0A) {
            guard line.first != UInt8(ascii: "#") else {
                names.append(contentsOf: line)
                names.append(0x0A)
                continue
            }
            let columns = String(decoding: line, as: UTF8.self).split(separator: "\t", maxSplits: 1)
            guard columns.count == 2 else { continue }
            let name = String(columns[0])
            var meanings = columns[1].split(separator: " ").map(String.init)
            if !changed.isEmpty {
                // A township stays where its county got another name.
                meanings.removeAll { meaning in
                    let code = String(meaning.dropFirst().prefix(6))
                    return gone.contains(code) || changed.contains(code) && meaning.first != "t" && meaning.first != "u"
                }
            }
            if let less = removed[name] { meanings.removeAll { less.contains("all") || less.contains(Self.place($0)) } }
            append(name, meanings + (added.removeValue(forKey: name) ?? []))
        }
        for (name, meanings) in added.sorted(by: { $0.key < $1.key }) { append(name, meanings) }
    }

    /// A meaning without a township's own digits: it lies in the county once.
    private static func place(_ meaning: String) -> String { String(meaning.prefix(7)) }

    /// A user's meaning stands for one of the same place that is compiled in.
    private mutating func append(_ name: String, _ meanings: [String]) {
        guard !meanings.isEmpty else { return }
        let order: [Character] = ["=", "~", "-", "*", "t", "u"]
        var seen: Set<String> = []
        let sorted = meanings.reversed().filter { seen.insert(Self.place($0)).inserted }.reversed().enumerated().sorted {
            let a = order.firstIndex(of: $0.element.first ?? "u") ?? 0
            let b = order.firstIndex(of: $1.element.first ?? "u") ?? 0
            return (a, $0.offset) < (b, $1.offset)
        }
        names.append(contentsOf: "\(name)\t\(sorted.map(\.element).joined(separator: " "))\n".utf8)
    }

    /// The lines of `areas`, ascending by code as the gazetteer searches them.
    private static func records(_ areas: [LexiconOverlay.Entry], changed: Set<String>) -> [UInt8] {
        guard let base = Lexicons.standard.file("areas") else { return [] }
        var head: [UInt8] = []
        var lines: [(code: String, line: String)] = []
        for line in base.bytes.split(separator: 0x0A) {
            let text = String(decoding: line, as: UTF8.self)
            if text.hasPrefix("#") {
                head.append(contentsOf: (text + "\n").utf8)
            } else if case let code = String(text.prefix { $0 != "\t" }), !changed.contains(code) {
                lines.append((code, text))
            }
        }
        for area in areas where !area.isRemoval {
            let empty = [String](repeating: "", count: max(0, 6 - area.columns.count))
            lines.append((area.key, (area.columns + empty).joined(separator: "\t")))
        }
        lines.sort { $0.code < $1.code }
        return head + lines.flatMap { Array(($0.line + "\n").utf8) }
    }
}

extension PackedIndex {
    /// The most bytes that a file with an index may have: a slot keeps 21 bits of an offset.
    static let largestFile = 1 << 21

    /// The index of a file as `scripts/packed_index.py` lays it out; nil where the file is too large.
    static func index(of lines: [UInt8]) -> [UInt8]? {
        guard lines.count < largestFile else { return nil }
        let text = lines.split(separator: 0x0A, omittingEmptySubsequences: false)
        var slotCount = 1024
        while slotCount < text.count * 3 { slotCount *= 2 }
        var slots = [UInt32](repeating: 0, count: slotCount)
        var endings = [UInt8](repeating: 0, count: slotCount / 2)
        for line in text where !line.isEmpty && line.first != UInt8(ascii: "#") {
            let key = String(decoding: line.prefix { $0 != 0x09 }, as: UTF8.self).scalarValues
            guard let last = key.last else { continue }
            let hash = key.reversed().reduce(seed, extend)
            let ending = Int(ending(key.dropLast().last ?? 0, last)) & (slotCount * 4 - 1)
            endings[ending >> 3] |= 1 << UInt8(ending & 7)
            let mixed = hash ^ (hash >> 15)
            var slot = Int(mixed) & (slotCount - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (slotCount - 1) }
            slots[slot] = mixed & ~UInt32(largestFile - 1) | UInt32(truncatingIfNeeded: line.startIndex)
        }
        return slots.flatMap { slot in (0..<4).map { UInt8(truncatingIfNeeded: slot >> UInt32($0 * 8)) } } + endings
    }
}
