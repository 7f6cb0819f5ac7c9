import Columns
import Functions
import Language

// Functions over windows.
extension Binder {
    func bindWindowCall(
        _ call: FunctionCall, name: String, _ context: ExpressionContext, range: Range<Int>
    ) throws(QueryError) -> TypedExpression {
        guard let over = call.over else { return try bindCall(call, context, range: range) }
        if context.isInsideAggregate || context.isInsideWindow || !context.allowsWindows {
            let place =
                context.isInsideAggregate ? "an aggregate" : context.isInsideWindow ? "another window function" : context.clause
            throw QueryError(
                .invalidQuery, "a window function is not allowed in \(place)",
                help: context.clause == "WHERE"
                    ? ["use QUALIFY, or a |> WHERE behind the query"] : ["compute it in a subquery or a step before"], range: range)
        }
        context.isInsideWindow = true
        defer { context.isInsideWindow = false }
        let specification = try resolveWindow(over, context, range: range)
        var window: WindowCall
        let isNullIgnoring = call.nullTreatment == .ignore
        let order = try specification.orderBy.map { (clause) throws(QueryError) in try bindSortKeys(clause, context) } ?? []
        let partition = try bindAll(specification.partitionBy, context)
        let frame = try bindFrame(specification.frame, order: order, context)
        if let function = WindowFunction(rawValue: Binder.windowAliases[name] ?? name) {
            if call.isDistinct || call.filter != nil {
                throw QueryError(.invalidQuery, "\(name) takes neither DISTINCT nor FILTER", range: range)
            }
            let (arguments, type) = try bindWindowArguments(
                function, try positional(call.arguments, of: function), context, range: range)
            window = WindowCall(
                function: .window(function), arguments: arguments, ignoresNulls: isNullIgnoring, partition: partition, order: order,
                frame: frame, type: type, range: range)
        } else if registry.aggregate(named: name) != nil {
            // Bound as inside an aggregate would refuse aggregates of the level below; a window may hold those.
            let parts = try bindAggregateParts(call, name: name, context, range: range)
            window = WindowCall(
                function: .aggregate(parts.function), arguments: parts.arguments,
                isDistinct: call.isDistinct && !parts.function.ignoresDistinct, ignoresNulls: isNullIgnoring, filter: parts.filter,
                partition: partition, order: order, frame: frame, type: parts.function.resultType, range: range)
        } else if registry.scalar(named: name) != nil {
            throw QueryError(
                .invalidQuery, "\(name) is neither an aggregate nor a window function", help: ["leave OVER out"],
                range: call.name.range)
        } else {
            throw unknownFunction(name, range: call.name.range)
        }
        context.windows.append(window)
        return TypedExpression(.column(VirtualColumn.windows + context.windows.count - 1), type: window.type)
    }

    private static let windowAliases = ["first": "first_value", "last": "last_value"]

    /// The specification with what it takes over from a named window.
    private func resolveWindow(
        _ over: WindowReference, _ context: ExpressionContext, range: Range<Int>
    ) throws(QueryError) -> WindowSpecification {
        func named(_ name: Identifier, opened: Int) throws(QueryError) -> WindowSpecification {
            guard let found = context.namedWindows[name.folded] else {
                throw QueryError(
                    .invalidQuery, "there is no window \(name.name)",
                    help: NameSuggestion.help(for: name.name, among: context.namedWindows.keys.sorted(), listing: "windows"),
                    range: name.range)
            }
            guard opened < 32 else {
                throw QueryError(.invalidQuery, "the window \(name.name) refers to itself", range: name.range)
            }
            return try completed(found, opened: opened + 1)
        }
        func completed(_ written: WindowSpecification, opened: Int) throws(QueryError) -> WindowSpecification {
            guard let base = written.base else { return written }
            let inherited = try named(base, opened: opened)
            if !written.partitionBy.isEmpty {
                throw QueryError(.invalidQuery, "a window that builds on \(base.name) cannot change PARTITION BY", range: base.range)
            }
            if written.orderBy != nil, inherited.orderBy != nil {
                throw QueryError(.invalidQuery, "the window \(base.name) already has an ORDER BY", range: base.range)
            }
            return WindowSpecification(
                base: nil, partitionBy: inherited.partitionBy, orderBy: written.orderBy ?? inherited.orderBy,
                frame: written.frame ?? inherited.frame, range: written.range)
        }
        switch over {
        case .named(let name): return try named(name, opened: 0)
        case .specification(let written): return try completed(written, opened: 0)
        }
    }

    /// The arguments in the order of the function's parameters, by name where they have one.
    private func positional(_ arguments: [FunctionArgument], of function: WindowFunction) throws(QueryError) -> [Expression] {
        guard arguments.contains(where: { $0.name != nil }) else { return arguments.map(\.value) }
        let names = function == .lag || function == .lead ? ["col", "offset", "default"] : []
        var places: [Expression?] = [nil, nil, nil]
        for (number, argument) in arguments.enumerated() {
            guard let place = argument.name.map({ names.firstIndex(of: $0.folded) }) ?? number, place < places.count, places[place] == nil
            else {
                throw QueryError(
                    .invalidQuery, "\(function.rawValue) has no such argument",
                    help: names.isEmpty ? [] : ["its arguments: \(names.joined(separator: ", "))"], range: argument.range)
            }
            places[place] = argument.value
        }
        // A default without an offset: the row next to this one.
        if places[2] != nil, places[1] == nil, let last = places[2] {
            places[1] = Expression(.literal(.number(NumberLiteral(form: .integer, digits: "1"))), range: last.range)
        }
        return places.compactMap { $0 }
    }

