import Extraction
import Testing

/// Reports from other provinces and papers, with the noise of their pages; expectations by hand.
@Suite struct OtherReportsTests {
    private struct Expected {
        var report: String
        var title: String?
        var outlet: String?
        var author: String?
        var published: String?
        var district: String?
        var adcode: String?
        var districts: Set<String>
        var people: Set<String>
    }

    private func check(_ file: String, _ expected: [Expected]) throws {
        let tables = try TestReports.extract(report: file).tables
        let reports = tables["reports"].rows
        #expect(reports.map { $0["report"] } == expected.map(\.report))
        for want in expected {
            let row = reports.first { $0["report"] == want.report }
            #expect(row?["title"] == want.title)
            #expect(row?["outlet"] == want.outlet)
            #expect(row?["author"] == want.author)
            #expect(row?["published"] == want.published)
            #expect(row?["district"] == want.district)
            #expect(row?["adcode"] == want.adcode)
            #expect(Set(tables["districts"].rows.filter { $0["report"] == want.report }.compactMap { $0["name"] }) == want.districts)
            #expect(Set(tables["people"].rows.filter { $0["report"] == want.report }.compactMap { $0["name"] }) == want.people)
        }
    }

    @Test("a county page with menus and a caption inside a sentence") func hunan() throws {
        try check(
            "hunan-county",
            [
                .init(
                    report: "hunan-county", title: "安化县:干群同心筑牢防疫墙", outlet: "湘江日报", author: "刘志军、谌文辉", published: "2020-02-18",
                    district: "安化县",
                    adcode: "430923", districts: ["安化县", "益阳市", "东坪镇", "梅城镇", "酉州社区", "田庄乡", "高马二溪村"],
                    people: ["刘志军", "谌文辉", "肖义", "石录明", "龙建新", "李菊花", "欧阳海波"])
            ])
        let body = try TestReports.extract(report: "hunan-county").tables["sentences"].texts("text")
        #expect(body.contains("田庄乡高马二溪村村民李菊花把家里的20斤腊肉送到卡点。"))
        #expect(!body.contains { $0.contains("责任编辑") || $0.contains("上一篇") || $0.contains("版权所有") })
    }

    @Test("an autonomous prefecture, names of the Yi") func sichuan() throws {
        try check(
            "sichuan-prefecture",
            [
                .init(
                    report: "sichuan-prefecture", title: "凉山州:民族团结一家亲 共筑防疫同心墙", outlet: "凉山日报社", author: "马海伍呷", published: "2020-03-02",
                    district: "凉山彝族自治州", adcode: "513400",
                    districts: ["凉山彝族自治州", "西昌市", "会理县", "昭觉县", "四开乡", "布拖县", "特木里镇"], people: ["马海伍呷", "吉克木果", "苏嘎尔布"])
            ])
    }

    @Test("a prefecture without counties") func guangdong() throws {
        try check(
            "guangdong-no-county",
            [
                .init(
                    report: "guangdong-no-county", title: "东莞市长安镇:企业复工 防疫不松", outlet: "南方早报", author: nil, published: "2020-02-20",
                    district: "东莞市",
                    adcode: "441900", districts: ["东莞市", "长安镇", "上沙社区", "乌沙社区", "虎门镇", "厚街镇"], people: ["陈伟江", "陈锡江"])
            ])
    }

    @Test("three articles on a page, one of them about no single place") func national() throws {
        try check(
            "national-pages",
            [
                .init(
                    report: "national-pages", title: "全国多地驰援湖北", outlet: "新华社", author: "陈芳、胡浩", published: nil, district: nil, adcode: nil,
                    districts: ["湖北省", "北京市", "武汉市", "上海市", "广州市"], people: ["陈芳", "胡浩"]),
                .init(
                    report: "national-pages#2", title: "江苏:再派医疗队", outlet: nil, author: "王艳芳", published: nil, district: "南京市",
                    adcode: "320100",
                    districts: ["江苏省", "湖北省", "南京市", "黄石市"], people: ["王艳芳", "于成功"]),
                .init(
                    report: "national-pages#3", title: "浙江:蔬菜装车", outlet: nil, author: "沈杰", published: nil, district: "长兴县",
                    adcode: "330522",
                    districts: ["浙江省", "湖州市", "长兴县", "和平镇", "荆门市"], people: ["沈杰", "许国荣", "郑建国", "王艳芳"]),
            ])
    }

