import Columns
import TextEncoding

/// How a file is to be read. What is not said is found out from the file.
package struct ReadOptions: Sendable {
    /// Types that the caller prescribes; the other columns' types are inferred.
    package enum PrescribedTypes: Sendable {
        /// By column name, in any case.
        case byName([String: LogicalType])
        /// The first columns from left to right.
        case byPosition([LogicalType])
    }

    /// Nil to go by the file's name.
    package var format: FileFormat?
    package var encoding: CharacterEncoding?
    /// The byte between two fields of a CSV file.
    package var delimiter: UInt8?
    /// The byte around a field that holds delimiters or line ends; 0 for none.
    package var quote: UInt8?
    /// The byte before a quote that belongs to the text; by default the quote itself.
    package var escape: UInt8?
    /// Whether the first record holds the columns' names.
    package var header: Bool?
    /// Names of the columns, from left to right, in place of those in the file.
    package var columnNames: [String]?
    package var types: PrescribedTypes?
    /// The unquoted text that stands for NULL, by default the empty one. When it is given, an empty field is an empty text.
    package var nullString: String?
    /// Lines to leave out at the start.
    package var skippedLines = 0
    /// Whether every column that has no prescribed type is TEXT.
    package var allText = false
    /// Whether records that are broken or do not fit a prescribed type are left out.
    package var ignoreErrors = false
    /// Bytes that one worker takes at a time. The result does not depend on it; tests make it tiny.
    package var chunkByteCount = 1 << 20
    /// Files from this size on are sampled to find text columns whose values mostly differ. The rows do not depend on it; tests make it tiny.
    package var samplingByteCount = 32 << 20

    package init() {}
}
