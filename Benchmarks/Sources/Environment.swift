import Glibc

/// What a measurement depends on besides the program: printed with it and kept with it.
struct Environment: Codable {
    let commit: String
    let hasUncommittedChanges: Bool
    let date: String
    let processor: String
    let cores: Int
    let memoryGiB: Double
    let kernel: String
    let threads: Int

    init(threads: Int) {
        self.threads = threads
        commit = Environment.output(of: "git rev-parse --short=12 HEAD 2> /dev/null") ?? "unknown"
        hasUncommittedChanges = Environment.output(of: "git status --porcelain --untracked-files=no 2> /dev/null") != nil
        date = Environment.output(of: "date -u +%Y-%m-%dT%H:%M:%SZ") ?? "unknown"
        processor = Environment.output(of: "sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo | head -n 1") ?? "unknown"
        kernel = Environment.output(of: "uname -sr") ?? "unknown"
        cores = Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        memoryGiB = Double(sysconf(Int32(_SC_PHYS_PAGES))) * Double(sysconf(Int32(_SC_PAGESIZE))) / Double(1 << 30)
    }

    var lines: [String] {
        [
            "commit \(commit)\(hasUncommittedChanges ? " with uncommitted changes" : ""), \(date)",
            "\(processor), \(cores) cores, \(Int(memoryGiB.rounded())) GiB, \(kernel), \(threads) threads",
        ]
    }

    /// What a shell command prints, without the end of its line; nil where that is nothing.
    private static func output(of command: String) -> String? {
        guard let pipe = popen(command, "r") else { return nil }
        defer { pclose(pipe) }
        var bytes: [UInt8] = []
        while case let byte = getc(pipe), byte != EOF { bytes.append(UInt8(truncatingIfNeeded: byte)) }
        while bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
    }
}

/// Why a benchmark cannot run.
struct BenchmarkError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
