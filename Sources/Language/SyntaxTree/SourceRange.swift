/// A range of UTF-8 byte offsets into the text that was given to the parser.
///
/// Invariants, for every node of the tree: `0 <= lowerBound <= upperBound <= text.utf8.count`; both bounds stand on scalar boundaries; the
/// range of a child lies inside the range of its parent; siblings do not overlap and stand in source order. A node without text of its own
/// (the `*` that `FROM t` implies) has an empty range at the place where it would stand.
public typealias SourceRange = Range<Int>
