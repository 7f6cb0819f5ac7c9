import Columns

/// Functions of lists. Lists are rows of values, not vectors of their own, so these work value by value.
enum ListFunctions {
    static let all: [ScalarFunction] = [
        ScalarFunction(
            names: ["list_value", "list_pack"], signature: "(value, …)", documentation: "A list of the values.",
            example: "list_value(1, 2) → [1, 2]"
        ) { arguments, _ in
            guard let element = arguments.isEmpty ? .null : TypeCoercion.commonType(arguments) else { return nil }
            return nested("list_value", arguments.map { _ in element }, .list(element), nullRule: .custom) { .list($0) }
        },
        length,
        ScalarFunction(
            names: ["list_extract", "list_element", "array_extract"], signature: "(list or text, index)",
            documentation: "The element at an index from 1; a negative index counts from the end. NULL where there is none.",
            example: "list_extract(list_value('a', 'b'), 2) → b"
        ) { arguments, _ in
            guard arguments.count == 2, TypeCoercion.implicitCost(of: arguments[1], to: .bigint) != nil else { return nil }
            if isText(arguments[0]) {
                return nested("list_extract", [.text, .bigint], .text) { values in
                    guard case .text(let text) = values[0], case .integer(let index) = values[1] else { return .null }
                    let characters = Array(text)
                    return place(index, characters.count).map { .text(String(characters[$0])) } ?? .text("")
                }
            }
            guard case .list(let element) = arguments[0].type else { return nil }
            return nested("list_extract", [arguments[0].type, .bigint], element) { values in
                guard case .list(let elements) = values[0], case .integer(let index) = values[1] else { return .null }
                return place(index, elements.count).map { elements[$0] } ?? .null
            }
        },
        ScalarFunction(
            names: ["list_slice", "array_slice"], signature: "(list or text, from, to)",
            documentation:
                "The elements from one index through another; a NULL bound leaves that end open, a negative one counts from the end.",
            example: "list_slice(list_value(1, 2, 3), 2, 3) → [2, 3]"
        ) { arguments, _ in
            guard arguments.count == 3, arguments.dropFirst().allSatisfy({ TypeCoercion.implicitCost(of: $0, to: .bigint) != nil }) else {
                return nil
            }
            let type: LogicalType = isText(arguments[0]) ? .text : arguments[0].type
            return nested("list_slice", [type, .bigint, .bigint], type, nullRule: .custom) { values in
                switch values[0] {
                case .text(let text): return .text(String(slice(Array(text), values[1], values[2])))
                case .list(let elements): return .list(Array(slice(elements, values[1], values[2])))
                default: return .null
                }
            }
        },
        withElement(
            ["list_contains", "array_contains", "list_has", "array_has"], "Whether the list has an element.",
            "list_contains(list_value(1, 2), 2) → true", .boolean
        ) {
            .boolean($0.contains($1))
        },
        withElement(
            ["list_position", "list_indexof", "array_position", "array_indexof"],
            "Where the list first has an element, from 1; NULL where nowhere.", "list_position(list_value(1, 2), 2) → 2", .integer
        ) {
            elements, wanted in elements.firstIndex(of: wanted).map { .integer(Int128($0 + 1)) } ?? .null
        },
        withElement(
            ["list_append", "array_append", "array_push_back"], "The list with an element behind it.",
            "list_append(list_value(1), 2) → [1, 2]", nil
        ) {
            .list($0 + [$1])
        },
        onList(
            ["list_reverse", "array_reverse"], "(list)", "The list from its last element to its first.",
            "list_reverse(list_value(1, 2)) → [2, 1]", nil
        ) { elements, _ in
            .list(elements.reversed())
        },
        onList(["list_sort", "array_sort"], "(list)", "The list in order, NULLs last.", "list_sort(list_value(3, 1, 2)) → [1, 2, 3]", nil) {
            elements, _ in
            .list(elements.sorted { ValueOrder.compare($0, $1) < 0 })
        },
        onList(
            ["list_reverse_sort", "array_reverse_sort"], "(list)", "The list in descending order, NULLs last.",
            "list_reverse_sort(list_value(3, 1, 2)) → [3, 2, 1]", nil
        ) { elements, _ in
            .list(elements.filter { !$0.isNull }.sorted { ValueOrder.compare($0, $1) > 0 } + elements.filter(\.isNull))
        },
        onList(
            ["list_distinct", "array_distinct"], "(list)", "The list without repetitions and NULLs, by first appearance.",
            "list_distinct(list_value(1, 2, 1)) → [1, 2]", nil
        ) { elements, _ in
            var seen: Set<Value> = []
            return .list(elements.filter { !$0.isNull && seen.insert($0).inserted })
        },
        onList(["list_min"], "(list)", "The smallest element.", "list_min(list_value(2, 1)) → 1", .null) { elements, _ in
            elements.filter { !$0.isNull }.min { ValueOrder.compare($0, $1) < 0 } ?? .null
        },
        onList(["list_max"], "(list)", "The largest element.", "list_max(list_value(2, 1)) → 2", .null) { elements, _ in
            elements.filter { !$0.isNull }.max { ValueOrder.compare($0, $1) < 0 } ?? .null
        },
        ScalarFunction(
            names: ["list_concat", "list_cat", "array_concat", "array_cat"], signature: "(list, list)",
            documentation: "The elements of both lists.",
            example: "list_concat(list_value(1), list_value(2)) → [1, 2]"
        ) { arguments, _ in concatenation("list_concat", arguments) },
        ScalarFunction(
            names: ["flatten"], signature: "(list of lists)", documentation: "The elements of all inner lists.",
            example: "flatten(list_value(list_value(1), list_value(2))) → [1, 2]"
        ) { arguments, _ in
            guard arguments.count == 1, case .list(.list(let element)) = arguments[0].type else { return nil }
            return nested("flatten", [arguments[0].type], .list(element)) { values in
                guard case .list(let lists) = values[0] else { return .null }
                return .list(lists.flatMap { if case .list(let elements) = $0 { elements } else { [Value]() } })
            }
        },
        ScalarFunction(
            names: ["array_to_string", "list_to_string", "array_join"], signature: "(list, separator)",
            documentation: "The texts of the elements with a separator between them; NULLs are left out.",
            example: "array_to_string(list_value(1, 2), '-') → 1-2"
        ) { arguments, _ in
            guard arguments.count == 2, case .list(let element) = arguments[0].type, isText(arguments[1]) else { return nil }
            return nested("array_to_string", [.list(element), .text], .text) { values in
                guard case .list(let elements) = values[0], case .text(let separator) = values[1] else { return .null }
                return .text(elements.filter { !$0.isNull }.map { ValueFormatter.text(of: $0, type: element) }.joined(separator: separator))
            }
        },
        ScalarFunction(
            names: ["string_split", "str_split", "split", "string_to_array"], signature: "(text, separator)",
            documentation: "The parts of a text between separators as a list.", example: "string_split('a,b', ',') → [a, b]"
        ) { arguments, _ in
            guard arguments.count == 2, isText(arguments[0]), isText(arguments[1]) else { return nil }
            return nested("string_split", [.text, .text], .list(.text)) { values in
                guard case .text(let text) = values[0], case .text(let separator) = values[1] else { return .null }
                if separator.isEmpty { return .list(text.unicodeScalars.map { .text(String($0)) }) }
                return .list(text.split(separator: separator, omittingEmptySubsequences: false).map { .text(String($0)) })
            }
        },
        ScalarFunction(
            names: ["struct_extract"], signature: "(structure, name)", documentation: "A field of a structure.",
            example: "struct_extract(row(1, 'x'), 2) → x", resolve: field),
        ScalarFunction(
            names: ["row"], signature: "(value, …)", documentation: "A structure of the values.",
            example: "typeof(row(1, 'x')) → STRUCT(v1 INTEGER, v2 TEXT)"
        ) {
            arguments, _ in
            arguments.isEmpty ? nil : structure(names: (1...arguments.count).map { "v\($0)" }, types: arguments.map(\.type))
        },
    ]

