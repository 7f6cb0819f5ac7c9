extension SyntaxFormatter {
    mutating func write(_ from: FromClause) {
        clause("FROM")
        list(from.tables) { $0.write($1) }
    }

    mutating func write(_ table: TableReference) {
        if table.isLateral { write("LATERAL ") }
        switch table.kind {
        case .named(let name): write(name)
        case .file(let path): string(path)
        case .function(let call, let withOrdinality):
            write(call)
            if withOrdinality { word("WITH ORDINALITY") }
        case .query(let query): subquery(query)
        case .join(let join):
            write(join.left)
            clause(Self.joinWords(join.kind, join.isNatural, join.isAsOf))
            write(join.right)
            write(join.condition)
        case .parenthesized(let inner): parenthesized { $0.write(inner) }
        case .pivot(let input, let pivot):
            write(input)
            word("PIVOT")
            write(pivot)
        case .unpivot(let input, let unpivot):
            write(input)
            word("UNPIVOT")
            write(unpivot)
        }
        write(table.alias)
        if let sample = table.sample {
            word("TABLESAMPLE")
            write(sample)
        }
    }

    static func joinWords(_ kind: Join.Kind, _ isNatural: Bool, _ isAsOf: Bool) -> String {
        let words = [isNatural ? "NATURAL" : "", isAsOf ? "ASOF" : "", kind == .inner ? "" : kind.rawValue, "JOIN"]
        return words.filter { !$0.isEmpty }.joined(separator: " ")
    }

    mutating func write(_ condition: Join.Condition?) {
        switch condition {
        case .on(let expression):
            word("ON")
            write(expression)
        case .using(let columns):
            word("USING")
            names(columns)
        case nil: break
        }
    }

    // MARK: PIVOT and UNPIVOT

    /// Writes the statement form where the form with parentheses cannot say the same; false where it can.
    mutating func pivotStatement(_ table: TableReference) -> Bool {
        switch table.kind {
        case .pivot(let input, let pivot) where pivot.aggregates.isEmpty || pivot.columns.isEmpty:
            clause("PIVOT")
            write(input)
            if !pivot.columns.isEmpty {
                word("ON")
                list(pivot.columns) { $0.write($1) }
            }
            if !pivot.aggregates.isEmpty {
                word("USING")
                items(pivot.aggregates)
            }
            if !pivot.groupBy.isEmpty {
                word("GROUP BY")
                expressions(pivot.groupBy)
            }
        case .unpivot(let input, let unpivot) where unpivot.nameColumn == nil:
            clause("UNPIVOT")
            write(input)
            if unpivot.includesNulls { word("INCLUDE NULLS") }
            word("ON")
            items(unpivot.columns)
        default: return false
        }
        return true
    }

    mutating func write(_ pivot: PivotClause) {
        parenthesized {
            $0.items(pivot.aggregates)
            $0.word("FOR")
            for column in pivot.columns {
                $0.space()
                $0.write(column)
            }
            guard !pivot.groupBy.isEmpty else { return }
            $0.word("GROUP BY")
            $0.expressions(pivot.groupBy)
        }
    }

    private mutating func write(_ column: PivotColumn) {
        if column.expressions.count == 1 {
            write(column.expressions[0], .postfix)
        } else {
            write("ROW")
            parenthesized { $0.expressions(column.expressions) }
        }
        switch column.values {
        case .found: break
        case .listed(let items):
            word("IN")
            parenthesized { $0.items(items) }
        case .query(let query):
            word("IN")
            subquery(query)
        case .named(let name):
            word("IN")
            write(name)
        }
    }

    mutating func write(_ unpivot: UnpivotClause) {
        if unpivot.includesNulls { write("INCLUDE NULLS ") }
        parenthesized {
            if unpivot.valueNames.count == 1 { $0.write(unpivot.valueNames[0]) } else { $0.names(unpivot.valueNames) }
            if let name = unpivot.nameColumn {
                $0.word("FOR")
                $0.write(name)
            }
            $0.word("IN")
            $0.parenthesized { $0.items(unpivot.columns) }
        }
    }
}
