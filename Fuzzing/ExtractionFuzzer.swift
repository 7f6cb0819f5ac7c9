import Extraction

private let extractor = Extractor()

/// What libFuzzer calls with every input: any bytes are read as a report file, and whatever comes out must stand in the file.
///
/// A trap here is a finding: a crash of the extraction, a span outside the file, or a quote that is not exactly the scalars of its span.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzExtraction(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = UnsafeRawBufferPointer(start: data, count: data == nil ? 0 : count)
    let file = bytes.first == UInt8(ascii: "<") ? "x.html" : "x.txt"
    let scalars = Extractor.scalars(of: bytes, form: .of(file: file, bytes)) ?? []
    let tables = extractor.extract(bytes, name: "x", file: file).tables
    for table in tables.tables {
        guard let starts = table.column("span_start"), let ends = table.column("span_end") else { continue }
        let quotes = table.column("quote")
        for row in 0..<table.rowCount {
            guard let start = starts.integer(row), let end = ends.integer(row) else { continue }
            precondition(0 <= start && start <= end && end <= scalars.count, "\(table.name) \(row): \(start)..<\(end) of \(scalars.count)")
            guard let quote = quotes?.text(row) else { continue }
            precondition(
                quote.unicodeScalars.elementsEqual(scalars[Int(start)..<Int(end)], by: { $0.value == $1 }), "\(table.name) \(row): \(quote)"
            )
        }
    }
    return 0
}
