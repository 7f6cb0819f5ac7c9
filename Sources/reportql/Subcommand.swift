import ArgumentParser

/// A command with a name of its own, `reportql NAME …`, beside the shell.
protocol Subcommand: ParsableCommand {
    /// The first argument that chooses it.
    static var name: String { get }

    /// Does the work and returns the exit status.
    func execute() -> CInt
}
