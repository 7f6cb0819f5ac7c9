import ArgumentParser
import Glibc
import LineEditing
import Shell

/// The version that `--version` and `.version` show.
let version = "0.1.0"

@main
enum Main {
    static func main() {
        // Output to a closed pipe comes back as an error, which ends the run quietly.
        signal(SIGPIPE, SIG_IGN)
        exit(run(Array(CommandLine.arguments.dropFirst())))
    }

    /// Runs a command line and returns its exit status.
    static func run(_ arguments: [String]) -> CInt {
        do {
            if arguments.first == ExtractArguments.name {
                return try ExtractArguments.parse(Array(arguments.dropFirst())).run()
            }
            return try Application(Arguments.parse(Step.numbered(arguments))).run()
        } catch {
            return report(error, isExtract: arguments.first == ExtractArguments.name)
        }
    }

    /// Shows help on standard output and usage errors on standard error, whose status is 2 whatever the parser's own is.
    private static func report(_ error: any Error, isExtract: Bool) -> CInt {
        let isHelp = Arguments.exitCode(for: error) == .success
        let message = isExtract ? ExtractArguments.fullMessage(for: error) : Arguments.fullMessage(for: error)
        let sink = OutputSink(descriptor: isHelp ? STDOUT_FILENO : STDERR_FILENO)
        sink.append(message + "\n")
        try? sink.flush()
        return isHelp ? ExitStatus.success : ExitStatus.usage
    }
}
