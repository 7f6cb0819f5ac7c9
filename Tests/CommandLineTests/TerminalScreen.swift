/// A small model of a terminal's screen: what stands where after a program wrote its bytes. It knows the sequences that readline and
/// the shell send to an xterm; others are skipped.
struct TerminalScreen {
    private struct Cell {
        /// Empty behind a wide character.
        var text = " "
        var color = 0
    }

    let columns: Int
    let rows: Int
    private var cells: [[Cell]]
    private(set) var row = 0
    private(set) var column = 0
    /// The cursor stands behind the last column; the next character goes to the next row.
    private var wrapsNext = false
    private var saved = (row: 0, column: 0, wrapsNext: false)
    private var color = 0
    /// Bytes of a character or an escape sequence that is not complete yet.
    private var pending: [UInt8] = []

    init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
        cells = Array(repeating: Array(repeating: Cell(), count: columns), count: rows)
    }

    /// The rows with something in them, without the blanks at their ends.
    var lines: [String] { cells.map { Self.text($0) }.filter { !$0.isEmpty } }

    /// The row of the cursor.
    var currentLine: String { Self.text(cells[row]) }

    /// The colour numbers of the characters of a row.
    func colors(ofRow row: Int) -> [Int] { cells[row].map(\.color) }

    private static func text(_ cells: [Cell]) -> String {
        var text = cells.map(\.text).joined()
        while text.last == " " { text.removeLast() }
        return text
    }

    mutating func write(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
            pending.append(byte)
            if pending[0] == 0x1B { takeEscape() } else { takeCharacter() }
        }
    }

    private mutating func takeCharacter() {
        let first = pending[0]
        let length = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
        guard pending.count >= length else { return }
        let text = String(decoding: pending, as: UTF8.self)
        pending = []
        switch first {
        case 7: break
        case 8:
            column = max(0, column - 1)
            wrapsNext = false
        case 10: lineFeed()
        case 13:
            column = 0
            wrapsNext = false
        case 9: column = min(columns - 1, (column / 8 + 1) * 8)
        default: put(text)
        }
    }

    private mutating func put(_ text: String) {
        let isWide = text.unicodeScalars.first.map {
            0x2E80...0xA4CF ~= $0.value || 0xAC00...0xD7A3 ~= $0.value || 0xFF01...0xFF60 ~= $0.value
        }
        let width = isWide == true ? 2 : 1
        if wrapsNext || column + width > columns {
            column = 0
            lineFeed()
        }
        cells[row][column] = Cell(text: text, color: color)
        if width == 2, column + 1 < columns { cells[row][column + 1] = Cell(text: "", color: color) }
        column += width
        wrapsNext = column >= columns
        if wrapsNext { column = columns - 1 }
    }

    private mutating func lineFeed() {
        wrapsNext = false
        if row + 1 < rows {
            row += 1
        } else {
            cells.removeFirst()
            cells.append(Array(repeating: Cell(), count: columns))
        }
    }

    private mutating func takeEscape() {
        guard pending.count >= 2 else { return }
        switch pending[1] {
        case UInt8(ascii: "["):
            guard pending.count >= 3, let last = pending.last, 0x40...0x7E ~= last else { return }
            let parameters = String(decoding: pending[2..<(pending.count - 1)], as: UTF8.self)
            control(last, parameters.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 0 })
        case UInt8(ascii: "7"): saved = (row, column, wrapsNext)
        case UInt8(ascii: "8"): (row, column, wrapsNext) = saved
        case UInt8(ascii: "M"): row = max(0, row - 1)
        case UInt8(ascii: "("), UInt8(ascii: ")"):
            guard pending.count >= 3 else { return }
        default: break
        }
        pending = []
    }

    private mutating func control(_ final: UInt8, _ parameters: [Int]) {
        let count = max(1, parameters.first ?? 1)
        let selector = parameters.first ?? 0
        if final != UInt8(ascii: "m") { wrapsNext = false }
        switch final {
        case UInt8(ascii: "A"): row = max(0, row - count)
        case UInt8(ascii: "B"): row = min(rows - 1, row + count)
        case UInt8(ascii: "C"): column = min(columns - 1, column + count)
        case UInt8(ascii: "D"): column = max(0, column - count)
        case UInt8(ascii: "G"): column = min(columns, count) - 1
        case UInt8(ascii: "H"):
            row = min(rows, count) - 1
            column = min(columns, max(1, parameters.count > 1 ? parameters[1] : 1)) - 1
        case UInt8(ascii: "J"):
            erase(row, selector == 0 ? column : 0)
            for other in cells.indices where selector == 2 || other > row { erase(other, 0) }
        case UInt8(ascii: "K"):
            if selector == 0 { erase(row, column) } else if selector == 2 { erase(row, 0) }
        case UInt8(ascii: "P"):
            for _ in 0..<min(count, columns - column) {
                cells[row].remove(at: column)
                cells[row].append(Cell())
            }
        case UInt8(ascii: "@"):
            for _ in 0..<min(count, columns - column) {
                cells[row].insert(Cell(), at: column)
                cells[row].removeLast()
            }
        case UInt8(ascii: "m"):
            for parameter in parameters { color = 30...37 ~= parameter || 90...97 ~= parameter ? parameter : parameter == 0 ? 0 : color }
        default: break
        }
    }

    private mutating func erase(_ row: Int, _ start: Int) {
        for column in start..<columns { cells[row][column] = Cell() }
    }
}
