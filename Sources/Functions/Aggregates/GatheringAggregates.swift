import Columns
import Glibc

/// string_agg: the texts of a group with a separator between them.
struct TextConcatenation: GatheringAggregate {
    let separator: String

    func finish(
        arguments: [Vector], offsets: UnsafePointer<Int>, groupCount: Int, context: EvaluationContext
    ) throws(QueryError) -> Vector {
        let flat = try arguments[0].flattened(context.account)
        let views = flat.elements(as: TextView.self)
        let between = Array(separator.utf8)
        let result = try Buffer(byteCount: max(groupCount, 1) * MemoryLayout<TextView>.stride, account: context.account, zeroed: true)
        let validity = try Buffer(byteCount: max(groupCount, 1), account: context.account, zeroed: true)
        let arena = TextArena(account: context.account)
        for group in 0..<groupCount {
            if group & 0xFFF == 0 { try context.execution.check() }
            let rows = offsets[group]..<offsets[group + 1]
            var length = 0, texts = 0
            for row in rows where flat.isValid(row) {
                length += views[row].count
                texts += 1
            }
            guard texts > 0 else { continue }
            length += (texts - 1) * between.count
            guard length <= Int(UInt32.max) else {
                throw QueryError(.outOfRange, "string_agg would make a text of \(length) bytes; the limit is 4,294,967,295")
            }
            // The exact length is known, so the text is written once, where it stays.
            let start = try arena.allocate(length + 4)
            var next = start
            var isFirst = true
            for row in rows where flat.isValid(row) {
                if !isFirst {
                    for byte in between {
                        next.pointee = byte
                        next += 1
                    }
                }
                isFirst = false
                views[row].withBytes { bytes, count in next.update(from: bytes, count: count) }
                next += views[row].count
            }
            result.pointer(to: TextView.self)[group] = TextView(start, count: length)
            validity.pointer(to: UInt8.self)[group] = 1
        }
        return Vector(type: .text, count: groupCount, buffer: result, validity: validity, keeping: [arena])
    }
}

/// list: all values of a group, NULLs included.
struct ListAggregate: GatheringAggregate {
    let element: LogicalType

    func finish(
        arguments: [Vector], offsets: UnsafePointer<Int>, groupCount: Int, context: EvaluationContext
    ) throws(QueryError) -> Vector {
        let lists = (0..<groupCount).map { group -> Value in
            let rows = offsets[group]..<offsets[group + 1]
            return rows.isEmpty ? .null : .list(rows.map { arguments[0].value(at: $0) })
        }
        return try Vector.of(lists, type: .list(element), account: context.account)
    }
}

/// What is asked of the runs of equal values in a group.
enum RunQuestion: Sendable {
    /// The most frequent value, of equals the one that came first.
    case mode
    case distinctCount
    /// The binary entropy of the frequencies.
    case entropy
}

/// Aggregates that sort a group and look at its runs of equal values.
struct RunAggregate<Input: OrderedElement>: GatheringAggregate {
    let type: LogicalType
    let question: RunQuestion

    func finish(
        arguments: [Vector], offsets: UnsafePointer<Int>, groupCount: Int, context: EvaluationContext
    ) throws(QueryError) -> Vector {
        let flat = try arguments[0].flattened(context.account)
        let values = flat.elements(as: Input.self)
        var results: [Value] = []
        let chosen = try Buffer(byteCount: max(groupCount, 1) * 4, account: context.account)
        let rows = chosen.pointer(to: UInt32.self)
        for group in 0..<groupCount {
            if group & 0xFFF == 0 { try context.execution.check() }
            var order = (offsets[group]..<offsets[group + 1]).filter { flat.isValid($0) }
            let total = order.count
            order.sort { Input.isBefore(values[$0], values[$1]) || (Input.areEqual(values[$0], values[$1]) && $0 < $1) }
            var best: (first: Int, length: Int)?
            var distinct: Int128 = 0
            var entropy = 0.0
            var start = 0
            while start < total {
                var end = start + 1
                while end < total, Input.areEqual(values[order[start]], values[order[end]]) { end += 1 }
                let length = end - start, share = Double(length) / Double(total)
                if best.map({ length > $0.length || (length == $0.length && order[start] < $0.first) }) ?? true {
                    best = (order[start], length)
                }
                distinct += 1
                entropy -= share * log2(share)
                start = end
            }
            rows[group] = best.flatMap { UInt32(exactly: $0.first) } ?? Selection.none
            switch question {
            case .mode: break
            case .distinctCount: results.append(.integer(distinct))
            case .entropy: results.append(total == 0 ? .null : .double(entropy))
            }
        }
        if question == .mode { return try flat.gathered(rows, count: groupCount, mayMiss: true, account: context.account) }
        return try Vector.of(results, type: type, account: context.account)
    }
}

