import Extraction
import Testing

/// Who is named in a sentence, with title and body; each sentence alone on its page, so that no name counts by coming again.
@Suite struct PeopleTests {
    struct Person: Sendable {
        var name: String
        var title: String?
        var organisation: String?

        init(_ name: String, title: String? = nil, organisation: String? = nil) {
            self.name = name
            self.title = title
            self.organisation = organisation
        }
    }

    private func people(_ sentence: String) -> [[String: String]] {
        let opening = "疫情发生以来，当地各级组织迅速行动，与群众一道守住家门。"
        return TestReports.extract("守望相助的日子里\n2020-02-16 来源:某某新闻网\n\n\(opening)\n\n\(sentence)\n").tables["people"].rows
    }

    static let sentences: [(text: String, people: [Person])] = [
        ("2月6日一早，柳林镇东坪村党支部书记卫长河领着三名村干部到路口换岗。", [.init("卫长河", title: "党支部书记", organisation: "东坪村")]),
        ("“这点菜不值钱。”菜农冯二妞把一筐菠菜往桌上一放，扭头就走。", [.init("冯二妞", title: "菜农")]),
        ("县人民医院感染科主任秦素芬、护士长乐小梅带队驰援孝感。", [.init("秦素芬", title: "感染科主任"), .init("乐小梅", title: "护士长")]),
        ("家住文昌社区的退休教师郎志国老人今年78岁，他托女儿把一万元送到社区。", [.init("郎志国", title: "退休教师", organisation: "文昌社区")]),
        ("在外经商的企业家段永平听说家乡缺口罩，连夜联系厂家。", [.init("段永平", title: "企业家")]),
        ("河口乡副乡长马依拉·库尔班说，牧民们自发送来了馕和羊肉。", [.init("马依拉·库尔班", title: "副乡长", organisation: "河口乡")]),
        ("捐款的有：汪德胜500元、柯红300元、费秀兰200元、贺一鸣100元。", [.init("汪德胜"), .init("柯红"), .init("费秀兰"), .init("贺一鸣")]),
        ("志愿者曹阳、鲍春雷、邢姗姗每天给隔离户送菜。", [.init("曹阳", title: "志愿者"), .init("鲍春雷", title: "志愿者"), .init("邢姗姗", title: "志愿者")]),
        ("“90后”民警尚磊连续值守二十天没有回家。", [.init("尚磊", title: "民警")]),
        ("清河街道党工委书记、街道人大工委主任古长荣要求各社区压实责任。", [.init("古长荣")]),
        ("副市长欧阳晓红到定点医院检查物资储备。", [.init("欧阳晓红", title: "副市长")]),
        ("村医滕守义背着药箱挨家挨户量体温。", [.init("滕守义", title: "村医")]),
        ("面对采访，穆成林只说了一句：“应该的。”", [.init("穆成林")]),
        ("网格员祝小玲告诉记者，她负责的片区有620户。", [.init("祝小玲", title: "网格员")]),
        ("大名镇商会会长邬建国当场捐出现金五万元。", [.init("邬建国", title: "会长", organisation: "大名镇商会")]),
        ("“我是党员，我不上谁上？”56岁的屠春生抢着报名。", [.init("屠春生")]),
        ("宏远物流公司经理臧海涛派出6辆货车。", [.init("臧海涛", title: "经理", organisation: "宏远物流公司")]),
        ("社区书记隋丽娟和丈夫阚志刚都守在卡口。", [.init("隋丽娟", title: "社区书记"), .init("阚志刚")]),
        ("区住建局下派干部靳松住进了小区值班室。", [.init("靳松", title: "下派干部", organisation: "区住建局")]),
        ("来自黑龙江的留学生佟佳慧寄回防护服100套。", [.init("佟佳慧", title: "留学生")]),
        ("州委书记扎西次仁前往一线看望慰问医护人员。", [.init("扎西次仁", title: "州委书记")]),
        ("嘎查达朝鲁门带着牧民捐了三十只羊。", [.init("朝鲁门", title: "嘎查达")]),
        ("柏庄村村民游二柱、詹春燕夫妇送来姜汤两大桶。", [.init("游二柱", title: "村民", organisation: "柏庄村"), .init("詹春燕", title: "村民", organisation: "柏庄村")]),
        ("民宿老板娘宣桂花说什么也不肯收钱。", [.init("宣桂花", title: "老板娘")]),
        ("武警中队指导员蒙家栋介绍，战士们轮流执勤。", [.init("蒙家栋", title: "指导员", organisation: "武警中队")]),
        ("烈士遗属石爱莲老人颤巍巍地取出手绢包。", [.init("石爱莲")]),
        ("“爸爸，你什么时候回家？”五岁的女儿在电话里问交警鲁冰。", [.init("鲁冰", title: "交警")]),
        ("第一个报名的是货车司机宰相如，第二个是快递员莫小贝。", [.init("宰相如", title: "货车司机"), .init("莫小贝", title: "快递员")]),
        ("副镇长(挂职)尉迟恭负责物资调配。", [.init("尉迟恭")]),
        ("镇妇联主席简玉珍组织姐妹们缝制布口罩800个。", [.init("简玉珍")]),
        ("村监委会主任牟长根拿着喇叭走街串巷。", [.init("牟长根", title: "村监委会主任")]),
        ("县融媒体中心播音员冉启航录下防疫顺口溜。", [.init("冉启航", title: "播音员", organisation: "县融媒体中心")]),
        ("“八一勋章”获得者景海鹏向家乡捐款。", [.init("景海鹏")]),
        ("西街小学六年级学生沙依娜捐出压岁钱600元。", [.init("沙依娜", title: "六年级学生", organisation: "西街小学")]),
        ("王店村的李庆丰、张庆年、赵庆余三兄弟合捐三千元。", [.init("李庆丰", organisation: "王店村"), .init("张庆年"), .init("赵庆余")]),
        ("省劳模、果农侯振海拉来苹果两吨。", [.init("侯振海", title: "省劳模、果农")]),
        ("老支书焦裕丰拄着拐杖来了。焦裕丰说：“我守过岛，守村口不算啥。”", [.init("焦裕丰", title: "老支书")]),
        ("餐馆老板娘戚美兰和厨师傅大勇一起包了两千个饺子。", [.init("戚美兰", title: "老板娘"), .init("傅大勇", title: "厨师")]),
        ("华侨方锡金夫妇从泰国寄回体温计300支。", [.init("方锡金", title: "华侨")]),
        ("白云街道云溪社区居民花小云把自家车库腾出来放物资。", [.init("花小云", title: "居民", organisation: "云溪社区")]),
        ("交通运输局局长相里泽宣布恢复公交线路12条。", [.init("相里泽", title: "局长", organisation: "交通运输局")]),
    ]

