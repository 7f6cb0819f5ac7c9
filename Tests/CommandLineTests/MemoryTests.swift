import Glibc
import Testing

/// What the process holds, as the system sees it.
@Suite struct MemoryTests {
    @Test func droppedTablesGoBackToTheSystem() throws {
        let shell = try RunningShell()
        defer { shell.end() }
        try shell.run("SELECT 1;", until: "1\n")
        let empty = try shell.residentBytes()
        // A column of eight bytes a row and one of texts that hardly repeat, some 120 MiB.
        try shell.run(
            "CREATE TABLE t AS SELECT hash(range) AS h, 'a text longer than twelve bytes ' || hash(range) AS s FROM range(1500000); SELECT 2;",
            until: "2\n")
        let full = try shell.residentBytes()
        try shell.run("DROP TABLE t; SELECT 3;", until: "3\n")
        let dropped = try shell.residentBytes()
        #expect(full - empty > 60 << 20, "the table holds something: \(empty) \(full)")
        #expect(dropped - empty < 24 << 20, "what it held went back: \(empty) \(full) \(dropped)")
    }
}

/// The executable as a filter that stays open between statements.
private final class RunningShell {
    private let process: pid_t
    private let input: CInt
    private let output: CInt

    init() throws {
        var toShell: [CInt] = [0, 0]
        var fromShell: [CInt] = [0, 0]
        try #require(pipe(&toShell) == 0 && pipe(&fromShell) == 0)
        for descriptor in toShell + fromShell { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, toShell[0], STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, fromShell[1], STDOUT_FILENO)
        process = try Executable.spawn(["--batch", "--threads", "2"], environment: [:], actions: &actions)
        close(toShell[0])
        close(fromShell[1])
        input = toShell[1]
        output = fromShell[0]
    }

    /// Sends statements and waits until the output ends in `ending`.
    func run(_ statements: String, until ending: String) throws {
        let bytes = Array((statements + "\n").utf8)
        try #require(write(input, bytes, bytes.count) == bytes.count)
        var seen = ""
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while !seen.hasSuffix(ending) {
            let count = read(output, &buffer, buffer.count)
            try #require(count > 0, "the output ended after \(seen)")
            seen += String(decoding: buffer[..<count], as: UTF8.self)
        }
    }

    func residentBytes() throws -> Int {
        let file = try #require(fopen("/proc/\(process)/statm", "r"))
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        try #require(fgets(&line, 256, file) != nil)
        let words = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self).split(separator: " ")
        return try #require(Int(words[1])) * Int(sysconf(Int32(_SC_PAGESIZE)))
    }

    func end() {
        // Other tests start programs at the same time, which may hold the pipe open: its end alone would not end the shell.
        _ = write(input, ".quit\n", 6)
        close(input)
        var status: CInt = 0
        waitpid(process, &status, 0)
        close(output)
    }
}
