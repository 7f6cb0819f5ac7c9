import ReportQL

/// How far the reading of reports has come, in a line: documents, a bar, speed and the time left.
package enum ProgressLine {
    private static let widestBar = 30
    private static let narrowestBar = 10

    /// The line, at most `columns - 1` characters wide, all of them one column wide.
    package static func text(_ progress: ReportProgress, columns: Int) -> String {
        let share = progress.allBytes > 0 ? min(1, Double(progress.bytes) / Double(progress.allBytes)) : 0
        let speed = progress.seconds > 0 ? Double(progress.bytes) / progress.seconds : 0
        let front = "\(progress.documents)/\(progress.allDocuments) documents "
        var back = " \(Int(share * 100))%  \(megabytes(speed)) MB/s"
        if speed > 0, progress.bytes > 0 { back += "  \(clock(Double(progress.allBytes - progress.bytes) / speed)) left" }
        let room = columns - 1 - front.count - back.count - 2
        guard room >= narrowestBar else { return String((front + back.dropFirst()).prefix(max(columns - 1, 0))) }
        let width = min(room, widestBar)
        let filled = Int(Double(width) * share)
        return front + "[" + String(repeating: "#", count: filled) + String(repeating: "-", count: width - filled) + "]" + back
    }

    private static func megabytes(_ bytes: Double) -> String {
        let tenths = Int((bytes / 100_000).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }

    /// `0:07`, `12:34`, `1:02:03`.
    private static func clock(_ seconds: Double) -> String {
        let all = Int(min(max(seconds, 0), 359_999).rounded(.up))
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }
        let (hours, minutes) = (all / 3_600, all / 60 % 60)
        return hours > 0 ? "\(hours):\(two(minutes)):\(two(all % 60))" : "\(minutes):\(two(all % 60))"
    }
}
