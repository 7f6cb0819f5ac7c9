import Columns
import Engine
import Interchange
import Planner

/// COPY … TO: the rows of a query as a file.
enum TableWriting {
    /// Writes the rows and returns how many there were. The file appears under its name only once it is whole.
    static func write(
        _ stream: ResultStream, schema: [ColumnSchema], to path: String, options: [BoundOption], context: ExecutionContext
    ) throws(QueryError) -> Int {
        let writer = try TableWriter(path: path, schema: schema, options: try writeOptions(options, path: path), context: context)
        while let batch = try stream.next() { try writer.write(batch) }
        try writer.finish()
        return writer.rowCount
    }

    private static func writeOptions(_ options: [BoundOption], path: String) throws(QueryError) -> WriteOptions {
        var write = WriteOptions(path: path)
        for option in options {
            switch option.name.lowercased() {
            case "format":
                let name = try text(option)
                guard let format = FileFormat(rawValue: name.lowercased()) ?? FileFormat(path: "." + name) else {
                    throw mismatch(option, "csv, tsv, ndjson or json")
                }
                write.format = format
            case "header": write.header = try flag(option)
            case "delim", "delimiter", "sep": write.delimiter = try sign(option)
            case "quote": write.quote = try sign(option)
            case "null", "nullstr": write.nullString = try text(option)
            case "force_quote": write.forceQuotes = try flag(option)
            case "array": write.format = try flag(option) ? .json : .ndjson
            default:
                throw QueryError(
                    .invalidQuery, "there is no option \(option.name)",
                    help: ["known: format, header, delim, quote, null, force_quote, array"],
                    range: option.range)
            }
        }
        return write
    }

    private static func mismatch(_ option: BoundOption, _ expected: String) -> QueryError {
        QueryError(.typeMismatch, "the option \(option.name) cannot take this value", help: ["expected \(expected)"], range: option.range)
    }

    private static func text(_ option: BoundOption) throws(QueryError) -> String {
        guard case .text(let text) = option.value else { throw mismatch(option, "a text") }
        return text
    }

    private static func flag(_ option: BoundOption) throws(QueryError) -> Bool {
        switch option.value {
        case .boolean(let flag): return flag
        case .integer(let number) where number == 0 || number == 1: return number == 1
        case .text(let text) where ["true", "false"].contains(text.lowercased()): return text.lowercased() == "true"
        default: throw mismatch(option, "true or false")
        }
    }

    private static func sign(_ option: BoundOption) throws(QueryError) -> UInt8 {
        let bytes = Array(try text(option).utf8)
        if bytes == Array("\\t".utf8) { return UInt8(ascii: "\t") }
        guard bytes.count == 1, bytes[0] < 128 else { throw mismatch(option, "one ASCII character") }
        return bytes[0]
    }
}
