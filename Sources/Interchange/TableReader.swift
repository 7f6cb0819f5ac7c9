import Columns

/// The door through which tables come in from files.
package enum TableReader {
    /// Reads a file into a table. The format is the options', else what the file's name ends in, else CSV.
    ///
    /// - Throws: what is wrong with the file and where, or that memory ran out or the work was cancelled.
    package static func read(path: String, options: ReadOptions = ReadOptions(), context: ExecutionContext) throws(QueryError) -> Table {
        try read(ByteSource(path: path, account: context.account), options, context)
    }

    /// Reads bytes as if they were a file called `name`.
    package static func read(bytes: [UInt8], name: String, options: ReadOptions = ReadOptions(), context: ExecutionContext)
        throws(QueryError)
        -> Table
    {
        try read(ByteSource(name: name, bytes: bytes, account: context.account), options, context)
    }

    private static func read(_ source: ByteSource, _ options: ReadOptions, _ context: ExecutionContext) throws(QueryError) -> Table {
        var options = options
        let format = options.format ?? FileFormat(path: source.name) ?? .csv
        options.format = format
        switch format {
        case .csv, .tsv: return try CSVReader(source: source, options: options, context: context).read()
        case .ndjson, .json: return try JSONReader(source: source, options: options, context: context).read()
        }
    }
}
