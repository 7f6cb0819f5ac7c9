extension Parser {
    /// `(base PARTITION BY … ORDER BY … ROWS …)`.
    mutating func windowSpecification() throws(SyntaxError) -> WindowSpecification {
        let opening = token
        try expect(.leftParenthesis)
        var base: Identifier?
        if isAtName, !isAtWindowPart { base = takeIdentifier() }
        var partitionBy: [Expression] = []
        if eat(.partition, .by) { partitionBy = try expressions() }
        let orderBy = at(.order, .by) ? try orderByClause() : nil
        let frame = try windowFrame()
        try expectClosing(.rightParenthesis, of: opening)
        return WindowSpecification(
            base: base, partitionBy: partitionBy, orderBy: orderBy, frame: frame, range: range(from: opening.lowerBound))
    }

    /// True at PARTITION BY and at the unit of a frame.
    private var isAtWindowPart: Bool {
        switch token.keyword {
        case .partition: peek().keyword == .by
        case .rows, .range, .groups: peek().kind != .rightParenthesis
        default: false
        }
    }

    private mutating func windowFrame() throws(SyntaxError) -> WindowFrame? {
        let start = token.lowerBound
        let unit: WindowFrame.Unit
        if eat(.rows) {
            unit = .rows
        } else if eat(.range) {
            unit = .range
        } else if eat(.groups) {
            unit = .groups
        } else {
            return nil
        }
        let first: FrameBound
        var second: FrameBound?
        if eat(.between) {
            first = try frameBound()
            try expect(.and)
            second = try frameBound()
        } else {
            first = try frameBound()
        }
        var exclusion: WindowFrame.Exclusion?
        if eat(.exclude) {
            if eat(.current) {
                try expect(.row)
                exclusion = .currentRow
            } else if eat(.group) {
                exclusion = .group
            } else if eat(.ties) {
                exclusion = .ties
            } else {
                guard eat(.no, .others) else { throw unexpected() }
                exclusion = .noOthers
            }
        }
        return WindowFrame(unit: unit, start: first, end: second, exclusion: exclusion, range: range(from: start))
    }

    private mutating func frameBound() throws(SyntaxError) -> FrameBound {
        if eat(.unbounded) {
            if eat(.preceding) { return .unboundedPreceding }
            try expect(.following)
            return .unboundedFollowing
        }
        if eat(.current, .row) { return .currentRow }
        // BETWEEN's AND is not ours to take.
        let distance = try expression(.not)
        if eat(.preceding) { return .preceding(distance) }
        try expect(.following)
        return .following(distance)
    }

    /// `WINDOW w AS (…), v AS (…)`; nothing where no WINDOW stands.
    mutating func windowClause() throws(SyntaxError) -> [NamedWindow] {
        guard eat(.window) else { return [] }
        var result: [NamedWindow] = []
        repeat {
            let name = try identifier("a name for the window")
            try expect(.as)
            result.append(NamedWindow(name: name, specification: try windowSpecification()))
        } while eatCommaInList()
        return result
    }
}
