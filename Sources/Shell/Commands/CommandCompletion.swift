import Glibc
import ReportQL

/// Completion of dot-commands and their arguments.
package enum CommandCompletion {
    /// Completions of the word that ends at the byte offset `cursor` of a line that begins with `.` or `\`; nil for other texts.
    package static func completions(in text: String, at cursor: Int, tables: [String]) -> Completer.Completions? {
        guard let first = text.first, first == "." || first == "\\" else { return nil }
        let line = String(decoding: text.utf8.prefix(cursor), as: UTF8.self)
        let wordStart = line.utf8.lastIndex(of: 32).map { line.utf8.distance(from: line.startIndex, to: $0) + 1 } ?? 0
        let word = String(decoding: line.utf8.dropFirst(wordStart), as: UTF8.self)
        guard wordStart > 0 else { return Completer.Completions(start: 0, candidates: beginning(ShellCommand.names, word)) }
        let name = line.prefix { $0 != " " }.lowercased()
        return Completer.Completions(start: wordStart, candidates: arguments(of: ShellCommand.named(name)?.name ?? name, word, tables))
    }

    private static func arguments(of command: String, _ word: String, _ tables: [String]) -> [String] {
        switch command {
        case ".mode": beginning(["auto"] + OutputMode.allCases.map(\.rawValue), word)
        case ".describe", ".tables": beginning(tables, word)
        case ".help": beginning(ShellCommand.all.map(\.name), word)
        case ".headers", ".timer", ".echo": beginning(["on", "off"], word)
        case ".set", ".show": beginning(ShellCommand.settingNames.map { String($0.dropFirst()) }, word)
        case ".read", ".output", ".once", ".open": files(word)
        default: []
        }
    }

    private static func beginning(_ words: [String], _ typed: String) -> [String] {
        words.filter { $0.lowercased().hasPrefix(typed.lowercased()) }
    }

    /// Paths that begin with what was typed; a folder ends in `/`.
    private static func files(_ typed: String) -> [String] {
        let split = typed.lastIndex(of: "/").map { typed.index(after: $0) } ?? typed.startIndex
        let folder = String(typed[..<split])
        let beginning = String(typed[split...])
        guard let directory = opendir(folder.isEmpty ? "." : folder) else { return [] }
        defer { closedir(directory) }
        var found: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard name != ".", name != "..", name.hasPrefix(beginning), beginning.hasPrefix(".") || !name.hasPrefix(".") else { continue }
            found.append(folder + name + (entry.pointee.d_type == UInt8(DT_DIR) ? "/" : ""))
        }
        return found.sorted()
    }
}
