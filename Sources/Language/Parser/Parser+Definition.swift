/// CREATE, DROP, ALTER.
extension Parser {
    mutating func createStatement() throws(SyntaxError) -> Statement.Kind {
        advance()
        let isReplacing = eat(.or, .replace)
        let isTemporary = eat(.temp) || eat(.temporary)
        if eat(.table) { return .createTable(try createTable(isReplacing: isReplacing, isTemporary: isTemporary)) }
        if eat(.view) { return .createView(try createView(isReplacing: isReplacing, isTemporary: isTemporary)) }
        if !isReplacing, !isTemporary {
            let isUnique = eat(.unique)
            if isUnique { try expect(.index) }
            if isUnique || eat(.index) { return .createIndex(try createIndex(isUnique: isUnique)) }
        }
        switch token.keyword {
        case .schema, .sequence, .type, .macro, .function:
            throw fail(
                .unsupportedSyntax, "CREATE \(token.keyword.rawValue) is not supported", at: token.range, label: "expected TABLE or VIEW")
        default: throw unexpected()
        }
    }

    private mutating func ifNotExists() throws(SyntaxError) -> Bool {
        guard token.keyword == .if, peek().keyword == .not else { return false }
        advance()
        advance()
        try expect(.exists)
        return true
    }

    private mutating func ifExists() -> Bool { eat(.if, .exists) }

    private mutating func createTable(isReplacing: Bool, isTemporary: Bool) throws(SyntaxError) -> CreateTable {
        let ifNotExists = try ifNotExists()
        let name = try qualifiedName("a name for the table")
        var keepsSources = try withSources()
        let definition: CreateTable.Definition
        if token.kind == .leftParenthesis, !isColumnNameList {
            definition = try tableElements()
        } else {
            let columns = token.kind == .leftParenthesis ? try parenthesizedNames() : []
            if !keepsSources { keepsSources = try withSources() }
            try expect(.as)
            definition = .query(try query(), columns: columns)
        }
        return CreateTable(
            name: name, isReplacing: isReplacing, isTemporary: isTemporary, ifNotExists: ifNotExists, keepsSources: keepsSources,
            definition: definition)
    }

    /// `WITH SOURCES`.
    private mutating func withSources() throws(SyntaxError) -> Bool { eat(.with, .sources) }

    /// True at `(a, b) AS`: names without types.
    private var isColumnNameList: Bool {
        guard peek().kind == .word || peek().kind == .quotedName else { return false }
        return peek(2).kind == .comma || (peek(2).kind == .rightParenthesis && (peek(3).keyword == .as || peek(3).keyword == .with))
    }

    private mutating func tableElements() throws(SyntaxError) -> CreateTable.Definition {
        let opening = token
        advance()
        var columns: [ColumnDefinition] = []
        var constraints: [TableConstraint] = []
        repeat {
            if let constraint = try tableConstraint() {
                constraints.append(constraint)
            } else {
                columns.append(try columnDefinition())
            }
        } while eatCommaInList()
        try expectClosing(.rightParenthesis, of: opening)
        return .columns(columns, constraints: constraints)
    }

    private mutating func tableConstraint() throws(SyntaxError) -> TableConstraint? {
        let start = token.lowerBound
        var name: Identifier?
        if token.keyword == .constraint, peek().kind == .word || peek().kind == .quotedName, peek(2).kind == .word {
            advance()
            name = takeIdentifier()
        }
        let kind: TableConstraint.Kind
        if token.keyword == .primary, peek().keyword == .key {
            advance()
            advance()
            kind = .primaryKey(try parenthesizedNames())
        } else if token.keyword == .unique, peek().kind == .leftParenthesis {
            advance()
            kind = .unique(try parenthesizedNames())
        } else if token.keyword == .check, peek().kind == .leftParenthesis {
            advance()
            kind = .check(try parenthesized())
        } else if token.keyword == .foreign, peek().keyword == .key {
            advance()
            advance()
            let columns = try parenthesizedNames()
            try expect(.references)
            let table = try qualifiedName("a table")
            kind = .foreignKey(columns, table: table, columns: token.kind == .leftParenthesis ? try parenthesizedNames() : [])
        } else {
            guard name == nil else { throw unexpected("PRIMARY KEY, UNIQUE, CHECK or FOREIGN KEY") }
            return nil
        }
        return TableConstraint(name: name, kind: kind, range: range(from: start))
    }

    private mutating func columnDefinition() throws(SyntaxError) -> ColumnDefinition {
        let start = token.lowerBound
        let name = try identifier("a column name")
        let isGenerated = token.keyword == .generated || (token.keyword == .as && peek().kind == .leftParenthesis)
        let type = isGenerated ? nil : try typeName()
        var constraints: [ColumnConstraint] = []
        while let constraint = try columnConstraint() { constraints.append(constraint) }
        return ColumnDefinition(name: name, type: type, constraints: constraints, range: range(from: start))
    }

