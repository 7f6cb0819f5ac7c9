/// Titles and roles in front of and behind names, and what stands behind a name. A class for the same reason as `NameLexicon`.
final class TitleLexicon: Sendable {
    /// Titles and roles in front of names, reversed; 0 office, 1 role.
    let before: PhraseTable
    /// The same as they are printed.
    let titles: PhraseTable
    /// Titles behind names; 1 for those that only few people bear.
    let after: PhraseTable
    /// 0 a verb of speech, 1 another word at which a name ends.
    let cues: PhraseTable

    init(_ lexicons: Lexicons) {
        var (before, titles, after, cues) = (PhraseTable(), PhraseTable(), PhraseTable(), PhraseTable())
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
        (self.before, self.titles, self.after, self.cues) = (before, titles, after, cues)
    }
}
