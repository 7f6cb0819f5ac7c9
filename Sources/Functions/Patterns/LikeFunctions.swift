import Columns

/// LIKE, ILIKE and GLOB with their negations and operator spellings.
enum LikeFunctions {
    static let all: [ScalarFunction] =
        like(
            ["like", "~~", "like_escape"], "'%' stands for any text, '_' for one character", "'须水街道' like '%街道' → true", ignoresCase: false)
        + like(["ilike", "~~*", "ilike_escape"], "as LIKE, ignoring case", "'ABC' ilike 'a%' → true", ignoresCase: true) + [
            function(
                "glob", ["~~~"], "'*' stands for any text, '?' for one character, '[a-c]' for one of several", "glob('abc', 'a*') → true",
                isNegated: false
            ) {
                (pattern, _) throws(QueryError) in WildcardPattern(glob: pattern)
            }
        ]

    private static func like(_ names: [String], _ rule: String, _ example: String, ignoresCase: Bool) -> [ScalarFunction] {
        [false, true].map { isNegated in
            let name = isNegated ? "not " + names[0] : names[0]
            let aliases = isNegated ? ["!" + names[1], "not_" + names[2]] : [names[1], names[2]]
            return function(
                name, aliases, rule,
                isNegated ? example.replacingSuffix(" → true", " → false").replacing(" \(names[0]) ", with: " \(name) ") : example,
                isNegated: isNegated
            ) { (pattern, escape) throws(QueryError) in
                try WildcardPattern(like: pattern, escape: escape, ignoresCase: ignoresCase)
            }
        }
    }

    private static func function(
        _ name: String, _ aliases: [String], _ rule: String, _ example: String, isNegated: Bool,
        _ compile: @escaping @Sendable (TextView, UInt32?) throws(QueryError) -> WildcardPattern
    ) -> ScalarFunction {
        ScalarFunction(
            names: [name] + aliases, signature: "(text, pattern [, escape])",
            documentation: "Whether the text \(isNegated ? "does not match" : "matches") a pattern: \(rule).", example: example,
            overloads: [2, 3].map { count in
                ResolvedFunction(
                    name: name, argumentTypes: Array(repeating: .text, count: count), resultType: .boolean, canRaise: count == 3,
                    kernel: kernel(isNegated: isNegated, compile))
            })
    }

    private static func kernel(
        isNegated: Bool, _ compile: @escaping @Sendable (TextView, UInt32?) throws(QueryError) -> WildcardPattern
    ) -> ScalarKernel {
        { (arguments, count, context) throws(QueryError) in
            let text = try Operand<TextView>(arguments[0], context.account), pattern = try Operand<TextView>(arguments[1], context.account)
            let escape = arguments.count > 2 ? try Operand<TextView>(arguments[2], context.account) : nil
            let flip = byte(isNegated)
            if pattern.isConstant, escape == nil, count > 0, pattern.vector.isValid(0) {
                let constant = try compile(pattern[0], nil)
                return try mapRows(arguments, count, to: .boolean, context) { byte(constant.matches(text[$0])) ^ flip }
            }
            // Another pattern is compiled only when it differs from the row before.
            var compiled: WildcardPattern?
            var compiledFrom = TextView.empty
            return try mapRows(arguments, count, to: .boolean, context) { (row) throws(QueryError) -> UInt8 in
                if let compiled, escape == nil, compiledFrom == pattern[row] {
                    return byte(compiled.matches(text[row])) ^ flip
                }
                let fresh = try compile(pattern[row], escape.map { (escape) throws(QueryError) in try escapeScalar(escape[row]) } ?? nil)
                compiled = fresh
                compiledFrom = pattern[row]
                return byte(fresh.matches(text[row])) ^ flip
            }
        }
    }

    private static func escapeScalar(_ text: TextView) throws(QueryError) -> UInt32? {
        let scalars = TextBytes.scalars(text)
        guard scalars.count <= 1 else { throw QueryError(.outOfRange, "an escape must be one character or none, not '\(text.string)'") }
        return scalars.first
    }
}

extension String {
    fileprivate func replacingSuffix(_ old: String, _ new: String) -> String { hasSuffix(old) ? dropLast(old.count) + new : self }
}
