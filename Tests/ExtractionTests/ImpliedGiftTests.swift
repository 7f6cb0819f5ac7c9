import Extraction
import Testing

/// Gifts that no verb of giving tells, only what stands around their numbers. Expectations by hand.
@Suite struct ImpliedGiftTests {
    @Test(
        "what is carried, made, sent and left for others",
        arguments: [
            (
                "一大早,青禾县恒盛农业公司经理周海涛带着两辆货车出发了,车上装的是大棚里刚摘下来的2000斤西红柿、1500斤黄瓜和80箱草莓。",
                ["周海涛: 2000斤 西红柿", "周海涛: 1500斤 黄瓜", "周海涛: 80箱 草莓"]
            ),
            (
                "柳林镇卫生院护士陈小梅的母亲连夜缝了60双棉鞋垫,让女儿带给隔离病区的同事。",
                ["柳林镇卫生院护士陈小梅的母亲>隔离病区的同事: 60双 棉鞋垫"]
            ),
            (
                "侨胞林清泉捐款5万元。他把塞满1.5万只口罩的行李箱托同乡带回国。",
                ["林清泉: 50000元 资金", "林清泉: 15000只 口罩"]
            ),
            (
                "养殖户赵长顺转产隔离服,赶制出的1.5万套分两批寄出,另一批6000套就近送给了东港镇。",
                ["赵长顺: 15000套 隔离服", "赵长顺>东港镇: 6000套 隔离服"]
            ),
            (
                "县医院收到恒盛商会捐赠的口罩500只。这批物资装满两车,包括手套5万双、隔离衣2000件。",
                ["恒盛商会>县医院: 500只 口罩", "恒盛商会>县医院: 50000双 手套", "恒盛商会>县医院: 2000件 隔离衣"]
            ),
        ] as [(String, [String])])
    func implied(_ text: String, _ expected: [String]) { #expect(gifts(text) == expected) }

    @Test(
        "what is allotted, sold, produced and moved about is no gift",
        arguments: [
            "县财政拨付防控资金260万元,县政府从省城采购的10万只口罩已分发到各乡镇。",
            "青禾县大地粮油公司以成本价向居民供应大米3000袋。",
            "恒盛公司复工后日产口罩20万只,全部由政府统一收储。",
            "志愿者提着20公斤物资爬上八楼。",
            "青禾县商务局调运平价蔬菜30吨,投放到5家超市。",
            "东港镇的两家超市降价供应蔬菜600斤、猪肉200斤。",
            "全镇在路口设立检查点36个,用去帐篷20顶。",
        ])
    func noGift(_ text: String) { #expect(gifts(text) == []) }

    @Test("what they are worth, told behind the number") func worth() {
        #expect(
            gifts("护士杨小梅的母亲连夜缝了60双棉鞋垫,价值900元,让女儿带给隔离病区的同事。")
                == ["护士杨小梅的母亲>隔离病区的同事: 60双 棉鞋垫 =900CNY"])
    }

    @Test("the row says that its surroundings made it and that the giving is doubtful") func doubt() {
        let table = extractedTable("donations", of: "养殖户赵长顺一早带着货车出发了,车上装的是大棚里刚摘下来的2000斤西红柿。")
        #expect(table.texts("rule") == ["gift-implied"])
        #expect(table.texts("doubt").allSatisfy { $0.contains("status") })
    }
}
