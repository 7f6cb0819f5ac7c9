import CLineEdit
import Glibc

/// Facts about the terminal behind a descriptor. It is never asked by escape sequences: terminals that do not answer hang whoever asks.
package enum Terminal {
    /// Whether `descriptor` is a terminal.
    package static func isTerminal(_ descriptor: CInt) -> Bool { isatty(descriptor) == 1 }

    /// Columns and rows, or nothing where `descriptor` is no terminal or does not know.
    package static func size(_ descriptor: CInt) -> (columns: Int, rows: Int)? {
        var columns: CInt = 0
        var rows: CInt = 0
        guard le_screen_size(descriptor, &columns, &rows) else { return nil }
        return (Int(columns), Int(rows))
    }

    /// Whether the terminal can move its cursor, which editing a line needs.
    package static var canEdit: Bool {
        guard let name = getenv("TERM") else { return false }
        let terminal = String(cString: name)
        return !terminal.isEmpty && terminal != "dumb"
    }

    /// Whether colours are welcome (https://no-color.org).
    package static var wantsColor: Bool {
        guard canEdit else { return false }
        guard let value = getenv("NO_COLOR") else { return true }
        return value.pointee == 0
    }
}
