/// Words around names of areas, from `area_contexts.tsv`.
struct AreaContexts: Sendable {
    /// Words that stand in front of a village's name, reversed.
    private(set) var stops = PhraseTable()
    /// What makes 村 or 社区 a common noun.
    private(set) var generics = PhraseTable()
    /// Ends of roads, reversed.
    private(set) var roadEnds = PhraseTable()
    /// What a name may begin with although its first character is a function word elsewhere: 和平, 向阳.
    private(set) var nameStarts = PhraseTable()
    /// Stop words that may stand in the name of an organisation: 服务.
    private(set) var nominals = PhraseTable()
    private(set) var notAfterVillage = PhraseTable()
    private(set) var notAfterShort = PhraseTable()

    init(_ lexicons: Lexicons) {
        for entry in lexicons.file("area_contexts").entries where entry.count == 2 {
            let word = entry[0].unicodeScalars.map(\.value)
            switch entry[1] {
            case "stop": stops.insert(word.reversed(), value: 0)
            case "generic": generics.insert(word, value: 0)
            case "part": roadEnds.insert(word.reversed(), value: 0)
            case "nominal": nominals.insert(word.reversed(), value: 0)
            case "name_start": nameStarts.insert(word, value: 0)
            case "not_after_village": notAfterVillage.insert(word, value: 0)
            case "not_after_short": notAfterShort.insert(word, value: 0)
            default: break
            }
        }
    }
}
