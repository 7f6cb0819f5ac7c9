import Glibc
import LineEditing
import Shell

/// One run of the shell: opens what the command line names, runs its steps, or a script from standard input, or the prompt.
struct Application {
    private let invocation: Invocation
    private let isInteractive: Bool

    init(_ invocation: Invocation) {
        self.invocation = invocation
        let hasScreen = Terminal.isTerminal(STDOUT_FILENO) || Terminal.isTerminal(STDERR_FILENO)
        isInteractive = invocation.steps.isEmpty && !invocation.batch && Terminal.isTerminal(STDIN_FILENO) && hasScreen
    }

    func run() -> CInt {
        let standardOutput = OutputSink(descriptor: STDOUT_FILENO)
        let standardError = OutputSink(descriptor: STDERR_FILENO)
        if invocation.showsVersion {
            standardOutput.append("reportql \(version)\n")
            try? standardOutput.flush()
            return ExitStatus.success
        }
        let session = DatabaseSession(
            options: DatabaseOptions(
                threads: threads, lexicon: invocation.lexicon, facts: invocation.facts, reports: invocation.reports))
        Interrupts.install(session.interrupt)
        let output = OutputRouter(standardOutput: standardOutput) {
            Terminal.isTerminal(STDOUT_FILENO) ? Terminal.size(STDOUT_FILENO)?.columns ?? 80 : nil
        }
        let shell = Shell(
            session: session, configuration: configuration, output: output, narration: standardError, isInterrupted: { Interrupts.pending })
        let status: CInt
        do throws(Shell.Stop) {
            status = try runAll(shell, session)
        } catch {
            status = error.status
        }
        return shell.finish(status)
    }

    private var configuration: Shell.Configuration {
        var configuration = Shell.Configuration()
        configuration.isInteractive = isInteractive
        configuration.isBatch = invocation.batch
        configuration.keepsGoing = invocation.keepGoing
        configuration.timesAsJSON = invocation.timesAsJSON
        configuration.colorsErrors = Terminal.isTerminal(STDERR_FILENO) && Terminal.wantsColor
        configuration.colorsOutput = Terminal.isTerminal(STDOUT_FILENO) && Terminal.wantsColor
        configuration.version = version
        configuration.mostBadFiles = invocation.mostBadFiles
        return configuration
    }

    /// `--threads`, else REPORTQL_THREADS, else nil for one a core.
    private var threads: Int? { invocation.threads ?? Self.threadsOfEnvironment }

    /// REPORTQL_THREADS; nil where it is not set or no number of threads.
    static var threadsOfEnvironment: Int? {
        getenv("REPORTQL_THREADS").flatMap { Int(String(cString: $0)) }.flatMap { $0 > 0 ? $0 : nil }
    }

    private func runAll(_ shell: Shell, _ session: DatabaseSession) throws(Shell.Stop) -> CInt {
        for parameter in invocation.parameters {
            let parts = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            session.setParameter(String(parts[0]), text: String(parts[1]))
        }
        shell.settings.mode = invocation.mode
        if let output = invocation.output { try shell.setOutput(output) }
        try shell.openPaths(invocation.paths)
        if !invocation.noStartupFile, !invocation.batch, let home = getenv("HOME") {
            try shell.run(startupFile: String(cString: home) + "/.reportqlrc")
        }
        if isInteractive {
            shell.settings.timer = true
            return Prompt(shell: shell, editor: Prompt.editor(PromptAssistant(PromptAssistance(catalog: session)))).run()
        }
        if invocation.steps.isEmpty { try shell.run(descriptor: STDIN_FILENO, from: .standardInput) }
        for step in invocation.steps {
            switch step {
            case .statements(let text): try shell.run(text: text, from: .argument)
            case .file("-"): try shell.run(descriptor: STDIN_FILENO, from: .standardInput)
            case .file(let path): try shell.run(file: path)
            }
        }
        // What a statement that failed would have asked for is not known.
        if shell.exitStatus == ExitStatus.success { return shell.checkUse(ofParameters: session.unusedParameters) }
        return shell.exitStatus
    }
}
