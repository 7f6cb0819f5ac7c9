import Extraction
import Testing

/// What the clauses around a gift say of it: shares, sums, containers, who moves what others gave. Expectations by hand.
@Suite struct GiftCircumstanceTests {
    @Test(
        "shares of what was given or promised",
        arguments: [
            (
                "南方县商会认捐80万元,其中30万元已于2月6日到账,余下的50万元将在月底前付清。",
                ["南方县商会: 800000元 资金 pledged", "南方县商会: 300000元 资金", "南方县商会: 500000元 资金 pledged"]
            ),
            (
                "宏达煤业公司捐款90万元,其中60万元定向捐给县人民医院,30万元用于乡村防疫。",
                ["宏达煤业公司: 900000元 资金", "宏达煤业公司>县人民医院: 600000元 资金", "宏达煤业公司: 300000元 资金"]
            ),
            ("县红十字会接收捐款500万元,其中400万元已拨付到位。", ["->县红十字会: 5000000元 资金 total"]),
            (
                "大学生李敏把家里的60只口罩分成两份,40只留给镇派出所的民警,20只给了楼下的保洁员。",
                ["李敏>镇派出所的民警: 40只 口罩", "李敏>楼下的保洁员: 20只 口罩"]
            ),
            ("一位不愿具名的市民捐款两笔,分别为300元、800元。", ["一位不愿具名的市民: 300元 资金", "一位不愿具名的市民: 800元 资金"]),
            (
                "北山镇捐赠苹果30吨,南山镇22吨,东山镇18吨。",
                ["北山镇: 30吨 苹果", "南山镇: 22吨 苹果", "东山镇: 18吨 苹果"]
            ),
        ] as [(String, [String])])
    func shares(_ text: String, _ expected: [String]) { #expect(gifts(text) == expected) }

    @Test(
        "sums over many givers",
        arguments: [
            ("截至3月1日,全县居民捐大米12吨,捐款85.6万元。", ["全县居民: 12吨 大米 total", "全县居民: 856000元 资金 total"]),
            (
                "截至2月9日,县委组织部共收到党员捐款90万元,其中机关党员捐款40万元,农村党员捐款50万元。",
                ["党员>县委组织部: 900000元 资金 total", "机关党员>县委组织部: 400000元 资金 total", "农村党员>县委组织部: 500000元 资金 total"]
            ),
            (
                "全县企业累计捐款捐物总价值860万元,其中现金500万元,物资折合360万元。",
                ["全县企业:  款物 =8600000CNY total", "全县企业: 5000000元 资金 total", "全县企业:  物资 =3600000CNY total"]
            ),
            ("该镇共收到辖区企业和群众捐赠的矿泉水300箱。", ["辖区企业、群众>该镇: 300箱 矿泉水 total"]),
        ] as [(String, [String])])
    func sums(_ text: String, _ expected: [String]) { #expect(gifts(text) == expected) }

    @Test(
        "goods named, counted or worth something in other clauses",
        arguments: [
            ("店主周大勇把自家货车开到镇卫生院,卸下酒精3吨、消毒液80桶。", ["周大勇>镇卫生院: 3吨 酒精", "周大勇>镇卫生院: 80桶 消毒液"]),
            ("78岁的老党员王桂芝挎着筐来到城关镇幸福社区卡点,里头是90个鸡蛋。", ["王桂芝>城关镇幸福社区卡点: 90个 鸡蛋"]),
            ("菜农胡大海把自家莲藕挖起,足足两千斤,由镇政府派车分送七个卡点。", ["胡大海>七个卡点: 2000斤 莲藕"]),
            ("张秀英把门前的椰子摘了200个,分给镇卫生院的值班人员。", ["张秀英>镇卫生院的值班人员: 200个 椰子"]),
            ("侨胞陈国华寄来口罩10箱,共计2万只。", ["陈国华: 10箱 口罩", "陈国华: 20000只 口罩"]),
            ("恒信电子有限公司向县中医院捐赠空气净化器200台,约值人民币45万元。", ["恒信电子有限公司>县中医院: 200台 空气净化器 =450000CNY"]),
            ("店主周大勇把价值3.6万元的300份腊味礼盒送到县人民医院。", ["周大勇>县人民医院: 300份 腊味礼盒 =36000CNY"]),
            ("退休护士张桂兰连夜缝出棉手套60副。", ["张桂兰: 60副 棉手套"]),
            ("恒信电子有限公司捐赠即食海参粥500箱。", ["恒信电子有限公司: 500箱 即食海参粥"]),
            ("恒信电子有限公司向县中医院捐赠消毒液和酒精8吨。", ["恒信电子有限公司>县中医院: 8吨 消毒液和酒精"]),
            ("恒信电子有限公司承诺疫情期间每天供应馒头200个。", ["恒信电子有限公司: 200个 馒头 pledged"]),
            ("恒信集团宣布设立3亿元抗疫专项基金。", ["恒信集团: 300000000元 资金"]),
        ] as [(String, [String])])
    func goods(_ text: String, _ expected: [String]) { #expect(gifts(text) == expected) }

    @Test(
        "who gives what another moves, tells of or passes on",
        arguments: [
            ("永顺物流公司免费出动3辆厢货,把县一中校友会募集的口罩6000只运到县疾控中心。", ["县一中校友会>县疾控中心: 6000只 口罩"]),
            ("由市茶叶商会捐赠的一批防疫物资运抵县城,包括口罩1万只、防护服300套。", ["市茶叶商会: 10000只 口罩", "市茶叶商会: 300套 防护服"]),
            ("46户村民半天工夫凑了8260元,由村会计代为转交市红十字会。", ["46户村民>市红十字会: 8260元 资金"]),
            ("隔壁的店家也没闲着——仁康大药房向街道捐赠板蓝根200盒。", ["仁康大药房>街道: 200盒 板蓝根"]),
            ("老党员张维新今年74岁,儿女不让他下楼,他就在电话里向社区捐了2000元。", ["张维新>社区: 2000元 资金"]),
        ] as [(String, [String])])
    func givers(_ text: String, _ expected: [String]) { #expect(gifts(text) == expected) }

    @Test(
        "what is no gift",
        arguments: [
            "县财政另安排防控经费1500万元,采购口罩8万只。", "党员骑摩托走进牧户送政策、送药品。", "司机刘建军给隔离点的住户跑腿买菜。",
            "工地负责人要把2万元货款塞给他。", "县委组织部抽调的干部把菜分装成每袋5公斤的爱心包。",
        ])
    func noGift(_ text: String) { #expect(gifts(text).isEmpty) }

    @Test("areas by what papers print of their names")
    func printedNames() {
        func districts(_ text: String) -> [String] {
            let table = extractedTable("districts", of: text)
            return (0..<table.rowCount).compactMap { table.column("name")?.text($0) }
        }
        #expect(districts("张家川县建筑业商会捐款5万元。") == ["张家川回族自治县"])
        #expect(districts("恩施州和临夏州的医护人员出发了。") == ["恩施土家族苗族自治州", "临夏回族自治州"])
        #expect(districts("在银川做生意的李进忠捐款5万元。") == ["银川市"])
        #expect(districts("女儿在长春上大学。") == ["长春市"])
    }
}
