import Columns
import Functions
import Language
import Planner

/// Tables in memory, declared by their columns; a few whole-number rows give them statistics.
struct TestCatalog: Catalog {
    var entries: [String: CatalogEntry] = [:]

    init() {
        add(
            "donations",
            [
                ("adcode", .integer), ("district", .text), ("gift", .text), ("worth_yuan", .decimal(precision: 18, scale: 2)),
                ("counted", .boolean),
            ], rows: 1_000)
        add("areas", [("adcode", .integer), ("name", .text)], rows: 10)
        add("t", [("a", .integer), ("b", .integer), ("c", .text)], rows: 100)
        add("u", [("a", .integer), ("d", .double)], rows: 5)
        add("days", [("day", .date), ("moment", .timestamp)], rows: 3)
        entries["v"] = .view(query: "SELECT a, b + 1 AS next FROM t", columnNames: [])
        entries["loop"] = .view(query: "SELECT * FROM loop", columnNames: [])
    }

    mutating func add(_ name: String, _ columns: [(String, LogicalType)], rows: Int) {
        let account = MemoryAccount()
        var vectors: [Vector] = []
        var statistics: [ColumnStatistics] = []
        for (_, type) in columns {
            var known = ColumnStatistics()
            var values: [Value] = []
            for row in 0..<rows {
                switch type {
                case .integer: values.append(.integer(Int128(row)))
                case .double: values.append(.double(Double(row)))
                case .text: values.append(.text("text \(row % 7)"))
                case .decimal(_, let scale): values.append(.decimal(unscaled: Int128(row), scale: scale))
                case .boolean: values.append(.boolean(row % 2 == 0))
                default: values.append(.null)
                }
            }
            if type.physical.isWhole, rows > 0 { known.bounds = 0...Int128(rows - 1) }
            vectors.append((try? Vector.of(values, type: type, account: account)) ?? vectors[0])
            statistics.append(known)
        }
        let segment = Segment(rowCount: rows, columns: vectors, statistics: statistics)
        entries[name.lowercased()] = .table(
            Table(schema: columns.map { ColumnSchema(name: $0.0, type: $0.1) }, segments: [segment]))
    }

    func entry(named name: String) throws(QueryError) -> CatalogEntry? { entries[name.lowercased()] }

    func table(fromFile path: String, reader: FileReader, options: [FileOption]) throws(QueryError) -> Table {
        guard path == "gifts.csv", case .table(let table)? = entries["t"] else {
            throw QueryError(.fileNotFound, "there is no file \(path)")
        }
        return table
    }

    var tableNames: [String] { entries.keys.sorted() }
}

/// Binds texts over the test catalog.
enum Planning {
    static let registry: FunctionRegistry = {
        var registry = FunctionRegistry.builtin
        for (name, result) in [("count", LogicalType.bigint), ("sum", .hugeint), ("avg", .double)]
        where registry.aggregate(named: name) == nil {
            registry.register(aggregate(name) { _ in result })
        }
        for name in ["min", "max", "any_value"] where registry.aggregate(named: name) == nil {
            registry.register(aggregate(name) { $0.first?.type ?? .null })
        }
        return registry
    }()

    private struct NoKernel: GatheringAggregate {
        func finish(
            arguments: [Vector], offsets: UnsafePointer<Int>, groupCount: Int, context: EvaluationContext
        ) throws(QueryError) -> Vector {
            throw QueryError(.internal, "not run in tests")
        }
    }

    private static func aggregate(_ name: String, _ result: @escaping @Sendable ([ArgumentDescription]) -> LogicalType) -> AggregateFunction
    {
        AggregateFunction(names: [name], signature: "(value)", documentation: "For tests.", example: "") { arguments, _ in
            ResolvedAggregate(
                name: name, argumentTypes: arguments.map(\.type), resultType: result(arguments), ignoresDistinct: name == "min",
                kernel: .gathering(NoKernel()))
        }
    }

    static func bind(
        _ text: String, settings: Settings = Settings(), parameters: [String: ParameterValue] = [:], continuing: String? = nil
    ) throws -> BoundStatement {
        let statement = try Parser.statement(text)
        let binder = Binder(catalog: TestCatalog(), registry: registry, settings: settings, parameters: parameters)
        var previous: (query: Query, text: String)?
        if let continuing, case .query(let query) = try Parser.statement(continuing).kind { previous = (query, continuing) }
        return try binder.bind(statement, text: text, continuing: previous)
    }

    /// The plan of a query as it is bound, without the rules.
    static func plan(_ text: String, settings: Settings = Settings(), parameters: [String: ParameterValue] = [:]) throws -> LogicalPlan {
        switch try bind(text, settings: settings, parameters: parameters) {
        case .query(let plan), .explain(let plan, _, _), .insert(_, let plan): return plan
        default: throw QueryError(.internal, "no query: \(text)")
        }
    }

    static func printed(_ text: String, settings: Settings = Settings(), parameters: [String: ParameterValue] = [:]) throws -> String {
        PlanPrinter(showsEstimates: false).print(try plan(text, settings: settings, parameters: parameters))
    }

    /// The plan of a query after the rules.
    static func optimized(_ text: String, catalog: TestCatalog = TestCatalog()) throws -> String {
        let statement = try Parser.statement(text)
        let binder = Binder(catalog: catalog, registry: registry)
        guard case .query(let plan) = try binder.bind(statement, text: text) else { throw QueryError(.internal, "no query: \(text)") }
        return PlanPrinter(showsEstimates: false).print(try Optimizer.optimize(plan, settings: Settings()))
    }

    /// The columns of a query's result, as `name TYPE`.
    static func columns(_ text: String, parameters: [String: ParameterValue] = [:]) throws -> [String] {
        try plan(text, parameters: parameters).output.map { "\($0.name) \($0.type)" }
    }

    /// The error that a text gives, with the words it points at.
    static func failure(_ text: String, parameters: [String: ParameterValue] = [:]) -> (error: QueryError, words: String)? {
        do {
            _ = try bind(text, parameters: parameters)
            return nil
        } catch let error as QueryError {
            let bytes = Array(text.utf8)
            let words = error.range.map { String(decoding: bytes[$0.clamped(to: 0..<bytes.count)], as: UTF8.self) } ?? ""
            return (error, words)
        } catch {
            return nil
        }
    }
}
