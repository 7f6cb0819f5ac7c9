import Columns
import Functions
import Language

/// Functions that stand in FROM.
enum TableFunctionName: String, CaseIterable {
    case range
    case generateSeries = "generate_series"
    case readCsv = "read_csv"
    case readCsvAuto = "read_csv_auto"
    case readJson = "read_json"
    case readJsonAuto = "read_json_auto"
    case readText = "read_text"
    case repeatRow = "repeat_row"
}

// Table functions and files.
extension Binder {
    func bindTableFunction(_ call: FunctionCall, alias: TableAlias?, range: Range<Int>) throws(QueryError) -> Relation {
        let name = call.name.last.lowercased()
        guard let function = TableFunctionName(rawValue: name) else {
            throw QueryError(
                .unknownFunction, "there is no table function \(name)",
                help: registry.scalar(named: name) != nil
                    ? ["\(name) is a function of values: SELECT \(name)(…)"]
                    : NameSuggestion.help(for: name, among: TableFunctionName.allCases.map(\.rawValue), listing: "table functions"),
                range: call.name.range)
        }
        switch function {
        case .range, .generateSeries:
            let plan = try bindSeries(call, isInclusive: function == .generateSeries, range: range)
            // `range(3) AS t(i)` names table and column; `range(3) AS i` the table alone.
            return try aliased(plan.renamed([name]), alias, default: name)
        case .readCsv, .readCsvAuto: return try bindReader(.csv, call, alias: alias, range: range)
        case .readJson, .readJsonAuto: return try bindReader(.json, call, alias: alias, range: range)
        case .readText: return try bindReader(.text, call, alias: alias, range: range)
        case .repeatRow: throw QueryError(.notSupported, "repeat_row is not supported yet", range: range)
        }
    }

    private func bindSeries(_ call: FunctionCall, isInclusive: Bool, range: Range<Int>) throws(QueryError) -> LogicalPlan {
        let context = ExpressionContext(scope: Scope(), clause: "the arguments of \(call.name.last)")
        var arguments: [TypedExpression] = []
        for argument in call.arguments {
            let bound = try bind(argument.value, context)
            guard bound.type.isInteger || bound.type == .null || bound.constantValue != nil else {
                throw QueryError(
                    .typeMismatch, "\(call.name.last) counts in whole numbers, not \(bound.type)", range: argument.value.range)
            }
            arguments.append(try folded(try cast(bound, to: .bigint)))
        }
        guard (1...3).contains(arguments.count) else {
            throw QueryError(
                .typeMismatch, "\(call.name.last) takes a stop, a start and a stop, or these and a step", range: range)
        }
        func constant(_ number: Int128) -> TypedExpression { TypedExpression(.constant(.integer(number)), type: .bigint) }
        let start = arguments.count > 1 ? arguments[0] : constant(0)
        let stop = arguments.count > 1 ? arguments[1] : arguments[0]
        let step = arguments.count > 2 ? arguments[2] : constant(1)
        if step.constantValue == .integer(0) {
            throw QueryError(.invalidQuery, "the step of \(call.name.last) is not zero", range: call.arguments[2].range)
        }
        return LogicalPlan(
            .series(start: start, stop: stop, step: step, isInclusive: isInclusive),
            output: [OutputColumn(name: call.name.last.lowercased(), type: .bigint)])
    }

    // MARK: Files

    /// `FROM 'file.csv'`.
    func bindFile(_ path: String, range: Range<Int>) throws(QueryError) -> LogicalPlan {
        try filePlan(path, reader: .automatic, options: [], range: range)
    }

    private func bindReader(
        _ reader: FileReader, _ call: FunctionCall, alias: TableAlias?, range: Range<Int>
    ) throws(QueryError) -> Relation {
        let context = ExpressionContext(scope: Scope(), clause: "the arguments of \(call.name.last)")
        var path: String?
        var options: [FileOption] = []
        for argument in call.arguments {
            if let name = argument.name {
                let value = try optionValue(argument.value, context)
                options.append(FileOption(name: name.folded, value: value, range: argument.range))
                continue
            }
            if case .binary(.equal, let left, let right, _) = argument.value.kind, case .column(let name) = left.kind, path != nil {
                options.append(
                    FileOption(name: name.last.lowercased(), value: try optionValue(right, context), range: argument.range))
                continue
            }
            guard path == nil, case .text(let text)? = try folded(try bind(argument.value, context)).constantValue else {
                throw QueryError(
                    .typeMismatch, "\(call.name.last) takes a file name, then options as name => value", range: argument.range)
            }
            path = text
        }
        guard let path else {
            throw QueryError(.typeMismatch, "\(call.name.last) needs a file name", help: ["\(call.name.last)('file')"], range: range)
        }
        let plan = try filePlan(path, reader: reader, options: options, range: range)
        return try aliased(plan, alias, default: Binder.fileAlias(path))
    }

    /// A constant; a structure of constants comes as a list of pairs, so that `types => {'a': 'BIGINT'}` needs no structure type.
    private func optionValue(_ expression: Expression, _ context: ExpressionContext) throws(QueryError) -> Value {
        switch expression.kind {
        case .structure(let fields):
            var pairs: [Value] = []
            for field in fields {
                pairs.append(.list([.text(field.name.name), try optionValue(field.value, context)]))
            }
            return .list(pairs)
        case .map(let entries):
            var pairs: [Value] = []
            for entry in entries {
                pairs.append(.list([try optionValue(entry.key, context), try optionValue(entry.value, context)]))
            }
            return .list(pairs)
        case .column(let name): return .text(name.last)
        default:
            guard let value = try folded(try bind(expression, context)).constantValue else {
                throw QueryError(.typeMismatch, "an option takes a constant", range: expression.range)
            }
            return value
        }
    }

    private func filePlan(
        _ path: String, reader: FileReader, options: [FileOption], range: Range<Int>
    ) throws(QueryError) -> LogicalPlan {
        let table: Table
        do throws(QueryError) {
            table = try catalog.table(fromFile: path, reader: reader, options: options)
        } catch {
            throw error.located(at: range)
        }
        return LogicalPlan(
            .scan(TableScan(name: path, table: table, columns: Array(table.schema.indices))),
            output: table.schema.map { OutputColumn(name: $0.name, type: $0.type) })
    }

    /// The name under which a file's columns can be qualified: the file's name without folder and ending.
    static func fileAlias(_ path: String) -> String {
        let file = path.split(separator: "/").last.map(String.init) ?? path
        guard let dot = file.firstIndex(of: "."), dot != file.startIndex else { return file }
        return String(file[..<dot])
    }
}
