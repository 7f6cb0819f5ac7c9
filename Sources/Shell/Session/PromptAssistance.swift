import ReportQL

/// Help for a text that is being typed: completion and colours, for statements and dot-commands alike.
package struct PromptAssistance {
    private let catalog: any CompletionCatalog

    package init(catalog: any CompletionCatalog) { self.catalog = catalog }

    /// What can replace the word that ends at the byte offset `cursor`, and where that word begins.
    package func completions(in text: String, at cursor: Int) -> (start: Int, candidates: [String]) {
        let found =
            CommandCompletion.completions(in: text, at: cursor, tables: catalog.tableNames)
            ?? Completer(catalog: catalog).completions(in: text, at: cursor)
        return (found.start, found.candidates)
    }

    /// The bytes of the text that have a colour, and its SGR number: one of the terminal's own sixteen, so that light and dark
    /// backgrounds both stay readable.
    package func colors(of text: String) -> [(range: Range<Int>, code: UInt8)] {
        Highlighter.runs(of: Array(text.utf8)).map { run in
            let code: UInt8 =
                switch run.style {
                case .keyword: 34
                case .text: 32
                case .number: 36
                case .comment: 90
                case .parameter: 35
                case .error: 31
                }
            return (run.range, code)
        }
    }
}
