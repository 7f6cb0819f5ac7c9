import Extraction
import Testing

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
        "工商联负责动员企业家捐款捐物。", "设立了捐款箱和捐赠热线。", "县公安局没收不合格口罩5600只。", "捐款金额从50元到1万元不等。", "县医院收到327份请战书。", "县财政下拨资金20万元,购置帐篷30顶,分发到各村。",
        "宏发公司投资1600万元改造车间。", "镇政府向市场采购口罩15万只,卖给复工企业。",
        "宏发公司累计投入资金85万元,为员工购置口罩500只。", "司机免费为各地运送蔬菜。", "市红十字会用其中的40万元用于购买防护服3100套。",
    ])
    func findsNoGift(_ text: String) { #expect(gifts(text) == []) }

    @Test(
        arguments: [
            // What can give nothing leaves the giver that the sentence has named.
            ("种粮大户周海生身体不好,天气又冷,便让儿子把2000元送到村委会。", ["周海生>村委会: 2000元 资金"]),
            ("退伍军人赵立新得知后,物资紧缺,他自费购买酒精30桶送到派出所。", ["赵立新>派出所: 30桶 酒精"]),
            // A clause before the noun; the verb says what kind of people they are.
            ("正在家中休假的教师吴海燕向社区捐款500元。", ["吴海燕>社区: 500元 资金"]),
            ("在杭州做生意的陈建明给县医院捐赠口罩3000只。", ["陈建明>县医院: 3000只 口罩"]),
            ("本镇务工青年向卫生院捐赠体温计40支。", ["本镇务工青年>卫生院: 40支 体温计"]),
            // By whom: relative clauses and passives.
            ("由县餐饮协会捐赠的200箱方便面昨日运抵县人民医院。", ["县餐饮协会>县人民医院: 200箱 方便面"]),
            ("司机们把各村群众捐出的白菜5吨运往黄冈市。", ["各村群众>黄冈市: 5吨 白菜"]),
            // A share of what was named before.
            ("某某化工集团捐赠消毒液20吨,其中12吨运往黄石市,8吨送给西城街道。", ["某某化工集团: 20吨 消毒液", "某某化工集团>黄石市: 12吨 消毒液", "某某化工集团>西城街道: 8吨 消毒液"]),
            // The number of what is given each day in a clause of its own; 至今已 sums up.
            ("沿河村村民自发煲凉茶,每天60升,送到4个路口。", ["沿河村村民>4个路口: 60升 凉茶"]),
            // What holds the money is not the gift.
            ("一位老人走进街道办事处,从怀里掏出一个布包,里面是3万元现金。", ["一位老人>街道办事处: 30000元 资金"]),
            // The list stands behind 分别是.
            ("宏业矿业有限公司三次捐赠,分别是现金20万元、棉被500床。", ["宏业矿业有限公司: 200000元 资金", "宏业矿业有限公司: 500床 棉被"]),
            // What it is for, told behind.
            ("县商会捐款30万元,定向用于湖北的医院。", ["县商会>湖北的医院: 300000元 资金"]),
            // Put down somewhere.
            ("一位厂长把1000只保温杯卸在镇政府门口就走了。", ["一位厂长>镇政府: 1000只 保温杯"]),
            // Each giver of what a body got.
            (
                "县人民医院收到正大集团捐赠的鸡蛋100箱、县烟草局送来的消毒液50桶。",
                ["正大集团>县人民医院: 100箱 鸡蛋", "县烟草局>县人民医院: 50桶 消毒液"]
            ),
            // Who is organised gives.
            ("县住建局组织12家房地产企业捐款126万元。", ["12家房地产企业: 1260000元 资金"]),
            // Told twice in a sentence: the second time says where it went.
            ("企业家王海波购买了2万只口罩,并委托父亲将口罩送到县医院。", ["王海波>县医院: 20000只 口罩"]),
            // A price is no worth; a companion is no giver.
            ("慈善基金会向县医院捐赠呼吸机两台,每台价值12万元。", ["慈善基金会>县医院: 2台 呼吸机"]),
            ("小学生李梓涵把压岁钱换成10箱方便面,和爸爸一起送到老街派出所。", ["李梓涵>老街派出所: 10箱 方便面"]),
            // What is in it, behind a clause that says where somebody went; a thing described behind its number.
            ("李秀英背着背篓走进乡卫生院,篓里装着糍粑200个、土鸡蛋18斤。", ["李秀英>乡卫生院: 200个 糍粑", "李秀英>乡卫生院: 18斤 土鸡蛋"]),
            ("一位阿婆追着车队,塞进驾驶室10个热乎乎的粽子。", ["一位阿婆: 10个 粽子"]),
            // Given by the NP between two verbs; by whom the goods were made.
            ("随车带去的还有宏达企业捐赠的口罩5万只。", ["宏达企业: 50000只 口罩"]),
            ("光明科技公司研发的10台机器人,无偿提供给市人民医院使用。", ["光明科技公司>市人民医院: 10台 机器人"]),
            // One worth of things without numbers; a list that one number sums up.
            ("祥云集团采购了价值12万元的防护服、口罩和消毒液,送到县指挥部。", ["祥云集团>县指挥部:  物资 =120000CNY"]),
            ("种植大户郭建明向隔离点捐赠辣椒、包菜共3000斤。", ["郭建明>隔离点: 3000斤 辣椒、包菜"]),
            // Names behind a dash share in order.
            ("三家企业——远航机电、金磨工具、嘉禾动力分别捐款3万元、2万元、1万元。", ["远航机电: 30000元 资金", "金磨工具: 20000元 资金", "嘉禾动力: 10000元 资金"]),
        ] as [(String, [String])])
    func readsClauses(_ text: String, _ expected: [String]) { #expect(gifts(text) == expected) }

    @Test(
        arguments: [
            // Entries without verbs: behind a colon, over semicolons, behind 其中.
            (
                "向县红十字会捐赠的单位还有:宏艺玻璃有限公司五万元;大德面粉厂面粉四百袋,价值三万元;康乐养护服务部酒精六十桶、口罩一万只。",
                [
                    "宏艺玻璃有限公司>县红十字会: 50000元 资金", "大德面粉厂>县红十字会: 400袋 面粉 =30000CNY", "康乐养护服务部>县红十字会: 60桶 酒精",
                    "康乐养护服务部>县红十字会: 10000只 口罩",
                ]
            ),
            ("商会会员共认捐18万元,其中恒达鞋业10万元、东方超市8万元。", ["商会会员: 180000元 资金 total", "恒达鞋业: 100000元 资金", "东方超市: 80000元 资金"]),
        ] as [(String, [String])])
    func readsRolls(_ text: String, _ expected: [String]) { #expect(gifts(text) == expected) }

    @Test("a page with a line for each giver") func readsPagesOfRolls() {
        let text = """
            青田村为防疫凑钱凑物

            本报讯 2月8日,青田村村口立起一块黑板,村民自发捐款的名单都写在上面,一天一换。
            爱心榜(2月8日)
            四方炊具有限公司党支部  口罩6000只
            赵德胜 2000元      钱桂芳 1000元
            孙有田夫妇 600元
            合计 3600元
            村里统一配发马甲60件,党员轮流值守在村口,一守就是二十多天,谁也没有叫过一声苦。
            """
        #expect(
            gifts(text) == [
                "四方炊具有限公司党支部: 6000只 口罩", "赵德胜: 2000元 资金", "钱桂芳: 1000元 资金", "孙有田夫妇: 600元 资金", "-: 3600元 资金 total",
            ])
    }

    @Test(
        "a pronoun, a common noun or nobody stands for whom the text named before",
        arguments: [
            ("85岁的离休干部陈永年拄着拐杖来到社区。老人从口袋里掏出2000元,交给社区书记。", "陈永年"),
            ("环卫工人刘玉兰每天清扫街道。她把省下的1000元捐给了县红十字会。", "刘玉兰"),
            ("司机孙大勇、王铁军报名参加了车队。两人捐款2000元。", "孙大勇、王铁军"),
            ("林海食品有限公司是当地的老厂。该公司向区卫生院捐赠水饺2吨。", "林海食品有限公司"),
        ])
    func findsAntecedents(_ text: String, _ donor: String) {
        let table = extractedTable("donations", of: text)
        #expect(table.column("donor")?.text(0) == donor)
    }

    @Test func factsOfTheSameNumberPointToEachOther() {
        let text = "县商会捐赠口罩500只。"
        let donations = extractedTable("donations", of: text)
        let figures = extractedTable("figures", of: text)
        #expect(figures.column("fact")?.text(0) == donations.column("id")?.text(0))
        #expect(donations.column("quote")?.text(0) == "县商会捐赠口罩500只")
    }
}

@Suite struct PartyTests {
    private func party(_ text: String) -> [String] {
        let table = extractedTable("party", of: text)
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
            // A verb behind the giver, and how something is done, are no part of the giver.
            ("县建材有限公司开机改线,把2万个口罩悉数捐给县医院。", ["县建材有限公司 > -"]),
            ("她凑了1000元塞给他,被他原封不动地转捐给了社区。", ["- > -"]),
            // Who gives is no channel, and neither is a hospital that keeps what it is given.
            ("县医院收到由县兰花协会捐赠的护目镜300副。", ["县兰花协会 > -"]),
            ("县兰花协会向县医院捐赠护目镜300副。", ["县兰花协会 > -"]),
        ] as [(String, [String])])
    func channels(_ text: String, _ expected: [String]) {
        let rows = extractedTable("donations", of: text)
        let found = (0..<rows.rowCount).map {
            "\(rows.column("donor")?.text($0) ?? "-") > \(rows.column("collector")?.text($0) ?? "-")"
        }
        #expect(found == expected)
    }

    @Test func aGiversFirmIsKnownButNotTheGiversVillage() {
        let donors = extractedTable("donors", of: "中原区金源建材有限公司总经理李建国捐款5万元。中原区须水街道村民张桂英捐款1000元。")
        let found = (0..<donors.rowCount).map {
            "\(donors.column("name")?.text($0) ?? "") \(donors.column("organisation")?.text($0) ?? "-")"
        }
        #expect(found == ["李建国 中原区金源建材有限公司", "张桂英 -"])
    }

    /// The value of each row, and of the row that it is part of.
    @Test(
        arguments: [
            ("县建材公司捐赠口罩3000只,其中2000只送到县医院,1000只送给县公安局。", ["3000", "2000 of 3000", "1000 of 3000"]),
            ("县兰花协会捐赠蔬菜20吨,其中8吨白菜、12吨萝卜。", ["20", "8 of 20", "12 of 20"]),
            // In other units, or more than the whole, it is something else.
            ("县建材公司捐赠口罩3000只,其中酒精20桶送到县医院。", ["3000", "20"]),
            ("县建材公司捐赠口罩3000只。县茶叶商会捐赠口罩500只。", ["3000", "500"]),
        ] as [(String, [String])])
    func partsOfGifts(_ text: String, _ expected: [String]) {
        let rows = extractedTable("donations", of: text)
        func value(_ row: Int) -> String { rows.column("value").map { $0.isValid[row] ? $0.plainText(row) : "-" } ?? "-" }
        let found = (0..<rows.rowCount).map { row -> String in
            guard let whole = rows.column("part_of")?.text(row),
                let other = (0..<rows.rowCount).first(where: { rows.column("id")?.text($0) == whole })
            else { return value(row) }
            #expect(rows.column("counted")?.integer(row) == 0)
            return value(row) + " of " + value(other)
        }
        #expect(found == expected)
    }
}