    @Test("names, titles and bodies", arguments: sentences) func named(sentence: (text: String, people: [Person])) {
        let rows = people(sentence.text)
        #expect(rows.compactMap { $0["name"] }.sorted() == sentence.people.map(\.name).sorted())
        for person in sentence.people {
            let row = rows.first { $0["name"] == person.name }
            if let title = person.title { #expect(row?["title"] == title) }
            if let organisation = person.organisation { #expect(row?["organisation"] == organisation) }
        }
    }

    static let nobody = [
        "一位姓谢的大姐放下两箱牛奶就跑了。",
        "市民王先生、李女士和张大爷都竖起了大拇指。",
        "广大党员干部和人民群众要坚定信心、同舟共济。",
        "全镇任务重、时间紧，干部关键时刻冲得上去。",
        "各单位要严格落实主体责任，加强值班值守，向社会公开电话。",
        "公司员工连续加班，日产口罩20万只，全部供应市场。",
        "应急管理局、水利局、农业农村局等部门联合检查。",
        "工人师傅连夜赶制，司机成群结队地等在厂门口。",
        "受疫情影响，许多商户关门歇业，方便面一度脱销。",
        "志愿者时刻在岗，老党员任劳任怨，居民纷纷点赞。",
        "爱心企业和爱心人士向医院捐赠了高流量呼吸机。",
        "学校师生齐心协力，家长全力支持，孩子安全返校。",
        "党员干部白天走访，晚上值班，连轴转了半个月。",
        "红十字会常年接受社会捐赠，每笔善款都有记录。",
        "卡点工作人员易感染，必须做好防护。",
        "退伍军人申请参战，请战书上写满了名字。",
    ]

    @Test("sentences that name nobody", arguments: nobody) func unnamed(sentence: String) {
        #expect(people(sentence).isEmpty)
    }

    @Test("a body named further in front") func carried() {
        let rows = people("北河镇上窑村有三个路口。村党支部书记费大海带人守了十天。镇长温良玉三次上门看望。远山茶业有限公司送来茶叶200斤，董事长洪茂生说还会再送。")
        let bodies = Dictionary(rows.map { ($0["name"], $0["organisation"]) }, uniquingKeysWith: { first, _ in first })
        #expect(bodies["费大海"] == "上窑村")
        #expect(bodies["温良玉"] == "北河镇")
        #expect(bodies["洪茂生"] == "远山茶业有限公司")
    }
}
