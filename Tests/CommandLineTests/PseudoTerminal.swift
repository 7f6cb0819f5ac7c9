import Glibc
import Testing

/// The built executable at the other end of a pseudo-terminal.
final class PseudoTerminal {
    private let controller: CInt
    private let process: pid_t
    private(set) var screen: TerminalScreen
    private var exitStatus: CInt?

    /// Starts `reportql` with a terminal of the given size.
    init(_ arguments: [String], environment: [String: String] = [:], columns: Int = 80, rows: Int = 40) throws {
        screen = TerminalScreen(columns: columns, rows: rows)
        controller = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        // posix_openpt and its companions hide behind feature macros that Swift's import of the C library does not set; these are the
        // requests that they make.
        var number: CUnsignedInt = 0
        var lock: CInt = 0
        try #require(controller >= 0 && ioctl(controller, 0x4004_5431, &lock) == 0 && ioctl(controller, 0x8004_5430, &number) == 0)
        let name = "/dev/pts/\(number)"
        var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(controller, UInt(TIOCSWINSZ), &size)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        // The first terminal that the leader of a new session opens becomes its controlling terminal.
        posix_spawn_file_actions_addopen(&actions, 0, name, O_RDWR, 0)
        posix_spawn_file_actions_adddup2(&actions, 0, 1)
        posix_spawn_file_actions_adddup2(&actions, 0, 2)
        process = try Executable.spawn(
            arguments, environment: ["TERM": "xterm-256color"].merging(environment) { $1 }, actions: &actions, startsSession: true)
    }

    deinit {
        if exitStatus == nil {
            kill(process, SIGKILL)
            waitpid(process, nil, 0)
        }
        close(controller)
    }

    /// Types keys.
    func type(_ keys: String) {
        var bytes = Array(keys.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { write(controller, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }

    /// Reads output until the screen satisfies `condition`; false where it does not within the time.
    func wait(seconds: Double = 20, until condition: (TerminalScreen) -> Bool) -> Bool {
        let end = ContinuousClock.now + .seconds(seconds)
        while true {
            if condition(screen) { return true }
            guard ContinuousClock.now < end else { return false }
            if !read(timeout: 50), exitStatus != nil { return condition(screen) }
        }
    }

    /// Waits for text on the screen.
    func shows(_ text: String) -> Bool { wait { $0.lines.contains { $0.contains(text) } } }

    /// Waits until the row of the cursor is exactly this.
    func prompts(_ line: String) -> Bool { wait { $0.currentLine == line } }

    /// Waits for the end of the program.
    func ends() -> CInt? {
        _ = wait { _ in
            var status: CInt = 0
            if exitStatus == nil, waitpid(process, &status, WNOHANG) == process {
                exitStatus = status & 0x7F == 0 ? (status >> 8) & 0xFF : -1
            }
            return exitStatus != nil
        }
        return exitStatus
    }

    func resize(columns: Int, rows: Int) {
        var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(controller, UInt(TIOCSWINSZ), &size)
    }

    private func read(timeout: CInt) -> Bool {
        var source = pollfd(fd: controller, events: Int16(POLLIN), revents: 0)
        guard poll(&source, 1, timeout) > 0 else { return false }
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = Glibc.read(controller, &bytes, bytes.count)
        guard count > 0 else { return false }
        screen.write(bytes[..<count])
        return true
    }
}
