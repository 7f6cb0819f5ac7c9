import ReportQL

/// Which columns of a frame are shown, how wide, and where their decimal points stand.
struct GridLayout {
    /// Few enough rows to turn a frame that is too wide into a value a line.
    static let rowsForLineMode = 5
    /// A column is never cut to less than this.
    private static let narrowest = 8
    /// The width of a line between columns with its blanks, and of the two outer lines.
    private static let separatorWidth = 3
    private static let outerWidth = 4

    let columns: [ResultColumn]
    /// Indices of the columns shown, in order.
    private(set) var shown: [Int]
    /// Indices of the columns left out.
    private(set) var hidden: [Int] = []
    /// Width of each column, shown or not.
    private(set) var widths: [Int]
    /// Most digits behind the point of each column of numbers.
    private(set) var fractions: [Int]
    /// Whether some text does not fit its column.
    private(set) var cutsText = false
    /// Whether not even narrow columns fit.
    private(set) var isTooWide = false

    init(columns: [ResultColumn], rows: [[String?]], options: RenderingOptions) {
        self.columns = columns
        shown = Array(columns.indices)
        let nullWidth = DisplayWidth.of(options.nullText ?? "NULL")
        fractions = columns.indices.map { column in
            guard columns[column].kind == .decimal || columns[column].kind == .double else { return 0 }
            return rows.reduce(0) { max($0, Self.fraction($1[column])) }
        }
        widths = columns.map { options.headers ? DisplayWidth.of($0.name) : 1 }
        for column in columns.indices {
            let fraction = fractions[column]
            for row in rows {
                let width = row[column].map { DisplayWidth.of($0) + (fraction > 0 ? fraction - Self.fraction($0) : 0) } ?? nullWidth
                widths[column] = max(widths[column], width)
            }
        }
        if options.maximumWidth > 0 { fit(into: options.maximumWidth) }
    }

    /// The characters from the decimal point on; 0 where a text has none or is no plain number.
    static func fraction(_ text: String?) -> Int {
        guard let text, !text.utf8.contains(UInt8(ascii: "e")), let point = text.utf8.firstIndex(of: UInt8(ascii: ".")) else { return 0 }
        return text.utf8.distance(from: point, to: text.utf8.endIndex)
    }

    private var totalWidth: Int {
        shown.reduce(Self.outerWidth - Self.separatorWidth) { $0 + widths[$1] + Self.separatorWidth }
            + (hidden.isEmpty ? 0 : 1 + Self.separatorWidth)
    }

    private mutating func fit(into width: Int) {
        guard totalWidth > width else { return }
        // A number that is cut is a wrong number; only other columns give way.
        let natural = widths
        let minimum = columns.indices.map { columns[$0].kind.isNumeric ? natural[$0] : min(natural[$0], Self.narrowest) }
        let least = shown.reduce(Self.outerWidth - Self.separatorWidth) { $0 + minimum[$1] + Self.separatorWidth }
        if least > width {
            isTooWide = true
            hideFromTheMiddle(minimum: minimum, width: width)
        }
        // The widest gives way first, down to a common width that makes all fit.
        var cap = min(shown.map { natural[$0] }.max() ?? 0, width)
        while totalWidth > width, cap > Self.narrowest {
            cap -= 1
            for column in shown where !columns[column].kind.isNumeric { widths[column] = min(natural[column], max(cap, minimum[column])) }
        }
        cutsText = shown.contains { widths[$0] < natural[$0] }
    }

    private mutating func hideFromTheMiddle(minimum: [Int], width: Int) {
        func least() -> Int {
            shown.reduce(Self.outerWidth - Self.separatorWidth + 1 + Self.separatorWidth) { $0 + minimum[$1] + Self.separatorWidth }
        }
        while shown.count > 1, least() > width { hidden.append(shown.remove(at: shown.count / 2)) }
        hidden.sort()
    }

    /// The position among `shown` before which a column of `…` stands for those left out.
    var gapPosition: Int? {
        guard let first = hidden.first else { return nil }
        return shown.firstIndex { $0 > first } ?? shown.count
    }
}
