extension SyntaxFormatter {
    mutating func write(_ query: Query) {
        if let with = query.with { write(with) }
        write(query.body)
        if let orderBy = query.orderBy { write(orderBy) }
        if let limit = query.limit { write(limit) }
        for pipe in query.pipes { write(pipe) }
        trim()
    }

    mutating func write(_ with: WithClause) {
        clause(with.isRecursive ? "WITH RECURSIVE" : "WITH")
        list(with.tables) {
            $0.write($1.name)
            if !$1.columns.isEmpty { $0.names($1.columns) }
            if !$1.keyColumns.isEmpty {
                $0.word("USING KEY")
                $0.names($1.keyColumns)
            }
            $0.word("AS")
            if let isMaterialized = $1.isMaterialized { $0.write(isMaterialized ? "MATERIALIZED " : "NOT MATERIALIZED ") }
            $0.subquery($1.query)
        }
    }

    private mutating func write(_ body: QueryBody) {
        switch body {
        case .select(let select): write(select)
        case .values(let values):
            clause("VALUES")
            rows(values)
        case .table(let name):
            clause("TABLE")
            write(name)
        case .parenthesized(let query):
            clause("")
            subquery(query)
        case .inspection(let inspection):
            clause("")
            write(inspection)
        case .continuation: break
        case .setOperation(let operation):
            write(operation.left)
            clause(Self.setWords(operation.operator, operation.isAll, operation.isByName))
            write(operation.right)
        }
    }

    private static func setWords(_ kind: SetOperation.Operator, _ isAll: Bool, _ isByName: Bool) -> String {
        kind.rawValue + (isAll ? " ALL" : "") + (isByName ? " BY NAME" : "")
    }

    mutating func rows(_ values: ValuesClause) {
        list(values.rows) { formatter, row in formatter.parenthesized { $0.expressions(row) } }
    }

    private mutating func write(_ select: SelectClause) {
        if select.style == .fromOnly, let table = select.from?.tables.first, select.from?.tables.count == 1, pivotStatement(table) {
            return
        }
        switch select.style {
        case .selectFirst:
            selectList(select)
            if let from = select.from { write(from) }
        case .fromFirst:
            if let from = select.from { write(from) }
            selectList(select)
        case .fromOnly:
            if let from = select.from { write(from) }
        }
        condition("WHERE", select.where)
        selectTail(select)
    }

    private mutating func selectList(_ select: SelectClause) {
        clause("SELECT")
        switch select.distinctness {
        case .all: break
        case .distinct: write("DISTINCT ")
        case .on(let keys):
            write("DISTINCT ON ")
            parenthesized { $0.expressions(keys) }
            write(" ")
        }
        items(select.items)
    }

    private mutating func selectTail(_ select: SelectClause) {
        if let groupBy = select.groupBy { write(groupBy) }
        condition("HAVING", select.having)
        windows(select.windows)
        condition("QUALIFY", select.qualify)
        if let sample = select.sample {
            clause("USING SAMPLE")
            write(sample)
        }
    }

    mutating func condition(_ keyword: String, _ expression: Expression?) {
        guard let expression else { return }
        clause(keyword)
        write(expression)
    }

    mutating func items(_ items: [SelectItem]) {
        list(items) {
            $0.write($1.expression)
            $0.alias($1.alias)
            if let ordering = $1.ordering { $0.write(ordering) }
        }
    }

    // MARK: GROUP BY, ORDER BY, LIMIT

    private mutating func write(_ groupBy: GroupByClause) {
        clause(groupBy.isOrdered ? "GROUP AND ORDER BY" : "GROUP BY")
        switch groupBy.keys {
        case .all: write("ALL")
        case .elements(let elements): list(elements) { $0.write($1) }
        }
    }

    private mutating func write(_ element: GroupingElement) {
        switch element.kind {
        case .expression(let expression, let name, let ordering):
            write(expression)
            alias(name)
            if let ordering { write(ordering) }
        case .empty: write("()")
        case .rollup(let members): sets("ROLLUP", members)
        case .cube(let members): sets("CUBE", members)
        case .groupingSets(let elements):
            write("GROUPING SETS ")
            parenthesized { $0.list(elements) { $0.write($1) } }
        }
    }

    private mutating func sets(_ keyword: String, _ members: [[Expression]]) {
        write(keyword + " ")
        parenthesized {
            $0.list(members) { formatter, member in
                if member.count == 1, !member[0].isRow {
                    formatter.write(member[0])
                } else {
                    formatter.write("ROW")
                    formatter.parenthesized { $0.expressions(member) }
                }
            }
        }
    }

    mutating func write(_ orderBy: OrderByClause) {
        clause("ORDER BY")
        keys(orderBy)
    }