    static let length = onList(
        ["array_length", "list_length"], "(list)", "How many elements the list has.", "array_length(list_value(1, 2)) → 2", .bigint
    ) { elements, _ in .integer(Int128(elements.count)) }

    /// The function that makes a structure of its arguments under the given names.
    static func structure(names: [String], types: [LogicalType]) -> ResolvedFunction {
        let fields = zip(names, types).map { StructureField(name: $0, type: $1) }
        return nested("struct_pack", types, .structure(fields), nullRule: .custom) { .structure($0) }
    }

    /// `||` of two lists.
    static func concatenation(_ name: String, _ arguments: [ArgumentDescription]) -> ResolvedFunction? {
        guard arguments.count == 2, let type = TypeCoercion.commonType(arguments), case .list = type else { return nil }
        return nested(name, [type, type], type) { values in
            guard case .list(let first) = values[0], case .list(let second) = values[1] else { return .null }
            return .list(first + second)
        }
    }

    // MARK: Shapes

    private static func isText(_ argument: ArgumentDescription) -> Bool { argument.type == .text }

    /// A function that is computed value by value. Under `propagate` the body sees no NULL arguments.
    private static func nested(
        _ name: String, _ types: [LogicalType], _ result: LogicalType, nullRule: NullRule = .propagate,
        _ body: @escaping @Sendable ([Value]) -> Value
    ) -> ResolvedFunction {
        ResolvedFunction(name: name, argumentTypes: types, resultType: result, nullRule: nullRule) {
            (arguments, count, context) throws(QueryError) in
            let isConstant = !arguments.isEmpty && arguments.allSatisfy(\.isConstant)
            var results: [Value] = []
            for row in 0..<(isConstant ? min(count, 1) : count) {
                let values = arguments.map { $0.value(at: row) }
                results.append(nullRule == .propagate && values.contains(.null) ? .null : body(values))
            }
            if isConstant, let value = results.first {
                return try Vector.constant(value, type: result, count: count, account: context.account)
            }
            return try Vector.of(results, type: result, account: context.account)
        }
    }

