import Extraction
import Testing

/// What numbers count where the noun does not simply stand beside them. Expectations by hand.
@Suite struct NounPositionTests {
    /// The figures of a short text: `value unit noun`.
    private func figures(_ text: String) -> [String] {
        let table = extractedTable("figures", of: text)
        return (0..<table.rowCount).map { row in
            let value = table.column("value").flatMap { column in
                column.isValid[row] ? FactDecimal(tenThousandths: column.integers[row])?.text : nil
            }
            return (value ?? "-") + (table.column("unit")?.text(row) ?? "") + " " + (table.column("noun")?.text(row) ?? "-")
        }
    }

    @Test(
        "prices, shares and worths",
        arguments: [
            ("镇供销社的青菜平价卖,菜心每斤3.5元。", ["3.5元 菜心"]),
            ("羊肉均价每斤34元。", ["34元 羊肉"]),
            ("白菜一块八,萝卜一块二。", ["1.8块 白菜", "1.2块 萝卜"]),
            ("三屯社区的卡口上,党员占了六成。", ["6成 党员"]),
            ("这批橙子值24万元。", ["240000元 橙子"]),
            ("恒盛经营部送来额温枪15把(价值9000元)。", ["15把 额温枪", "9000元 额温枪"]),
            ("政府为此动用300万元采购。", ["3000000元 -"]),
        ] as [(String, [String])])
    func prices(_ text: String, _ expected: [String]) { #expect(figures(text) == expected) }

    @Test(
        "a verb, a comma or another number stands between",
        arguments: [
            ("到昨天,全镇规上企业复工412家。", ["412家 规上企业"]),
            ("商会还打算再发一批月饼,约2吨。", ["2吨 月饼"]),
            ("柳林镇、东港镇、上桥镇分别设立党员示范岗41个、23个和12个。", ["41个 党员示范岗", "23个 党员示范岗", "12个 党员示范岗"]),
            ("327户牧民的羊加工成羊肉约9.5吨。", ["327户 牧民", "9.5吨 羊肉"]),
        ] as [(String, [String])])
    func apart(_ text: String, _ expected: [String]) { #expect(figures(text) == expected) }

    @Test(
        "words that only look like nouns end the noun",
        arguments: [
            ("全村有241户往村口的货车上添过货。", ["241户 -"]),
            ("羊肉由武汉市的两家医院平分。", ["2家 医院"]),
            ("红十字会另收到酒精2610公斤入库。", ["2610公斤 酒精"]),
        ] as [(String, [String])])
    func bounds(_ text: String, _ expected: [String]) { #expect(figures(text) == expected) }

    @Test("none of them is missing") func lacking() { #expect(figures("渔珠村42名党员一个不落。") == ["42名 党员"]) }
}
