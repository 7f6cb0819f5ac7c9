import Columns
import Functions
import Language

/// A setting of the session that SET can change.
package struct SettingDescription: Sendable {
    package let name: String
    package let documentation: String
    /// What a value must be, for the error that refuses one.
    package let expected: String
    /// The value as SHOW SETTINGS prints it.
    package let shown: @Sendable (Settings) -> String
    /// Writes a value into settings; false where it does not fit.
    package let apply: @Sendable (Value, inout Settings) -> Bool
}

/// The settings of the language, by name.
package enum SettingCatalog {
    package static let all: [SettingDescription] = [
        whole("threads", "how many threads a query may use", \.threads, 1...1_024),
        flag("integer_division", "whether 7 / 2 is 3 instead of 3.5", \.integerDivision),
        flag("error_on_division_by_zero", "whether division by zero is an error; NULL otherwise", \.errorOnDivisionByZero),
        SettingDescription(
            name: "default_null_order",
            documentation: "where NULLs go when ORDER BY does not say: nulls_last, nulls_first, sqlite, postgres",
            expected: "nulls_first or nulls_last",
            shown: { settings in
                if settings.nullsFollowDirection {
                    return settings.nullsFirst ? "nulls_first_on_asc_last_on_desc" : "nulls_last_on_asc_first_on_desc"
                }
                return settings.nullsFirst ? "nulls_first" : "nulls_last"
            }, apply: applyNullOrder),
        flag(
            "scalar_subquery_error_on_multiple_rows", "whether a scalar subquery of several rows is an error",
            \.scalarSubqueryErrorOnMultipleRows),
        flag("order_by_non_integer_literal", "whether ORDER BY a constant is accepted and ignored", \.orderByNonIntegerLiteral),
        flag("ieee_floating_point_ops", "whether doubles divide and overflow as IEEE 754 has it", \.ieeeFloatingPoint),
        whole("vector_size", "rows in a vector", \.vectorSize, 1...1_048_576),
        whole("morsel_size", "rows that a worker takes at a time", \.morselSize, 1...1_048_576),
        whole("hash_bits", "bits of a hash that hash tables look at", \.hashBits, 0...64),
        flag("dense_arrays", "whether keys of a small domain are found by array index", \.denseArrays),
        flag("dictionaries", "whether functions of text columns run once per dictionary entry", \.dictionaries),
        flag("zone_maps", "whether segments are skipped by their bounds", \.zoneMaps),
        flag("optimizer", "whether the rewrite rules run", \.optimizer),
        SettingDescription(
            name: "widths", documentation: "how whole numbers are stored: narrow or wide", expected: "narrow or wide",
            shown: { $0.narrowWidths ? "narrow" : "wide" },
            apply: { value, settings in
                guard case .text(let text) = value, ["narrow", "wide"].contains(text.lowercased()) else { return false }
                settings.narrowWidths = text.lowercased() == "narrow"
                return true
            }),
    ]

    package static func setting(named name: String) -> SettingDescription? {
        let folded = name.lowercased()
        return all.first { $0.name == (aliases[folded] ?? folded) }
    }

    private static let aliases = ["null_order": "default_null_order", "worker_threads": "threads"]

    private static func flag(_ name: String, _ documentation: String, _ path: WritableKeyPath<Settings, Bool> & Sendable)
        -> SettingDescription
    {
        SettingDescription(
            name: name, documentation: documentation, expected: "true or false", shown: { $0[keyPath: path] ? "true" : "false" }
        ) {
            value, settings in
            guard let flag = boolean(value) else { return false }
            settings[keyPath: path] = flag
            return true
        }
    }

    private static func whole(
        _ name: String, _ documentation: String, _ path: WritableKeyPath<Settings, Int> & Sendable, _ bounds: ClosedRange<Int>
    ) -> SettingDescription {
        SettingDescription(
            name: name, documentation: "\(documentation), \(bounds.lowerBound) to \(bounds.upperBound)",
            expected: "a whole number from \(bounds.lowerBound)", shown: { "\($0[keyPath: path])" }
        ) {
            value, settings in
            let number: Int
            switch value {
            case .integer(let whole):
                guard let small = Int(exactly: whole) else { return false }
                number = small
            case .text(let text):
                guard let parsed = Int(text) else { return false }
                number = parsed
            default: return false
            }
            guard bounds.contains(number) else { return false }
            settings[keyPath: path] = number
            return true
        }
    }

    private static func boolean(_ value: Value) -> Bool? {
        switch value {
        case .boolean(let flag): return flag
        case .integer(0): return false
        case .integer(1): return true
        case .text(let text):
            switch text.lowercased() {
            case "true", "on", "yes", "1": return true
            case "false", "off", "no", "0": return false
            default: return nil
            }
        default: return nil
        }
    }

    @Sendable private static func applyNullOrder(_ value: Value, _ settings: inout Settings) -> Bool {
        guard case .text(let text) = value else { return false }
        let (first, follows): (Bool, Bool)
        switch text.lowercased().filter({ $0 != " " && $0 != "_" }) {
        case "nullslast", "last": (first, follows) = (false, false)
        case "nullsfirst", "first": (first, follows) = (true, false)
        case "sqlite", "mysql", "nullsfirstonasclastondesc": (first, follows) = (true, true)
        case "postgres", "nullslastonascfirstondesc": (first, follows) = (false, true)
        default: return false
        }
        settings.nullsFirst = first
        settings.nullsFollowDirection = follows
        return true
    }
}

extension Binder {
    func bindSetting(_ set: SetStatement, range: Range<Int>) throws(QueryError) -> BoundStatement {
        switch set.action {
        case .set(let name, let value): return .set(name: name.folded, value: try settingValue(value), type: .text)
        case .reset(let name): return .reset(name: name.folded)
        case .resetAll: return .reset(name: nil)
        case .pragma(let name, let arguments):
            // `PRAGMA name` alone switches on; with a value it is SET.
            guard let only = arguments.first, arguments.count == 1 else {
                return .set(name: name.folded, value: .boolean(true), type: .boolean)
            }
            return .set(name: name.folded, value: try settingValue(only), type: .text)
        case .setVariable(let name, _), .resetVariable(let name):
            throw QueryError(.notSupported, "variables are not supported yet", help: ["use a parameter: $\(name.name)"], range: name.range)
        }
    }

    /// A constant; a bare word is a text.
    func settingValue(_ expression: Expression) throws(QueryError) -> Value {
        if case .column(let name) = expression.kind { return .text(name.last) }
        let context = ExpressionContext(scope: Scope(), clause: "SET")
        guard let value = try folded(try bind(expression, context)).constantValue else {
            throw QueryError(.invalidQuery, "a setting takes a constant", range: expression.range)
        }
        return value
    }
}