struct RunFamily: OrderedAggregateFamily {
    let type: LogicalType
    let question: RunQuestion
    func aggregate<Element: OrderedElement>(_ element: Element.Type) -> any GatheringAggregate {
        RunAggregate<Element>(type: type, question: question)
    }
}

/// arg_min and arg_max: the first argument of the row in which the second is smallest or largest.
struct ExtremeRow<Key: OrderedElement>: GatheringAggregate {
    let wantsLargest: Bool

    func finish(
        arguments: [Vector], offsets: UnsafePointer<Int>, groupCount: Int, context: EvaluationContext
    ) throws(QueryError) -> Vector {
        let keys = try arguments[1].flattened(context.account)
        let values = keys.elements(as: Key.self)
        return try chooseRows(arguments[0], offsets, groupCount, context) { rows in
            var best: Int?
            for row in rows where keys.isValid(row) && arguments[0].isValid(row) {
                guard let current = best else {
                    best = row
                    continue
                }
                let isBetter = wantsLargest ? Key.isBefore(values[current], values[row]) : Key.isBefore(values[row], values[current])
                if isBetter { best = row }
            }
            return best
        }
    }
}

struct ExtremeRowFamily: OrderedAggregateFamily {
    let wantsLargest: Bool
    func aggregate<Element: OrderedElement>(_ element: Element.Type) -> any GatheringAggregate {
        ExtremeRow<Element>(wantsLargest: wantsLargest)
    }
}

/// first, last, any_value, min and max of lists and structures.
struct NestedChoice: GatheringAggregate {
    enum Choice: Sendable { case first, last, anyValue, smallest, largest }
    let choice: Choice

    func finish(
        arguments: [Vector], offsets: UnsafePointer<Int>, groupCount: Int, context: EvaluationContext
    ) throws(QueryError) -> Vector {
        let argument = arguments[0]
        return try chooseRows(argument, offsets, groupCount, context) { rows in
            switch choice {
            case .first: return rows.first
            case .last: return rows.last
            case .anyValue: return rows.first { argument.isValid($0) }
            case .smallest, .largest:
                let valid = rows.filter { argument.isValid($0) }
                let isBefore: (Int, Int) -> Bool = { ValueOrder.compare(argument.value(at: $0), argument.value(at: $1)) < 0 }
                return choice == .smallest ? valid.min(by: isBefore) : valid.max(by: isBefore)
            }
        }
    }
}

/// One row of each group, or NULL.
private func chooseRows(
    _ argument: Vector, _ offsets: UnsafePointer<Int>, _ groupCount: Int, _ context: EvaluationContext, _ choose: (Range<Int>) -> Int?
) throws(QueryError) -> Vector {
    let chosen = try Buffer(byteCount: max(groupCount, 1) * 4, account: context.account)
    let rows = chosen.pointer(to: UInt32.self)
    for group in 0..<groupCount {
        if group & 0xFFF == 0 { try context.execution.check() }
        rows[group] = choose(offsets[group]..<offsets[group + 1]).flatMap { UInt32(exactly: $0) } ?? Selection.none
    }
    return try argument.gathered(rows, count: groupCount, mayMiss: true, account: context.account)
}
