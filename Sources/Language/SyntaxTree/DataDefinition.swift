package struct CreateTable: Sendable {
    package indirect enum Definition: Sendable {
        /// `AS query`, with names for its columns.
        case query(Query, columns: [Identifier])
        case columns([ColumnDefinition], constraints: [TableConstraint])
    }

    package var name: QualifiedName
    package var isReplacing: Bool
    package var isTemporary: Bool
    package var ifNotExists: Bool
    /// `WITH SOURCES`: the rows keep the trail to what they were made from.
    package var keepsSources: Bool
    package var definition: Definition
}

package struct ColumnDefinition: Sendable {
    package var name: Identifier
    /// Nil only for a generated column.
    package var type: TypeName?
    package var constraints: [ColumnConstraint]
    package var range: SourceRange
}

package struct ColumnConstraint: Sendable {
    package indirect enum Kind: Sendable {
        case notNull
        case null
        case primaryKey
        case unique
        case `default`(Expression)
        case check(Expression)
        case references(QualifiedName, columns: [Identifier])
        case collate(QualifiedName)
        /// `GENERATED ALWAYS AS (expression)`.
        case generated(Expression)
    }

    package var kind: Kind
    package var range: SourceRange
}

package struct TableConstraint: Sendable {
    package indirect enum Kind: Sendable {
        case primaryKey([Identifier])
        case unique([Identifier])
        case check(Expression)
        case foreignKey([Identifier], table: QualifiedName, columns: [Identifier])
    }

    package var name: Identifier?
    package var kind: Kind
    package var range: SourceRange
}

package struct CreateView: Sendable {
    package var name: QualifiedName
    package var columns: [Identifier]
    package var isReplacing: Bool
    package var isTemporary: Bool
    package var ifNotExists: Bool
    package var query: Query
}

package struct CreateIndex: Sendable {
    package var name: Identifier?
    package var isUnique: Bool
    package var ifNotExists: Bool
    package var table: QualifiedName
    package var keys: [OrderItem]
}

package struct Drop: Sendable {
    package enum Object: String, Sendable {
        case table = "TABLE"
        case view = "VIEW"
        case index = "INDEX"
        case schema = "SCHEMA"
        case sequence = "SEQUENCE"
        case type = "TYPE"
        case macro = "MACRO"
    }

    package var object: Object
    package var ifExists: Bool
    package var names: [QualifiedName]
    package var isCascading: Bool
}

package struct AlterTable: Sendable {
    package indirect enum Action: Sendable {
        case renameTable(Identifier)
        case renameColumn(Identifier, to: Identifier)
        case addColumn(ColumnDefinition, ifNotExists: Bool)
        case dropColumn(Identifier, ifExists: Bool)
        case setType(Identifier, TypeName, using: Expression?)
        case setDefault(Identifier, Expression)
        case dropDefault(Identifier)
        case setNotNull(Identifier)
        case dropNotNull(Identifier)
    }

    package var table: QualifiedName
    package var ifExists: Bool
    package var action: Action
}

package struct Insert: Sendable {
    package indirect enum Source: Sendable {
        /// VALUES comes as a query; its rows may hold `defaultValue`.
        case query(Query)
        case defaultValues
    }

    package var table: QualifiedName
    /// Empty where no column list was written.
    package var columns: [Identifier]
    package var isByName: Bool
    package var source: Source
    package var returning: [SelectItem]
}

package struct Update: Sendable {
    package var table: QualifiedName
    package var alias: Identifier?
    package var assignments: [Assignment]
    package var from: FromClause?
    package var `where`: Expression?
    package var returning: [SelectItem]
}

package struct Delete: Sendable {
    package var table: QualifiedName
    package var alias: Identifier?
    package var using: FromClause?
    package var `where`: Expression?
    package var returning: [SelectItem]
}
