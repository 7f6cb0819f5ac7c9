/// Choices that hold for all documents of an extractor.
package struct ExtractionOptions: Sendable {
    /// The standard choices.
    package init() {}
}

/// Turns report files into fact tables. A value of this type holds only immutable lexicons: it may be used from many threads at once, and
/// the same bytes under the same name give the same rows every time.
package struct Extractor: Sendable {
    private let options: ExtractionOptions

    /// An extractor with the lexicons that are compiled in.
    package init(options: ExtractionOptions = .init()) {
        self.options = options
    }

    /// Extracts all tables from the bytes of a file.
    /// - Parameters:
    ///   - bytes: the file.
    ///   - name: the report key, the file's relative path without its extension.
    ///   - file: the file's relative path, for the columns `file`.
    package func extract(_ bytes: UnsafeRawBufferPointer, name: String, file: String) -> ExtractedDocument {
        let document = page(bytes, name: name)
        let facts = FactExtraction.facts(in: document)
        var tables = ExtractedTables()
        for row in facts.figures { row.append(to: &tables["figures"]) }
        for row in facts.party { row.append(to: &tables["party"]) }
        var donations = tables["donations"]
        var donors = tables["donors"]
        for row in facts.donations { row.append(to: &donations, donors: &donors) }
        tables["donations"] = donations
        tables["donors"] = donors
        for row in facts.candidates { row.append(to: &tables["candidates"]) }
        return ExtractedDocument(tables: tables, isEmpty: document.articles.isEmpty)
    }

    /// The stages from bytes to a page with sentences, areas, organisations, people and dates.
    package func page(_ bytes: UnsafeRawBufferPointer, name: String) -> Document {
        let text = String(decoding: bytes, as: UTF8.self)
        var scalars = text.scalarValues
        if scalars.first == 0xFEFF { scalars.removeFirst() }
        return Document(name: name, encoding: "UTF-8", scalars: scalars)
    }
}
