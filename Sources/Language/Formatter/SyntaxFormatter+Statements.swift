extension SyntaxFormatter {
    mutating func write(_ statement: Statement) {
        switch statement.kind {
        case .query(let query): write(query)
        case .createTable(let create): write(create)
        case .createView(let create): write(create)
        case .createIndex(let create): write(create)
        case .drop(let drop):
            word("DROP \(drop.object.rawValue)")
            if drop.ifExists { word("IF EXISTS") }
            list(drop.names) { $0.write($1) }
            if drop.isCascading { word("CASCADE") }
        case .alterTable(let alter): write(alter)
        case .truncate(let name):
            word("TRUNCATE")
            write(name)
        case .insert(let insert): write(insert)
        case .update(let update): write(update)
        case .delete(let delete): write(delete)
        case .inspection(let inspection): write(inspection)
        case .explain(let inner, let options):
            if let format = options.format {
                word("EXPLAIN")
                parenthesized {
                    $0.word(options.isAnalyze ? "ANALYZE, FORMAT" : "FORMAT")
                    $0.write(format)
                }
                space()
            } else {
                word(options.isAnalyze ? "EXPLAIN ANALYZE" : "EXPLAIN")
            }
            write(inner)
        case .set(let set): write(set)
        case .copy(let copy): write(copy)
        case .transaction(let transaction):
            switch transaction {
            case .begin: write("BEGIN")
            case .commit: write("COMMIT")
            case .rollback: write("ROLLBACK")
            }
        case .call(let call):
            word("CALL")
            write(call)
        }
        trim()
    }

    mutating func write(_ inspection: Inspection) {
        switch inspection.kind {
        case .describeTable(let name):
            word("DESCRIBE")
            write(name)
        case .describeQuery(let query):
            word("DESCRIBE")
            write(query)
        case .summarizeTable(let name):
            word("SUMMARIZE")
            write(name)
        case .summarizeQuery(let query):
            word("SUMMARIZE")
            write(query)
        case .tables: write("SHOW TABLES")
        case .allTables: write("SHOW ALL TABLES")
        case .functions: write("SHOW FUNCTIONS")
        case .settings: write("SHOW SETTINGS")
        }
    }

    private mutating func write(_ set: SetStatement) {
        let scope = set.scope.map { " " + $0.rawValue } ?? ""
        switch set.action {
        case .set(let name, let value):
            word("SET" + scope)
            write(name)
            write(" = ")
            write(value)
        case .reset(let name):
            word("RESET" + scope)
            write(name)
        case .resetAll: word("RESET ALL")
        case .pragma(let name, let arguments):
            word("PRAGMA")
            write(name)
            if !arguments.isEmpty { parenthesized { $0.expressions(arguments) } }
        case .setVariable(let name, let value):
            word("SET VARIABLE")
            write(name)
            write(" = ")
            write(value)
        case .resetVariable(let name):
            word("RESET VARIABLE")
            write(name)
        }
    }

    private mutating func write(_ copy: Copy) {
        word("COPY")
        switch copy.source {
        case .query(let query): subquery(query)
        case .table(let name, let columns):
            write(name)
            if !columns.isEmpty {
                space()
                names(columns)
            }
        }
        switch copy.target {
        case .to(let path):
            word("TO")
            write(path, .postfix)
        case .from(let path):
            word("FROM")
            write(path, .postfix)
        }
        guard !copy.options.isEmpty else { return }
        space()
        parenthesized {
            $0.list(copy.options) {
                $0.write($1.name)
                guard let value = $1.value else { return }
                $0.space()
                if case .row(let elements) = value.kind { $0.parenthesized { $0.expressions(elements) } } else { $0.write(value) }
            }
        }
    }

    // MARK: INSERT, UPDATE, DELETE

    private mutating func write(_ insert: Insert) {
        word("INSERT INTO")
        write(insert.table)
        if !insert.columns.isEmpty {
            space()
            names(insert.columns)
        }
        if insert.isByName { word("BY NAME") }
        space()
        switch insert.source {
        case .query(let query): write(query)
        case .defaultValues: write("DEFAULT VALUES")
        }
        returning(insert.returning)
    }

    private mutating func write(_ update: Update) {
        word("UPDATE")
        write(update.table)
        alias(update.alias)
        word("SET")
        assignments(update.assignments)
        if let from = update.from { write(from) }
        condition("WHERE", update.where)
        returning(update.returning)
    }

    private mutating func write(_ delete: Delete) {
        word("DELETE FROM")
        write(delete.table)
        alias(delete.alias)
        if let using = delete.using {
            word("USING")
            list(using.tables) { $0.write($1) }
        }
        condition("WHERE", delete.where)
        returning(delete.returning)
    }

    private mutating func returning(_ items: [SelectItem]) {
        guard !items.isEmpty else { return }
        clause("RETURNING")
        self.items(items)
    }
}
