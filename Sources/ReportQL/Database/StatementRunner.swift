import Columns
import Engine
import Functions
import Language
import Planner

/// Takes one statement from its text to its outcome.
struct StatementRunner: Sendable {
    let database: Database
    let text: String
    let parameters: [String: Value]
    let allowsUnusedParameters: Bool
    let registry: FunctionRegistry
    let context: ExecutionContext

    func run() throws(QueryError) -> QueryResult {
        let (bound, notes, usedParameters) = try bind()
        let result = try carryOut(bound)
        result.notes = notes
        result.usedParameters = usedParameters
        return result
    }

    private func bind() throws(QueryError) -> (BoundStatement, notes: [String], usedParameters: Set<String>) {
        let parsed = Parser.parse(text)
        let notes = parsed.diagnostics.filter { $0.severity != .error }.map(\.message)
        if let error = parsed.error { throw QueryError(error) }
        guard let statement = parsed.statement else { throw QueryError(.syntax, "there is no statement") }
        let catalog = StatementCatalog(database: database, context: context)
        while true {
            let binder = Binder(
                catalog: catalog, registry: registry, settings: context.settings, parameters: parameters.mapValues(\.asParameter),
                allowsUnusedParameters: allowsUnusedParameters)
            let bound = try binder.bind(statement, text: text)
            if try !catalog.makeColumns(readBy: bound) { return (bound, notes, binder.usedParameters) }
        }
    }

    private func carryOut(_ bound: BoundStatement) throws(QueryError) -> QueryResult {
        switch bound {
        case .query(let plan):
            let optimized = try optimize(plan)
            return QueryResult(schema: plan.schema, stream: try QueryExecutor(context: context).stream(optimized), context: context)
        case .createTable(let creation): return try createTable(creation)
        case .createView(let creation): return try createView(creation)
        case .drop(let removal): return try drop(removal)
        case .insert(let name, let plan):
            let old = try database.tables.table(named: name)
            let table = try store(plan, as: old.schema, behind: old)
            try database.tables.replace(name, old, by: table)
            return written(table.rowCount - old.rowCount)
        case .delete(let name, let remaining, let deleted):
            return try rebuild(name, from: remaining, counting: deleted)
        case .update(let name, let rows, let changed):
            return try rebuild(name, from: rows, counting: changed)
        case .truncate(let name):
            let old = try database.tables.table(named: name)
            try database.tables.replace(name, old, by: Table(schema: old.schema, segments: []))
            return written(old.rowCount)
        case .alterTable(let alteration): return try alter(alteration)
        case .set(let name, let value, _):
            try database.set(name, to: value)
            return written(nil)
        case .reset(let name):
            try database.reset(name)
            return written(nil)
        case .explain(let plan, let isAnalyze, let format): return try explain(plan, isAnalyze: isAnalyze, format)
        case .copyTo(let path, let plan, let options):
            let optimized = try optimize(plan)
            let stream = try QueryExecutor(context: context).stream(optimized)
            return written(try TableWriting.write(stream, schema: plan.schema, to: path, options: options, context: context))
        case .copyFrom(let name, let plan):
            return try carryOut(.insert(table: name, plan))
        case .nothing: return written(nil)
        }
    }

    private func optimize(_ plan: LogicalPlan) throws(QueryError) -> LogicalPlan {
        try Optimizer.optimize(plan, settings: context.settings)
    }

    private func materialize(_ plan: LogicalPlan) throws(QueryError) -> MaterializedRows {
        try QueryExecutor(context: context).materialize(try optimize(plan))
    }

    private func written(_ rows: Int?) -> QueryResult {
        QueryResult(rowsWritten: rows, context: context)
    }

    private func createTable(_ creation: TableCreation) throws(QueryError) -> QueryResult {
        if database.tables.contains(creation.name), !creation.isReplacing {
            if creation.ifNotExists { return written(0) }
            throw QueryError(
                .alreadyExists, "table \(creation.name) exists already", help: ["CREATE OR REPLACE TABLE \(creation.name) … replaces it"])
        }
        let schema = creation.columns.map { ColumnSchema(name: $0.name, type: $0.type) }
        guard let plan = creation.rows else {
            database.tables.set(creation.name, .table(Table(schema: schema, segments: [])), columns: creation.columns)
            return written(0)
        }
        let table = try store(plan, as: schema)
        database.tables.set(creation.name, .table(table), columns: creation.columns)
        return written(table.rowCount)
    }

    /// The plan's rows as a table, behind those of `old` where there is one.
    private func store(_ plan: LogicalPlan, as schema: [ColumnSchema], behind old: Table? = nil) throws(QueryError) -> Table {
        let optimized = try optimize(plan)
        if old?.rowCount ?? 0 == 0, let shared = optimized.sharingSegments(as: schema, settings: context.settings) { return shared }
        let rows = try QueryExecutor(context: context).materialize(optimized)
        return try rows.builder(schema: schema, context: context).finish(appendingTo: old)
    }

