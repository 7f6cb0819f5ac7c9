import Columns
import Interchange
import Planner
import TextEncoding

/// Reads a file as a table: the options of `read_csv` and its like, brought into the readers' form.
enum FileTables {
    static func read(_ path: String, reader: FileReader, options: [FileOption], context: ExecutionContext) throws(QueryError) -> Table {
        var read = ReadOptions()
        switch reader {
        case .automatic:
            guard FileFormat(path: path) != nil else {
                throw QueryError(
                    .fileFormat, "the name \(path) does not say what the file holds",
                    help: ["read_csv('\(path)') or read_json('\(path)')", "known endings: .csv .tsv .json .ndjson .jsonl"])
            }
        case .csv: if FileFormat(path: path) != .tsv { read.format = .csv }
        case .json: if FileFormat(path: path) != .ndjson { read.format = FileFormat(path: path) == .json ? .json : .ndjson }
        case .text:
            read.format = .csv
            read.delimiter = 0
            read.quote = 0
            read.header = false
            read.allText = true
            read.columnNames = ["line"]
        }
        for option in options { try apply(option, to: &read) }
        let table = try TableReader.read(path: path, options: read, context: context)
        guard !table.schema.isEmpty else {
            throw QueryError(.fileFormat, "\(path) is empty", help: ["a table needs a line that names its columns, or a record"])
        }
        return table
    }

    private static func apply(_ option: FileOption, to read: inout ReadOptions) throws(QueryError) {
        func mismatch(_ expected: String) -> QueryError {
            QueryError(
                .typeMismatch, "the option \(option.name) cannot take this value", help: ["expected \(expected)"], range: option.range)
        }
        func flag() throws(QueryError) -> Bool {
            switch option.value {
            case .boolean(let flag): return flag
            case .integer(let number) where number == 0 || number == 1: return number == 1
            case .text(let text) where ["true", "false"].contains(text.lowercased()): return text.lowercased() == "true"
            default: throw mismatch("true or false")
            }
        }
        func text() throws(QueryError) -> String {
            guard case .text(let text) = option.value else { throw mismatch("a text") }
            return text
        }
        func sign() throws(QueryError) -> UInt8 {
            let bytes = Array(try text().utf8)
            if bytes == Array("\\t".utf8) { return 9 }
            if bytes.isEmpty { return 0 }
            guard bytes.count == 1, bytes[0] < 128 else { throw mismatch("one ASCII character") }
            return bytes[0]
        }
        switch option.name {
        case "encoding":
            let name = try text()
            guard let encoding = CharacterEncoding(name: name) else { throw mismatch("utf-8, utf-16, gb18030 or big5") }
            read.encoding = encoding
        case "delim", "sep", "delimiter": read.delimiter = try sign()
        case "quote": read.quote = try sign()
        case "escape": read.escape = try sign()
        case "header": read.header = try flag()
        case "skip":
            guard case .integer(let number) = option.value, let count = Int(exactly: number), count >= 0 else {
                throw mismatch("a number of lines")
            }
            read.skippedLines = count
        case "nullstr", "null": read.nullString = try text()
        case "all_varchar", "all_text": read.allText = try flag()
        case "ignore_errors": read.ignoreErrors = try flag()
        case "names", "column_names": read.columnNames = try texts(option, mismatch("a list of names"))
        case "types", "dtypes", "columns": try applyTypes(option, to: &read)
        case "auto_detect", "sample_size", "parallel", "union_by_name", "filename", "format": break
        default:
            throw QueryError(
                .invalidQuery, "there is no option \(option.name)",
                help: ["known: encoding, delim, quote, escape, header, skip, nullstr, names, types, all_varchar, ignore_errors"],
                range: option.range)
        }
    }

    private static func texts(_ option: FileOption, _ error: QueryError) throws(QueryError) -> [String] {
        guard case .list(let values) = option.value else { throw error }
        var texts: [String] = []
        for value in values {
            guard case .text(let text) = value else { throw error }
            texts.append(text)
        }
        return texts
    }

    /// A list of type names by position, or a structure of type names by column.
    private static func applyTypes(_ option: FileOption, to read: inout ReadOptions) throws(QueryError) {
        let expected = QueryError(
            .typeMismatch, "the option \(option.name) cannot take this value",
            help: ["expected a list of type names, or {'column': 'TYPE', …}"], range: option.range)
        func type(_ name: String) throws(QueryError) -> LogicalType {
            do throws(QueryError) { return try TypeNames.type(named: name) } catch { throw error.located(at: option.range) }
        }
        guard case .list(let values) = option.value else { throw expected }
        // A structure comes as a list of pairs of name and value.
        var names: [String] = []
        var types: [LogicalType] = []
        for value in values {
            switch value {
            case .text(let text): types.append(try type(text))
            case .list(let pair):
                guard pair.count == 2, case .text(let name) = pair[0], case .text(let text) = pair[1] else { throw expected }
                names.append(name)
                types.append(try type(text))
            default: throw expected
            }
        }
        guard names.isEmpty || names.count == types.count else { throw expected }
        if names.isEmpty {
            read.types = .byPosition(types)
        } else {
            read.types = .byName(Dictionary(zip(names, types), uniquingKeysWith: { first, _ in first }))
            if option.name == "columns" { read.columnNames = names }
        }
    }
}