    /// ORDER BY inside parentheses, never on a line of its own.
    mutating func inline(_ orderBy: OrderByClause) {
        word("ORDER BY")
        keys(orderBy)
    }

    private mutating func keys(_ orderBy: OrderByClause) {
        switch orderBy.keys {
        case .all(let ordering):
            write("ALL")
            write(ordering)
        case .items(let items):
            list(items) { $0.write($1) }
        }
    }

    mutating func write(_ item: OrderItem) {
        write(item.expression)
        write(item.ordering)
    }

    private mutating func write(_ ordering: Ordering) {
        if let isDescending = ordering.isDescending { word(isDescending ? "DESC" : "ASC") }
        if let nullsFirst = ordering.nullsFirst { word(nullsFirst ? "NULLS FIRST" : "NULLS LAST") }
    }

    mutating func write(_ limit: LimitClause) {
        if let count = limit.count {
            clause("LIMIT")
            write(count)
            if limit.isPercent { word("PERCENT") }
        } else if limit.offset == nil {
            clause("LIMIT ALL")
        }
        condition("OFFSET", limit.offset)
    }

    mutating func write(_ sample: SampleClause) {
        if let method = sample.method {
            write(method)
            write(" ")
        }
        parenthesized {
            $0.write(sample.size, .sign)
            $0.write(sample.isPercent ? " PERCENT" : " ROWS")
        }
        if let seed = sample.seed {
            word("REPEATABLE")
            parenthesized { $0.write(seed) }
        }
    }

    // MARK: Pipes

    private mutating func write(_ pipe: PipeOperator) {
        clause("|>")
        // What follows on this line is one operator, whatever clauses it has.
        let outer = indentation
        indentation += 1
        operation(pipe)
        indentation = outer
        trim()
    }

    private mutating func operation(_ pipe: PipeOperator) {
        switch pipe.kind {
        case .select(let select):
            piece("SELECT")
            switch select.distinctness {
            case .all: break
            case .distinct: write("DISTINCT ")
            case .on(let keys):
                write("DISTINCT ON ")
                parenthesized { $0.expressions(keys) }
                write(" ")
            }
            items(select.items)
            selectTail(select)
        case .extend(let items, let windows):
            piece("EXTEND")
            self.items(items)
            self.windows(windows)
        case .set(let assignments):
            piece("SET")
            self.assignments(assignments)
        case .drop(let columns):
            piece("DROP")
            list(columns) { $0.write($1) }
        case .rename(let columns):
            piece("RENAME")
            list(columns) {
                $0.write($1.column)
                $0.alias($1.name)
            }
        case .alias(let name):
            piece("AS")
            write(name)
        case .where(let expression):
            piece("WHERE")
            write(expression)
        case .aggregate(let items, let groupBy):
            piece("AGGREGATE")
            self.items(items)
            if let groupBy { write(groupBy) }
        case .orderBy(let orderBy):
            piece("ORDER BY")
            keys(orderBy)
        case .limit(let limit): inline(limit)
        case .join(let join):
            piece(Self.joinWords(join.kind, join.isNatural, join.isAsOf))
            write(join.right)
            write(join.condition)
        case .setOperation(let kind, let isAll, let isByName, let queries):
            piece(Self.setWords(kind, isAll, isByName))
            list(queries) { $0.subquery($1) }
        case .call(let call, let alias):
            piece("CALL")
            write(call)
            write(alias)
        case .with(let with): write(with)
        case .pivot(let pivot, let alias):
            piece("PIVOT")
            write(pivot)
            write(alias)
        case .unpivot(let unpivot, let alias):
            piece("UNPIVOT")
            write(unpivot)
            write(alias)
        case .sample(let sample):
            piece("TABLESAMPLE")
            write(sample)
        case .assert(let condition, let payload):
            piece("ASSERT")
            expressions([condition] + payload)
        case .distinct, .describe, .summarize, .sources: piece(pipe.name)
        }
    }

    private mutating func piece(_ keyword: String) { write(keyword + " ") }

    private mutating func inline(_ limit: LimitClause) {
        if let count = limit.count {
            piece("LIMIT")
            write(count)
            if limit.isPercent { word("PERCENT") }
        } else if limit.offset == nil {
            piece("LIMIT ALL")
        }
        if let offset = limit.offset {
            word("OFFSET")
            write(offset)
        }
    }

    mutating func assignments(_ assignments: [Assignment]) {
        list(assignments) {
            $0.write($1.name)
            $0.write(" = ")
            $0.write($1.value)
        }
    }
}

extension Expression {
    var isRow: Bool {
        if case .row = kind { true } else { false }
    }
}
