import Extraction
import Testing

/// Gifts told by their shares, instalments, sums and rolls, without a verb of their own. Expectations by hand.
@Suite struct GiftShareTests {
    @Test(
        "instalments, running totals, shares and closing sums",
        arguments: [
            (
                "河东县宏远水泥有限公司承诺捐赠80万元,首批30万元已于3月2日到账。",
                ["河东县宏远水泥有限公司: 800000元 资金 pledged", "河东县宏远水泥有限公司: 300000元 资金"]
            ),
            ("青禾食品厂认捐20万元,目前12万元已经到账。", ["青禾食品厂: 200000元 资金", "青禾食品厂: 120000元 资金"]),
            (
                "聚香楼饭店免费为县医院医护人员供应盒饭,每天50份,至今已送出900份。",
                ["聚香楼饭店>县医院医护人员: 50份 盒饭", "聚香楼饭店>县医院医护人员: 900份 盒饭 total"]
            ),
            (
                "德盛集团捐赠5000万元,其中2000万元用于湖北省,500万元定向用于县人民医院。",
                ["德盛集团: 50000000元 资金", "德盛集团>湖北省: 20000000元 资金", "德盛集团>县人民医院: 5000000元 资金"]
            ),
            (
                "会长陈国栋捐10万元,副会长李明远捐6万元,合计16万元。",
                ["陈国栋: 100000元 资金", "李明远: 60000元 资金", "-: 160000元 资金 total"]
            ),
            ("老人周桂兰拿来了自己的600元退休金。", ["周桂兰: 600元 资金"]),
        ] as [(String, [String])])
    func partsOfGifts(_ text: String, _ expected: [String]) { #expect(gifts(text) == expected) }

    @Test(
        "rolls behind what they are written in, and whose hearts speak",
        arguments: [
            (
                "村民们的心意都记在本子上:赵秀兰,挂面8把;李秀英,土豆3袋;小学教师王淑珍,现金300元。",
                ["赵秀兰: 8把 挂面", "李秀英: 3袋 土豆", "王淑珍: 300元 资金"]
            ),
            ("码在门口的200箱方便面,则是在外创业的河东籍企业家罗志刚的一份心意。", ["罗志刚: 200箱 方便面"]),
            ("车站仓库收到口罩4000只。这批物资由县卫生健康局捐赠。", ["县卫生健康局>车站仓库: 4000只 口罩"]),
        ] as [(String, [String])])
    func rolls(_ text: String, _ expected: [String]) { #expect(gifts(text) == expected) }

    @Test("a short heading opens a roll of lines, with bodies before the colon") func rollUnderAHeading() {
        let page = """
            河东县抗疫简报

            2月26日,全县党员踊跃捐款。

            二、部分单位党员捐款数额

            县教育局党委:21.4万元
            县公安局党委:15万元

            三、党员捐赠物资

            1.石桥镇党员刘月琴:口罩1500只;
            2.县工商联机关党支部:消毒液50桶、喷雾器6台;
            """
        #expect(
            gifts(page) == [
                "县教育局党委: 214000元 资金", "县公安局党委: 150000元 资金", "刘月琴: 1500只 口罩", "县工商联机关党支部: 50桶 消毒液",
                "县工商联机关党支部: 6台 喷雾器",
            ])
    }

    @Test(
        "who gives, by what stands in front of the name",
        arguments: [
            ("镇里开豆腐坊的孙长贵拉来40箱豆干。", ["孙长贵: 40箱 豆干"]),
            ("柳河镇的河东县恒昌纺织有限公司捐赠口罩2万只。", ["河东县恒昌纺织有限公司: 20000只 口罩"]),
            ("河东县恒昌纺织有限公司负责人表示,将再捐赠口罩1万只。", ["河东县恒昌纺织有限公司: 10000只 口罩 pledged"]),
            ("楼栋长方秀梅每天忙到半夜。这位68岁的老党员拿出3000元,交给社区党支部。", ["方秀梅>社区党支部: 3000元 资金"]),
            ("刚刚为县医院捐赠了6台监护仪的县医药协会,昨天又把300份汤药送到隔离点。", ["县医药协会>县医院: 6台 监护仪", "县医药协会>隔离点: 300份 汤药"]),
            ("全村120户你家30斤、我家20斤,凑了4吨白菜,托村支书赵建军拉到县红十字会。", ["全村120户>县红十字会: 4吨 白菜"]),
            ("广州恒泰精密机械(清远)有限公司捐款30万元。", ["广州恒泰精密机械(清远)有限公司: 300000元 资金"]),
            ("意大利米兰青田同乡会捐赠口罩5万只。", ["意大利米兰青田同乡会: 50000只 口罩"]),
            ("村民布热比娅·图尔荪送来馕80个。", ["布热比娅·图尔荪: 80个 馕"]),
            ("冯氏宗亲会拨款8万元,资助县医院。", ["冯氏宗亲会>县医院: 80000元 资金"]),
            ("县财政拨款200万元,支援县医院。", []),
        ] as [(String, [String])])
    func givers(_ text: String, _ expected: [String]) { #expect(gifts(text) == expected) }

    @Test(
        "what is spent, kept, sold or only carried is no gift",
        arguments: [
            "该会已支出捐款96万元,结余82万元。",
            "镇里从捐款中列支42万元,为值守人员购买保险。",
            "他收到女儿寄来的口罩,自己只留下20只。",
            "县里组织合作社平价供应蔬菜35吨。",
        ])
    func noGifts(_ text: String) { #expect(gifts(text).allSatisfy { !$0.contains("元 资金") && !$0.contains("20只") && !$0.contains("35吨") }) }
}

/// What numbers count: allowances, topics, origins, sizes of vessels. Expectations by hand.
@Suite struct CountedNounTests {
    private func figures(_ text: String) -> [String] {
        let table = extractedTable("figures", of: text)
        return (0..<table.rowCount).map { row in
            (table.column("unit")?.text(row) ?? "") + " " + (table.column("noun")?.text(row) ?? "-")
        }
    }

    @Test(arguments: [
        ("县里给每名值守人员发放临时补助200元。", "元 临时补助"), ("党员占到62.5%。", "% 党员"), ("网格员只有7名。", "名 网格员"),
        ("来了27名安溪籍大学生。", "名 安溪籍大学生"), ("他按每斤2元的价格供应白菜。", "元 价格"), ("检查车辆4300余辆次。", "辆次 车辆"),
        ("全镇完成四轮核酸检测。", "轮 核酸检测"), ("20家会员企业现场认捐。", "家 会员企业"), ("村里31名青年报了名。", "名 青年"),
        ("参与党员占党员总数的70.5%。", "% 党员总数"), ("186户特殊家庭领到了药。", "户 特殊家庭"), ("他捐出四万八千元人民币。", "元 -"),
        ("她端来一大锅羊肉汤。", "锅 羊肉汤"), ("县里聘用卡点值守员156名。", "名 卡点值守员"), ("2.1万名党员全员上岗。", "名 党员"),
        ("企业投资300万元转产防护服。", "元 -"),
    ])
    func nouns(_ text: String, _ expected: String) { #expect(figures(text) == [expected]) }

    @Test("many of them, uncounted") func reduplication() { #expect(figures("一筐筐青菜、一块块腊肉堆在门口。").isEmpty) }

    @Test("what is said of a whole township goes on behind ;") func wholeTownship() {
        let table = extractedTable("party", of: "连江县的消息。晓澳镇的党员冲在前头。全镇有2600名党员到岗;组建党员突击队89支。")
        #expect((0..<table.rowCount).map { table.column("place")?.text($0) } == ["晓澳镇", "晓澳镇"])
    }

    @Test("where somebody comes from is not what the report is about") func origins() {
        let table = extractedTable(
            "reports", of: "侨乡的爱心接力\n\n连日来,中山市三乡镇各村收到社会各界捐款30万元。在茅湾村开厂的李先进是湖北洪湖人。2月14日,他送来200床棉被。")
        #expect((0..<table.rowCount).map { table.column("prefecture")?.text($0) } == ["中山市"])
    }

    @Test("townships named together are named in full") func townshipLists() {
        let table = extractedTable("districts", of: "连江县的物资送到晓澳、东岱两镇。")
        #expect(Set(["连江县", "晓澳镇", "东岱镇"]).isSubset(of: Set((0..<table.rowCount).compactMap { table.column("name")?.text($0) })))
    }

    @Test("a bulletin's spaced-out name, its number and a paper's directory are no titles") func mastheads() {
        let page = """
            组 工 信 息
            (疫情防控专刊第7期)
            2020年3月2日

            全县党员自愿捐款情况通报

            2月26日,县委组织部下发通知,全县20867名党员中已有18745名参加自愿捐款,各级党组织连夜行动,公开透明。
            """
        let table = extractedTable("reports", of: page)
        #expect((0..<table.rowCount).compactMap { table.column("title")?.text($0) } == ["全县党员自愿捐款情况通报"])
    }
}
