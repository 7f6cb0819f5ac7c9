/// A user's own fact tables: patterns over the typed elements of sentences, read from files that `grammar/fact-patterns.ebnf` describes.
package struct FactPatterns: Sendable {
    /// A pattern file before it is read.
    package struct Source: Sendable {
        /// The file as the user named it, for messages.
        package var path: String
        package var bytes: [UInt8]

        /// A file.
        package init(path: String, bytes: [UInt8]) {
            self.path = path
            self.bytes = bytes
        }
    }

    let tables: [PatternTable]
    /// A number that is the same for the same files, 0 for none: part of the key of whatever keeps extracted facts.
    package let fingerprint: UInt64

    /// No tables.
    package init() {
        tables = []
        fingerprint = 0
    }

    /// Reads pattern files.
    /// - Parameters:
    ///   - lexicons: those that a pattern may name with `@`.
    ///   - read: the bytes of a file that a pattern file names, relative to it; nil where it cannot be read.
    package init(
        _ sources: [Source], lexicons: Lexicons, read: @escaping (_ file: String, _ beside: Source) -> [UInt8]?
    ) throws(PatternError) {
        var tables: [PatternTable] = []
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325  // FNV-1a
        func add(_ bytes: some Sequence<UInt8>) { for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 } }
        var files: [[UInt8]] = []
        for source in sources {
            guard let text = String(validating: source.bytes, as: UTF8.self) else {
                throw PatternError(
                    code: .file, path: source.path, line: 1, column: 1, message: "the file is not UTF-8", help: "save it as UTF-8")
            }
            var parser = try PatternParser(text, path: source.path)
            let syntax = try parser.file()
            for lexicon in syntax.lexicons { if let file = lexicon.file { files.append(read(file.text, source) ?? []) } }
            var compiler = PatternCompiler(path: source.path, lexicons: lexicons) { read($0, source) }
            tables += try compiler.tables(syntax, taken: Set(tables.map(\.name)))
            add(source.bytes)
            add([0])
        }
        for file in files { add(file) }
        self.tables = tables
        fingerprint = sources.isEmpty ? 0 : hash
    }

    /// The names of the tables.
    package var tableNames: [String] { tables.map(\.name) }

    /// The tables, empty.
    package var emptyTables: [FactTable] { tables.map(\.schema) }
}
