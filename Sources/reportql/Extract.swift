import Glibc
import LineEditing
import Shell

extension ExtractArguments {
    /// Extracts and returns the exit status.
    func execute() -> CInt {
        let narration = OutputSink(descriptor: STDERR_FILENO)
        if from != nil {
            return Extraction.filter(
                STDIN_FILENO, tables: tables, options: vocabulary.options(threads: Application.threadsOfEnvironment),
                to: OutputSink(descriptor: STDOUT_FILENO), narration: narration)
        }
        // `validate` made sure that there is a folder.
        guard let out else { return ExitStatus.usage }
        let extraction = Extraction(options: vocabulary.options(reading: reading), mostBadFiles: reading.mostBadFiles)
        Interrupts.install(extraction.interrupt)
        return extraction.run(paths: paths, into: out, as: format ?? .ndjson, narration: narration)
    }
}