    private func createView(_ creation: ViewCreation) throws(QueryError) -> QueryResult {
        if database.tables.contains(creation.name), !creation.isReplacing {
            if creation.ifNotExists { return written(nil) }
            throw QueryError(
                .alreadyExists, "\(creation.name) exists already", help: ["CREATE OR REPLACE VIEW \(creation.name) … replaces it"])
        }
        let bytes = Array(text.utf8)
        let query = String(decoding: bytes[creation.queryRange.clamped(to: 0..<bytes.count)], as: UTF8.self)
        database.tables.set(creation.name, .view(query: query, columnNames: creation.columnNames))
        return written(nil)
    }

    private func drop(_ removal: Removal) throws(QueryError) -> QueryResult {
        for name in removal.names {
            if !database.tables.contains(name) {
                if removal.ifExists { continue }
                throw QueryError(.unknownTable, "there is no \(removal.kind == .view ? "view" : "table") \(name)")
            }
            let isView = database.tables.isView(name)
            guard isView == (removal.kind == .view) else {
                throw QueryError(
                    .invalidQuery, "\(name) is a \(isView ? "view" : "table")", help: ["DROP \(isView ? "VIEW" : "TABLE") \(name)"])
            }
            _ = database.tables.remove(name)
        }
        context.account.returnUnusedMemory()
        SystemResources.returnFreeMemory()
        return written(nil)
    }

    private func rebuild(_ name: String, from rows: LogicalPlan, counting changed: LogicalPlan) throws(QueryError) -> QueryResult {
        let old = try database.tables.table(named: name)
        let count = try materialize(changed).rowCount
        let builder = try materialize(rows).builder(schema: old.schema, context: context)
        try database.tables.replace(name, old, by: try builder.finish())
        return written(count)
    }

    private func alter(_ alteration: TableAlteration) throws(QueryError) -> QueryResult {
        if let columns = alteration.columns, let rows = alteration.rows {
            let old = try database.tables.table(named: alteration.table)
            let schema = columns.map { ColumnSchema(name: $0.name, type: $0.type) }
            let builder = try materialize(rows).builder(schema: schema, context: context)
            try database.tables.replace(alteration.table, old, by: try builder.finish(), columns: columns)
        }
        if let newName = alteration.newName {
            guard !database.tables.contains(newName) || newName.lowercased() == alteration.table.lowercased() else {
                throw QueryError(.alreadyExists, "\(newName) exists already")
            }
            database.tables.rename(alteration.table, to: newName)
        }
        return written(nil)
    }

    /// Runs the statement, which must be a query, and says what it did.
    func profile() throws(QueryError) -> QueryProfile {
        let (bound, _, _) = try bind()
        guard case .query(let plan) = bound else { throw QueryError(.invalidQuery, "only queries have a profile") }
        return try QueryProfile(running: try optimize(plan), context: context)
    }

    private func explain(_ plan: LogicalPlan, isAnalyze: Bool, _ format: ExplainFormat) throws(QueryError) -> QueryResult {
        let optimized = try optimize(plan)
        let profile = isAnalyze ? try QueryProfile(running: optimized, context: context) : nil
        let lines =
            switch format {
            case .text: profile?.lines ?? PlanPrinter().lines(optimized)
            case .json: [PlanDocument(optimized, profile: profile).text]
            }
        return try QueryResult.texts(lines, columnName: "plan", context: context)
    }
}

extension MaterializedRows {
    /// A table builder that holds all rows.
    func builder(schema: [ColumnSchema], context: ExecutionContext) throws(QueryError) -> TableBuilder {
        var builder = TableBuilder(schema: schema, context: context)
        for batch in batches { builder.append(try batch.columns(), count: batch.count) }
        return builder
    }
}

extension LogicalPlan {
    /// The output as a table's schema.
    var schema: [ColumnSchema] { output.map { ColumnSchema(name: $0.name, type: $0.type) } }
}

extension QueryError {
    /// A diagnostic of the parser as an error of a query.
    init(_ diagnostic: Diagnostic) {
        self.init(
            Code(rawValue: diagnostic.code.rawValue), diagnostic.message, help: diagnostic.help, range: diagnostic.range,
            label: diagnostic.label)
    }
}

extension Value {
    /// The value with the type that it has by itself.
    var asParameter: ParameterValue {
        let type: LogicalType =
            switch self {
            case .null: .null
            case .boolean: .boolean
            case .integer(let number):
                Int32(exactly: number) != nil ? .integer : Int64(exactly: number) != nil ? .bigint : .hugeint
            case .float: .float
            case .double: .double
            case .decimal(_, let scale): .decimal(precision: LogicalType.maximumDecimalPrecision, scale: scale)
            case .text: .text
            case .date: .date
            case .time: .time
            case .timestamp: .timestamp
            case .interval: .interval
            case .list(let values): .list(values.first(where: { !$0.isNull })?.asParameter.type ?? .null)
            case .structure(let values):
                .structure(values.enumerated().map { StructureField(name: "f\($0.offset + 1)", type: $0.element.asParameter.type) })
            }
        return ParameterValue(self, type: type)
    }
}
