// Floating-point numbers from their bytes.

/// Ten to the power 0 … 22: the powers of ten that a double holds exactly.
private let exactPowersOfTen: InlineArray<23, Double> = {
    var powers = InlineArray<23, Double>(repeating: 1)
    for exponent in 1..<23 { powers[exponent] = powers[exponent - 1] * 10 }
    return powers
}()

/// A number with or without point and exponent, correctly rounded, or `nan`, `inf`, `-inf`, `infinity`, `-infinity` (in any case).
/// A leading zero before another digit is refused: such digits are a label, not a number.
func parseDouble(_ bytes: UnsafePointer<UInt8>, _ count: Int, _ value: inout Double) -> Bool {
    let negative = bytes[0] == UInt8(ascii: "-")
    var position = negative ? 1 : 0
    if position == count { return false }
    if bytes[position] | 0x20 >= UInt8(ascii: "a") { return parseSpecialDouble(bytes, count, &value) }
    if bytes[position] == UInt8(ascii: "0"), position + 1 < count, bytes[position + 1] &- UInt8(ascii: "0") <= 9 { return false }
    var mantissa: UInt64 = 0
    var significant = 0
    var digitCount = 0
    var exponent = 0
    var seenPoint = false
    while position < count {
        let byte = bytes[position]
        let digit = byte &- UInt8(ascii: "0")
        if digit <= 9 {
            digitCount &+= 1
            if significant < 19 {
                mantissa = mantissa &* 10 &+ UInt64(digit)
                if mantissa != 0 { significant &+= 1 }
                if seenPoint { exponent &-= 1 }
            } else {
                // Digits that no longer fit: the exact path below looks at the text again.
                significant &+= 1
                if !seenPoint { exponent &+= 1 }
            }
        } else if byte == UInt8(ascii: "."), !seenPoint {
            seenPoint = true
            if position + 1 == count || bytes[position + 1] &- UInt8(ascii: "0") > 9 { return false }
        } else {
            break
        }
        position &+= 1
    }
    if digitCount == 0 { return false }
    if position < count {
        if bytes[position] | 0x20 != UInt8(ascii: "e") { return false }
        position += 1
        var down = false
        if position < count, bytes[position] == UInt8(ascii: "-") || bytes[position] == UInt8(ascii: "+") {
            down = bytes[position] == UInt8(ascii: "-")
            position += 1
        }
        if position == count { return false }
        var written = 0
        while position < count {
            let digit = bytes[position] &- UInt8(ascii: "0")
            if digit > 9 { return false }
            written = min(written &* 10 &+ Int(digit), 100_000)
            position += 1
        }
        exponent += down ? -written : written
    }
    if significant <= 19 {
        if mantissa == 0 {
            value = negative ? -0.0 : 0
            return true
        }
        // Both numbers are exact, so the one division or product rounds correctly (Clinger).
        if mantissa <= 1 << 53, exponent >= -22, exponent <= 22 {
            let magnitude = exponent < 0 ? Double(mantissa) / exactPowersOfTen[-exponent] : Double(mantissa) * exactPowersOfTen[exponent]
            value = negative ? -magnitude : magnitude
            return true
        }
    }
    guard let exact = Double(String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)) else { return false }
    value = exact
    return true
}

private func parseSpecialDouble(_ bytes: UnsafePointer<UInt8>, _ count: Int, _ value: inout Double) -> Bool {
    if count > 9 { return false }
    switch String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self).lowercased() {
    case "nan": value = .nan
    case "inf", "infinity": value = .infinity
    case "-inf", "-infinity": value = -.infinity
    default: return false
    }
    return true
}
