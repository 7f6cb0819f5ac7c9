/// A text as a key: equal to another where both have the same bytes.
///
/// Strings of the standard library are equal where they mean the same characters. For that each comparison and each hash normalises what is
/// not ASCII, which takes longer than all else that is done with a Chinese key.
struct ExactText: Hashable, Sendable {
    let text: String

    init(_ text: String) { self.text = text }

    static func == (a: ExactText, b: ExactText) -> Bool {
        a.text.isExactly(b.text)
    }

    func hash(into hasher: inout Hasher) {
        text.utf8Span.span.withUnsafeBytes { hasher.combine(bytes: $0) }
        // The end, so that the texts of a key of several do not run into each other.
        hasher.combine(0xFF as UInt8)
    }
}

extension String {
    /// Whether the text has the same bytes as another.
    func isExactly(_ other: String) -> Bool { utf8.count == other.utf8.count && hasExactSuffix(other) }

    /// Whether the text ends with the bytes of another.
    func hasExactSuffix(_ suffix: String) -> Bool {
        let (own, other) = (utf8Span.span, suffix.utf8Span.span)
        guard own.count >= other.count else { return false }
        let start = own.count - other.count
        return other.indices.allSatisfy { own[start + $0] == other[$0] }
    }
}

extension String? {
    /// Whether there is a text and it has the same bytes as another.
    func isExactly(_ other: String) -> Bool { self?.isExactly(other) ?? false }
}
