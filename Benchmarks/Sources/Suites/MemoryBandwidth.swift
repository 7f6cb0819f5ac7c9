import Columns
import ReportQL

/// McCalpin's stream kernels: how fast this machine's memory can be read, copied and computed over. No query can read faster.
enum MemoryBandwidth {
    /// Far more than any cache holds.
    static let byteCount = 256 << 20
    private static let passes = 5

    /// Bytes a second that `threads` threads together read.
    static func read(threads: Int) throws -> Double {
        let buffer = try filled()
        let sums = MorselResults<UInt64>(count: threads)
        return try best(bytes: byteCount, threads: threads) { (thread, range) in
            let words = buffer.pointer(to: UInt64.self)
            var sum: UInt64 = 0
            for index in range { sum &+= words[index] }
            sums[thread] = sum
        }
    }

    static func copy(threads: Int) throws -> Double {
        let (from, to) = (try filled(), try filled())
        return try best(bytes: 2 * byteCount, threads: threads) { (_, range) in
            let (source, target) = (from.pointer(to: UInt64.self), to.pointer(to: UInt64.self))
            for index in range { target[index] = source[index] &+ 1 }
        }
    }

    static func triad(threads: Int) throws -> Double {
        let (first, second, third) = (try filled(), try filled(), try filled())
        return try best(bytes: 3 * byteCount, threads: threads) { (_, range) in
            let (a, b, c) = (first.pointer(to: Double.self), second.pointer(to: Double.self), third.pointer(to: Double.self))
            for index in range { a[index] = b[index] + 3 * c[index] }
        }
    }

    static func suite(threads: Int) throws -> SuiteResult {
        var measurements: [Measurement] = []
        for count in threads > 1 ? [1, threads] : [1] {
            for (name, kernel, arrays) in [("read", read, 1), ("copy", copy, 2), ("triad", triad, 3)] {
                let rate = try kernel(count)
                var measurement = Measurement(
                    name: "\(name) \(count)", title: "\(count) thread\(count == 1 ? "" : "s"), \(arrays) arrays of \(byteCount >> 20) MiB",
                    times: [Double(arrays * byteCount) / rate], rows: byteCount / 8)
                measurement.bytesRead = arrays * byteCount
                measurements.append(measurement)
            }
        }
        return SuiteResult(suite: "bandwidth", measurements: measurements, findings: [])
    }

    private static func filled() throws(QueryError) -> Buffer {
        let buffer = try Buffer(byteCount: byteCount, account: MemoryAccount())
        buffer.pointer(to: UInt64.self).initialize(repeating: 1, count: byteCount / 8)
        return buffer
    }

    private static func best(bytes: Int, threads: Int, _ body: @escaping @Sendable (Int, Range<Int>) -> Void) throws -> Double {
        let words = byteCount / 8
        var least = Double.infinity
        for _ in 0..<passes {
            let start = ContinuousClock.now
            try WorkerPool.shared.run(workers: threads) { (thread) throws(QueryError) in
                body(thread, (words * thread / threads)..<(words * (thread + 1) / threads))
            }
            least = min(least, (ContinuousClock.now - start).inSeconds)
        }
        return Double(bytes) / least
    }
}