    @Test("traditional characters and corner quotes") func fujian() throws {
        try check(
            "hongkong-hant",
            [
                .init(
                    report: "hongkong-hant", title: "福建晋江:侨胞捐物资 同心抗疫情", outlet: "晋江经济报", author: "蔡明宣、许春", published: nil, district: "晋江市",
                    adcode: "350582",
                    districts: ["福建省", "晋江市", "青阳街道", "普照社区", "磁灶镇", "安海镇", "灵源街道", "林口社区", "泉州市"],
                    people: ["蔡明宣", "许春", "庄铭理", "施纯祝", "陈健倩", "吴清波"])
            ])
        #expect(try TestReports.extract(report: "hongkong-hant").tables["reports"].texts("script") == ["Hant"])
    }

    @Test("full-width digits, buttons, an apposition with an age") func shandong() throws {
        try check(
            "shandong-numbers",
            [
                .init(
                    report: "shandong-numbers", title: "“硬核”支书守村口", outlet: "东阿先锋", author: "东阿县委组织部", published: "2020-02-09",
                    district: "东阿县",
                    adcode: "371524", districts: ["东阿县", "姚寨镇", "后关村", "山东省", "聊城市", "前关村", "张集村"],
                    people: ["关学胜", "王秀英", "赵玉田", "周广仁", "魏庆海"])
            ])
        let people = try TestReports.extract(report: "shandong-numbers").tables["people"].rows
        #expect(people.first { $0["name"] == "关学胜" }?["age"] == "56")
        #expect(people.first { $0["name"] == "关学胜" }?["gender"] == "男")
        #expect(people.first { $0["name"] == "周广仁" }?["title"] == "老党员")
    }

    @Test("a paper's page of a banner: header with the date, sumu and gacha, Mongolian names") func innerMongolia() throws {
        try check(
            "inner-mongolia",
            [
                .init(
                    report: "inner-mongolia", title: "草原上的“红色堡垒”", outlet: "内蒙古日报", author: "帅政、阿拉腾花", published: "2020-02-21",
                    district: "东乌珠穆沁旗", adcode: "152525",
                    districts: ["锡林郭勒盟", "东乌珠穆沁旗", "嘎海乐苏木", "巴彦淖尔嘎查", "乌里雅斯太镇", "满都胡宝拉格镇", "苏尼特左旗", "西乌珠穆沁旗"],
                    people: ["帅政", "阿拉腾花", "那木拉", "张佰成", "孟和", "乌云其木格"])
            ])
    }

    @Test("a district of a municipality, numbered subheadings") func chongqing() throws {
        try check(
            "chongqing",
            [
                .init(
                    report: "chongqing", title: "渝北区:“三个到位”织密社区防控网", outlet: "渝北区委组织部", author: "渝北区委组织部", published: "2020-02-12",
                    district: "渝北区", adcode: "500112",
                    districts: ["渝北区", "重庆市", "龙溪街道", "双龙湖街道", "武陵路社区", "白果路社区", "孝感市", "渝中区", "九龙坡区"],
                    people: ["刘定素", "朱荣贵", "唐小容", "代永波", "蒋晓琴", "谭本宏"])
            ])
    }

    @Test("an autonomous county directly under its province") func hainan() throws {
        try check(
            "hainan",
            [
                .init(
                    report: "hainan", title: "乐东黎族自治县佛罗镇:党旗飘扬在卡点", outlet: "海南日报", author: "刘袭、林师堂", published: nil, district: "乐东黎族自治县",
                    adcode: "469027",
                    districts: ["乐东黎族自治县", "佛罗镇", "丹村", "九所镇", "黄流镇", "利国镇"], people: ["刘袭", "林师堂", "石扬勋", "林瑞", "陈川", "邢增妃", "符家强", "周学艺"])
            ])
    }

    @Test("a traditional page with readings in brackets, an autonomous county of three peoples") func gansu() throws {
        try check(
            "gansu-hant",
            [
                .init(
                    report: "gansu-hant", title: nil, outlet: "新华网", author: "张玉洁、马莎", published: nil, district: "积石山保安族东乡族撒拉族自治县",
                    adcode: "622927",
                    districts: ["兰州市", "甘肃省", "临夏回族自治州", "积石山保安族东乡族撒拉族自治县", "大河家镇", "康吊村", "临夏市", "永靖县", "东乡族自治县", "龙泉镇", "北庄湾村"],
                    people: ["张玉洁", "马莎", "马成林", "马兆荣"])
            ])
    }

    @Test("a township outside the gazetteer, names behind 叫 and 是") func hebei() throws {
        try check(
            "hebei",
            [
                .init(
                    report: "hebei", title: "防疫一线党旗红", outlet: nil, author: "许云龙", published: nil, district: "运河区", adcode: "130903",
                    districts: ["沧州市", "运河区", "西环街道", "中心街社区", "南湖街道", "水月寺街道"], people: ["许云龙", "李桂兰", "宗秀英", "张建", "周洁", "孙国栋", "何伟"])
            ])
    }
}
