import Glibc
import Testing

/// The built executable, run as its users run it.
enum Executable {
    /// Beside the test bundle, where the build puts it.
    static let path: String = {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        let count = buffer.withUnsafeMutableBufferPointer { bytes in
            bytes.withMemoryRebound(to: CChar.self) { $0.baseAddress.map { readlink("/proc/self/exe", $0, 4_096) } ?? 0 }
        }
        let tests = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
        return tests.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 } + "/reportql"
    }()

    struct Outcome {
        var status: CInt
        var output: String
        var errors: String
    }

    /// Starts the executable without any start-up file of the user.
    static func spawn(
        _ arguments: [String], environment: [String: String], actions: UnsafePointer<posix_spawn_file_actions_t>,
        startsSession: Bool = false,
        executable: String = path
    ) throws -> pid_t {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Tests run on threads that block signals; a program starts with none blocked and Ctrl-C as usual.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigaddset(&signals, SIGINT)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        let session: Int32 = startsSession ? 0x80 : 0  // POSIX_SPAWN_SETSID
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | session))
        let defaults = ["PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "LANG": "C.UTF-8", "REPORTQL_HISTORY": ""]
        let libraries = getenv("LD_LIBRARY_PATH").map { ["LD_LIBRARY_PATH": String(cString: $0)] } ?? [:]
        let variables = defaults.merging(libraries) { $1 }.merging(environment) { $1 }.map { "\($0)=\($1)" }
        var arguments = ([executable] + arguments).map { strdup($0) } + [nil]
        var strings = variables.map { strdup($0) } + [nil]
        defer { for string in arguments + strings { free(string) } }
        var process = pid_t()
        let error = posix_spawn(&process, executable, actions, &attributes, &arguments, &strings)
        try #require(error == 0, "\(executable) does not start: \(String(cString: strerror(error)))")
        return process
    }

    /// Runs the executable with `input` on standard input, to its end.
    static func run(
        _ arguments: [String], input: String = "", environment: [String: String] = [:], executable: String = path
    ) throws -> Outcome {
        let files = try (0..<3).map { _ in try TemporaryFile() }
        files[0].write(input)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (descriptor, file) in files.enumerated() { posix_spawn_file_actions_addopen(&actions, CInt(descriptor), file.path, O_RDWR, 0) }
        let process = try spawn(arguments, environment: environment, actions: &actions, executable: executable)
        var status: CInt = 0
        waitpid(process, &status, 0)
        return Outcome(status: status & 0x7F == 0 ? (status >> 8) & 0xFF : -(status & 0x7F), output: files[1].text, errors: files[2].text)
    }
}

/// A file that is gone when nobody holds it any more.
final class TemporaryFile {
    let path: String

    init(ending: String = "") throws {
        var template = Array("/tmp/reportql-test-XXXXXX\(ending)".utf8CString)
        let descriptor = mkstemps(&template, CInt(ending.utf8.count))
        try #require(descriptor >= 0)
        close(descriptor)
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { unlink(path) }

    func write(_ text: String) {
        guard let file = fopen(path, "w") else { return }
        fputs(text, file)
        fclose(file)
    }

    var text: String { Self.text(path) }

    /// What a file holds; nothing where there is none.
    static func text(_ path: String) -> String {
        guard let file = fopen(path, "r") else { return "" }
        defer { fclose(file) }
        var all: [UInt8] = []
        var bytes = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&bytes, 1, bytes.count, file)
            if count == 0 { return String(decoding: all, as: UTF8.self) }
            all += bytes[..<count]
        }
    }
}
