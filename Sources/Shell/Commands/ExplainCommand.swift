import Glibc
import ReportQL

/// The command `reportql explain`: a report with its facts marked, or what was recognised at one place of it.
package struct ExplainCommand {
    private let output: OutputSink
    private let narration: OutputSink
    private let options: Database.Options
    private let usesColor: Bool

    /// - Parameter usesColor: whether marks are colours; else they are signs that any program can read.
    package init(options: Database.Options, output: OutputSink, narration: OutputSink, usesColor: Bool) {
        self.options = options
        self.output = output
        self.narration = narration
        self.usesColor = usesColor
    }

    /// Explains `FILE` or `FILE:OFFSET` and returns the exit status.
    package func run(_ target: String) -> CInt {
        defer { try? narration.flush() }
        let (path, offset) = Self.split(target)
        do throws(QueryError) {
            let report = try ReportExplanation(of: path, options: options)
            if let offset {
                show(try report.place(at: offset), of: report, offset: offset)
            } else {
                show(report)
                narration.append(report.summary + "\n")
            }
        } catch {
            narration.append(ErrorReport(error, from: .argument).line + "\n")
            switch error.code {
            case .fileNotFound, .fileUnreadable, .fileFormat: return ExitStatus.fileUnreadable
            case .cancelled: return ExitStatus.interrupted
            default: return ExitStatus.queryError
            }
        }
        // A reader that goes away has seen what it wanted.
        try? output.flush()
        return ExitStatus.success
    }

    /// A file whose whole name ends in a colon and digits is meant as it stands.
    private static func split(_ target: String) -> (path: String, offset: Int?) {
        guard access(target, F_OK) != 0, let colon = target.lastIndex(of: ":"), let offset = Int(target[target.index(after: colon)...]),
            offset >= 0
        else { return (target, nil) }
        return (String(target[..<colon]), offset)
    }

    // MARK: The whole text

    private func show(_ report: ReportExplanation) {
        var open: [ReportExplanation.Mark] = []
        var position = 0
        let scalars = report.scalars
        func text(to end: Int) {
            output.append(visible(scalars[position..<end]))
            position = end
        }
        func close(before start: Int) {
            while let last = open.last, last.range.upperBound <= start {
                text(to: last.range.upperBound)
                open.removeLast()
                end(last, inside: open)
            }
        }
        for mark in report.marks {
            close(before: mark.range.lowerBound)
            text(to: max(position, mark.range.lowerBound))
            begin(mark)
            open.append(mark)
        }
        close(before: scalars.count)
        text(to: scalars.count)
        if scalars.last != 0x0A { output.append("\n") }
    }

    private func begin(_ mark: ReportExplanation.Mark) {
        if usesColor {
            output.append("\u{1B}[\(Self.style(mark.kind))m")
        } else {
            output.append(mark.kind == .unclaimed ? "_" : "⟦\(mark.label) ")
        }
    }

    private func end(_ mark: ReportExplanation.Mark, inside open: [ReportExplanation.Mark]) {
        guard usesColor else { return output.append(mark.kind == .unclaimed ? "_" : "⟧") }
        output.append("\u{1B}[0m")
        if mark.kind != .unclaimed { output.append("\u{1B}[2m[\(mark.label)]\u{1B}[0m") }
        for outer in open { output.append("\u{1B}[\(Self.style(outer.kind))m") }
    }

    private static func style(_ kind: ReportExplanation.Mark.Kind) -> String {
        switch kind {
        case .figure: "36"
        case .party: "35"
        case .donation: "32"
        case .own: "34"
        case .unclaimed: "4"
        }
    }

    /// The text as a person can see it: line ends and tabs stay, other control characters get a stand-in.
    private func visible(_ scalars: ArraySlice<UInt32>) -> String {
        var result = ""
        var line = ""
        for value in scalars {
            let scalar = Unicode.Scalar(value) ?? "\u{FFFD}"
            if scalar == "\n" || scalar == "\t" {
                result += line.withUTF8 { VisibleText.of($0) }
                result.unicodeScalars.append(scalar)
                line = ""
            } else if scalar != "\r" {
                line.unicodeScalars.append(scalar)
            }
        }
        return result + line.withUTF8 { VisibleText.of($0) }
    }

    // MARK: One place

    private func show(_ place: ReportExplanation.Place, of report: ReportExplanation, offset: Int) {
        output.append("\(report.path):\(offset) (line \(place.line), column \(place.column))\n")
        for section in place.sections {
            output.append(bold(section.title) + "\n")
            for line in section.lines {
                var text = line.text
                output.append((line.isHere ? "  > " : "    ") + text.withUTF8 { VisibleText.of($0) } + "\n")
            }
        }
    }

    private func bold(_ text: String) -> String { usesColor ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
}
