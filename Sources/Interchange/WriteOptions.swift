/// How a table is to be written.
package struct WriteOptions: Sendable {
    package var format: FileFormat
    /// The byte between two fields; by default a comma, in TSV a tab.
    package var delimiter: UInt8?
    package var quote = UInt8(ascii: "\"")
    /// Whether the first record names the columns.
    package var header = true
    /// The unquoted text that stands for NULL.
    package var nullString = ""
    /// Whether every field that is not NULL is quoted.
    package var forceQuotes = false

    package init(format: FileFormat) { self.format = format }

    /// The options for a file called `path`: its ending says the format, else it is CSV.
    package init(path: String) { self.init(format: FileFormat(path: path) ?? .csv) }
}
