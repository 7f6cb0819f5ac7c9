/// What a scalar means inside a numeral. Traditional forms are included because a bare numeral may come from outside the cleaned text.
enum NumeralCharacter {
    case none
    /// A Chinese digit; `formal` marks the banker's forms (壹, 贰 …), some of which are ordinary words too (陆, 伍, 肆).
    case digit(Int, formal: Bool)
    /// 十, 百, 千: the power of ten.
    case small(Int, formal: Bool)
    /// 万, 亿, 兆: the power of ten.
    case big(Int)
    /// 廿, 卅, 卌: tens without a 十.
    case tens(Int)
    /// 几, 数: a digit that nobody counted.
    case vague

    static func of(_ c: UInt32) -> NumeralCharacter {
        // Nearly every scalar of a text is outside this list; the two range tests answer for most of them.
        if c < 0x3007 || c > 0x9FFF { return .none }
        switch Unicode.Scalar(c) {
        case "零", "〇": return .digit(0, formal: false)
        case "一": return .digit(1, formal: false)
        case "二", "两", "兩", "倆": return .digit(2, formal: false)
        case "三": return .digit(3, formal: false)
        case "四": return .digit(4, formal: false)
        case "五": return .digit(5, formal: false)
        case "六": return .digit(6, formal: false)
        case "七": return .digit(7, formal: false)
        case "八": return .digit(8, formal: false)
        case "九": return .digit(9, formal: false)
        case "壹", "壱", "弌": return .digit(1, formal: true)
        case "贰", "貳", "弍": return .digit(2, formal: true)
        case "叁", "參", "叄", "弎": return .digit(3, formal: true)
        case "肆": return .digit(4, formal: true)
        case "伍": return .digit(5, formal: true)
        case "陆", "陸": return .digit(6, formal: true)
        case "柒": return .digit(7, formal: true)
        case "捌": return .digit(8, formal: true)
        case "玖": return .digit(9, formal: true)
        case "十": return .small(1, formal: false)
        case "拾": return .small(1, formal: true)
        case "百": return .small(2, formal: false)
        case "佰": return .small(2, formal: true)
        case "千": return .small(3, formal: false)
        case "仟": return .small(3, formal: true)
        case "万", "萬": return .big(4)
        case "亿", "億": return .big(8)
        case "兆": return .big(12)
        case "廿": return .tens(2)
        case "卅": return .tens(3)
        case "卌": return .tens(4)
        case "几", "幾", "数", "數": return .vague
        default: return .none
        }
    }

    var isNone: Bool { if case .none = self { true } else { false } }

    /// Whether a numeral may begin with the scalar; the quick test of the scanners' outer loop.
    @inline(__always)
    static func begins(_ c: UInt32) -> Bool {
        if c < 0x30 { return false }
        if c <= 0x39 { return true }
        if c < 0x3007 { return false }
        if c >= 0xFF10 && c <= 0xFF19 { return true }
        return !of(c).isNone
    }

    /// 余, 多: "and more" inside or behind a numeral.
    @inline(__always)
    static func isMore(_ c: UInt32) -> Bool { c == 0x4F59 || c == 0x591A || c == 0x9918 }
}
