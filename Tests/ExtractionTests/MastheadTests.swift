import Extraction
import Testing

/// Headline, outlet, authors and day of pages of many kinds, and how many articles a page has.
@Suite struct MastheadTests {
    /// What the row of an article says.
    struct Row: Equatable, Sendable {
        var title: String?
        var outlet: String?
        var author: String?
        var published: String?

        init(_ title: String?, _ outlet: String?, _ author: String?, _ published: String?) {
            self.title = title
            self.outlet = outlet
            self.author = author
            self.published = published
        }
    }

    struct Page: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var text: String
        var rows: [Row]

        init(_ testDescription: String, _ text: String, _ rows: [Row]) {
            self.testDescription = testDescription
            self.text = text
            self.rows = rows
        }
    }

    private static let first = "疫情发生以来,青禾县各级党组织迅速行动,组织党员干部下沉社区,与居民群众一道筑牢防线。截至2月15日,全县共设立卡点126个,有2300多名党员日夜值守。"
    private static let second = "“大家的口罩还够不够?”2月14日清早,柳林镇党委副书记周立新带着两名干部来到东坪村卡点,给值守人员送来口罩500个、方便面20箱。"
    private static let third = "据了解,该镇已成立临时党支部9个,组建党员突击队14支,累计排查返乡人员1860人。"

    static let pages: [Page] = [
        .init(
            "a body's own name above the headline, named as the source again",
            "青禾县红十字会\n网站首页  机构概况  通知公告  捐赠公示\n当前位置:首页>捐赠公示>正文\n青禾县红十字会接受社会捐赠公告(第2号)\n发布日期:2022-04-18  来源:青禾县红十字会  阅读:318次\n\n\(first)\n\n\(third)",
            [.init("青禾县红十字会接受社会捐赠公告(第2号)", "青禾县红十字会", nil, "2022-04-18")]),
        .init(
            "a headline above the source that ends as names of sites do, below a search box",
            "青禾县人民政府\n请输入关键字\n首页\n走进青禾\n当前位置:首页>乡镇动态\n柳林镇:“三支队伍”织密疫情防控网\n发布时间:2020-02-19 16:42 来源:柳林镇人民政府 浏览次数:218\n\(first)\n\n\(third)\n(柳林镇 罗建文)",
            [.init("柳林镇:“三支队伍”织密疫情防控网", "柳林镇人民政府", "罗建文", "2020-02-19")]),
        .init(
            "the name of a paper in one line with its day and editor",
            "今日青禾 2022年10月12日 星期三 责任编辑:马晓燕 综合新闻 3\n\n雪地里的守门人\n\n本报讯(记者 马少云)\(first)\n\n\(third)",
            [.init("雪地里的守门人", "今日青禾", "马少云", "2022-10-12")]),
        .init(
            "the day of writing beside that of publication",
            "[ 成文日期 ] 2020-02-26 [ 发布日期 ] 2020-02-27\n雪地里的守门人\n来源:青禾报\n\n\(first)\n\n\(third)",
            [.init("雪地里的守门人", "青禾报", nil, "2020-02-27")]),
        .init(
            "a year of two digits, and headlines of other pages in front of who wrote the text",
            "雪地里的守门人\n青禾融媒\n发布时间: 20-02-19 14:31 青禾融媒官方帐号\n\n\(first)\n\n\(third)\n\n往期推荐\n开化龙顶开采啦\n@全县人民,这份倡议书请收好\n\n记者:汪芸  通讯员:余建军\n编辑:詹晨  审核:程坚",
            [.init("雪地里的守门人", "青禾融媒", "汪芸、余建军", "2020-02-19")]),
        .init(
            "names in front of the paper's own reporter",
            "青禾报\n\n雪地里的守门人\n2020-02-16\n孙锦云 刘畅 本报记者 蒋一帆 文/图\n\n\(first)\n\n\(third)",
            [.init("雪地里的守门人", "青禾报", "孙锦云、刘畅、蒋一帆", "2020-02-16")]),
        .init(
            "the day on which somebody looked at the page",
            "首页 | 要闻 | 乡镇 | 专题    今日是 2020年2月24日 星期一\n\n雪地里的守门人\n来源:青禾报    时间:2020-02-16 08:42\n\n\(first)\n\n\(third)",
            [.init("雪地里的守门人", "青禾报", nil, "2020-02-16")]),
        .init(
            "a correspondent without a role in front of the paper's own reporter",
            "青禾报\n\n雪地里的守门人\n2020-02-16\n\n本报讯 (樊晓云 记者于海洋)\(first)\n\n\(third)",
            [.init("雪地里的守门人", "青禾报", "樊晓云、于海洋", "2020-02-16")]),
        .init(
            "a notice signed and dated at its end, buttons, then another article",
            "青禾县红十字会接受捐赠公告(第二号)\n信息来源:青禾县红十字会 发布时间:2020-02-26 15:06\n\n\(first)\n\(third)\n    青禾县红十字会\n    2020年2月26日\n\n打印 关闭 扫一扫在手机打开当前页\n━━━━━━━━\n青禾新闻 > 一线\n\n雪地里的守门人\n2020-02-26 来源:青禾县融媒体中心 记者 于海洋\n\n\(second)\n\n\(third)",
            [
                .init("青禾县红十字会接受捐赠公告(第二号)", "青禾县红十字会", nil, "2020-02-26"),
                .init("雪地里的守门人", "青禾县融媒体中心", "于海洋", "2020-02-26"),
            ]),
        .init(
            "a second headline above a bracketed wire",
            "河川日報 2020年3月9日 A14\n\n兩地同心守家園\n\n【河川日報訊】(記者 何文靜)\(first)\n\n\(second)\n\n青禾縣:鄉親寄來口罩\n\n【河川日報青禾訊】(特約記者 高大山)\(second)\n\n\(third)",
            [.init("两地同心守家园", "河川日报", "何文静", "2020-03-09"), .init("青禾县:乡亲寄来口罩", "河川日报", "高大山", "2020-03-09")]),
        .init(
            "an agency's page: year, month and day apart, the names behind the place",
            "新华网 > 地方 > 正文\n2020 02/14 16:20:11 来源: 新华社\n\n山城党员守关记\n\n新华社重庆2月14日电(记者 赵宇航 陈露)\(first)\n\n\(second)\n\n\(third)\n\n[责任编辑: 王晓]",
            [.init("山城党员守关记", "新华社", "赵宇航、陈露", "2020-02-14")]),
        .init(
            "a slogan above the headline, a subtitle below it",
            "2020年02月18日 星期二 A3版\n上一篇 下一篇\n放大 缩小 默认\n众志成城 抗击疫情\n六百党员“点单”上岗 三万居民安心过年\n——青禾县推行社区“双报到”纪实\n本报记者 何文静 通讯员 苏志强\n\(first)\n\n\(second)\n\n\(third)",
            [.init("六百党员“点单”上岗 三万居民安心过年", nil, "何文静、苏志强", "2020-02-18")]),
        .init(
            "a headline with a comma and a question",
            "来源:河川日报 时间:2020-02-19 08:02\n\n“村里的事,我不干谁干?”——记青禾县东坪村党支部书记、退伍老兵高大山\n\n\(first)\n\n\(second)\n\n\(third)\n\n(记者 郭颖 通讯员 丁一鸣)",
            [.init("“村里的事,我不干谁干?”——记青禾县东坪村党支部书记、退伍老兵高大山", "河川日报", "郭颖、丁一鸣", "2020-02-19")]),
        .init(
            "the site's name behind the first print of the headline",
            "青禾县爱心企业捐款捐物超三百万元_青禾新闻网\n\n青禾县爱心企业捐款捐物超三百万元\n\n2020-02-20 10:15 青禾新闻网 编辑:木子 记者:程前\n\n\(first)\n\n\(second)\n\n\(third)",
            [.init("青禾县爱心企业捐款捐物超三百万元", "青禾新闻网", "程前", "2020-02-20")]),
        .init(
            "several articles between rules, one date above them",
            "青禾县疫情防控简报(第12期)\n2020年2月21日\n\n柳林镇:老党员带头捐款\n本报讯(通讯员 吴昊)\(first)\n\n★★★★★★\n\n东坪村:大喇叭响起来\n本报讯(记者 杜若飞)\(second)\n\n* * *\n\n县医院:请战书摁满红手印\n本报讯(记者 秦川 特约通讯员 马晓东)\(third)",
            [
                .init("柳林镇:老党员带头捐款", nil, "吴昊", "2020-02-21"), .init("东坪村:大喇叭响起来", nil, "杜若飞", "2020-02-21"),
                .init("县医院:请战书摁满红手印", nil, "秦川、马晓东", "2020-02-21"),
            ]),
        .init(
            "names behind a square",
            "把温暖送到卡口\n\n时间:2020-02-22 15:26:40 来源:清江晚报\n\n□ 韩雪梅 罗成\n\n\(first)\n\n\(second)\n\n\(third)",
            [.init("把温暖送到卡口", "清江晚报", "韩雪梅、罗成", "2020-02-22")]),
        .init(
            "names without any word, the paper at the end",
            "夜守山口的七个人\n\n江海洋 沈晓月\n\n\(first)\n\n\(second)\n\n\(third)\n\n《河川日报》2020年2月23日第5版",
            [.init("夜守山口的七个人", "河川日报", "江海洋、沈晓月", "2020-02-23")]),
        .init(
            "greeting and counters, the day somebody looked at the page",
            "欢迎光临青禾县人民政府网站!今天是2021年5月6日 星期四 农历三月廿五\n设为首页|加入收藏|无障碍浏览\n网站首页 走进青禾 政务公开 互动交流 办事服务\n当前位置:网站首页>专题专栏>疫情防控>基层动态\n\n东坪村“三个一”守好家门\n\n发布日期:2020-02-24 信息来源:柳林镇人民政府 访问次数: 67 字体:[ 大 中 小 ]\n\n\(first)\n\n\(second)\n\n\(third)\n\n扫一扫在手机打开当前页",
            [.init("东坪村“三个一”守好家门", "柳林镇人民政府", nil, "2020-02-24")]),
        .init(
            "a long headline with a comma above the account's name",
            "青禾32名“80后”“90后”党员组成送菜小分队,每天走1.8万步\n\n清江观察\n2020-02-26 07:45 · 清江观察官方账号\n关注\n\n清江观察·记者 袁野 通讯员 白雪\n\n\(first)\n\n\(second)\n\n\(third)\n举报\n评论 37\n",
            [.init("青禾32名“80后”“90后”党员组成送菜小分队,每天走1.8万步", "清江观察", "袁野、白雪", "2020-02-26")]),
        .init(
            "two names of columns above the headline",
            "专题报道\n党旗在基层一线高高飘扬\n\n一根扁担挑起的爱心\n\n发布者:组织部 发布时间:2020/3/2 8:30:00 浏览次数:88\n\n\(first)\n\n\(second)\n\n\(third)",
            [.init("一根扁担挑起的爱心", "组织部", nil, "2020-03-02")]),
        .init(
            "upright bars behind roles",
            "山里人家的五百斤萝卜\n\n潮新闻 记者丨方晓敏 通讯员丨朱振华\n2020-03-04 11:09\n\n\(first)\n\n\(second)\n\n\(third)\n\n编辑丨田甜 审核丨高明",
            [.init("山里人家的五百斤萝卜", "潮新闻", "方晓敏、朱振华", "2020-03-04")]),
        .init(
            "the headline in the row of links",
            "首页>资讯>本地>河口小学的红领巾捐出压岁钱\n河口小学的红领巾捐出压岁钱\n来源：河口教育 发表时间：2020年3月6日 浏览：15 次 【大 中 小】 【打印】 【关闭】\n\(first)\n\n\(second)\n\n\(third)\n上一条：开学通知（三）\n下一条：关于延迟开学的通知",
            [.init("河口小学的红领巾捐出压岁钱", "河口教育", nil, "2020-03-06")]),
        .init(
            "a reporter without brackets",
            "全县已接收捐款861万元\n青禾日报 2020-03-07\n本报讯 记者尹航报道:\(first)\n\n相关链接\n\n捐赠物资如何分配?\n\n\(third)",
            [.init("全县已接收捐款861万元", "青禾日报", "尹航", "2020-03-07")]),
        .init(
            "fields with their names",
            "标题:一份捐款名单背后的故事\n发布时间:2020-3-9\n发布单位:县红十字会\n正文:\n\(first)\n\n\(second)\n\n\(third)",
            [.init("一份捐款名单背后的故事", "县红十字会", nil, "2020-03-09")]),
        .init(
            "a notice that its date closes",
            "青禾县红十字会关于接受社会捐赠情况的公示（第三期）\n发布时间:2020年2月12日 文章来源:县红十字会 责任编辑:办公室 点击次数:331\n\n\(third)\n\n特此公示。\n\n青禾县红十字会\n2020年2月12日",
            [.init("青禾县红十字会关于接受社会捐赠情况的公示(第三期)", "县红十字会", nil, "2020-02-12")]),
        .init(
            "articles that nothing but signatures part",
            "青禾日报 2020年02月13日 星期四 第03版 综合\n\n柳林镇党员干部雪夜守卡口\n\n\(second)(何静 王晓东)\n\n爱心企业家送来“及时雨”\n\n\(third)(通讯员 袁立)\n\n小学生捐出压岁钱\n\n\(first)(刘洋)",
            [
                .init("柳林镇党员干部雪夜守卡口", "青禾日报", "何静、王晓东", "2020-02-13"), .init("爱心企业家送来“及时雨”", "青禾日报", "袁立", "2020-02-13"),
                .init("小学生捐出压岁钱", "青禾日报", "刘洋", "2020-02-13"),
            ]),
        .init(
            "a paper's line with all who made the page",
            "青禾日报 2021年9月24日 星期五 A3 综合新闻  责编:林晓玲 版式:陈宇 校对:郑志  电话:2523456\n\n雪地里的守门人\n\n□本报记者 黄国清\n\n\(first)\n\n\(third)",
            [.init("雪地里的守门人", "青禾日报", "黄国清", "2021-09-24")]),
        .init(
            "reporters without a blank behind the word, another at the end",
            "2022-04-08 21:17:35 来源:新华网\n\n千里同心,共护春天\n——来自多地一线的见闻\n\n新华社北京4月8日电 题:千里同心,共护春天——来自多地一线的见闻\n新华社记者周闻涛、贺砚秋\n\n\(first)\n\n\(third)(参与采写:高 远)",
            [.init("千里同心,共护春天", "新华网", "周闻涛、贺砚秋、高远", "2022-04-08")]),
        .init(
            "who took the pictures of the page, above the second headline",
            "青禾日报 2020年02月13日 星期四\n雪地里的守门人\n(记者 马少云)\n\(first)\n\n本版图片由通讯员提供\n\n古镇来了“送菜队”\n本报讯(记者 邓雪)\(second)",
            [.init("雪地里的守门人", "青禾日报", "马少云", "2020-02-13"), .init("古镇来了“送菜队”", "青禾日报", "邓雪", "2020-02-13")]),
        .init(
            "an account of today",
            "青禾县融媒体中心 今天\n\n收藏！青禾爱心捐赠榜来了（2月15日）\n\n图文|融媒记者 陈浩 实习生 吴桐\n\n\(first)\n\n\(second)\n\n\(third)\n\n来源 | 青禾县融媒体中心\n责编 | 郝佳\n校对 | 甄真\n监制 | 时光",
            [.init("收藏!青禾爱心捐赠榜来了(2月15日)", "青禾县融媒体中心", "陈浩、吴桐", nil)]),
        .init(
            "an agency with its topic",
            "新华全媒+|从“包保户”到“一家人”——长江边一个小镇的防疫记事\n2020-02-17 15:33:09 来源： 新华网\n关注新华网\n微博\nQzone\n图集\n　　新华社南京2月17日电  题：从“包保户”到“一家人”——长江边一个小镇的防疫记事\n　　新华社记者沈汝发、邱冰清\n　　\(first)\n　　\(second)\n　　\(third)\n【纠错】 责任编辑： 唐斓",
            [.init("新华全媒+|从“包保户”到“一家人”——长江边一个小镇的防疫记事", "新华网", "沈汝发、邱冰清", "2020-02-17")]),
        .init(
            "a paper of Hong Kong",
            "港聞\n2020-02-18\n字級：大 中 小\n同鄉社團購防護服四千套 助鄂港兩地前線\n【香江時報訊】（記者 黎穎詩）旅港青禾同鄉會會長何展鵬昨日表示，該會已籌得善款港幣八十六萬元，購置防護服四千套，其中三千套運往湖北省紅十字會。\n\n　　該會另向屯門區長者派發口罩二萬個。",
            [.init("同乡社团购防护服四千套 助鄂港两地前线", "香江时报", "黎颖诗", "2020-02-18")]),
        .init(
            "editors between two articles",
            "全县48家商超保供应\n青禾广播电视台 2020-02-22 08:00\n\n\(first)\n\n记者:孙朗 编辑:田野\n\n口罩厂三班倒,日产增至12万只\n青禾广播电视台 2020-02-22 08:05\n\n\(third)\n\n记者:邓超 编辑:田野",
            [.init("全县48家商超保供应", "青禾广播电视台", "孙朗", "2020-02-22"), .init("口罩厂三班倒,日产增至12万只", "青禾广播电视台", "邓超", "2020-02-22")]),
        .init(
            "a headline with words of menus",
            "为挺身而出的“平凡英雄”点赞\n发布时间：2020-02-25 来源：青禾县总工会\n\n\(first)\n\n\(second)\n\n\(third)",
            [.init("为挺身而出的“平凡英雄”点赞", "青禾县总工会", nil, "2020-02-25")]),
        .init(
            "a column with a number above the headline",
            "战“疫”一线党旗红①\n\n把支部建在方舱里\n\n记者 柏杨\n2020年02月27日\n\n\(first)\n\n\(second)\n\n\(third)",
            [.init("把支部建在方舱里", nil, "柏杨", "2020-02-27")]),
        .init(
            "a headline that begins with 文, below links with numbers",
            "信息公开(3204) 办事大厅 互动交流 走进青禾 抗疫专栏(第37期)\n\n文峰街把防线扎在家门口\n\n本报记者 周晓渝\n\n　　\(first)\n　　\(second)",
            [.init("文峰街把防线扎在家门口", nil, "周晓渝", nil)]),
        .init(
            "a column in brackets",
            "　　【青禾要闻】\n　　县领导督导检查城区疫情防控工作\n　　本报讯 （全媒体记者 文涛） \(second)\n　　又到柳林镇检查。\(third)",
            [.init("县领导督导检查城区疫情防控工作", nil, "文涛", nil)]),
    ]

    @Test("headline, outlet, authors and day", arguments: pages) func masthead(page: Page) {
        let rows = TestReports.extract(page.text).tables["reports"].rows
        #expect(rows.map { Row($0["title"], $0["outlet"], $0["author"], $0["published"]) } == page.rows)
    }
}
