import Testing

/// Ways of telling a gift that leave something to the clause before or behind: what the goods are, who gives, who gets.
@Suite struct GiftWordingTests {
    @Test(
        "goods that only their worth is told of",
        arguments: [
            ("截至3月5日,县慈善会共收到各类物资,折合人民币86万余元。", ["->县慈善会:  物资 =860000CNY total"]),
            ("镇政府累计收到社会捐赠37批次,折合人民币52.3万元。", ["->镇政府:  款物 =523000CNY total"]),
            ("县慈善会共接收捐款40万元,各类物资折价15万元。", ["->县慈善会: 400000元 资金 total", "->县慈善会:  物资 =150000CNY total"]),
            ("县慈善会共接收捐款40万元;各类物资折价15万元。", ["->县慈善会: 400000元 资金 total", "->县慈善会:  物资 =150000CNY total"]),
        ] as [(String, [String])])
    func worths(_ text: String, _ expected: [String]) { #expect(gifts(text) == expected) }

    @Test(
        "names of things that the words do not know, or cut in another way",
        arguments: [
            ("养殖户周水生连夜捞起300斤花鲢鲩拉到卡点。", ["周水生>卡点: 300斤 花鲢鲩"]),
            ("合作社将120盆水仙花送到了县人民医院。", ["合作社>县人民医院: 120盆 水仙花"]),
            ("村民们凑了莲花白800斤。", ["村民: 800斤 莲花白"]),
            ("鑫源食品公司捐赠的200箱火腿肠经县工商联转交到各卡点。", ["鑫源食品公司>各卡点: 200箱 火腿肠"]),
        ] as [(String, [String])])
    func things(_ text: String, _ expected: [String]) { #expect(gifts(text) == expected) }

    @Test(
        "what is made or bought and then brought",
        arguments: [
            ("68岁的周桂英蒸了200个花卷,让儿子骑着电动车送到卡点。", ["周桂英>卡点: 200个 花卷"]),
            ("妇联的志愿者连夜缝制了150个棉垫子,分发给执勤点的民警。", ["妇联的志愿者>执勤点的民警: 150个 棉垫子"]),
            ("厂长孙德旺连夜焊出12个铁皮炉子,连同20顶棉帐篷,送到镇上的4个卡点。", ["孙德旺>镇上的4个卡点: 12个 铁皮炉子", "孙德旺>镇上的4个卡点: 20顶 棉帐篷"]),
            ("宏达服装厂厂长李国强把两条生产线改产隔离衣,首批2000件无偿送到县医院。", ["李国强>县医院: 2000件 隔离衣"]),
            ("23家会员企业慷慨解囊60万元,外加紫外线消毒灯80支。", ["23家会员企业: 600000元 资金", "23家会员企业: 80支 紫外线消毒灯"]),
        ] as [(String, [String])])
    func makings(_ text: String, _ expected: [String]) { #expect(gifts(text) == expected) }

    @Test(
        "who gives",
        arguments: [
            ("位于广东东莞的恒信电子有限公司捐赠测温仪20台。", ["恒信电子有限公司: 20台 测温仪"]),
            ("“80后”林一帆给卡点送来60杯咖啡。", ["林一帆>卡点: 60杯 咖啡"]),
            ("恒信电子有限公司、宏达服装有限公司、商人周建国分别捐赠酒精30桶、隔离衣200件、口罩5000只。", ["恒信电子有限公司: 30桶 酒精", "宏达服装有限公司: 200件 隔离衣", "周建国: 5000只 口罩"]),
            ("县红十字会收到周女士捐款3000元、恒信电子有限公司捐款2万元。", ["周女士>县红十字会: 3000元 资金", "恒信电子有限公司>县红十字会: 20000元 资金"]),
            ("英国温州同乡会募得善款3万英镑。", ["英国温州同乡会: 30000英镑 资金"]),
            ("两台价值8万元的消毒机器人,是恒信电子有限公司捐出的。", ["恒信电子有限公司: 2台 消毒机器人 =80000CNY"]),
            ("朱传胜、汪翠兰夫妇捐款6000元。", ["朱传胜、汪翠兰: 6000元 资金"]),
            ("得知社区缺测温设备,周建国捐赠测温仪2台。", ["周建国>社区: 2台 测温仪"]),
        ] as [(String, [String])])
    func givers(_ text: String, _ expected: [String]) { #expect(gifts(text) == expected) }

    @Test(
        "who gets",
        arguments: [
            ("一名中年男子在高速出口卡点放下5箱牛奶。", ["一名中年男子>高速出口卡点: 5箱 牛奶"]),
            ("宏达服装公司把2000双手套改送一线医护人员。", ["宏达服装公司>一线医护人员: 2000双 手套"]),
            ("周建国把500斤蔬菜转送给了村里26户孤寡老人。", ["周建国>村里26户孤寡老人: 500斤 蔬菜"]),
            ("旅日校友会凑齐口罩2万只,连同30万日元一并交给县慈善总会。", ["旅日校友会>县慈善总会: 20000只 口罩", "旅日校友会>县慈善总会: 300000日元 资金"]),
            ("县中医院收到一份礼物:几位村民送来土鸡蛋500个。", ["几位村民>县中医院: 500个 土鸡蛋"]),
            ("同乡会会长周建国把物资交到镇侨联手中:口罩3000个、面罩200个。", ["周建国>镇侨联: 3000个 口罩", "周建国>镇侨联: 200个 面罩"]),
            ("有居民给司机周建国转来300元菜钱,他当场退了回去。", ["居民>周建国: 300元 资金 declined"]),
        ] as [(String, [String])])
    func receivers(_ text: String, _ expected: [String]) { #expect(gifts(text) == expected) }

    @Test("a roll's subtotal, the worth in brackets, what all of it is worth") func sumsOfRolls() {
        let page = """
            某某县红十字会接收社会捐赠公示

            现将本周我会接收的社会捐赠公示如下,欢迎社会各界监督。
            1.恒信电子有限公司 20000元
            2.县茶叶商会 5000元
            小计:25000元
            3.宏达服装有限公司:隔离衣200件(折价16000元,用于县医院)
            以上物资折价共计1.6万元。
            """
        #expect(
            gifts(page) == [
                "恒信电子有限公司>县红十字会: 20000元 资金", "县茶叶商会>县红十字会: 5000元 资金", "->县红十字会: 25000元 资金 total",
                "宏达服装有限公司>县红十字会: 200件 隔离衣 =16000CNY", "->县红十字会:  物资 =16000CNY total",
            ])
    }

    @Test(
        "parts of totals, and lists by kinds of givers",
        arguments: [
            (
                "县慈善会共接收捐款40万元,其中单位捐款25万元、定向捐款5万元。",
                ["->县慈善会: 400000元 资金 total", "单位>县慈善会: 250000元 资金 total", "->县慈善会: 50000元 资金 total"]
            ),
            (
                "县慈善会共接收捐款40万元。单位:恒信电子有限公司20万元,县茶叶商会15万元。个人:周建国3万元,李红梅5000元。",
                [
                    "->县慈善会: 400000元 资金 total", "恒信电子有限公司>县慈善会: 200000元 资金", "县茶叶商会>县慈善会: 150000元 资金", "周建国>县慈善会: 30000元 资金",
                    "李红梅>县慈善会: 5000元 资金",
                ]
            ),
        ] as [(String, [String])])
    func parts(_ text: String, _ expected: [String]) { #expect(gifts(text) == expected) }

    @Test("where party members are: the body or the area that is pointed to")
    func placesOfPartyFigures() {
        func places(_ text: String) -> [String] {
            let party = extractedTable("party", of: text)
            return (0..<party.rowCount).map { party.column("place")?.text($0) ?? "-" }
        }
        #expect(places("恒信电子有限公司复工了。该公司56名党员带头加班。") == ["恒信电子有限公司"])
        #expect(places("江苏援黄石医疗队的队员中有党员158名。") == ["江苏援黄石医疗队"])
        #expect(places("须水街道动员起来。该街道设立党员先锋岗136个。") == ["须水街道"])
        #expect(places("县实验中学教师党支部的37名党员轮流值守。") == ["县实验中学教师党支部"])
    }
}
