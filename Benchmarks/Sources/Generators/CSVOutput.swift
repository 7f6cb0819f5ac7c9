import Glibc

/// Writes a CSV file in large pieces, under a temporary name until it is whole.
struct CSVOutput: ~Copyable {
    private let path: String
    private let descriptor: CInt
    private var bytes: [UInt8] = []
    private static let pieceByteCount = 1 << 20

    init(path: String, header: String) throws(BenchmarkError) {
        self.path = path
        descriptor = open(path + ".part", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw BenchmarkError("\(path) cannot be written: \(String(cString: strerror(errno)))") }
        bytes.reserveCapacity(CSVOutput.pieceByteCount + 4_096)
        text(header)
        endRow()
    }

    mutating func text(_ text: String) { bytes.append(contentsOf: text.utf8) }

    mutating func comma() { bytes.append(UInt8(ascii: ",")) }

    mutating func endRow() { bytes.append(UInt8(ascii: "\n")) }

    /// A whole number that is not negative, with leading zeros up to `width` digits.
    mutating func number(_ number: Int, width: Int = 1) {
        var power = 10
        var digits = 1
        while power <= number || digits < width {
            power *= 10
            digits += 1
        }
        while power > 1 {
            power /= 10
            bytes.append(UInt8(ascii: "0") + UInt8(number / power % 10))
        }
    }

    /// `units` of 10 to the power of minus `decimals`.
    mutating func fixed(_ units: Int, decimals: Int) {
        var scale = 1
        for _ in 0..<decimals { scale *= 10 }
        number(units / scale)
        bytes.append(UInt8(ascii: "."))
        number(units % scale, width: decimals)
    }

    /// Writes what has gathered, where that is much.
    mutating func breathe() throws(BenchmarkError) {
        if bytes.count >= CSVOutput.pieceByteCount { try flush() }
    }

    private mutating func flush() throws(BenchmarkError) {
        var start = 0
        while start < bytes.count {
            let written = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress.map { $0 + start }, $0.count - start) }
            guard written > 0 else { throw BenchmarkError("\(path) cannot be written: \(String(cString: strerror(errno)))") }
            start += written
        }
        bytes.removeAll(keepingCapacity: true)
    }

    mutating func finish() throws(BenchmarkError) {
        try flush()
        close(descriptor)
        guard rename(path + ".part", path) == 0 else {
            throw BenchmarkError("\(path) cannot be named: \(String(cString: strerror(errno)))")
        }
    }
}
