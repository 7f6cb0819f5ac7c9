import Extraction
import Testing

/// Who gave, where the sentence names the giver in a roundabout way. Expectations by hand.
@Suite struct GiverPhrasingTests {
    @Test(
        "givers described, pointed at, sent from elsewhere",
        arguments: [
            (
                "青禾县恒盛服饰有限公司原来做校服。这家平时做校服的企业转产半个月来,已向县医院无偿提供隔离衣3000件。",
                ["青禾县恒盛服饰有限公司>县医院: 3000件 隔离衣"]
            ),
            ("旅菲清河同乡总会捐赠口罩2万只。", ["旅菲清河同乡总会: 20000只 口罩"]),
            ("柳林镇东坪村的一对低保夫妻赵长顺、孙玉梅送来两床棉被。", ["赵长顺、孙玉梅: 2床 棉被"]),
            ("该镇另有企业家周海涛为镇卫生院捐赠制氧机2台。", ["周海涛>镇卫生院: 2台 制氧机"]),
            ("由清河县旅深商会募集的500套防护服运抵县人民医院。", ["清河县旅深商会>县人民医院: 500套 防护服"]),
            ("会宁县的消息。在京会宁籍博士联谊会向县医院捐赠呼吸机2台。", ["在京会宁籍博士联谊会>县医院: 2台 呼吸机"]),
            ("城东工业园区的恒盛医疗用品有限公司捐赠口罩5万只。", ["恒盛医疗用品有限公司: 50000只 口罩"]),
            ("宏达集团捐款80万元,其职工另捐6万元。", ["宏达集团: 800000元 资金", "其职工: 60000元 资金"]),
            ("与我县接壤的永登县苦水镇送来棉大衣40件。", ["永登县苦水镇: 40件 棉大衣"]),
            ("村民陈光全的小餐馆歇了业,他给卡点送来姜汤两桶。", ["陈光全>卡点: 2桶 姜汤"]),
        ] as [(String, [String])])
    func givers(_ text: String, _ expected: [String]) { #expect(gifts(text) == expected) }

    @Test(
        "what is kept, what is said of all, what was gathered",
        arguments: [
            ("老党员王有田卖菜挣了5000元,留下1000元作种子钱,其余4000元交给村党支部。", ["王有田>村党支部: 4000元 资金"]),
            ("侨胞林清泉捐出五万披索。", ["林清泉: 50000披索 资金"]),
            ("一笔笔捐款、一车车物资,汇成暖流。", []),
            ("据统计,截至3月4日,县慈善会已收到社会各界捐赠的口罩8.6万只。", ["社会各界>县慈善会: 86000只 口罩 total"]),
            (
                "海外侨胞累计捐款210万元,捐赠口罩48万只。",
                ["海外侨胞: 2100000元 资金 total", "海外侨胞: 480000只 口罩 total"]
            ),
        ] as [(String, [String])])
    func sums(_ text: String, _ expected: [String]) { #expect(gifts(text) == expected) }

    @Test("lines of a list that have commas are no broken paragraph") func lists() {
        let page = """
            青禾县红十字会关于接收捐赠款物的公告
            发布时间:2020-03-02 来源:青禾县红十字会

            截至2月29日,青禾县红十字会共收到社会各界捐款40万元。

            现将捐赠名单公布如下:

            青禾县恒盛服饰有限公司:额温枪20把,消毒灯8台
            陈光全:洗手液40箱
            青禾县红星鞋厂:雨鞋60双

            对各捐赠单位、捐赠人的善举表示衷心感谢!如有遗漏或差错,请及时与我会联系。
            """
        #expect(
            gifts(page).dropFirst() == [
                "青禾县恒盛服饰有限公司: 20把 额温枪", "青禾县恒盛服饰有限公司: 8台 消毒灯", "陈光全: 40箱 洗手液", "青禾县红星鞋厂: 60双 雨鞋",
            ])
    }

    @Test("members of whom the sentence counts a part") func parts() {
        let party = extractedTable("party", of: "卡点上的故事\n\n全村86名党员报名,其中43名被编入巡逻队,其中2名群众。")
        #expect(party.column("value")?.integers.prefix(2).map { $0 / 10_000 } == [86, 43])
        #expect(party.texts("noun").prefix(2) == ["党员", "党员"])
    }

    @Test("goods behind their worth, and what sets out with them") func nouns() {
        let figures = extractedTable("figures", of: "路上的故事\n\n价值58万元的15吨羊肉装车。36支党员志愿服务队上路。")
        #expect(figures.texts("noun") == ["羊肉", "羊肉", "党员志愿服务队"])
    }
}
