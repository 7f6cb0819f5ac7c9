/// Text as a person can see it in one line: control characters get a visible stand-in, so that a value can neither break a frame nor
/// send commands to the terminal.
enum VisibleText {
    static func of(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        let text = String(decoding: bytes, as: UTF8.self)
        // C1 controls are the bytes C2 80 ... C2 9F; line and paragraph separators and text direction marks begin with E2 80 or E2 81.
        guard bytes.contains(where: { $0 < 0x20 || $0 == 0x7F || $0 == 0xC2 || $0 == 0xE2 }) else { return text }
        var visible = ""
        for scalar in text.unicodeScalars { visible.unicodeScalars.append(standIn(scalar)) }
        return visible
    }

    private static func standIn(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar.value {
        case 0x09: return "→"
        case 0x0A: return "↵"
        case 0x0D: return "␍"
        // Unicode has a picture for each of the other controls.
        case 0..<0x20: return Unicode.Scalar(0x2400 + scalar.value) ?? "�"
        case 0x7F: return "␡"
        case 0x80..<0xA0: return "�"
        case 0x2028, 0x2029: return "↵"
        // Overrides of the writing direction would reorder the rest of the row.
        case 0x202A...0x202E, 0x2066...0x2069: return "�"
        default: return scalar
        }
    }

    /// A decimal without the zeros behind its last digit that counts.
    static func withoutTrailingZeros(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: ".")), !text.utf8.contains(UInt8(ascii: "e")) else { return text }
        var digits = Substring(text)
        while digits.utf8.last == UInt8(ascii: "0") { digits.removeLast() }
        if digits.utf8.last == UInt8(ascii: ".") { digits.removeLast() }
        return String(digits)
    }
}
