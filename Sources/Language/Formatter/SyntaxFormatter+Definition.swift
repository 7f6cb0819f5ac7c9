extension SyntaxFormatter {
    mutating func write(_ create: CreateTable) {
        word(Self.create("TABLE", create.isReplacing, create.isTemporary))
        if create.ifNotExists { word("IF NOT EXISTS") }
        write(create.name)
        switch create.definition {
        case .query(let query, let columns):
            if !columns.isEmpty {
                space()
                names(columns)
            }
            if create.keepsSources { word("WITH SOURCES") }
            word("AS")
            write(query)
        case .columns(let columns, let constraints):
            space()
            parenthesized {
                $0.list(columns) { $0.write($1) }
                for constraint in constraints {
                    if !columns.isEmpty || constraint.range != constraints[0].range { $0.write(", ") }
                    $0.write(constraint)
                }
            }
        }
    }

    private static func create(_ object: String, _ isReplacing: Bool, _ isTemporary: Bool) -> String {
        "CREATE " + (isReplacing ? "OR REPLACE " : "") + (isTemporary ? "TEMP " : "") + object
    }

    private mutating func write(_ column: ColumnDefinition) {
        write(column.name)
        if let type = column.type {
            space()
            write(type)
        }
        for constraint in column.constraints { write(constraint) }
    }

    private mutating func write(_ constraint: ColumnConstraint) {
        switch constraint.kind {
        case .notNull: word("NOT NULL")
        case .null: word("NULL")
        case .primaryKey: word("PRIMARY KEY")
        case .unique: word("UNIQUE")
        case .default(let value):
            word("DEFAULT")
            write(value, .comparison)
        case .check(let condition):
            word("CHECK")
            parenthesized { $0.write(condition) }
        case .references(let table, let columns):
            word("REFERENCES")
            write(table)
            if !columns.isEmpty { names(columns) }
        case .collate(let name):
            word("COLLATE")
            write(name)
        case .generated(let value):
            word("GENERATED ALWAYS AS")
            parenthesized { $0.write(value) }
        }
    }

    private mutating func write(_ constraint: TableConstraint) {
        if let name = constraint.name {
            word("CONSTRAINT")
            write(name)
            space()
        }
        switch constraint.kind {
        case .primaryKey(let columns):
            write("PRIMARY KEY ")
            names(columns)
        case .unique(let columns):
            write("UNIQUE ")
            names(columns)
        case .check(let condition):
            write("CHECK ")
            parenthesized { $0.write(condition) }
        case .foreignKey(let keys, let table, let columns):
            write("FOREIGN KEY ")
            names(keys)
            word("REFERENCES")
            write(table)
            if !columns.isEmpty { names(columns) }
        }
    }

    mutating func write(_ create: CreateView) {
        word(Self.create("VIEW", create.isReplacing, create.isTemporary))
        if create.ifNotExists { word("IF NOT EXISTS") }
        write(create.name)
        if !create.columns.isEmpty {
            space()
            names(create.columns)
        }
        word("AS")
        write(create.query)
    }

    mutating func write(_ create: CreateIndex) {
        word(create.isUnique ? "CREATE UNIQUE INDEX" : "CREATE INDEX")
        if create.ifNotExists { word("IF NOT EXISTS") }
        if let name = create.name { write(name) }
        word("ON")
        write(create.table)
        space()
        parenthesized { $0.list(create.keys) { $0.write($1) } }
    }

    mutating func write(_ alter: AlterTable) {
        word("ALTER TABLE")
        if alter.ifExists { word("IF EXISTS") }
        write(alter.table)
        switch alter.action {
        case .renameTable(let name):
            word("RENAME TO")
            write(name)
        case .renameColumn(let column, let name):
            word("RENAME COLUMN")
            write(column)
            word("TO")
            write(name)
        case .addColumn(let column, let ifNotExists):
            word(ifNotExists ? "ADD COLUMN IF NOT EXISTS" : "ADD COLUMN")
            write(column)
        case .dropColumn(let column, let ifExists):
            word(ifExists ? "DROP COLUMN IF EXISTS" : "DROP COLUMN")
            write(column)
        case .setType(let column, let type, let using):
            word("ALTER COLUMN")
            write(column)
            word("TYPE")
            write(type)
            if let using {
                word("USING")
                write(using)
            }
        case .setDefault(let column, let value):
            word("ALTER COLUMN")
            write(column)
            word("SET DEFAULT")
            write(value)
        case .dropDefault(let column): columnChange(column, "DROP DEFAULT")
        case .setNotNull(let column): columnChange(column, "SET NOT NULL")
        case .dropNotNull(let column): columnChange(column, "DROP NOT NULL")
        }
    }

    private mutating func columnChange(_ column: Identifier, _ change: String) {
        word("ALTER COLUMN")
        write(column)
        word(change)
    }
}
