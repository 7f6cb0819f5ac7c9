/// A constant whose type follows from its spelling.
package enum Literal: Sendable {
    case null
    case boolean(Bool)
    case number(NumberLiteral)
    /// `'…'`, `E'…'` and `$$…$$` after quotes and escapes are resolved.
    case string(String)
}

/// A number without sign (a sign before it is a unary operator).
package struct NumberLiteral: Sendable {
    package enum Form: Sendable {
        /// Digits alone, `42`.
        case integer
        /// Digits with a point, `4.20`: exact.
        case decimal
        /// With an exponent, `4e2`: a double.
        case scientific
        /// `0x2A`; `digits` holds what follows the `0x`.
        case hexadecimal
        /// `0b101`; `digits` holds what follows the `0b`.
        case binary
    }

    package var form: Form
    /// The spelling without digit separators (`1_000` is `1000`) and without the `0x` of a hexadecimal number.
    package var digits: String

    package init(form: Form, digits: String) {
        self.form = form
        self.digits = digits
    }

    /// The value of an integer, hexadecimal or binary literal, nil past 2^128 - 1 and for other forms.
    package var integerValue: UInt128? {
        switch form {
        case .integer: UInt128(digits, radix: 10)
        case .hexadecimal: UInt128(digits, radix: 16)
        case .binary: UInt128(digits, radix: 2)
        case .decimal, .scientific: nil
        }
    }

    /// The exact value of an integer or decimal literal as `unscaled / 10^scale`, with the number of digits written
    /// (zeros before the point are not counted); nil where it has more than 38 digits.
    package var decimalValue: (unscaled: UInt128, precision: Int, scale: Int)? {
        guard form == .integer || form == .decimal else { return nil }
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        guard let whole = parts.first else { return nil }
        let fraction = parts.count > 1 ? parts[1] : ""
        let significant = whole.drop { $0 == "0" }
        let precision = significant.count + fraction.count
        guard precision <= 38 else { return nil }
        let joined = String(significant) + fraction
        guard let unscaled = joined.isEmpty ? 0 : UInt128(joined, radix: 10) else { return nil }
        return (unscaled, max(precision, 1), fraction.count)
    }

    /// The nearest double.
    package var doubleValue: Double {
        switch form {
        case .integer, .decimal, .scientific:
            let padded = digits.hasPrefix(".") ? "0" + digits : digits
            return Double(padded.hasSuffix(".") ? padded + "0" : padded) ?? .infinity
        case .hexadecimal: return Double("0x" + digits) ?? .infinity
        case .binary: return digits.utf8.reduce(0) { $0 * 2 + ($1 == 0x31 ? 1 : 0) }
        }
    }
}

/// A parameter whose value comes with the execution.
package enum Placeholder: Sendable {
    /// `$name`; names ignore case.
    case named(String)
    /// `$1`, counted from one; `?` is numbered by the parser in source order.
    case positional(Int)
}

/// `INTERVAL '3' DAY`, `INTERVAL '1 day 2 hours'`, `INTERVAL (x) MONTH`.
package struct IntervalExpression: Sendable {
    package var value: Expression
    /// The unit in lower case and singular (`day`), nil where the text names its units; `year to month` for a field range.
    package var unit: String?
}
