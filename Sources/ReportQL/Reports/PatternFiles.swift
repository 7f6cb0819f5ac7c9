import Columns
import Extraction

/// Pattern files, which define fact tables of the user's own.
enum PatternFiles {
    /// Reads pattern files. Throws what is wrong with the first of them that cannot be read, with its line and column.
    static func patterns(at paths: [String], lexicons: Lexicons) throws(QueryError) -> FactPatterns {
        var sources: [FactPatterns.Source] = []
        for path in paths { sources.append(FactPatterns.Source(path: path, bytes: try bytes(path))) }
        do throws(PatternError) {
            return try FactPatterns(sources, lexicons: lexicons) { file, source in
                let folder = source.path.lastIndex(of: "/").map { source.path[...$0] } ?? ""
                return try? bytes(file.hasPrefix("/") ? file : folder + file)
            }
        } catch {
            throw QueryError(QueryError.Code(rawValue: error.code.rawValue), error.text, help: error.help.map { [$0] } ?? [])
        }
    }

    private static func bytes(_ path: String) throws(QueryError) -> [UInt8] {
        let (buffer, count) = try ReportFiles.read(path, account: MemoryAccount(limit: 1 << 28))
        return [UInt8](UnsafeRawBufferPointer(start: buffer.start, count: count))
    }
}
