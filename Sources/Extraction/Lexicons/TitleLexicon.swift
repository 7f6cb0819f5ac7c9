/// Titles and roles in front of and behind names, and what stands behind a name.
struct TitleLexicon: Sendable {
    /// Titles and roles in front of names, reversed; 0 office, 1 role.
    private(set) var before = PhraseTable()
    /// The same as they are printed.
    private(set) var titles = PhraseTable()
    /// Titles behind names; 1 for those that only few people bear.
    private(set) var after = PhraseTable()
    /// 0 a verb of speech, 1 another word at which a name ends.
    private(set) var cues = PhraseTable()

    init(_ lexicons: Lexicons) {
        for entry in lexicons.file("titles").entries where entry.count == 2 {
            let word = entry[0].unicodeScalars.map(\.value)
            if entry[1] == "after" || entry[1] == "high" {
                after.insert(word, value: entry[1] == "high" ? 1 : 0)
            } else {
                before.insert(word.reversed(), value: entry[1] == "office" ? 0 : 1)
                titles.insert(word, value: entry[1] == "office" ? 0 : 1)
            }
        }
        for entry in lexicons.file("name_cues").entries where entry.count == 2 {
            cues.insert(entry[0].unicodeScalars.map(\.value), value: entry[1] == "say" ? 0 : 1)
        }
    }
}
