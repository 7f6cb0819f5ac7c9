import Extraction
import Testing

private let extractor = Extractor()

private func table(_ name: String, of text: String) -> FactTable {
    Array(text.utf8).withUnsafeBytes { extractor.extract(utf8: $0, name: "x", file: "x.txt") }.tables[name]
}

/// The donations of a short text: `donor > recipient: value unit item (worth currency) scope status`, what is not said left out.
private func gifts(_ report: String) -> [String] {
    let table = table("donations", of: report)
    func text(_ column: String, _ row: Int) -> String? { table.column(column)?.text(row) }
    func number(_ column: String, _ row: Int) -> String? {
        guard let column = table.column(column), column.isValid[row] else { return nil }
        return FactDecimal(tenThousandths: column.integers[row])?.text
    }
    return (0..<table.rowCount).map { row in
        var line = text("donor", row) ?? "-"
        if let recipient = text("recipient", row) { line += ">" + recipient }
        line += ": " + (number("value", row) ?? "") + (text("unit", row) ?? "") + " " + (text("item", row) ?? "")
        if let worth = number("worth", row), text("category", row) != "money" { line += " =" + worth + (text("currency", row) ?? "") }
        if let scope = text("scope", row), scope != "gift" { line += " " + scope }
        if let status = text("status", row), status != "given" { line += " " + status }
        return line
    }
}

