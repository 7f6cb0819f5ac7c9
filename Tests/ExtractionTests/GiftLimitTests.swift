import Extraction
import Testing

/// Where a gift ends and something else begins: what money is for, what is kept, spent, allotted or only described. Expectations by hand.
@Suite struct GiftLimitTests {
    @Test(
        "what is told beside a gift and is none",
        arguments: [
            ("恒盛公司经理周海涛拿出5万元,给县医院的护士买夜宵。", ["周海涛>县医院的护士: 50000元 资金"]),
            ("县医院收到苏州一家贸易公司寄来的口罩1200只,留下800只。", ["苏州一家贸易公司>县医院: 1200只 口罩"]),
            ("这是兄妹俩为家乡寄来的第二批物资。", []),
            ("用乡亲汇来的那笔钱,村里添置了帐篷4顶。", []),
            ("村里从中拿出3万元,购置了雨衣、口罩。", []),
            ("镇财政又拿出6万元自购喷雾器50台。", []),
            ("口罩由市里统一调拨,每个社区先发一千只,余下2000只留给县医院。", []),
            ("榜上捐款在1万元以上的有这些商户。", []),
            ("党员轮流送菜上门。", []),
            ("居民莫玉兰从县农贸市场出来,手里提着刚买的三斤青菜。", []),
        ] as [(String, [String])])
    func limits(_ text: String, _ expected: [String]) { #expect(gifts(text) == expected) }

    @Test(
        "money that is sent",
        arguments: [
            ("乡亲周淑莹往县红十字会账户上打了10万港元。", ["周淑莹>县红十字会: 100000港元 资金"]),
            ("村民盘永旺又转了5000元给村委会买消毒水。", ["盘永旺>村委会: 5000元 资金"]),
        ] as [(String, [String])])
    func sent(_ text: String, _ expected: [String]) { #expect(gifts(text) == expected) }

    @Test(
        "sums of what several gave",
        arguments: [
            (
                "种粮户赵金海、赵银海各拿出5000元,一共10000元。",
                ["赵金海: 5000元 资金", "赵银海: 5000元 资金", "赵金海、赵银海: 10000元 资金"]
            ),
            (
                "全镇累计捐款98万元,捐物折款28万元,两项合计126万元。",
                ["全镇: 980000元 资金 total", "全镇:  物资 =280000CNY", "全镇:  款物 =1260000CNY total"]
            ),
        ] as [(String, [String])])
    func sums(_ text: String, _ expected: [String]) { #expect(gifts(text) == expected) }

    @Test("a number alone counts what the sentence before counted in its unit") func earlier() {
        #expect(
            gifts("青禾县苏和捐羊510只。巴图一家就出了30只。").suffix(1) == ["巴图一家: 30只 羊"])
    }

    @Test("animals are driven where people hurry") func driven() {
        #expect(gifts("青禾县牧民巴图赶来羯羊20只,送给了旗医院。") == ["巴图>旗医院: 20只 羯羊"])
        #expect(gifts("青禾县的志愿者巴图赶来帮忙。") == [])
    }

    @Test("who speaks for a firm speaks of its gifts") func speaker() {
        #expect(
            gifts("恒盛汽车部件有限公司转产口罩。“首批3万只口罩我们一只没卖。”董事长戴国强说,2万只捐给了镇防控指挥部。")
                == ["恒盛汽车部件有限公司>镇防控指挥部: 20000只 口罩"])
    }

    @Test("each of several villages with one ending") func villages() {
        #expect(
            gifts("恒盛制衣有限公司为增埗、卢边两个村的卡口各送上雨衣60件。")
                == ["恒盛制衣有限公司>增埗村: 60件 雨衣", "恒盛制衣有限公司>卢边村: 60件 雨衣"])
    }

    @Test("the currency that holds for an article") func currency() {
        let table = extractedTable("donations", of: "同乡会共筹得六百万元(澳门元,下同)。会董李国华捐出五十万元。")
        #expect(table.texts("currency") == ["MOP", "MOP"])
    }
}
