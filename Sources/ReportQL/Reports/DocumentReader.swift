import Columns
import Extraction
import Synchronization

/// Reads report files, from the cache where it knows them; for many threads at once.
final class DocumentReader: Sendable {
    /// What became of a file.
    struct Outcome: Sendable {
        let document: StoredDocument
        let file: ReportFile
    }

    private let cache: ExtractionCache?
    /// Takes the records where there is no cache.
    private let shelf: RecordShelf
    private let meter: ProgressMeter
    private let context: ExecutionContext
    private let setup: ExtractionSetup
    private let schema: TableSchema
    /// Made when the first file is extracted: where the cache knows all files no lexicon is touched.
    private let extractor = Mutex<Extractor?>(nil)

    init(_ setup: ExtractionSetup, schema: TableSchema, cache: ExtractionCache?, meter: ProgressMeter, context: ExecutionContext) {
        self.setup = setup
        self.schema = schema
        self.cache = cache
        shelf = RecordShelf(holding: RecordShelf.share(of: context.account.limit))
        self.meter = meter
        self.context = context
    }

    /// The record of a file. A file that cannot be read gives one that says so; errors are those of the cache, and interruption.
    func read(_ source: ReportFiles.Source) throws(QueryError) -> Outcome {
        try context.check()
        defer { meter.add(bytes: Int(source.stamp.size)) }
        let form = DocumentForm.of(file: source.file)
        if let form, let hash = cache?.hash(of: source.stamp), let record = cache?.record(of: .init(hash: hash, form: form)) {
            return try outcome(source, hash, .cached(record), isRead: record.isRead)
        }
        let (buffer, count): (Buffer, Int)
        do throws(QueryError) {
            (buffer, count) = try ReportFiles.read(source.path, account: context.account)
        } catch {
            if error.code == .cancelled || error.code == .outOfMemory { throw error }
            var tables = schema.empty
            Extractor.appendUnreadable(file: "", bytes: Int(source.stamp.size), message: error.message, to: &tables)
            return try outcome(source, nil, .memory(DocumentRecord(tables)), isRead: false)
        }
        let bytes = UnsafeRawBufferPointer(start: buffer.start, count: count)
        let hash = ContentHash(bytes)
        let key = CacheIndex.Source(hash: hash, form: form ?? .of(bytes))
        if let record = cache?.record(of: key) {
            cache?.note(source.stamp, of: source.realPath, hash)
            return try outcome(source, hash, .cached(record), isRead: record.isRead)
        }
        let clock = ContinuousClock()
        let start = clock.now
        var document = try lexicons().extract(bytes, form: key.form, hash: hash, name: "", file: "")
        let seconds = (clock.now - start) / .seconds(1)
        document.tables["files"].setDoubles("seconds") { _ in (seconds * 1e6).rounded() / 1e6 }
        let record = DocumentRecord(document.tables)
        guard let cache else {
            return try outcome(source, hash, shelf.keep(record, isRead: !document.isEmpty), isRead: !document.isEmpty)
        }
        let cached = try cache.add(record, of: key, isRead: !document.isEmpty)
        cache.note(source.stamp, of: source.realPath, hash)
        return try outcome(source, hash, .cached(cached), isRead: !document.isEmpty)
    }

    private func lexicons() throws(QueryError) -> Extractor {
        let made = extractor.withLock { extractor -> Result<Extractor, QueryError> in
            if let extractor { return .success(extractor) }
            do throws(QueryError) {
                let made = try setup.extractor()
                extractor = made
                return .success(made)
            } catch {
                return .failure(error)
            }
        }
        return try made.get()
    }

    private func outcome(
        _ source: ReportFiles.Source, _ hash: ContentHash?, _ storage: StoredDocument.Storage, isRead: Bool
    ) throws(QueryError) -> Outcome {
        let document = StoredDocument(key: source.key, file: source.file, path: source.path, hash: hash, storage: storage, schema: schema)
        guard !isRead else { return Outcome(document: document, file: ReportFile(path: source.path, message: nil, isFailure: false)) }
        let files = try document.table("files")
        let isFailure = files.rowCount > 0 && files.column("status")?.text(0) == "failed"
        let message = files.rowCount > 0 ? files.column("message")?.text(0) : nil
        return Outcome(document: document, file: ReportFile(path: source.path, message: message, isFailure: isFailure))
    }
}

/// Counts what was read and reports it ten times a second, and at the end.
final class ProgressMeter: Sendable {
    private struct State {
        var progress: ReportProgress
        var lastReport: ContinuousClock.Instant
    }

    private let report: (@Sendable (ReportProgress) -> Void)?
    private let start = ContinuousClock().now
    private let state: Mutex<State>

    init(_ sizes: [Int], report: (@Sendable (ReportProgress) -> Void)?) {
        self.report = report
        let all = ReportProgress(documents: 0, allDocuments: sizes.count, bytes: 0, allBytes: sizes.reduce(0, +), seconds: 0)
        state = Mutex(State(progress: all, lastReport: start))
    }

    func add(bytes: Int) {
        guard let report else { return }
        state.withLock { state in
            let now = ContinuousClock().now
            state.progress.documents += 1
            state.progress.bytes += bytes
            state.progress.seconds = (now - start) / .seconds(1)
            guard state.progress.isComplete || now - state.lastReport >= .milliseconds(100) else { return }
            state.lastReport = now
            report(state.progress)
        }
    }
}
