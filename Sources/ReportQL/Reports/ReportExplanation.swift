import Columns
import Extraction
import TextEncoding

/// A report file with everything that was found in it, for showing where it stands.
package struct ReportExplanation: Sendable {
    package typealias Mark = PageMark
    package typealias Place = PlaceExplanation

    private let page: PageExplanation
    /// The file as its user named it.
    package let path: String

    /// Extracts a file. Throws where it cannot be read or is no text.
    package init(of path: String, options: Database.Options = Database.Options()) throws(QueryError) {
        let extractor = try ExtractionSetup(options).extractor()
        let (buffer, count) = try ReportFiles.read(path, account: MemoryAccount(limit: SystemResources.defaultMemoryLimit))
        let name = ReportFiles.baseName(path)
        let bytes = UnsafeRawBufferPointer(start: buffer.start, count: count)
        guard let page = extractor.explain(bytes, name: ReportFiles.withoutExtension(name), file: name) else {
            throw QueryError(
                .fileFormat, "\(path) is no text in UTF-8, UTF-16, GB18030 or Big5", help: ["save it in one of these encodings"])
        }
        self.path = path
        self.page = page
    }

    /// The scalars of the decoded file, which marks and places count.
    package var scalars: [UInt32] { page.document.scalars }

    /// What is marked, by place; marks lie inside one another or apart.
    package var marks: [Mark] { page.marks }

    /// How many facts there are, and why numbers became none; one line.
    package var summary: String { page.summary }

    /// What was recognised at a scalar of the file.
    package func place(at offset: Int) throws(QueryError) -> Place {
        guard let place = page.place(at: offset) else {
            throw QueryError(.outOfRange, "\(path) has \(scalars.count) characters, counted from 0; \(offset) lies behind its end")
        }
        return place
    }
}
