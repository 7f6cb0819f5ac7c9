import ArgumentParser
import Glibc
import LineEditing
import Shell

/// The version that `--version` and `.version` show.
let version = "0.1.0"

@main
enum Main {
    static func main() {
        holdStandardDescriptors()
        // Output to a closed pipe comes back as an error, which ends the run quietly.
        signal(SIGPIPE, SIG_IGN)
        exit(run(Array(CommandLine.arguments.dropFirst())))
    }

    /// Opens those of the descriptors 0, 1 and 2 that the caller closed: a pipe or file that got such a number would be taken for
    /// standard input or output. Read-only, so that reading ends at once and writing fails as it does on a closed descriptor.
    private static func holdStandardDescriptors() {
        for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
            // The lowest free number is the one that was just found closed.
            _ = open("/dev/null", O_RDONLY)
        }
    }

    /// Runs a command line and returns its exit status.
    static func run(_ arguments: [String]) -> CInt {
        let subcommand = subcommands.first { $0.name == arguments.first }
        do {
            if let subcommand { return try subcommand.parse(Array(arguments.dropFirst())).execute() }
            let invocation = try Invocation(plain: arguments) ?? Invocation(Arguments.parse(Step.numbered(arguments)))
            return Application(invocation).run()
        } catch {
            return report(error, of: subcommand ?? Arguments.self)
        }
    }

    /// The commands that a first argument chooses; without one of these names it is a path or an option of the shell.
    private static let subcommands: [any Subcommand.Type] = [
        ExtractArguments.self, LinkArguments.self, LexiconArguments.self, ExplainArguments.self,
    ]

    /// Shows help on standard output and usage errors on standard error, whose status is 2 whatever the parser's own is.
    private static func report(_ error: any Error, of command: any ParsableCommand.Type) -> CInt {
        let isHelp = command.exitCode(for: error) == .success
        let sink = OutputSink(descriptor: isHelp ? STDOUT_FILENO : STDERR_FILENO)
        sink.append(command.fullMessage(for: error) + "\n")
        try? sink.flush()
        return isHelp ? ExitStatus.success : ExitStatus.usage
    }
}
