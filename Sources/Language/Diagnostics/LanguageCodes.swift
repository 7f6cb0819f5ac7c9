extension Diagnostic.Code {
    /// A quote, a dollar quote or a comment that is never closed.
    public static let unterminated = Self(rawValue: "L001")
    /// Bytes that are not UTF-8.
    public static let invalidEncoding = Self(rawValue: "L002")
    /// A character that no token contains.
    public static let invalidCharacter = Self(rawValue: "L003")
    /// A number that is none, such as `12abc` or `0x`.
    public static let malformedNumber = Self(rawValue: "L004")
    /// An escape in an `E'…'` string that stands for no character.
    public static let malformedEscape = Self(rawValue: "L005")
    /// A full-width sign that was read as its ASCII form.
    public static let fullWidthSign = Self(rawValue: "L006")
    /// A text of 4 GiB or more.
    public static let textTooLong = Self(rawValue: "L007")
    /// A token that the grammar does not admit where it stands.
    public static let unexpectedToken = Self(rawValue: "L010")
    /// Expressions or queries nested beyond the limit.
    public static let nestedTooDeeply = Self(rawValue: "L011")
    /// A comparison of a comparison, `a < b < c`.
    public static let chainedComparison = Self(rawValue: "L012")
    /// Something that other systems write differently, and the form to use here.
    public static let misplacedClause = Self(rawValue: "L013")
    /// A qualified name where a bare one is needed.
    public static let qualifiedName = Self(rawValue: "L014")
    /// A join without ON or USING.
    public static let missingJoinCondition = Self(rawValue: "L015")
    /// Something that is understood and not supported.
    public static let unsupportedSyntax = Self(rawValue: "L016")
    /// A clause written twice.
    public static let repeatedClause = Self(rawValue: "L017")
    /// A number that is out of range where it stands.
    public static let numberOutOfRange = Self(rawValue: "L018")
    /// No statement where one is needed.
    public static let emptyStatement = Self(rawValue: "L019")
}
