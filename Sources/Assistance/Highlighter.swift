import Language

/// The colours of a statement while it is typed.
package enum Highlighter {
    /// What a run of text is.
    package enum Style: Sendable, Equatable {
        case keyword, text, number, comment, parameter, error
    }

    /// A run of bytes of one style.
    package struct Run: Sendable, Equatable {
        package var range: Range<Int>
        package var style: Style

        package init(range: Range<Int>, style: Style) {
            self.range = range
            self.style = style
        }
    }

    /// The styled runs of a text, in order; everything between them is plain. A line for the shell (`.mode csv`) is plain throughout.
    package static func runs(of text: [UInt8]) -> [Run] {
        if let first = text.first(where: { $0 != 32 && $0 != 9 }), first == UInt8(ascii: ".") || first == UInt8(ascii: "\\") { return [] }
        var runs: [Run] = []
        var lexer = Lexer(text)
        var previous: Token?
        var token = lexer.next()
        while token.kind != .endOfInput {
            let following = lexer.next()
            if let style = style(of: token, after: previous, before: following) { runs.append(Run(range: token.range, style: style)) }
            if !token.kind.isTrivia { previous = token }
            token = following
        }
        return runs
    }

    private static func style(of token: Token, after previous: Token?, before following: Token) -> Style? {
        switch token.kind {
        case .lineComment, .blockComment: return .comment
        case .number: return .number
        case .placeholder, .columnPosition: return .parameter
        case .invalid: return .error
        case .word where token.keyword != .none: return isKeyword(token, after: previous, before: following) ? .keyword : nil
        default: return token.kind.isString ? .text : nil
        }
    }

    /// Whether a word that the grammar may take for a keyword stands for one here. Most keywords are names elsewhere: a column `total`,
    /// `name`, `value` keeps its plain look.
    private static func isKeyword(_ token: Token, after previous: Token?, before following: Token) -> Bool {
        if previous?.kind == .dot || following.kind == .dot { return false }
        if token.keyword.isReserved { return true }
        // A statement or a pipe operator begins with its verb.
        if previous == nil || previous?.kind == .semicolon || previous?.kind == .pipe { return following.kind != .leftParenthesis }
        return inner.contains(token.keyword)
    }

    /// Words that are keywords inside a statement though they could be names.
    private static let inner: Set<Keyword> = [
        .analyze, .anti, .asof, .by, .cast, .cube, .exists, .explain, .filter, .following, .left, .materialized, .nulls, .outer, .over,
        .partition, .pivot, .preceding, .recursive, .replace, .right, .rollup, .rows, .semi, .set, .sets, .temp, .temporary, .tryCast,
        .unbounded, .unpivot, .values, .view, .interval, .exclude, .extract,
    ]
}
