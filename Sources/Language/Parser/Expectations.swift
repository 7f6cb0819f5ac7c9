/// What the grammar would have admitted at the place where a statement failed.
///
/// A statement is read once without any of this. Only when it fails it is read again with recording on, and every question the parser asks
/// (`at`, `eat`) about the failing token is an alternative that the message can name.
struct Expectations {
    enum Alternative: Hashable {
        case keyword(Keyword)
        case keywords(Keyword, Keyword)
        case token(Token.Kind)
        case description(String)
    }

    var isRecording = false
    /// In the order of asking, without repetition.
    private(set) var alternatives: [Alternative] = []
    /// Keywords that would continue an expression: too many to show, but good for did-you-mean.
    private(set) var operators: [Keyword] = []
    /// The last name that was taken as an alias without AS, with what else could have stood there: `SELECT a FORM t` fails at `t`
    /// because `FORM` passed as an alias.
    private(set) var bareAlias: (index: Int, alternatives: [Alternative])?
    /// The parenthesis that is waiting for its other half.
    var opening: Token?

    mutating func note(_ alternative: Alternative) {
        if !alternatives.contains(alternative) { alternatives.append(alternative) }
    }

    mutating func noteOperators(_ keywords: [Keyword]) {
        operators = keywords
    }

    mutating func noteBareAlias(at index: Int) {
        bareAlias = (index, alternatives)
    }

    mutating func moved(to index: Int) {
        alternatives.removeAll(keepingCapacity: true)
        operators.removeAll(keepingCapacity: true)
        if let alias = bareAlias, index > alias.index + 1 { bareAlias = nil }
    }
}
