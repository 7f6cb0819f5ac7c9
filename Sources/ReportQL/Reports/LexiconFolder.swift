import Columns
import Extraction
import Glibc

/// A folder with a user's own lexicon files.
package enum LexiconFolder {
    /// The lexicons compiled in with those of a folder laid over them. Throws the first line for which they are refused.
    static func lexicons(at folder: String) throws(QueryError) -> Lexicons {
        let overlay = LexiconOverlay(try sources(at: folder))
        do throws(LexiconProblem) {
            return try Lexicons(overlay)
        } catch {
            let more = overlay.problems.count { $0.code.isError } - 1
            let help = error.help.map { [$0] } ?? []
            throw QueryError(
                QueryError.Code(rawValue: error.code.rawValue),
                "\(error.line == 0 ? error.path : "\(error.path):\(error.line):\(error.column)"): \(error.message)",
                help: help + (more > 0 ? ["reportql lexicon check \(folder) shows \(more) more"] : []))
        }
    }

    /// The `.tsv` files of a folder.
    static func sources(at folder: String) throws(QueryError) -> [LexiconOverlay.Source] {
        guard let directory = opendir(folder) else { throw ReportFiles.failure(folder, errno) }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let bytes = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            let name = String(decoding: bytes, as: UTF8.self)
            if name.hasSuffix(".tsv"), !name.hasPrefix(".") { names.append(name) }
        }
        guard !names.isEmpty else {
            throw QueryError(
                .fileNotFound, "there are no .tsv files in \(folder)",
                help: ["`reportql lexicon list` names the lexicons; a file is called like one of them"])
        }
        let base = folder.hasSuffix("/") ? folder : folder + "/"
        var sources: [LexiconOverlay.Source] = []
        for name in names.sorted() {
            let (buffer, count) = try ReportFiles.read(base + name, account: MemoryAccount(limit: 1 << 28))
            let bytes = [UInt8](UnsafeRawBufferPointer(start: buffer.start, count: count))
            sources.append(LexiconOverlay.Source(name: String(name.dropLast(4)), path: base + name, bytes: bytes))
        }
        return sources
    }
}

/// What the command `lexicon` shows.
package enum LexiconReview {
    /// What was found.
    package struct Findings: Sendable {
        /// A line for each problem, in the order of files and lines.
        package var lines: [String] = []
        package var errors = 0
        package var warnings = 0
    }

    /// Checks the files of a folder, or where there is none those compiled in.
    /// - Parameter reports: files and folders of reports; entries of the folder's files that occur in none are found too.
    package static func check(_ folder: String?, reports: [String]) throws(QueryError) -> Findings {
        var findings = Findings()
        var problems: [LexiconProblem]
        if let folder {
            let overlay = LexiconOverlay(try LexiconFolder.sources(at: folder))
            problems = LexiconCheck.problems(of: overlay)
            if !reports.isEmpty { problems += try unused(overlay, in: reports) }
        } else {
            problems = LexiconCheck.problemsOfStandard()
        }
        for problem in problems {
            findings.lines.append(problem.text)
            if problem.code.isError { findings.errors += 1 } else { findings.warnings += 1 }
        }
        return findings
    }

    private static func unused(_ overlay: LexiconOverlay, in reports: [String]) throws(QueryError) -> [LexiconProblem] {
        var use = LexiconUse(overlay)
        let account = MemoryAccount(limit: SystemResources.defaultMemoryLimit)
        for path in reports {
            for source in try ReportFiles.sources(at: path) {
                let (buffer, count) = try ReportFiles.read(source.path, account: account)
                let bytes = UnsafeRawBufferPointer(start: buffer.start, count: count)
                use.read(bytes, form: .of(file: source.file, bytes))
            }
        }
        return use.unused
    }

    /// A line for each lexicon: its name, how many entries are compiled in, what it holds, its columns.
    package static var list: [String] {
        LexiconSchema.all.map { schema in
            var count = 0
            Lexicons.standard.file(schema.name)?.forEachEntry { _ in count += 1 }
            let columns = schema.columns.map { $0.isRequired ? $0.name : "[\($0.name)]" }.joined(separator: ", ")
            return "\(schema.name)\t\(count)\t\(schema.subject)\t\(columns)"
        }
    }

    /// A lexicon's file as it is compiled in, or with a folder's files laid over it.
    package static func file(_ name: String, over folder: String?) throws(QueryError) -> [UInt8] {
        let plain = name.hasSuffix(".tsv") ? String(name.dropLast(4)) : name
        guard LexiconSchema.named(plain) != nil else {
            let names = LexiconSchema.all.map(\.name)
            throw QueryError(
                QueryError.Code(rawValue: LexiconProblem.Code.name.rawValue), "there is no lexicon \(plain)",
                help: EditDistance.near(plain, in: names).map { "did you mean \($0)?" } + ["lexicons: " + names.joined(separator: ", ")])
        }
        let lexicons = try folder.map { (folder) throws(QueryError) in try LexiconFolder.lexicons(at: folder) } ?? .standard
        return lexicons.file(plain).map { Array($0.bytes) } ?? []
    }
}
