import Columns
import Extraction
import Functions

/// The functions of the field that reports come from, registered through the same door as a user's own.
enum DomainFunctions {
    /// The built-in functions with these on top.
    static let registry: FunctionRegistry = {
        var registry = FunctionRegistry.builtin
        registry.register(parseNumber)
        return registry
    }()

    /// What `parse_number` gives: every digit of a sum of money, and a thousandth of a thousandth of a unit.
    private static let numberType = LogicalType.decimal(precision: 38, scale: 12)

    static let parseNumber = ScalarFunction(
        names: ["parse_number"], signature: "(text)",
        documentation: """
            The number that a text says in Chinese, Arabic or full-width numerals, as DECIMAL(38,12); NULL where the text is no number, a \
            range, or vague.
            """,
        example: "parse_number('三千二百') → 3200.000000000000"
    ) { (arguments, _) throws(QueryError) in
        guard arguments.count == 1 else { return nil }
        return ResolvedFunction(name: "parse_number", argumentTypes: [.text], resultType: numberType) {
            (vectors, count, context) throws(QueryError) in
            let texts = try vectors[0].flattened(context.account)
            let buffer = try Buffer(byteCount: max(count, 1) * 16, account: context.account, zeroed: true)
            let validity = try Buffer(byteCount: max(count, 1), account: context.account)
            let numbers = buffer.pointer(to: Int128.self)
            let valid = validity.pointer(to: UInt8.self)
            let views = texts.elements(as: TextView.self)
            for row in 0..<count {
                var unscaled: Int128?
                if texts.isValid(row), let number = ChineseNumber.parse(views[row].string) { unscaled = scaled(number) }
                numbers[row] = unscaled ?? 0
                valid[row] = byte(unscaled != nil)
            }
            return Vector(type: numberType, count: count, buffer: buffer, validity: validity)
        }
    }

    /// The number in units of 10⁻¹²; nil where it has more digits than the type.
    private static func scaled(_ number: ExactDecimal) -> Int128? {
        let power = number.exponent + 12
        if number.mantissa == 0 { return 0 }
        guard power >= 0, power <= 38 else {
            guard power < 0, power >= -38 else { return nil }
            let (quotient, remainder) = number.mantissa.quotientAndRemainder(dividingBy: powersOfTen[0 - power])
            return remainder == 0 ? quotient : nil
        }
        let (product, overflow) = number.mantissa.multipliedReportingOverflow(by: powersOfTen[power])
        return overflow || product.magnitude >= 100_000_000_000_000_000_000_000_000_000_000_000_000 ? nil : product
    }
}
