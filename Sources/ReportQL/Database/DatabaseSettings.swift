import Columns
import Language
import Synchronization

/// SET and RESET: the settings by name.
extension Database {
    private struct Setting {
        let name: String
        let aliases: [String]
        let apply: @Sendable (inout DatabaseState, Value) -> Bool
        let expected: String

        init(_ name: String, aliases: [String] = [], expected: String, apply: @escaping @Sendable (inout DatabaseState, Value) -> Bool) {
            self.name = name
            self.aliases = aliases
            self.expected = expected
            self.apply = apply
        }

        static func flag(_ name: String, aliases: [String] = [], _ path: @escaping @Sendable (inout Settings, Bool) -> Void) -> Setting {
            Setting(name, aliases: aliases, expected: "true or false") { state, value in
                guard let flag = value.flag else { return false }
                path(&state.settings, flag)
                return true
            }
        }

        static func count(_ name: String, from least: Int, to most: Int = .max, _ path: @escaping @Sendable (inout Settings, Int) -> Void)
            -> Setting
        {
            Setting(name, expected: "a whole number from \(least)") { state, value in
                guard let count = value.wholeNumber, count >= least, count <= most else { return false }
                path(&state.settings, count)
                return true
            }
        }
    }

    private static let known: [Setting] = [
        .count("threads", from: 1, to: 1_024) { $0.threads = $1 },
        .flag("integer_division") { $0.integerDivision = $1 },
        .flag("error_on_division_by_zero") { $0.errorOnDivisionByZero = $1 },
        .flag("scalar_subquery_error_on_multiple_rows") { $0.scalarSubqueryErrorOnMultipleRows = $1 },
        .flag("order_by_non_integer_literal") { $0.orderByNonIntegerLiteral = $1 },
        .flag("ieee_floating_point_ops") { $0.ieeeFloatingPoint = $1 },
        Setting("default_null_order", aliases: ["null_order"], expected: "nulls_first or nulls_last") { state, value in
            guard case .text(let text) = value else { return false }
            switch text.lowercased().filter({ $0 != " " && $0 != "_" }) {
            case "nullsfirst", "first": (state.settings.nullsFirst, state.settings.nullsFollowDirection) = (true, false)
            case "nullslast", "last": (state.settings.nullsFirst, state.settings.nullsFollowDirection) = (false, false)
            case "nullsfirstonasclastondesc", "sqlite", "mysql":
                (state.settings.nullsFirst, state.settings.nullsFollowDirection) = (true, true)
            case "nullslastonascfirstondesc", "postgres":
                (state.settings.nullsFirst, state.settings.nullsFollowDirection) = (false, true)
            default: return false
            }
            return true
        },
        Setting("query_timeout", expected: "seconds, 0 for none") { state, value in
            guard let seconds = value.wholeNumber, seconds >= 0 else { return false }
            state.timeout = seconds == 0 ? nil : .seconds(seconds)
            return true
        },
        .count("vector_size", from: 1, to: 1 << 20) { $0.vectorSize = $1 },
        .count("morsel_size", from: 1, to: 1 << 20) { $0.morselSize = $1 },
        .count("hash_bits", from: 0, to: 64) { $0.hashBits = $1 },
        .flag("dense_arrays") { $0.denseArrays = $1 },
        .flag("dictionaries") { $0.dictionaries = $1 },
        .flag("zone_maps") { $0.zoneMaps = $1 },
        .flag("optimizer") { $0.optimizer = $1 },
        Setting("widths", expected: "narrow or wide") { state, value in
            guard case .text(let text) = value, ["narrow", "wide"].contains(text.lowercased()) else { return false }
            state.settings.narrowWidths = text.lowercased() == "narrow"
            return true
        },
    ]

    /// The names that SET takes, sorted.
    package static var settingNames: [String] { (known.map(\.name) + [memoryLimitName]).sorted() }

    private static let memoryLimitName = "memory_limit"

    func set(_ name: String, to value: Value) throws(QueryError) {
        let wanted = name.lowercased()
        if wanted == Database.memoryLimitName || wanted == "max_memory" {
            guard let bytes = value.byteCount, bytes > 0 else {
                throw QueryError(.conversion, "memory_limit cannot take this value", help: ["expected a size such as '4GB' or '512MB'"])
            }
            account.limit = bytes
            return
        }
        guard let setting = Database.known.first(where: { $0.name == wanted || $0.aliases.contains(wanted) }) else {
            let near = EditDistance.near(wanted, in: Database.settingNames)
            throw QueryError(
                .unknownSetting, "there is no setting \(name)",
                help: near.isEmpty
                    ? ["known settings: \(Database.settingNames.joined(separator: ", "))"] : near.map { "did you mean \($0)?" })
        }
        guard state.withLock({ setting.apply(&$0, value) }) else {
            throw QueryError(.conversion, "\(setting.name) cannot take this value", help: ["expected \(setting.expected)"])
        }
    }

    /// Back to the standard value; nil resets everything but the number of threads.
    func reset(_ name: String?) throws(QueryError) {
        var standard = Settings()
        standard.threads = state.withLock { $0.settings.threads }
        guard let name else {
            state.withLock { $0.settings = standard }
            return
        }
        switch name.lowercased() {
        case "default_null_order", "null_order": try set(name, to: .text("nulls_last"))
        case Database.memoryLimitName: account.limit = SystemResources.defaultMemoryLimit
        case "query_timeout": try set(name, to: .integer(0))
        case "threads": try set(name, to: .integer(Int128(SystemResources.coreCount)))
        case "widths": try set(name, to: .text("narrow"))
        case "vector_size": try set(name, to: .integer(Int128(standard.vectorSize)))
        case "morsel_size": try set(name, to: .integer(Int128(standard.morselSize)))
        case "hash_bits": try set(name, to: .integer(64))
        case "integer_division", "order_by_non_integer_literal", "ieee_floating_point_ops": try set(name, to: .boolean(false))
        default: try set(name, to: .boolean(true))
        }
    }
}

extension Value {
    fileprivate var flag: Bool? {
        switch self {
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

    fileprivate var wholeNumber: Int? {
        switch self {
        case .integer(let number): Int(exactly: number)
        case .text(let text): Int(text)
        default: nil
        }
    }

    /// A size in bytes: a number, or a text with a unit of powers of 1,000 or 1,024.
    fileprivate var byteCount: Int? {
        switch self {
        case .integer(let number): return Int(exactly: number)
        case .text(let text):
            let digits = text.prefix { $0.isNumber }
            let unit = text.dropFirst(digits.count).lowercased().filter { $0 != " " }
            let factors = [
                "": 1, "b": 1, "kb": 1_000, "mb": 1_000_000, "gb": 1_000_000_000, "tb": 1_000_000_000_000, "kib": 1 << 10, "mib": 1 << 20,
                "gib": 1 << 30, "tib": 1 << 40,
            ]
            guard let number = Int(digits), let factor = factors[unit] else { return nil }
            let (bytes, overflow) = number.multipliedReportingOverflow(by: factor)
            return overflow ? nil : bytes
        default: return nil
        }
    }
}
