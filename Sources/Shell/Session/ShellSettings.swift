/// What a user can change about the shell, by dot-commands and `.set`.
package struct ShellSettings {
    /// The mode chosen; nil takes `box` on a screen, `csv` elsewhere, or what the name of an output file says.
    package var mode: OutputMode?
    package var headers = true
    package var nullText: String?
    /// Rows that a frame on a screen shows; 0 for all.
    package var maximumRows = 40
    /// Columns that a frame on a screen takes; 0 for the width of the screen.
    package var maximumWidth = 0
    /// Whether each statement is followed by its time.
    package var timer = false
    /// Whether statements of scripts are shown before they run.
    package var echo = false

    package init() {}
}

/// Where a piece of text came from, which decides how errors name their place and what an error leads to.
package enum StatementOrigin: Equatable, Sendable {
    case prompt
    case argument
    case file(String)
    case standardInput
    /// The start-up file: errors in it are warnings.
    case startup(String)

    /// The name before `:line:column`; nil where lines say nothing.
    var name: String? {
        switch self {
        case .prompt: nil
        case .argument: nil
        case .file(let path), .startup(let path): path
        case .standardInput: "<stdin>"
        }
    }
}

/// The exit codes of the executable.
package enum ExitStatus {
    package static let success: CInt = 0
    package static let queryError: CInt = 1
    package static let usage: CInt = 2
    package static let scriptStopped: CInt = 3
    package static let assertionFailed: CInt = 4
    package static let fileUnreadable: CInt = 5
    package static let interrupted: CInt = 130
}