    /// A function of one list. A nil result type stands for the list's own, NULL for its element's.
    private static func onList(
        _ names: [String], _ signature: String, _ documentation: String, _ example: String, _ result: LogicalType?,
        _ body: @escaping @Sendable ([Value], LogicalType) -> Value
    ) -> ScalarFunction {
        ScalarFunction(names: names, signature: signature, documentation: documentation, example: example) { arguments, _ in
            guard arguments.count == 1, case .list(let element) = arguments[0].type else { return nil }
            let type = result.map { $0 == .null ? element : $0 } ?? arguments[0].type
            return nested(names[0], [arguments[0].type], type) { values in
                guard case .list(let elements) = values[0] else { return .null }
                return body(elements, element)
            }
        }
    }

    private static func withElement(
        _ names: [String], _ documentation: String, _ example: String, _ result: LogicalType?,
        _ body: @escaping @Sendable ([Value], Value) -> Value
    ) -> ScalarFunction {
        ScalarFunction(names: names, signature: "(list, element)", documentation: documentation, example: example) { arguments, _ in
            guard arguments.count == 2, case .list(let element) = arguments[0].type,
                let common = TypeCoercion.commonType(ArgumentDescription(type: element), arguments[1])
            else { return nil }
            return nested(names[0], [.list(common), common], result ?? .list(common)) { values in
                guard case .list(let elements) = values[0] else { return .null }
                return body(elements, values[1])
            }
        }
    }

    // MARK: Places

    private static func place(_ index: Int128, _ count: Int) -> Int? {
        let place = index > 0 ? index - 1 : Int128(count) + index
        return index != 0 && place >= 0 && place < Int128(count) ? Int(place) : nil
    }

    private static func slice<Element>(_ elements: [Element], _ from: Value, _ to: Value) -> ArraySlice<Element> {
        func bound(_ value: Value, _ open: Int128) -> Int128 {
            guard case .integer(let index) = value else { return open }
            return index < 0 ? Int128(elements.count) + index + 1 : index
        }
        let lower = max(bound(from, 1), 1), upper = min(bound(to, Int128(elements.count)), Int128(elements.count))
        return upper >= lower ? elements[Int(lower - 1)..<Int(upper)] : []
    }

    private static let field: @Sendable ([ArgumentDescription], Settings) throws(QueryError) -> ResolvedFunction? = {
        (arguments, _) throws(QueryError) in
        guard arguments.count == 2, case .structure(let fields) = arguments[0].type else { return nil }
        let position: Int?
        switch arguments[1].constant {
        case .text(let name)?: position = fields.firstIndex { $0.name.lowercased() == name.lowercased() }
        case .integer(let number)?: position = place(number, fields.count)
        default: return nil
        }
        guard let position else {
            throw QueryError(
                .unknownColumn, "the structure has no such field", help: ["its fields are " + fields.map(\.name).joined(separator: ", ")])
        }
        return nested("struct_extract", [arguments[0].type, arguments[1].type], fields[position].type) { values in
            guard case .structure(let values) = values[0], position < values.count else { return .null }
            return values[position]
        }
    }
}