@Suite struct GiftTests {
    @Test(
        arguments: [
            // One giver and a list; the list goes on behind a comma.
            (
                "安徽某某茶业有限公司向县红十字会捐款5万元,并捐赠一次性医用口罩3000只、酒精20箱,方便面十件。",
                [
                    "安徽某某茶业有限公司>县红十字会: 50000元 资金", "安徽某某茶业有限公司>县红十字会: 3000只 一次性医用口罩", "安徽某某茶业有限公司>县红十字会: 20箱 酒精",
                    "安徽某某茶业有限公司>县红十字会: 10件 方便面",
                ]
            ),
            // Shares.
            ("县茶叶商会、县徽商联合会分别捐款8万元、3万元。", ["县茶叶商会: 80000元 资金", "县徽商联合会: 30000元 资金"]),
            // Worth and count.
            ("县兰花协会向县医院捐赠价值4.8万元的护目镜300副。", ["县兰花协会>县医院: 300副 护目镜 =48000CNY"]),
            ("县兰花协会捐赠护目镜300副、防护服100套,总价值9万元。", ["县兰花协会: 300副 护目镜", "县兰花协会: 100套 防护服", "县兰花协会:  物资 =90000CNY"]),
            ("县工商联送去了大衣、口罩、食品等共计28万元的物资。", ["县工商联:  物资 =280000CNY"]),
            // Before the verb; carried along to another clause.
            ("县建材公司把积攒的200箱牛奶、100箱苹果送到县人民医院。", ["县建材公司>县人民医院: 200箱 牛奶", "县建材公司>县人民医院: 100箱 苹果"]),
            ("县建材公司采购消毒液50桶,委托工作人员送到一线。", ["县建材公司>一线: 50桶 消毒液"]),
            // Foreign money, promises, refusals, totals.
            ("县侨商会捐赠2000美元。", ["县侨商会: 2000美元 资金"]),
            ("祥云集团承诺捐赠100万元。", ["祥云集团: 1000000元 资金 pledged"]),
            ("县慈善协会婉拒了一家企业捐赠的口罩500只。", ["一家企业>县慈善协会: 500只 口罩 declined"]),
            ("县红十字会累计接收社会捐款382.5万元。", ["->县红十字会: 3825000元 资金 total"]),
            ("县医院收到爱心市民送来的暖宝宝600片。", ["爱心市民>县医院: 600片 暖宝宝"]),
            ("居民群众为值守人员送来食物和姜汤。", ["居民群众>值守人员:  食物", "居民群众>值守人员:  姜汤"]),
        ] as [(String, [String])])
    func finds(_ text: String, _ expected: [String]) { #expect(gifts(text) == expected) }

    @Test(arguments: [
        "县财政局拨付防控资金200万元,采购口罩5万只发放到各乡镇。", "大润超市平价销售蔬菜12吨。", "县保供超市为居民代购生活物资3400单。", "向全县人民发出捐款捐物倡议书。",
        "工商联负责动员企业家捐款捐物。", "设立了捐款箱和捐赠热线。", "县公安局没收不合格口罩5600只。", "捐款金额从50元到1万元不等。", "县医院收到327份请战书。",
    ])
    func findsNoGift(_ text: String) { #expect(gifts(text) == []) }

    @Test func factsOfTheSameNumberPointToEachOther() {
        let text = "县商会捐赠口罩500只。"
        let donations = table("donations", of: text)
        let figures = table("figures", of: text)
        #expect(figures.column("fact")?.text(0) == donations.column("id")?.text(0))
        #expect(donations.column("quote")?.text(0) == "县商会捐赠口罩500只")
    }
}

@Suite struct PartyTests {
    private func party(_ text: String) -> [String] {
        let table = table("party", of: text)
        return (0..<table.rowCount).map { row in
            ["noun", "kind", "role", "activity"].map { table.column($0)?.text(row) ?? "-" }.joined(separator: "|")
        }
    }

    @Test(
        arguments: [
            ("全县共有4600余名党员主动请战。", ["党员|member|exists|主动请战"]),
            ("设立党员先锋岗56个,成立党员突击队14支,党员参与率达92%。", ["党员先锋岗|post|set_up|-", "党员突击队|team|set_up|-", "党员参与率|rate|other|-"]),
            ("从机关抽调党员干部137名,组建临时党支部9个。", ["党员干部|cadre|sent|-", "临时党支部|temporary_branch|set_up|-"]),
            ("千余党组织齐心协力。", ["党组织|organisation|other|齐心协力"]),
            ("动员100多名党员、群众加入。", ["党员、群众|other|mobilised|加入"]),
            ("派出宣传车9辆,选派8名医护人员。", []),
            ("一名党员就是一面旗帜。", []),
        ] as [(String, [String])])
    func finds(_ text: String, _ expected: [String]) {
        #expect(party(text) == expected)
    }

    /// What a gift goes through: `donor > collector`.
    @Test(
        arguments: [
            ("县兰花协会通过县红十字会向县医院捐赠护目镜300副。", ["县兰花协会 > 县红十字会"]),
            ("县兰花协会委托县工商联采购口罩3000只,送到县医院。", ["县兰花协会 > 县工商联"]),
            ("县建材公司员工捐款6万元,由公司党支部转交市慈善总会。", ["县建材公司员工 > 公司党支部"]),
            ("县红十字会累计接收社会捐款382.5万元。", ["- > 县红十字会"]),
            // Who gives is no channel, and neither is a hospital that keeps what it is given.
            ("县医院收到由县兰花协会捐赠的护目镜300副。", ["县兰花协会 > -"]),
            ("县兰花协会向县医院捐赠护目镜300副。", ["县兰花协会 > -"]),
        ] as [(String, [String])])
    func channels(_ text: String, _ expected: [String]) {
        let rows = table("donations", of: text)
        let found = (0..<rows.rowCount).map {
            "\(rows.column("donor")?.text($0) ?? "-") > \(rows.column("collector")?.text($0) ?? "-")"
        }
        #expect(found == expected)
    }

    @Test func aGiversFirmIsKnownButNotTheGiversVillage() {
        let donors = table("donors", of: "中原区金源建材有限公司总经理李建国捐款5万元。中原区须水街道村民张桂英捐款1000元。")
        let found = (0..<donors.rowCount).map {
            "\(donors.column("name")?.text($0) ?? "") \(donors.column("organisation")?.text($0) ?? "-")"
        }
        #expect(found == ["李建国 中原区金源建材有限公司", "张桂英 -"])
    }
}
