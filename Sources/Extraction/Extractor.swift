import TextEncoding

/// Choices that hold for all documents of an extractor.
package struct ExtractionOptions: Sendable {
    /// The lexicons and the gazetteer.
    package var lexicons = Lexicons.standard
    /// The user's own fact tables.
    package var patterns = FactPatterns()
    /// The tables whose rows are wanted, nil for all. What goes into no other table is not made.
    package var tables: Set<String>?

    /// The standard choices.
    package init() {}

    /// Whether the rows of a table are wanted.
    func wants(_ table: String) -> Bool { tables?.contains(table) ?? true }
}

/// Turns report files into fact tables. A value of this type holds only immutable lexicons: it may be used from many threads at once, and
/// the same bytes under the same name give the same rows every time.
package struct Extractor: Sendable {
    private(set) var options: ExtractionOptions
    private let cleaner: TextCleaner
    private let classifier: LineClassifier
    private let masthead: Masthead
    private let names: NameLexicon
    private let gazetteer: Gazetteer
    private let words: WordList
    let lexicon: FactLexicon
    private let areas: AreaScanner
    private let organisations: OrganisationScanner
    private let people: PersonScanner

    /// An extractor; without options one with the lexicons that are compiled in.
    package init(options: ExtractionOptions = .init()) {
        self.options = options
        let lexicons = options.lexicons
        cleaner = TextCleaner(lexicons)
        classifier = LineClassifier(lexicons)
        names = NameLexicon(lexicons)
        gazetteer = Gazetteer(lexicons)
        words = WordList(lexicons)
        lexicon = lexicons === Lexicons.standard ? .standard : FactLexicon(lexicons)
        masthead = Masthead(names: names, gazetteer: gazetteer)
        let contexts = AreaContexts(lexicons)
        areas = AreaScanner(gazetteer: gazetteer, words: words, contexts: contexts)
        organisations = OrganisationScanner(words: words, contexts: contexts, lexicons: lexicons)
        people = PersonScanner(names: names, words: words, titles: TitleLexicon(lexicons))
    }

    /// All tables without rows: those of the data dictionary, then those of the user's pattern files.
    package var emptyTables: ExtractedTables { ExtractedTables(besides: options.patterns.emptyTables) }

    /// The same extractor for the rows of some tables only.
    package func restricted(to tables: [String]) -> Extractor {
        var result = self
        result.options.tables = Set(tables)
        return result
    }

    /// Extracts all tables from the bytes of a file.
    /// - Parameters:
    ///   - bytes: the file.
    ///   - name: the report key, the file's relative path without its extension.
    ///   - file: the file's relative path, for the columns `file`.
    package func extract(_ bytes: UnsafeRawBufferPointer, name: String, file: String) -> ExtractedDocument {
        extract(bytes, form: .of(file: file, bytes), hash: ContentHash(bytes), name: name, file: file)
    }

    /// Extracts all tables from the bytes of a file whose form and hash are known.
    package func extract(_ bytes: UnsafeRawBufferPointer, form: DocumentForm, hash: ContentHash, name: String, file: String)
        -> ExtractedDocument
    {
        var tables = emptyTables
        do throws(PageDecoder.NoText) {
            let (scalars, encoding) = try PageDecoder.decode(bytes, form: form)
            let size = bytes.count
            let found = extract(
                scalars, form: form, encoding: encoding, size: size, hash: hash, name: name, file: file, into: &tables)
            return ExtractedDocument(tables: tables, isEmpty: !found)
        } catch {
            Self.appendUnreadable(file: file, bytes: bytes.count, hash: hash, message: error.message, to: &tables)
            return ExtractedDocument(tables: tables, isEmpty: true)
        }
    }

    /// Appends what is said of a file that could not be read: a row of `files`.
    package static func appendUnreadable(
        file: String, bytes: Int, hash: ContentHash? = nil, message: String, to tables: inout ExtractedTables
    ) {
        tables["files"].appendRow { row in
            row.text(file)
            row.integer(bytes)
            row.text(nil)
            row.text("failed")
            row.text(message)
            row.integer(0)
            row.integer(0)
            row.double(nil)
            row.text(hash?.hexadecimal)
        }
    }

    /// The scalars of a file, which the spans of its facts count; nil where it is no text.
    package static func scalars(of bytes: UnsafeRawBufferPointer, form: DocumentForm) -> [UInt32]? {
        do throws(PageDecoder.NoText) { return try PageDecoder.decode(bytes, form: form).scalars } catch { return nil }
    }

    /// Extracts all tables from a text that is known to be UTF-8, as a line of NDJSON holds it.
    package func extract(utf8 bytes: UnsafeRawBufferPointer, name: String, file: String) -> ExtractedDocument {
        var tables = emptyTables
        let found = extract(utf8: bytes, name: name, file: file, into: &tables)
        return ExtractedDocument(tables: tables, isEmpty: !found)
    }

    /// Appends the rows of a text that is known to be UTF-8 to tables, which may hold those of other documents.
    /// - Returns: false where no article was found.
    package func extract(utf8 bytes: UnsafeRawBufferPointer, name: String, file: String, into tables: inout ExtractedTables) -> Bool {
        var scalars: [UInt32] = []
        do throws(TextDecodingError) {
            scalars = try TextDecoder.decodeScalars(bytes, encoding: .utf8, invalid: .replace)
        } catch {}
        return extract(scalars, form: .text, encoding: .utf8, size: bytes.count, hash: nil, name: name, file: file, into: &tables)
    }

    private func extract(
        _ scalars: [UInt32], form: DocumentForm, encoding: CharacterEncoding, size: Int, hash: ContentHash?, name: String, file: String,
        into tables: inout ExtractedTables
    ) -> Bool {
        let (document, authors) = readPage(scalars, form: form, encoding: encoding.rawValue, name: name)
        var described = DescribedPeople(PersonDescriber(document: document, titles: people.titles, authors: authors))
        var facts = FactExtraction.facts(
            in: document, lexicon: lexicon, patterns: options.patterns, listsCandidates: options.wants("candidates"))
        if options.wants("donors") { facts.addOrganisations(of: &described) }
        let count = facts.count
        facts.append(to: &tables, quoting: document.scalars)
        var page = PageRows(document: document, file: file, people: described)
        page.append(to: &tables, options)
        tables["files"].appendRow { row in
            row.text(file)
            row.integer(size)
            row.text(document.encoding)
            row.text(document.articles.isEmpty ? "empty" : "read")
            row.text(document.articles.isEmpty ? "no article was found" : nil)
            row.integer(document.articles.count)
            row.integer(count)
            row.double(nil)
            row.text(hash?.hexadecimal)
        }
        return !document.articles.isEmpty
    }

    /// The stages from the decoded file to a page with sentences, areas, organisations, people and dates.
    package func page(_ scalars: [UInt32], form: DocumentForm = .text, encoding: String, name: String) -> Document {
        readPage(scalars, form: form, encoding: encoding, name: name).document
    }

    private func readPage(_ scalars: [UInt32], form: DocumentForm, encoding: String, name: String) -> (
        document: Document, authors: [[Masthead.Author]]
    ) {
        let html = form == .html ? HTMLText(scalars) : nil
        var clean = cleaner.clean(html?.scalars ?? scalars)
        var lines = classifier.lines(of: clean)
        // A text of one line has no page around it: it is text, however short.
        let filled = lines.indices.filter { lines[$0].kind != .blank }
        if filled.count == 1 { lines[filled[0]].kind = .body }
        let arranged = PageArranger(clean, lines: lines, names: names)
        // Up to here places were those of the text that the page shows, so that markup is no indentation.
        html?.locate(&clean)
        var document = DocumentBuilder.document(name: name, encoding: encoding, scalars: scalars, page: clean, lines: arranged)
        document.references = html?.references ?? [:]
        let authors = masthead.read(&document, page: clean, lines: arranged.lines)
        document.dateMentions = DateScanner.mentions(in: document)
        DateScanner.order(&document)
        AreaResolver.resolve(&document, areas.candidates(in: document), gazetteer: gazetteer, words: words)
        document.organisationMentions = organisations.mentions(in: document)
        OrganisationScanner.mark(&document)
        document.personMentions = people.mentions(in: document, authors: authors)
        return (document, authors)
    }
}