    private func bindWindowArguments(
        _ function: WindowFunction, _ written: [Expression], _ context: ExpressionContext, range: Range<Int>
    ) throws(QueryError) -> (arguments: [TypedExpression], type: LogicalType) {
        let counts: ClosedRange<Int> =
            switch function {
            case .rowNumber, .rank, .denseRank, .percentRank, .cumulativeDistribution: 0...0
            case .tile, .firstValue, .lastValue: 1...1
            case .lag, .lead: 1...3
            case .nthValue: 2...2
            }
        guard counts.contains(written.count) else {
            throw QueryError(
                .typeMismatch,
                "\(function.rawValue) takes \(counts.lowerBound == counts.upperBound ? "\(counts.lowerBound)" : "\(counts.lowerBound) to \(counts.upperBound)") arguments",
                range: range)
        }
        var arguments = try bindAll(written, context)
        switch function {
        case .rowNumber, .rank, .denseRank: return ([], .bigint)
        case .percentRank, .cumulativeDistribution: return ([], .double)
        case .tile: return ([try cast(arguments[0], to: .bigint)], .bigint)
        case .firstValue, .lastValue: return (arguments, arguments[0].type)
        case .nthValue: return ([arguments[0], try cast(arguments[1], to: .bigint)], arguments[0].type)
        case .lag, .lead:
            if arguments.count > 1 { arguments[1] = try cast(arguments[1], to: .bigint) }
            guard arguments.count > 2 else { return (arguments, arguments[0].type) }
            guard let type = TypeCoercion.commonType(description(arguments[0]), description(arguments[2])) else {
                throw noCommonType([arguments[0], arguments[2]], of: "the value and the default of \(function.rawValue)", range: range)
            }
            arguments[0] = try cast(arguments[0], to: type)
            arguments[2] = try cast(arguments[2], to: type)
            return (arguments, type)
        }
    }

    /// The frame as written, or the standard one: up to the current row's peers under ORDER BY, else the whole partition.
    private func bindFrame(
        _ written: Language.WindowFrame?, order: [SortKey], _ context: ExpressionContext
    ) throws(QueryError) -> WindowFrame {
        guard let written else {
            return WindowFrame(unit: .range, start: .unboundedPreceding, end: order.isEmpty ? .unboundedFollowing : .currentRow)
        }
        let unit: WindowFrame.Unit =
            switch written.unit {
            case .rows: .rows
            case .range: .range
            case .groups: .groups
            }
        let exclusion: WindowFrame.Exclusion =
            switch written.exclusion {
            case nil, .noOthers: .none
            case .currentRow: .currentRow
            case .group: .group
            case .ties: .ties
            }
        let start = try bindBound(written.start, unit: unit, order: order, context, range: written.range)
        let end =
            try written.end.map { (end) throws(QueryError) in
                try bindBound(end, unit: unit, order: order, context, range: written.range)
            } ?? .currentRow
        switch (start, end) {
        case (.unboundedFollowing, _):
            throw QueryError(.invalidQuery, "a frame cannot start at UNBOUNDED FOLLOWING", range: written.range)
        case (_, .unboundedPreceding):
            throw QueryError(.invalidQuery, "a frame cannot end at UNBOUNDED PRECEDING", range: written.range)
        case (.currentRow, .preceding), (.following, .preceding), (.following, .currentRow):
            throw QueryError(.invalidQuery, "the frame ends before it starts", range: written.range)
        default: return WindowFrame(unit: unit, start: start, end: end, exclusion: exclusion)
        }
    }

    private func bindBound(
        _ bound: FrameBound, unit: WindowFrame.Unit, order: [SortKey], _ context: ExpressionContext, range: Range<Int>
    ) throws(QueryError) -> WindowFrame.Bound {
        switch bound {
        case .unboundedPreceding: return .unboundedPreceding
        case .unboundedFollowing: return .unboundedFollowing
        case .currentRow: return .currentRow
        case .preceding(let distance): return .preceding(try bindDistance(distance, unit: unit, order: order, context, range: range))
        case .following(let distance): return .following(try bindDistance(distance, unit: unit, order: order, context, range: range))
        }
    }

    private func bindDistance(
        _ distance: Expression, unit: WindowFrame.Unit, order: [SortKey], _ context: ExpressionContext, range: Range<Int>
    ) throws(QueryError) -> TypedExpression {
        let bound = try bind(distance, context)
        if let value = try folded(bound).constantValue {
            let isNegative: Bool =
                switch value {
                case .integer(let number), .decimal(let number, _): number < 0
                case .double(let number): number < 0
                case .null: true
                default: false
                }
            if isNegative { throw QueryError(.invalidQuery, "the distance of a frame is not negative", range: distance.range) }
        }
        guard unit == .range else { return try cast(bound, to: .bigint) }
        guard order.count == 1, let key = order.first else {
            throw QueryError(.invalidQuery, "RANGE with a distance needs exactly one ORDER BY key", range: range)
        }
        if key.expression.type.isNumeric { return try cast(bound, to: key.expression.type) }
        if bound.type == .interval { return bound }
        if bound.type == .text { return try cast(bound, to: .interval) }
        throw QueryError(
            .typeMismatch, "a \(bound.type) is no distance between values of \(key.expression.type)", range: distance.range)
    }
}
