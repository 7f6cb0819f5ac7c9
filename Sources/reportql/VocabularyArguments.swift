import ArgumentParser

/// What every command that reads reports takes: the user's own vocabulary.
struct VocabularyArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A folder with lexicon files of your own, laid over those compiled in. `reportql lexicon list` names them.", valueName: "DIR"))
    var lexicon: String?
}
