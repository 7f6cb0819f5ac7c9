import ReportQL

/// A command line cut into words, with the quotes of SQL and of shells taken off.
package struct CommandWords {
    /// The name with its `.` or `\`, in lower case.
    package var name: String
    package var arguments: [String]
    /// Everything behind the name, as typed.
    package var rest: String

    package init(_ line: String) throws(QueryError) {
        var characters = Substring(line)
        while characters.last?.isWhitespace == true || characters.last == ";" { characters.removeLast() }
        let head = characters.prefix { !$0.isWhitespace }
        name = head.lowercased()
        rest = String(characters.dropFirst(head.count).drop { $0.isWhitespace })
        arguments = []
        var word: String?
        var quote: Character?
        for character in rest {
            if let open = quote {
                if character == open { quote = nil } else { word?.append(character) }
            } else if character == "'" || character == "\"" {
                quote = character
                word = word ?? ""
            } else if character.isWhitespace {
                if let done = word { arguments.append(done) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        if let quote {
            throw QueryError(.syntax, "a quote \(quote) is not closed", help: ["close it, or put the word between the other quotes"])
        }
        if let word { arguments.append(word) }
    }
}
