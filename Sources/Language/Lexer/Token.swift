/// One token: what it is and which bytes it covers. Its text is read from the source when somebody wants it.
package struct Token: Sendable {
    package enum Kind: UInt8, Sendable {
        case endOfInput
        /// Bytes that are no token; the lexer has a diagnostic for them.
        case invalid
        case whitespace
        case lineComment
        case blockComment

        /// A name or a keyword: keywords are contextual, so the parser decides.
        case word
        /// `"name"`, `` `name` ``.
        case quotedName
        /// `'…'`.
        case string
        /// `E'…'`.
        case escapeString
        /// `$$…$$`, `$tag$…$tag$`.
        case dollarString
        case number
        /// `$name`, `$1`.
        case placeholder
        /// `#1`.
        case columnPosition

        case leftParenthesis, rightParenthesis, leftBracket, rightBracket, leftBrace, rightBrace
        case comma, semicolon, dot, colon, doubleColon, questionMark
        /// `:=`
        case assign
        /// `=>`
        case fatArrow
        /// `|>`
        case pipe

        case plus, minus, star, slash, doubleSlash, percent, caret, doubleStar
        case equal, doubleEqual, notEqual, less, lessOrEqual, greater, greaterOrEqual
        case doubleBar, bar, ampersand, doubleAmpersand, shiftLeft, shiftRight
        case tilde, tildeStar, notTilde, notTildeStar
        /// `~~`, `!~~`, `~~*`, `!~~*`, `~~~`: LIKE, NOT LIKE, ILIKE, NOT ILIKE, GLOB as PostgreSQL's operators.
        case doubleTilde, notDoubleTilde, doubleTildeStar, notDoubleTildeStar, tripleTilde
        case arrow, doubleArrow, at, exclamation, startsWith, contains, containedBy, distance, euclideanDistance

        package var isTrivia: Bool { self == .whitespace || self == .lineComment || self == .blockComment }

        /// True for the quoted text constants.
        package var isString: Bool { self == .string || self == .escapeString || self == .dollarString }
    }

    package var kind: Kind
    /// The keyword that a word spells; `.none` for every other token and every other word.
    package var keyword: Keyword
    private var lower: UInt32
    private var upper: UInt32

    init(kind: Kind, keyword: Keyword = .none, range: SourceRange) {
        self.kind = kind
        self.keyword = keyword
        lower = UInt32(truncatingIfNeeded: range.lowerBound)
        upper = UInt32(truncatingIfNeeded: range.upperBound)
    }

    package var range: SourceRange { Int(lower)..<Int(upper) }
    package var lowerBound: Int { Int(lower) }
    package var upperBound: Int { Int(upper) }
}
