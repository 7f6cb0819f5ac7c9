extension Parser {
    mutating func pipeOperators() throws(SyntaxError) -> [PipeOperator] {
        var result: [PipeOperator] = []
        while at(.pipe) {
            result.append(try pipeOperator())
        }
        return result
    }

    private mutating func pipeOperator() throws(SyntaxError) -> PipeOperator {
        let outer = try enter()
        let start = token.lowerBound
        advance()
        let first = index
        let (kind, words) = try pipeKind()
        let last = min(first + words - 1, tokens.count - 1)
        leave(outer)
        return PipeOperator(kind: kind, range: range(from: start), keywordRange: tokens[first].lowerBound..<tokens[last].upperBound)
    }

    /// The operator and how many words name it.
    private mutating func pipeKind() throws(SyntaxError) -> (PipeOperator.Kind, words: Int) {
        switch token.keyword {
        case .select: return (try pipeSelect(), 1)
        case .extend:
            advance()
            return (.extend(try selectItems(), windows: try windowClause()), 1)
        case .set:
            advance()
            return (.set(try assignments()), 1)
        case .drop:
            advance()
            var columns = [try bareColumn("DROP")]
            while eatCommaInList() { columns.append(try bareColumn("DROP")) }
            return (.drop(columns), 1)
        case .rename:
            advance()
            var columns = [try renaming()]
            while eatCommaInList() { columns.append(try renaming()) }
            return (.rename(columns), 1)
        case .as:
            advance()
            return (.alias(try anyIdentifier("a name for the input")), 1)
        case .where:
            advance()
            return (.where(try expression()), 1)
        case .aggregate: return (try aggregate(), 1)
        case .distinct:
            advance()
            return (.distinct, 1)
        case .order: return (.orderBy(try orderByClause()), 2)
        case .limit, .offset, .fetch:
            guard let limit = try limitClause() else { throw unexpected() }
            return (.limit(limit), 1)
        case .union, .intersect, .except: return (try pipeSetOperation(), 1)
        case .call:
            advance()
            let name = try qualifiedName("a table function")
            let call = try functionCall(name, namesArgumentsByEqual: true)
            return (.call(call, alias: try tableAlias()), 1)
        case .with: return (.with(try withClause()), 1)
        case .pivot:
            advance()
            return (.pivot(try pivotBody(), alias: try tableAlias()), 1)
        case .unpivot:
            advance()
            return (.unpivot(try unpivotBody(), alias: try tableAlias()), 1)
        case .tablesample:
            let start = token.lowerBound
            advance()
            return (.sample(try sampleSize(from: start)), 1)
        case .assert:
            advance()
            let condition = try expression()
            var payload: [Expression] = []
            while eatCommaInList() { payload.append(try expression()) }
            return (.assert(condition, payload: payload), 1)
        case .describe:
            advance()
            return (.describe, 1)
        case .summarize:
            advance()
            return (.summarize, 1)
        case .sources:
            advance()
            return (.sources, 1)
        default:
            if let join = try joinOperator() { return (try pipeJoin(join), 1) }
            throw unknownPipeOperator()
        }
    }

    private mutating func pipeSelect() throws(SyntaxError) -> PipeOperator.Kind {
        let start = token.lowerBound
        advance()
        var clause = SelectClause(
            style: .selectFirst, distinctness: .all, items: [], from: nil, where: nil, groupBy: nil, having: nil, windows: [], qualify: nil,
            sample: nil, range: start..<start)
        try selectList(into: &clause)
        if token.keyword == .from {
            throw fail(
                .misplacedClause, "a pipe operator SELECT has no FROM", at: token.range, label: "the input is what stands before `|>`",
                help: ["write FROM … |> SELECT …"])
        }
        try refuseClausesOfStandardSelect("SELECT", keywords: [.where, .order, .limit])
        try selectTail(into: &clause)
        clause.range = range(from: start)
        return .select(clause)
    }

    /// `|> SELECT a WHERE b`: each clause is a step of its own.
    private mutating func refuseClausesOfStandardSelect(_ name: String, keywords: [Keyword]) throws(SyntaxError) {
        guard keywords.contains(token.keyword) else { return }
        let clause = token.keyword == .order ? "ORDER BY" : token.keyword.rawValue
        throw fail(
            .misplacedClause, "\(clause) is a pipe operator of its own", at: token.range, label: "`|>` is missing before it",
            help: ["write |> \(clause)"], fix: Diagnostic.Fix(range: token.lowerBound..<token.lowerBound, replacement: "|> "))
    }

    /// `name = value, …` of SET.
    private mutating func assignments() throws(SyntaxError) -> [Assignment] {
        var result: [Assignment] = []
        repeat {
            let start = token.lowerBound
            let name = try bareColumn("SET")
            try expect(.equal)
            result.append(Assignment(name: name.parts[0], value: try expression(), range: range(from: start)))
        } while eatCommaInList()
        return result
    }

    /// `old [AS] new`.
    private mutating func renaming() throws(SyntaxError) -> StarRenaming {
        let column = try bareColumn("RENAME")
        _ = eat(.as)
        return StarRenaming(column: column, name: try anyIdentifier("the new name"))
    }

    /// A column by its name alone: after these operators `t.x` still means the original value, so it cannot be what they change.
    private mutating func bareColumn(_ operatorName: String) throws(SyntaxError) -> QualifiedName {
        let name = try qualifiedName("a column")
        guard name.parts.count == 1 else {
            throw fail(
                .qualifiedName, "\(operatorName) takes a column by its name alone", at: name.range, label: "qualified",
                help: ["write \(name.last)"],
                fix: Diagnostic.Fix(range: name.range, replacement: text(name.parts[name.parts.count - 1].range)))
        }
        return name
    }

    /// `AGGREGATE [items] [GROUP [AND ORDER] BY elements]`.
    private mutating func aggregate() throws(SyntaxError) -> PipeOperator.Kind {
        advance()
        var items: [SelectItem] = []
        if !at(.group) {
            repeat {
                var item = try selectItem()
                item.ordering = try writtenOrdering()
                item.range = range(from: item.range.lowerBound)
                items.append(item)
            } while eatCommaInList()
        }
        guard at(.group) else { return .aggregate(items, groupBy: nil) }
        let start = token.lowerBound
        advance()
        let isOrdered = eat(.and)
        if isOrdered { try expect(.order) }
        try expect(.by)
        if token.keyword == .all, peek().kind != .leftParenthesis {
            throw fail(
                .unsupportedSyntax, "AGGREGATE has no GROUP BY ALL", at: token.range, label: "name the group columns",
                help: ["AGGREGATE gives the group columns first, so they need not be repeated: GROUP BY a, b"])
        }
        let elements = try groupingElements(withAliases: true)
        return .aggregate(items, groupBy: GroupByClause(keys: .elements(elements), isOrdered: isOrdered, range: range(from: start)))
    }

    private mutating func pipeSetOperation() throws(SyntaxError) -> PipeOperator.Kind {
        let kind: SetOperation.Operator = token.keyword == .union ? .union : token.keyword == .except ? .except : .intersect
        advance()
        let (isAll, isByName) = try setOperationModifiers()
        var queries: [Query] = []
        repeat {
            if token.kind == .leftParenthesis {
                queries.append(try parenthesizedQuery())
            } else if token.keyword == .table {
                let start = token.lowerBound
                advance()
                let table = try qualifiedName("a table")
                queries.append(Query(body: .table(table), range: range(from: start)))
            } else if isQueryStart() {
                throw fail(
                    .misplacedClause, "the query behind a pipe operator \(kind.rawValue) stands in parentheses", at: token.range,
                    label: "expected (", help: ["write |> \(kind.rawValue)\(isAll ? " ALL" : "") (\(token.keyword.rawValue) …)"])
            } else {
                throw unexpected("a query in parentheses")
            }
        } while eatCommaInList()
        return .setOperation(kind, isAll: isAll, isByName: isByName, queries)
    }

    private mutating func pipeJoin(_ join: JoinOperator) throws(SyntaxError) -> PipeOperator.Kind {
        let right = try tablePrimary()
        let condition = try joinCondition(join)
        return .join(
            PipeJoin(
                kind: join.kind, isNatural: join.isNatural, isAsOf: join.isAsOf, right: right, condition: condition,
                operatorRange: join.range))
    }
}