    private mutating func columnConstraint() throws(SyntaxError) -> ColumnConstraint? {
        let start = token.lowerBound
        if token.keyword == .constraint {
            advance()
            _ = try identifier("a name for the constraint")
        }
        let kind: ColumnConstraint.Kind
        if eat(.not, .null) {
            kind = .notNull
        } else if eat(.null) {
            kind = .null
        } else if eat(.primary, .key) {
            kind = .primaryKey
        } else if eat(.unique) {
            kind = .unique
        } else if eat(.default) {
            // NOT NULL may follow, so IS and NOT are no operators here.
            kind = .default(try expression(.comparison))
        } else if eat(.check) {
            kind = .check(try parenthesized())
        } else if eat(.references) {
            let table = try qualifiedName("a table")
            kind = .references(table, columns: token.kind == .leftParenthesis ? try parenthesizedNames() : [])
        } else if eat(.collate) {
            kind = .collate(try qualifiedName("a collation"))
        } else if token.keyword == .generated || token.keyword == .as {
            if eat(.generated) { try expect(.always) }
            try expect(.as)
            let value = try parenthesized()
            if !eat(.virtual) { _ = eat(.stored) }
            kind = .generated(value)
        } else {
            return nil
        }
        return ColumnConstraint(kind: kind, range: range(from: start))
    }

    private mutating func createView(isReplacing: Bool, isTemporary: Bool) throws(SyntaxError) -> CreateView {
        let ifNotExists = try ifNotExists()
        let name = try qualifiedName("a name for the view")
        let columns = token.kind == .leftParenthesis ? try parenthesizedNames() : []
        try expect(.as)
        return CreateView(
            name: name, columns: columns, isReplacing: isReplacing, isTemporary: isTemporary, ifNotExists: ifNotExists, query: try query())
    }

    private mutating func createIndex(isUnique: Bool) throws(SyntaxError) -> CreateIndex {
        let ifNotExists = try ifNotExists()
        let name = token.keyword == .on ? nil : try identifier("a name for the index")
        try expect(.on)
        let table = try qualifiedName("a table")
        if eat(.using) { _ = try identifier("an index method") }
        let opening = token
        try expect(.leftParenthesis)
        var keys = [try orderItem()]
        while eatCommaInList() { keys.append(try orderItem()) }
        try expectClosing(.rightParenthesis, of: opening)
        return CreateIndex(name: name, isUnique: isUnique, ifNotExists: ifNotExists, table: table, keys: keys)
    }

    mutating func dropStatement() throws(SyntaxError) -> Drop {
        advance()
        let objects: [(Keyword, Drop.Object)] = [
            (.table, .table), (.view, .view), (.index, .index), (.schema, .schema), (.sequence, .sequence), (.type, .type),
            (.macro, .macro),
        ]
        var object: Drop.Object?
        for (keyword, kind) in objects where object == nil && eat(keyword) { object = kind }
        guard let object else { throw unexpected() }
        let ifExists = ifExists()
        var names = [try qualifiedName()]
        while eatCommaInList() { names.append(try qualifiedName()) }
        let isCascading = eat(.cascade)
        if !isCascading { _ = eat(.restrict) }
        return Drop(object: object, ifExists: ifExists, names: names, isCascading: isCascading)
    }

    mutating func alterStatement() throws(SyntaxError) -> AlterTable {
        advance()
        try expect(.table)
        let ifExists = ifExists()
        let table = try qualifiedName("a table")
        let action: AlterTable.Action
        if eat(.rename) {
            if eat(.to) {
                action = .renameTable(try anyIdentifier("the new name"))
            } else {
                _ = eat(.column)
                let column = try identifier("a column")
                try expect(.to)
                action = .renameColumn(column, to: try anyIdentifier("the new name"))
            }
        } else if eat(.add) {
            _ = eat(.column)
            let ifNotExists = try ifNotExists()
            action = .addColumn(try columnDefinition(), ifNotExists: ifNotExists)
        } else if eat(.drop) {
            _ = eat(.column)
            let isOptional = self.ifExists()
            action = .dropColumn(try identifier("a column"), ifExists: isOptional)
            if !eat(.cascade) { _ = eat(.restrict) }
        } else if eat(.alter) {
            action = try alterColumn()
        } else {
            throw unexpected()
        }
        return AlterTable(table: table, ifExists: ifExists, action: action)
    }

    private mutating func alterColumn() throws(SyntaxError) -> AlterTable.Action {
        _ = eat(.column)
        let column = try identifier("a column")
        if eat(.drop) {
            if eat(.default) { return .dropDefault(column) }
            guard eat(.not, .null) else { throw unexpected() }
            return .dropNotNull(column)
        }
        if eat(.set) {
            if eat(.default) { return .setDefault(column, try expression()) }
            if eat(.not, .null) { return .setNotNull(column) }
            try expect(.data)
        }
        try expect(.type)
        let type = try typeName()
        return .setType(column, type, using: eat(.using) ? try expression() : nil)
    }
}
