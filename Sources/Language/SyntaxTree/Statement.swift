/// A statement without the semicolon that ends it.
package struct Statement: Sendable {
    package indirect enum Kind: Sendable {
        case query(Query)
        case createTable(CreateTable)
        case createView(CreateView)
        case createIndex(CreateIndex)
        case drop(Drop)
        case alterTable(AlterTable)
        case truncate(QualifiedName)
        case insert(Insert)
        case update(Update)
        case delete(Delete)
        /// DESCRIBE, SUMMARIZE and SHOW.
        case inspection(Inspection)
        case explain(Statement, ExplainOptions)
        case set(SetStatement)
        case copy(Copy)
        case transaction(Transaction)
        /// `CALL f(…)`, the rows of a table function.
        case call(FunctionCall)
    }

    package var kind: Kind
    package var range: SourceRange

    package init(_ kind: Kind, range: SourceRange) {
        self.kind = kind
        self.range = range
    }
}

/// What EXPLAIN is asked for besides the plan.
package struct ExplainOptions: Sendable {
    /// Whether the statement is run, and its operators show what they did.
    package var isAnalyze = false
    /// The word behind FORMAT.
    package var format: Identifier?
}

package struct Inspection: Sendable {
    package indirect enum Kind: Sendable {
        /// `DESCRIBE t`, `DESC t`, `SHOW t`.
        case describeTable(QualifiedName)
        case describeQuery(Query)
        case summarizeTable(QualifiedName)
        case summarizeQuery(Query)
        /// `SHOW TABLES`.
        case tables
        /// `SHOW ALL TABLES`: with their columns.
        case allTables
        /// `SHOW FUNCTIONS`.
        case functions
        /// `SHOW SETTINGS`.
        case settings
    }

    package var kind: Kind
    package var range: SourceRange
}

/// Changes of what a session does: SET, RESET and PRAGMA.
package struct SetStatement: Sendable {
    package indirect enum Action: Sendable {
        /// `SET name = value`, `SET name TO value`, `PRAGMA name = value`. A bare word as value comes as a column reference.
        case set(Identifier, Expression)
        /// `RESET name`.
        case reset(Identifier)
        /// `RESET ALL`.
        case resetAll
        /// `PRAGMA name`, `PRAGMA name(arguments)`.
        case pragma(Identifier, [Expression])
        /// `SET VARIABLE name = value`.
        case setVariable(Identifier, Expression)
        /// `RESET VARIABLE name`.
        case resetVariable(Identifier)
    }

    package enum Scope: String, Sendable {
        case session = "SESSION"
        case local = "LOCAL"
        case global = "GLOBAL"
    }

    package var action: Action
    package var scope: Scope?
}

package struct Copy: Sendable {
    package indirect enum Source: Sendable {
        case query(Query)
        case table(QualifiedName, columns: [Identifier])
    }

    package indirect enum Target: Sendable {
        /// `COPY … TO 'file'`; an expression so that a placeholder may stand there.
        case to(Expression)
        /// `COPY t FROM 'file'`.
        case from(Expression)
    }

    package var source: Source
    package var target: Target
    package var options: [CopyOption]
}

/// `FORMAT csv`, `HEADER`, `DELIMITER ';'`.
package struct CopyOption: Sendable {
    package var name: Identifier
    /// Nil for an option that stands alone. A bare word comes as a column reference, a list in parentheses as a row.
    package var value: Expression?
}

package enum Transaction: Sendable {
    case begin
    case commit
    case rollback
}
