import Language

/// A text whose place of interest stands between the signs `⟦` and `⟧`, which are taken out: `SELECT ⟦form⟧ t`.
struct Marked {
    var text: String
    /// The range in UTF-8 bytes of the text without the signs; an empty one where nothing stands between them.
    var range: SourceRange

    init(_ marked: String) {
        let parts = marked.split(separator: "⟦", maxSplits: 1, omittingEmptySubsequences: false)
        let rest = parts.count > 1 ? parts[1].split(separator: "⟧", maxSplits: 1, omittingEmptySubsequences: false) : []
        guard parts.count == 2, rest.count == 2 else {
            text = marked
            range = 0..<0
            return
        }
        let start = parts[0].utf8.count
        text = String(parts[0] + rest[0] + rest[1])
        range = start..<start + rest[0].utf8.count
    }
}

/// The tree as text without ranges, so that two spellings of one statement can be compared.
func outline(_ value: Any) -> String {
    if value is SourceRange { return "" }
    if let text = value as? String { return "\"\(text)\"" }
    if let number = value as? Int { return String(number) }
    if let flag = value as? Bool { return String(flag) }
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .optional: return mirror.children.first.map { outline($0.value) } ?? "nil"
    case .collection: return "[" + mirror.children.map { outline($0.value) }.joined(separator: ", ") + "]"
    case .enum:
        guard let child = mirror.children.first else { return "\(value)" }
        return (child.label ?? "") + "(" + outline(child.value) + ")"
    case .struct, .tuple:
        let parts = mirror.children.filter { !($0.value is SourceRange) && $0.label != "isQuoted" }
        return "{" + parts.map { outline($0.value) }.joined(separator: ", ") + "}"
    default: return "\(value)"
    }
}
