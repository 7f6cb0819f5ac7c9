import Extraction
import Testing

@Suite struct ChineseNumberTests {
    @Test(
        arguments: [
            ("一千零五", "1005"), ("两千六", "2600"), ("九十二万四", "924000"), ("5亿1万4千6百", "500014600"), ("１１.92亿", "1192000000"), ("百二萬", "1200000"),
            ("四百亿点零五零", "40000000000.05"), ("负四百零五亿零四百零四万", "-40504040000"), ("1,050,000,000", "1050000000"), ("20余万", "200000"),
            ("近万", "10000"), ("至少有10", "10"), ("500万余亿", "500000000000000"), ("半百", "50"), ("-.5", "-0.5"), ("十 余 万", "100000"),
            ("一七二零点一", "1720.1"),
            ("参佰万", nil), ("參佰萬", "3000000"), ("卌二", "42"), ("1万600", "10600"), ("三五百", nil), ("数十", nil), ("十几", nil), ("20-100", nil),
            ("第五", nil), ("", nil), ("万", nil),
            ("两两", nil), ("百姓", nil), ("94%", nil),
        ] as [(String, String?)])
    func parses(_ text: String, _ expected: String?) {
        #expect(ChineseNumber.parse(text).map(plain) == expected)
    }

    @Test func longNumbersAreNoNumbersRatherThanWrongOnes() {
        #expect(ChineseNumber.parse(String(repeating: "9", count: 10_000)) == nil)
        #expect(ChineseNumber.parse(String(repeating: "九", count: 10_000)) == nil)
        #expect(ChineseNumber.parse("9" + String(repeating: "万", count: 10_000)) != ExactDecimal(9))
        #expect(ChineseNumber.parse("0." + String(repeating: "0", count: 10_000) + "1")?.rounded(to: 12) == 0)
    }

    @Test func scalesExactly() {
        #expect(ChineseNumber.parse("1.2万")?.scaled(to: 4) == 120_000_000)
        #expect(ChineseNumber.parse("0.00005")?.scaled(to: 4) == nil)
        #expect(ChineseNumber.parse("0.00005")?.rounded(to: 4) == 1)
    }

    private func plain(_ value: ExactDecimal) -> String {
        guard let digits = value.scaled(to: 2) else { return "?" }
        let magnitude = digits.magnitude
        var text = String(magnitude / 100)
        let fraction = Int(magnitude % 100)
        if fraction > 0 { text += fraction % 10 == 0 ? ".\(fraction / 10)" : "." + (fraction < 10 ? "0" : "") + "\(fraction)" }
        return (digits < 0 ? "-" : "") + text
    }
}
