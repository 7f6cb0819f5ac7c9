import Glibc

/// From the start of the executable to its end: a statement that touches nothing, and one behind the reading of the sample reports.
enum StartSuite {
    private static let cases: [(name: String, arguments: [String], limit: Double)] = [
        ("SELECT 1", ["--no-rc", "-c", "SELECT 1"], 0.015), ("seeds/", ["--no-rc", "seeds/", "-c", "SELECT 1"], 0.060),
    ]

    /// The executable beside this one, run often; the best run counts, since starting is what a busy machine delays most.
    static func run(_ context: BenchmarkContext) throws -> SuiteResult {
        let executable = folder() + "/reportql"
        var result = SuiteResult(suite: "start", measurements: [], findings: [])
        for (name, arguments, limit) in cases {
            var times: [Double] = []
            for _ in 0..<(context.runs * 4) {
                let start = ContinuousClock.now
                try spawn(executable, arguments)
                times.append((ContinuousClock.now - start).inSeconds)
            }
            let measurement = Measurement(name: name, title: "\(executable) \(arguments.joined(separator: " "))", times: times, rows: 1)
            if measurement.seconds > limit {
                result.findings.append("\(name) takes more than \(Printing.fixed(limit * 1e3, 0)) ms")
            }
            result.measurements.append(measurement)
        }
        return result
    }

    private static func folder() -> String {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        let count = buffer.withUnsafeMutableBytes { bytes in
            bytes.baseAddress.map { readlink("/proc/self/exe", $0.assumingMemoryBound(to: CChar.self), bytes.count) } ?? 0
        }
        let path = String(decoding: buffer.prefix(max(count, 0)), as: UTF8.self)
        return path.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 }
    }

    private static func spawn(_ executable: String, _ arguments: [String]) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        var strings = ([executable] + arguments).map { strdup($0) } + [nil]
        defer { for string in strings { free(string) } }
        var process = pid_t()
        let error = posix_spawn(&process, executable, &actions, nil, &strings, environ)
        guard error == 0 else { throw BenchmarkError("\(executable) does not start: \(String(cString: strerror(error)))") }
        var status: CInt = 0
        waitpid(process, &status, 0)
        guard status == 0 else { throw BenchmarkError("\(executable) \(arguments.joined(separator: " ")) failed") }
    }
}
