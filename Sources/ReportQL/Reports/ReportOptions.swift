extension Database {
    /// How report files are found, read and put together.
    public struct ReportOptions: Sendable {
        /// Patterns of the files in folders that are read, whatever their ending; none for `.txt`, `.html` and `.htm`.
        ///
        /// A pattern is compared with the path relative to the folder, one without `/` with the name alone. `*` and `?` stand for what
        /// holds no `/`, `**` for anything, `[a-z]` and `[!a-z]` for one character.
        public var include: [String] = []
        /// Patterns of the files and folders in folders that are left out.
        public var exclude: [String] = []
        /// An NDJSON file of corrections by people who read the rows; nil for none.
        public var corrections: String?
        /// A CSV file of what is known of the reports besides what they print; nil for none.
        public var metadata: String?
        /// A file that keeps extracted tables from one run to the next; nil for none. It is made where it does not exist.
        public var cache: String?
        /// Of more documents than this no table is put together before somebody asks for it, and then only the columns asked for.
        package var mostWholeDocuments = 1_000
        /// Called now and then while files are read, from one thread at a time.
        public var progress: (@Sendable (ReportProgress) -> Void)?

        /// Reads all reports anew, as they are.
        public init() {}
    }
}

/// How far the reading of reports has come.
public struct ReportProgress: Sendable, Equatable {
    /// Files read so far, and all that are to be read.
    public var documents: Int, allDocuments: Int
    /// Their bytes.
    public var bytes: Int, allBytes: Int
    /// Seconds since the beginning.
    public var seconds: Double

    /// A state of reading.
    public init(documents: Int, allDocuments: Int, bytes: Int, allBytes: Int, seconds: Double) {
        self.documents = documents
        self.allDocuments = allDocuments
        self.bytes = bytes
        self.allBytes = allBytes
        self.seconds = seconds
    }

    /// Whether all files have been read.
    public var isComplete: Bool { documents >= allDocuments }
}
