import Extraction
import Testing

/// Areas, places of party figures, names and broken paragraphs as papers print them. Expectations by hand.
@Suite struct PlacePhrasingTests {
    private func names(_ table: String, _ text: String) -> [String] { TestReports.extract(text).tables[table].texts("name") }

    @Test(arguments: [
        // Townships that no list knows: behind another one, and at the head of a clause.
        ("临泉县各村连夜行动。杨桥镇、柳湾集镇的卡点收到口罩500只。", ["临泉县", "杨桥镇", "柳湾集镇"]),
        ("临泉县各村连夜行动。青栎湖镇的党员突击队包下了消杀任务。", ["临泉县", "青栎湖镇"]),
        ("临泉县在外同乡捐款。返乡青年、各乡镇干部都来帮忙。特色小镇的商户也捐了款。", ["临泉县"]),
    ])
    func areas(_ text: String, _ expected: [String]) { #expect(Set(names("districts", text)).isSuperset(of: expected)) }

    @Test(arguments: [
        // Villages that one ending closes; those that a county's short form begins, that end with 村 twice, and that are none.
        ("邳州市官湖镇的商会把消毒液送到增埗、卢边两个村。", ["邳州市", "官湖镇", "增埗村", "卢边村"]),
        ("恭城瑶族自治县莲花镇竹山村出得最多,果子运到湖北省十堰市。", ["恭城瑶族自治县", "莲花镇", "竹山村", "湖北省", "十堰市"]),
        ("新平彝族傣族自治县水塘镇波村村的党员昼夜值守。", ["新平彝族傣族自治县", "水塘镇", "波村村"]),
        ("肃宁县尚村镇公布明细,尚村皮毛商会捐款。", ["肃宁县", "尚村镇"]),
        // A part of a town, and a short form of the one that the page names in full.
        ("铁东区是鞍山市的老城区。", ["铁东区", "鞍山市"]),
        ("澳门乡亲支援荆州,物资送到荆州市第一人民医院。", ["澳门特别行政区", "荆州市"]),
    ])
    func villagesAndShortForms(_ text: String, _ expected: [String]) { #expect(Set(names("districts", text)) == Set(expected)) }

    @Test func homesAreNoTownships() {
        let found = names("districts", "临泉县在外同乡捐款。返乡青年、各乡镇干部都来帮忙。特色小镇的商户也捐了款。")
        #expect(!found.contains { $0.hasSuffix("乡") || $0.hasSuffix("镇") })
    }

    /// The place of each party figure.
    @Test(arguments: [
        // A body of the article's own county speaks for the county, wherever it acts.
        ("临泉县连夜行动。在杨桥镇,县委组织部抽调24名党员干部组成突击队。", ["临泉县"]),
        // 社区党委 and 村里 mean the community or village named last.
        ("临泉县城关街道光明社区的书记姓李。社区党委组建了4个临时党小组。", ["光明社区"]),
        ("临泉县杨桥镇李集村的卡点昼夜不离人。村里的42名党员轮流值守。", ["李集村"]),
        // Of several places each has its own number.
        ("临泉县杨桥镇、柳湾集镇分别设立党员示范岗41个和23个。", ["杨桥镇", "柳湾集镇"]),
    ])
    func partyPlaces(_ text: String, _ expected: [String]) { #expect(TestReports.extract(text).tables["party"].texts("place") == expected) }

    @Test(arguments: [
        // As many names as the number behind them says.
        ("穆成、马占彪、杨生忠三户人家合伙炖了牛肉。", ["穆成", "马占彪", "杨生忠"]),
        // Who somebody is said to be.
        ("周敏是县城一家理发店的老板。", ["周敏"]),
        ("牧民其其格颤巍巍地来到旗红十字会。", ["其其格"]),
        ("日本友人山田健二向市红十字会捐赠手套。", ["山田健二"]),
        ("尕朵乡的学生才仁永藏捐出零花钱。", ["才仁永藏"]),
    ])
    func people(_ text: String, _ expected: [String]) { #expect(Set(names("people", text)) == Set(expected)) }

    @Test func numbersBesideNamesAreFigures() {
        let text = "郑长顺另垫资8万元代区疾控中心订购额温枪100把。全县14座寺院都停止了聚集。自家5间房供返乡大学生隔离。"
        let values = TestReports.extract(text).tables["figures"].rows.compactMap { row in row["value"].map { $0 + (row["unit"] ?? "") } }
        #expect(values == ["80000元", "100把", "14座", "5间"])
    }

    @Test func whatAPagesSourceLeavesIsNoMark() {
        let rows = TestReports.extract("王丽华邮寄医&nbsp;用手套5000副。").tables["figures"].rows
        #expect(rows.map { $0["noun"] } == ["医用手套"])
        #expect(rows.first?["quote"]?.contains("5000副") == true)
    }

    @Test func aCaptionCutsASentenceOfAPageThatSetsItsParagraphsIn() {
        let page = """
            临泉县:众人同心守村口

            　　来源:临泉日报 2020年2月12日

            　　连日来,全县各村的党员干部和志愿者守在村口,给过往车辆消毒,给返乡人员登记,昼夜不离人。

            　　建材公司董事长夏永昌自己开着货车,把8吨大米、200桶食用油送到

            　　2月10日,员工在镇上搬运口罩。 沈国亮 摄

            　　杨桥镇的隔离点。村民们说,这份心意比什么都暖,大家都记在心里,等疫情过去再好好谢他。

            　　截至目前,全县没有新增病例,各项工作正在有序进行,群众情绪稳定,市场供应充足。
            """
        let sentences = TestReports.extract(page).tables["sentences"].texts("text")
        #expect(sentences.contains("建材公司董事长夏永昌自己开着货车,把8吨大米、200桶食用油送到杨桥镇的隔离点。"))
    }

    @Test func variantsOfHongKongPapersAreConverted() {
        let rows = TestReports.extract("聯誼會向斗山鎮衞生院捐贈口罩500個。").tables["donations"].rows
        #expect(rows.map { $0["recipient"] } == ["斗山镇卫生院"])
    }
}
