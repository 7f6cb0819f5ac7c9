/// A text as a key: equal to another where both have the same bytes.
///
/// Strings of the standard library are equal where they mean the same characters. For that each comparison and each hash normalises what is
/// not ASCII, which takes longer than all else that is done with a Chinese key.
struct ExactText: Hashable, Sendable {
    let text: String

    init(_ text: String) { self.text = text }

    static func == (a: ExactText, b: ExactText) -> Bool {
        guard a.text.utf8.count == b.text.utf8.count else { return false }
        var (first, second) = (a.text, b.text)
        return first.withUTF8 { first in second.withUTF8 { first.elementsEqual($0) } }
    }

    func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        // The end, so that the texts of a key of several do not run into each other.
        hasher.combine(0xFF as UInt8)
    }
}
