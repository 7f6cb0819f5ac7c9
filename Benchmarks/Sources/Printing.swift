import FoundationEssentials

/// Tables of figures for a screen.
enum Printing {
    /// The measurements of a suite, a line each; `earlier` is compared with where it has the same names.
    static func show(_ result: SuiteResult, earlier: SuiteResult?) {
        let width = max(result.measurements.map(\.name.count).max() ?? 0, 6)
        let header =
            "ms".leftPadded(11) + "first".leftPadded(7) + "ns/row".leftPadded(9) + "MiB".leftPadded(8) + "GB/s".leftPadded(7)
            + "share".leftPadded(7) + "speedup".leftPadded(9) + "machine".leftPadded(9) + "step".leftPadded(6) + "change".leftPadded(8)
        print("\n" + result.suite.rightPadded(width) + header)
        for measurement in result.measurements {
            var line = measurement.name.rightPadded(width)
            line += fixed(measurement.seconds * 1e3, 3).leftPadded(11)
            line += (fixed(measurement.firstSeconds / max(measurement.seconds, 1e-9), 1) + "x").leftPadded(7)
            line += fixed(measurement.nanosecondsPerRow, 2).leftPadded(9)
            line += optional(measurement.peakBytes.map { fixed(Double($0) / Double(1 << 20), 1) }, 8)
            line += optional(measurement.bytesRead.map { fixed(Double($0) / measurement.seconds / 1e9, 1) }, 7)
            line += optional(measurement.bandwidthShare.map { fixed($0 * 100, 0) + " %" }, 7)
            line += optional(measurement.speedup.map { fixed($0, 2) }, 9)
            line += optional(measurement.shareOfMachine.map { fixed($0 * 100, 0) + " %" }, 9)
            line += optional(measurement.step.map { fixed($0, 2) }, 6)
            let before = earlier?.measurements.first { $0.name == measurement.name }
            line += optional(before.map { fixed(measurement.seconds / $0.seconds, 2) }, 8)
            print(line + "  " + measurement.title)
        }
        for verdict in result.verdicts ?? [] {
            print(
                "  \(verdict.holds ? "holds" : "FAILS")  \(verdict.series): worst step \(fixed(verdict.worstStep, 2)), from \(verdict.from) to "
                    + "\(verdict.to); the limit is \(fixed(verdict.limit, 2))")
        }
        if let failed = result.failedVerdicts {
            print("  " + (failed == 0 ? "no cliff" : "a cliff in \(failed) series"))
        }
        for finding in result.findings { print("  ! " + finding) }
    }

    private static func optional(_ text: String?, _ width: Int) -> String { (text ?? "").leftPadded(width) }

    static func fixed(_ number: Double, _ digits: Int) -> String {
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        guard number.isFinite, abs(number) < 1e12 else { return "-" }
        let units = Int((number * scale).rounded())
        if digits == 0 { return String(units) }
        let whole = units / Int(scale)
        let fraction = String(abs(units % Int(scale)))
        return "\(whole)." + String(repeating: "0", count: digits - fraction.count) + fraction
    }
}

extension String {
    func leftPadded(_ width: Int) -> String { String(repeating: " ", count: max(width - count, 0)) + self }
    func rightPadded(_ width: Int) -> String { self + String(repeating: " ", count: max(width - count, 0)) }
}

extension RunReport {
    static func read(_ path: String) throws -> RunReport {
        guard let data = FileManager.default.contents(atPath: path) else { throw BenchmarkError("\(path) cannot be read") }
        return try JSONDecoder().decode(RunReport.self, from: data)
    }

    func write(_ path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try encoder.encode(self).write(to: URL(filePath: path))
    }
}
