import TextEncoding

/// A stretch of a decoded file that an explanation marks.
package struct PageMark: Sendable, Hashable {
    /// What stands there.
    package enum Kind: String, Sendable, CaseIterable {
        /// A quantity that is in no other table.
        case figure
        case party
        case donation
        /// A row of a table of the user's own.
        case own
        /// A number that became no fact.
        case unclaimed
    }

    package var kind: Kind
    /// The stretch, in scalars of the decoded file.
    package var range: Range<Int>
    /// The keys of the facts without the file's name (`d5`, `#2/p1 #2/f3`), or why the number is unclaimed.
    package var label: String
}

/// A file with what was extracted from it, to show where each fact stands.
package struct PageExplanation: Sendable {
    /// The page as the stages see it.
    package let document: Document
    /// All rows that the file gave.
    package let tables: ExtractedTables
    let lexicon: FactLexicon
    let lexicons: Lexicons
    /// The user's own tables.
    let ownTables: [String]

    /// What is marked in the file, by place; marks lie inside one another or apart, none crosses another.
    package var marks: [PageMark] {
        var marks = gifts + figures + own + unclaimed
        marks.sort { ($0.range.lowerBound, -$0.range.upperBound, $0.kind.rank) < ($1.range.lowerBound, -$1.range.upperBound, $1.kind.rank) }
        var open: [PageMark] = []
        var result: [PageMark] = []
        for mark in marks where !mark.range.isEmpty && mark.range.upperBound <= document.scalars.count {
            while let last = open.last, last.range.upperBound <= mark.range.lowerBound { open.removeLast() }
            var mark = mark
            // Of two that cross, the later one is shown as far as the earlier one goes.
            if let last = open.last, mark.range.upperBound > last.range.upperBound {
                mark.range = mark.range.lowerBound..<last.range.upperBound
            }
            // The same stretch twice: one mark with both labels.
            if let last = result.last, last.range == mark.range, last.kind != .unclaimed, mark.kind != .unclaimed {
                result[result.count - 1].label += " " + mark.label
                continue
            }
            open.append(mark)
            result.append(mark)
        }
        return result
    }

    /// How many facts of each table, and how many numbers became none, by reason; one line.
    package var summary: String {
        var parts: [String] = []
        for name in ["figures", "party", "donations"] + ownTables { parts.append("\(name) \(tables[name].rowCount)") }
        var reasons: [String: Int] = [:]
        for mark in unclaimed { reasons[mark.label, default: 0] += 1 }
        let counted = reasons.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key) \($0.value)" }
        return parts.joined(separator: ", ") + "; unclaimed numbers \(reasons.values.reduce(0, +))"
            + (counted.isEmpty ? "" : ": " + counted.joined(separator: ", "))
    }

    /// A fact's key without the name of the file.
    func short(_ id: String) -> String {
        guard id.hasPrefix(document.name) else { return id }
        let rest = id.dropFirst(document.name.count)
        return String(rest.first == "/" ? rest.dropFirst() : rest)
    }

    /// The acts of giving: one mark for all rows of an act.
    private var gifts: [PageMark] {
        let table = tables["donations"]
        var order: [String] = []
        var acts: [String: (range: Range<Int>, rows: [String])] = [:]
        for row in 0..<table.rowCount {
            guard let id = table.text("id", row), let range = table.span(row) else { continue }
            let gift = table.text("gift", row) ?? id
            if let act = acts[gift] {
                let low = min(act.range.lowerBound, range.lowerBound)
                acts[gift] = (low..<max(act.range.upperBound, range.upperBound), act.rows + [id])
            } else {
                order.append(gift)
                acts[gift] = (range, [id])
            }
        }
        return order.compactMap { gift in
            acts[gift].map { act in
                PageMark(kind: .donation, range: act.range, label: short(act.rows.count == 1 ? act.rows[0] : gift))
            }
        }
    }

    private var figures: [PageMark] {
        let table = tables["figures"]
        let party = Set((0..<tables["party"].rowCount).compactMap { tables["party"].text("id", $0) })
        return (0..<table.rowCount).compactMap { row in
            guard let id = table.text("id", row), let range = table.span(row) else { return nil }
            guard let fact = table.text("fact", row) else { return PageMark(kind: .figure, range: range, label: short(id)) }
            return PageMark(kind: party.contains(fact) ? .party : .donation, range: range, label: short(fact) + " " + short(id))
        }
    }

    private var own: [PageMark] {
        ownTables.flatMap { name in
            let table = tables[name]
            return (0..<table.rowCount).compactMap { row -> PageMark? in
                guard let id = table.text("id", row), let range = table.span(row) else { return nil }
                return PageMark(kind: .own, range: range, label: short(id))
            }
        }
    }

    private var unclaimed: [PageMark] {
        let table = tables["candidates"]
        return (0..<table.rowCount).compactMap { row in
            guard table.text("kind", row) == "number", table.text("fact", row) == nil, let range = table.span(row) else { return nil }
            return PageMark(kind: .unclaimed, range: range, label: table.text("reason", row) ?? "no reason")
        }
    }
}

extension PageMark.Kind {
    /// Of marks of one stretch the lower rank lies outside.
    fileprivate var rank: Int { PageMark.Kind.allCases.reversed().firstIndex(of: self).map { Int($0) } ?? 0 }
}

extension FactTable {
    /// The text of a column in a row.
    func text(_ name: String, _ row: Int) -> String? { column(name)?.text(row) }

    /// The stretch of the file that a row comes from.
    func span(_ row: Int) -> Range<Int>? {
        guard let start = column("span_start"), let end = column("span_end"), start.isValid[row], end.isValid[row] else { return nil }
        let (low, high) = (Int(start.integers[row]), Int(end.integers[row]))
        return low <= high ? low..<high : nil
    }
}

extension Extractor {
    /// Extracts a file and keeps what is needed to explain where its facts stand; nil for what is no text.
    package func explain(_ bytes: UnsafeRawBufferPointer, name: String, file: String) -> PageExplanation? {
        let form = DocumentForm.of(file: file, bytes)
        do throws(PageDecoder.NoText) {
            let (scalars, encoding) = try PageDecoder.decode(bytes, form: form)
            return PageExplanation(
                document: page(scalars, form: form, encoding: encoding.rawValue, name: name),
                tables: extract(bytes, name: name, file: file).tables, lexicon: lexicon, lexicons: options.lexicons,
                ownTables: options.patterns.tableNames)
        } catch {
            return nil
        }
    }
}
