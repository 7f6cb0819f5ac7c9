import Columns
import Language
import Planner
import Synchronization

/// SET and RESET. What a query runs under stands in `SettingCatalog`; the limits of time and memory are the database's own.
extension Database {
    private static let memoryLimitName = "memory_limit"
    private static let timeoutName = "query_timeout"

    /// The names that SET takes, sorted.
    package static var settingNames: [String] { (SettingCatalog.all.map(\.name) + [memoryLimitName, timeoutName]).sorted() }

    func set(_ name: String, to value: Value) throws(QueryError) {
        let wanted = name.lowercased()
        switch wanted {
        case Database.memoryLimitName, "max_memory":
            guard let bytes = value.byteCount, bytes > 0 else {
                throw Database.refusal(of: Database.memoryLimitName, expected: "a size such as '4GB' or '512MB'")
            }
            account.limit = bytes
        case Database.timeoutName:
            guard let seconds = value.wholeNumber, seconds >= 0 else {
                throw Database.refusal(of: wanted, expected: "seconds, 0 for none")
            }
            state.withLock { $0.timeout = seconds == 0 ? nil : .seconds(seconds) }
        default:
            guard let setting = SettingCatalog.setting(named: wanted) else { throw Database.unknownSetting(name) }
            guard state.withLock({ setting.apply(value, &$0.settings) }) else {
                throw Database.refusal(of: setting.name, expected: setting.expected)
            }
        }
    }

    /// Back to the standard value; nil resets everything but the number of threads.
    func reset(_ name: String?) throws(QueryError) {
        var standard = Settings()
        guard let name else {
            state.withLock { state in
                standard.threads = state.settings.threads
                state.settings = standard
            }
            return
        }
        standard.threads = SystemResources.coreCount
        switch name.lowercased() {
        case Database.memoryLimitName, "max_memory": account.limit = SystemResources.defaultMemoryLimit
        case Database.timeoutName: try set(name, to: .integer(0))
        default:
            guard let setting = SettingCatalog.setting(named: name) else { throw Database.unknownSetting(name) }
            try set(name, to: .text(setting.shown(standard)))
        }
    }

    private static func refusal(of name: String, expected: String) -> QueryError {
        QueryError(.conversion, "\(name) cannot take this value", help: ["expected \(expected)"])
    }

    private static func unknownSetting(_ name: String) -> QueryError {
        let near = EditDistance.near(name.lowercased(), in: settingNames)
        return QueryError(
            .unknownSetting, "there is no setting \(name)",
            help: near.isEmpty ? ["known settings: \(settingNames.joined(separator: ", "))"] : near.map { "did you mean \($0)?" })
    }
}

extension Value {
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
