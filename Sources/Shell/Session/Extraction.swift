import Glibc
import ReportQL

/// Extraction without a query: reports to files, or lines of a stream to fact rows.
package struct Extraction {
    package typealias Format = FactFileFormat

    private let database: Database
    private let mostBadFiles: Int

    /// - Parameter mostBadFiles: how many files may fail before the exit status says so.
    package init(options: Database.Options = Database.Options(), mostBadFiles: Int = 0) {
        database = Database(options: options)
        self.mostBadFiles = mostBadFiles
    }

    /// Stops what runs; for any thread.
    package var interrupt: @Sendable () -> Void { { [database] in database.interrupt() } }

    /// Reads reports and writes their tables into a folder. Remarks go to `narration`.
    package func run(paths: [String], into folder: String, as format: Format, narration: OutputSink) -> CInt {
        defer { try? narration.flush() }
        var badFiles = 0
        do throws(QueryError) {
            for file in try database.openReports(at: paths) {
                guard let message = file.message else { continue }
                narration.append("\(file.isFailure ? "error" : "warning"): \(file.path): \(message)\n")
                if file.isFailure { badFiles += 1 }
            }
            try database.writeExtractedTables(to: folder, as: format)
        } catch {
            narration.append(ErrorReport(error, from: .argument).line + "\n")
            return error.code == .cancelled ? ExitStatus.interrupted : ExitStatus.queryError
        }
        return badFiles > mostBadFiles ? ExitStatus.fileUnreadable : ExitStatus.success
    }

    /// Links reprints and facts told again in the NDJSON files of a folder, and says on `narration` what was found.
    package func link(_ folder: String, narration: OutputSink) -> CInt {
        defer { try? narration.flush() }
        do throws(QueryError) {
            let outcome = try database.linkExtractedTables(in: folder)
            narration.append("\(outcome.reports) reports: \(outcome.reprints) reprints, \(outcome.retold) facts told before\n")
            return ExitStatus.success
        } catch {
            narration.append(ErrorReport(error, from: .argument).line + "\n")
            switch error.code {
            case .cancelled: return ExitStatus.interrupted
            case .fileNotFound, .fileUnreadable, .fileFormat: return ExitStatus.fileUnreadable
            default: return ExitStatus.queryError
            }
        }
    }

    /// Reads lines `{"report": …, "text": …}` from `input` to its end and writes fact rows as they come. Each line is extracted by itself;
    /// one that fails gives a row of the table `error`.
    ///
    /// The lines of a chunk are extracted on several threads; their rows come in the lines' order.
    package static func filter(
        _ input: CInt, tables: [String], options: Database.Options = Database.Options(), to output: OutputSink, narration: OutputSink
    ) -> CInt {
        defer { try? narration.flush() }
        do {
            let filter = try FactFilter(tables: tables, options: options)
            var buffer = LineBuffer()
            var chunk = [UInt8](repeating: 0, count: 1 << 18)
            while true {
                let count = chunk.withUnsafeMutableBytes { read(input, $0.baseAddress, $0.count) }
                if count < 0 {
                    if errno == EINTR { return ExitStatus.interrupted }
                    narration.append("error: standard input cannot be read: \(String(cString: strerror(errno)))\n")
                    return ExitStatus.fileUnreadable
                }
                try buffer.append(chunk[..<count], isLast: count == 0) { lines, number in
                    for rows in try filter.rows(ofLines: lines, firstNumber: number) { output.append(rows) }
                }
                // What a chunk gave leaves at once: whoever writes the lines may wait for their rows.
                try output.flush()
                if count == 0 { return ExitStatus.success }
            }
        } catch OutputError.closed {
            // The rows that remain are wanted by nobody, but the input was not read to its end.
            return ExitStatus.queryError
        } catch let error as QueryError {
            narration.append(ErrorReport(error, from: .argument).line + "\n")
            return ExitStatus.usage
        } catch OutputError.failed(let reason) {
            narration.append("error: the rows cannot be written: \(reason)\n")
            return ExitStatus.queryError
        } catch {
            narration.append("error: the rows cannot be written: \(error)\n")
            return ExitStatus.queryError
        }
    }
}

/// Puts lines together from chunks.
struct LineBuffer {
    private var bytes: [UInt8] = []
    /// How far `bytes` holds no line end.
    private var searched = 0
    private var count = 0

    /// Calls `body` with the lines that the chunk made complete, without their ends, and the number of the first of them, counted from 1.
    mutating func append(
        _ chunk: ArraySlice<UInt8>, isLast: Bool, _ body: ([UnsafeBufferPointer<UInt8>], Int) throws -> Void
    ) rethrows {
        bytes.append(contentsOf: chunk)
        var start = 0
        try bytes.withUnsafeBufferPointer { bytes in
            var lines: [UnsafeBufferPointer<UInt8>] = []
            while let end = bytes[searched...].firstIndex(of: 10) {
                lines.append(UnsafeBufferPointer(rebasing: bytes[start..<end]))
                start = end + 1
                searched = start
            }
            if isLast, start < bytes.count {
                lines.append(UnsafeBufferPointer(rebasing: bytes[start...]))
                start = bytes.count
            }
            guard !lines.isEmpty else { return }
            try body(lines, count + 1)
            count += lines.count
        }
        bytes.removeSubrange(..<start)
        searched = bytes.count
    }
}
