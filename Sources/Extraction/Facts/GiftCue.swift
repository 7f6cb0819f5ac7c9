/// What stands around a number of things and speaks for or against its being a gift.
///
/// The weights are those of a logistic regression: their sum is the logarithm of the odds. It was fitted to the 430 numbers of things that the
/// rules for verbs of giving had left over in 78 reports with known answers when those reports were new to them. Each set of six reports left
/// out in turn, it finds four fifths of the gifts left over, and seven of eight numbers that it takes for gifts are gifts.
enum GiftCue: Int, CaseIterable {
    // The thing that is counted.
    /// 18吨芹菜, 260盒草莓: by weight, by volume or in packages.
    case weighed
    /// Ten or more.
    case many
    /// A mask, a protective suit, a remedy.
    case material
    /// Money or a vehicle, which are spent and driven.
    case means
    /// A thing that the lexicon lacks.
    case unlisted

    // The same clause in front of the number.
    /// 连夜缝了60双: a verb of making.
    case made
    /// 免费加注柴油3吨; behind the number, too.
    case free
    /// 把自家的30只口罩: what somebody takes.
    case taken

    // The sentence in front of the number.
    /// 捐来羊120只;牧民朝鲁把一头牛也赶了来: a verb of giving.
    case given
    /// 送来活动板房,同车拉来的还有…: a verb of bringing, in another clause.
    case broughtBefore
    /// 县财政, 区供销社: who buys and allots.
    case state
    /// 下拨, 调拨, 统一采购
    case allotted
    /// 日产, 投资, 复工
    case produced
    /// A firm.
    case firm

    // The sentence behind the number.
    /// 让女儿带给隔离病区的同事: a verb of bringing.
    case broughtBehind
    /// 分给镇卫生院: a body that gets.
    case office

    // The sentence on either side.
    /// 平价, 每斤, 市场价
    case priced
    /// 销售, 出售, 代购
    case sold

    /// Added to the logarithm of the odds.
    var weight: Double {
        switch self {
        case .weighed: 1.2
        case .many: 2.0
        case .material: 1.0
        case .means: -1.4
        case .unlisted: -2.4
        case .made: 1.6
        case .free: 1.8
        case .taken: 1.0
        case .given: 1.6
        case .broughtBefore: 1.8
        case .state: -2.0
        case .allotted: -2.2
        case .produced: -1.8
        case .firm: 0.8
        case .broughtBehind: 0.8
        case .office: 1.0
        case .priced: -2.3
        case .sold: -2.4
        }
    }

    /// The logarithm of the odds where there is no cue at all.
    static let ground = -2.3
}

/// The cues around a number.
struct GiftCues {
    private var bits: UInt32 = 0

    mutating func insert(_ cue: GiftCue) { bits |= 1 << UInt32(cue.rawValue) }

    /// The logarithm of the odds that the number is that of a gift.
    var odds: Double { GiftCue.allCases.reduce(GiftCue.ground) { bits & 1 << UInt32($1.rawValue) == 0 ? $0 : $0 + $1.weight } }
}
