extension SyntaxFormatter {
    mutating func write(_ call: FunctionCall) {
        switch call.spelling {
        case .bare: write(call.name)
        case .keywords: keywordCall(call)
        case .method:
            if let receiver = call.arguments.first {
                switch receiver.value.kind {
                case .column, .field, .element, .slice, .list: write(receiver.value)
                default: parenthesized { $0.write(receiver.value) }
                }
                write(".")
            }
            write(call.name)
            arguments(call, Array(call.arguments.dropFirst()))
        case .ordinary:
            write(call.name)
            arguments(call, call.arguments)
        }
    }

    private mutating func arguments(_ call: FunctionCall, _ arguments: [FunctionArgument]) {
        parenthesized {
            if call.isDistinct { $0.word("DISTINCT") }
            $0.list(arguments) {
                if let name = $1.name {
                    $0.write(name)
                    $0.write(" => ")
                }
                $0.write($1.value)
            }
            if let orderBy = call.orderBy { $0.inline(orderBy) }
            if let treatment = call.nullTreatment { $0.word(treatment.rawValue) }
        }
        suffixes(call)
    }

    private mutating func suffixes(_ call: FunctionCall) {
        if let orderBy = call.withinGroup {
            word("WITHIN GROUP")
            parenthesized { $0.inline(orderBy) }
        }
        if let filter = call.filter {
            word("FILTER")
            parenthesized {
                $0.write("WHERE ")
                $0.write(filter)
            }
        }
        guard let over = call.over else { return }
        word("OVER")
        switch over {
        case .named(let name): write(name)
        case .specification(let specification): write(specification)
        }
    }

    /// The keyword forms, in the order in which `FunctionCall` says their arguments stand.
    private mutating func keywordCall(_ call: FunctionCall) {
        let values = call.arguments.map(\.value)
        let name = call.name.last.lowercased()
        if name == "timezone", values.count == 2 {
            write(values[1], .timeZone)
            word("AT TIME ZONE")
            write(values[0], .collate)
            return
        }
        let words: [(keyword: String, index: Int)]
        switch (name, values.count) {
        case ("date_part", 2): words = [("", 0), ("FROM", 1)]
        case ("position", 2): words = [("", 1), ("IN", 0)]
        case ("ltrim", 2): words = [("LEADING", 1), ("FROM", 0)]
        case ("ltrim", _): words = [("LEADING FROM", 0)]
        case ("rtrim", 2): words = [("TRAILING", 1), ("FROM", 0)]
        case ("rtrim", _): words = [("TRAILING FROM", 0)]
        case ("trim", 2): words = [("BOTH", 1), ("FROM", 0)]
        case ("trim", _): words = [("BOTH FROM", 0)]
        case ("overlay", 3): words = [("", 0), ("PLACING", 1), ("FROM", 2)]
        case ("overlay", 4): words = [("", 0), ("PLACING", 1), ("FROM", 2), ("FOR", 3)]
        default: words = [("", 0), ("FROM", 1)] + (values.count > 2 ? [("FOR", 2)] : [])
        }
        switch name {
        case "date_part": write("EXTRACT")
        case "ltrim", "rtrim": write("TRIM")
        default: write(name.uppercased())
        }
        parenthesized {
            for (keyword, index) in words where index < values.count {
                if !keyword.isEmpty { $0.word(keyword) }
                // IN behind the first operand of POSITION is no operator.
                $0.write(values[index], name == "position" && index == 1 ? .postfix : .lowest)
            }
        }
    }

    // MARK: Windows

    mutating func write(_ specification: WindowSpecification) {
        parenthesized {
            if let base = specification.base { $0.write(base) }
            if !specification.partitionBy.isEmpty {
                $0.word("PARTITION BY")
                $0.expressions(specification.partitionBy)
            }
            if let orderBy = specification.orderBy { $0.inline(orderBy) }
            if let frame = specification.frame { $0.write(frame) }
        }
    }

    private mutating func write(_ frame: WindowFrame) {
        word(frame.unit.rawValue)
        if let end = frame.end {
            write("BETWEEN ")
            write(frame.start)
            word("AND")
            write(end)
        } else {
            write(frame.start)
        }
        if let exclusion = frame.exclusion { word("EXCLUDE " + exclusion.rawValue) }
    }

    private mutating func write(_ bound: FrameBound) {
        switch bound {
        case .unboundedPreceding: write("UNBOUNDED PRECEDING")
        case .unboundedFollowing: write("UNBOUNDED FOLLOWING")
        case .currentRow: write("CURRENT ROW")
        case .preceding(let distance):
            write(distance, .not)
            write(" PRECEDING")
        case .following(let distance):
            write(distance, .not)
            write(" FOLLOWING")
        }
    }

    mutating func windows(_ windows: [NamedWindow]) {
        guard !windows.isEmpty else { return }
        clause("WINDOW")
        list(windows) {
            $0.write($1.name)
            $0.word("AS")
            $0.write($1.specification)
        }
    }
}
