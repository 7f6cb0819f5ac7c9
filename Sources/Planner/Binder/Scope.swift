import Columns
import Language

/// A column that names can reach, and where it lies in the plan's output.
struct ScopeColumn {
    let name: String
    /// The name in lower case, by which it is found.
    let folded: String
    let position: Int
    let type: LogicalType

    init(name: String, position: Int, type: LogicalType) {
        self.name = name
        folded = name.lowercased()
        self.position = position
        self.type = type
    }
}

/// A table alias and the columns that can be named with it. They stay what they were when a pipe operator replaces a column.
struct ScopeTable {
    let name: String
    let folded: String
    let columns: [ScopeColumn]

    init(name: String, columns: [ScopeColumn]) {
        self.name = name
        folded = name.lowercased()
        self.columns = columns
    }
}

/// The names an expression can use at one place of a query.
struct Scope {
    /// What unqualified names and `*` see, in order. A column merged by USING stands here once.
    private(set) var columns: [ScopeColumn]
    private(set) var tables: [ScopeTable]
    private var positionsByName: [String: [Int]]

    init(columns: [ScopeColumn] = [], tables: [ScopeTable] = []) {
        self.columns = columns
        self.tables = tables
        positionsByName = [:]
        for (position, column) in columns.enumerated() { positionsByName[column.folded, default: []].append(position) }
    }

    /// The scope of a single table.
    init(table name: String?, output: [OutputColumn]) {
        let columns = output.enumerated().map { ScopeColumn(name: $1.name, position: $0, type: $1.type) }
        self.init(columns: columns, tables: name.map { [ScopeTable(name: $0, columns: columns)] } ?? [])
    }

    /// The visible columns of a name.
    func matches(_ folded: String) -> [ScopeColumn] { (positionsByName[folded] ?? []).map { columns[$0] } }

    func table(named folded: String) -> [ScopeTable] { tables.filter { $0.folded == folded } }

    /// The same visible columns with other contents.
    func replacingColumns(_ columns: [ScopeColumn]) -> Scope { Scope(columns: columns, tables: tables) }

    /// Both scopes side by side; the right one's columns lie `offset` further in the plan.
    func joined(with right: Scope, offset: Int) -> Scope {
        let moved = right.shifted(by: offset)
        return Scope(columns: columns + moved.columns, tables: tables + moved.tables)
    }

    func shifted(by offset: Int) -> Scope { mappingPositions { $0 + offset } }

    /// The scope with its columns at other places; columns that lose their place are no longer reachable.
    func mappingPositions(_ place: (Int) -> Int?) -> Scope {
        func moved(_ list: [ScopeColumn]) -> [ScopeColumn] {
            list.compactMap { column in
                place(column.position).map { ScopeColumn(name: column.name, position: $0, type: column.type) }
            }
        }
        return Scope(columns: moved(columns), tables: tables.map { ScopeTable(name: $0.name, columns: moved($0.columns)) })
    }

    /// Every name an unknown column may have meant: the visible columns, then the qualified ones.
    var candidateNames: [String] { columns.map(\.name) }
}

/// Rows with names: a plan and what its columns are called. The plan may put out columns that no name reaches.
struct Relation {
    var plan: LogicalPlan
    var scope: Scope
    /// Set for a table in FROM that uses the tables to its left: the nearest outer columns of its plan are theirs.
    var isLateral = false

    init(plan: LogicalPlan, scope: Scope) {
        self.plan = plan
        self.scope = scope
    }

    /// The plan's own column names, under a table alias where there is one.
    init(plan: LogicalPlan, alias: String? = nil) {
        self.plan = plan
        scope = Scope(table: alias, output: plan.output)
    }

    /// Whether the plan puts out exactly the visible columns in their order and under their names.
    private var isSealed: Bool {
        guard scope.columns.count == plan.output.count else { return false }
        for (position, column) in scope.columns.enumerated()
        where column.position != position || column.name != plan.output[position].name {
            return false
        }
        return true
    }

    /// The plan with exactly the visible columns, in order.
    func sealedPlan() -> LogicalPlan {
        if isSealed { return plan }
        let columns = scope.columns
        return LogicalPlan(
            .project(plan, columns.map { TypedExpression(.column($0.position), type: $0.type) }),
            output: columns.map { OutputColumn(name: $0.name, type: $0.type) })
    }

    /// The same rows with only the visible columns, so that an operator over whole rows sees nothing else.
    func sealed() -> Relation {
        if isSealed { return self }
        var places: [Int: Int] = [:]
        for (position, column) in scope.columns.enumerated() where places[column.position] == nil { places[column.position] = position }
        let columns = scope.columns.enumerated().map { ScopeColumn(name: $1.name, position: $0, type: $1.type) }
        let tables = scope.tables.map { table in
            ScopeTable(
                name: table.name,
                columns: table.columns.compactMap { column in
                    places[column.position].map { ScopeColumn(name: column.name, position: $0, type: column.type) }
                })
        }
        return Relation(plan: sealedPlan(), scope: Scope(columns: columns, tables: tables))
    }
}
