import Extraction
import Glibc

/// The version of the rules that extract: a fingerprint of the running program, rules and compiled-in lexicons included. Another build
/// extracts anew, so that nobody has to remember to count a version up when a rule changes.
enum RuleVersion {
    /// The version of the rules with a user's lexicons and patterns.
    static func of(_ options: ExtractionOptions) -> UInt64 {
        Checksum.of(
            [program, options.lexicons.fingerprint, options.patterns.fingerprint].flatMap { word in
                withUnsafeBytes(of: word.littleEndian) { Array($0) }
            })
    }

    private static let program: UInt64 = {
        let descriptor = open("/proc/self/exe", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return 0 }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_size > 0 else { return 0 }
        let count = Int(status.st_size)
        // A program that runs cannot be written to, so the mapping stays whole.
        guard let start = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED else { return 0 }
        defer { munmap(start, count) }
        return Checksum.of(UnsafeRawBufferPointer(start: start, count: count))
    }()
}
