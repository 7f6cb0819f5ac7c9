import Extraction
import Testing

/// From decoded text to clean text, lines, sentences and dates, with positions in the file.
@Suite struct PageTests {
    private let filler = "这是一个用来占位的段落,它有足够的长度,也有句号。"

    @Test("readings in brackets, doubled marks and width go, positions stay") func cleaning() throws {
        let text = "標題在這裡\n\n衛(wèi)生員在城市小區(qū),，值班，共２０人。"
        let page = TestReports.page(text)
        let body = try #require(page.sentences.last)
        #expect(page.text(body.range) == "卫生员在城市小区,值班,共20人。")
        #expect(page.quote(body.range) == "衛(wèi)生員在城市小區(qū),，值班，共２０人。")
        #expect(page.source(body.range).upperBound == text.unicodeScalars.count)
    }

    @Test("brackets that are no readings stay") func brackets() throws {
        let page = TestReports.page("标题在这里\n\n口罩(N95)和面粉(kg)都到了,各小组(含家属)也到了。")
        #expect(page.text(try #require(page.sentences.last).range) == "口罩(N95)和面粉(kg)都到了,各小组(含家属)也到了。")
    }

    @Test("characters that simplified text has too are left alone there") func simplifiedStays() {
        let page = TestReports.page("乾县的故事\n\n乾县於老师著书立说,大家都说好。")
        #expect(page.text(page.articles[0].span(in: page)) == "乾县的故事\n乾县於老师著书立说,大家都说好。")
    }

    @Test("two captions inside a sentence") func captions() {
        let page = TestReports.page(
            """
            志愿者在行动

            \(filler)

            他们每天在村口测量体温,登记车辆,天黑了才

            志愿者在测温

            民警在执勤 张三摄

            轮换着回家吃一口热饭。
            """)
        let texts = page.sentences.map { page.text($0.range) }
        #expect(texts.contains("他们每天在村口测量体温,登记车辆,天黑了才轮换着回家吃一口热饭。"))
        #expect(page.sentences.filter { $0.kind == .caption }.map { page.text($0.range) } == ["志愿者在测温", "民警在执勤 张三摄"])
    }

    @Test("sentences keep closing quotes, and go on where the quotation is only a part") func sentences() {
        let page = TestReports.page("会议很短\n\n他说:“我先上!”大家鼓掌。发出“疫情不退,我们不退!”的誓言……第二天,人更多。")
        let texts = page.sentences.dropFirst().map { page.text($0.range) }
        #expect(Array(texts) == ["他说:“我先上!”", "大家鼓掌。", "发出“疫情不退,我们不退!”的誓言……", "第二天,人更多。"])
        #expect(page.sentences.map(\.number) == [1, 2, 3, 4, 5])
    }

    @Test("days with and without their year") func dates() {
        let page = TestReports.page(
            "县里的消息\n2020-01-05 来源:某县新闻网\n\n去年12月28日,会议召开;1月3日下午至4日,下乡。截至二〇二〇年一月五日,共有3人报名,第2日出发。")
        #expect(page.dateMentions.map(\.date.text) == ["2020-01-05", "2019-12-28", "2020-01-03", "2020-01-04", "2020-01-05"])
        #expect(page.dateMentions.last?.kind == .asOf)
        #expect(page.articles[0].published?.text == "2020-01-05")
        #expect(page.articles[0].outlet == "某县新闻网")
        #expect(page.articles[0].datedBasis == "printed")
        let undated = TestReports.page("县里的消息\n\n2020年1月3日开会,1月6日又开会,1月4日没有开会。").articles[0]
        #expect(undated.dated?.text == "2020-01-06")
        #expect(undated.datedBasis == "latest_mention")
    }

    @Test("a short form needs its area on the page and is no part of a word") func shortForms() {
        let tables = TestReports.extract("山东省高密市的消息\n\n第二天水果到了,高密的干部开展高密度巡查,武汉路封闭,西宁方向畅通。").tables
        #expect(Set(tables["districts"].texts("name")) == ["山东省", "高密市", "西宁市"])
    }

    @Test("county names that several prefectures have are told apart by the page") func ambiguous() {
        for (city, code) in [("福州市", "350102"), ("徐州市", "320302"), ("开封市", "410204"), ("南京市", "320106")] {
            let rows = TestReports.extract("社区里的故事\n\n\(city)今天通报情况。在鼓楼区,居民们自发行动起来,鼓楼区共有10个小区。").tables["districts"].rows
            #expect(rows.first { $0["name"] == "鼓楼区" }?["code"] == code)
        }
        let alone = TestReports.extract("社区里的故事\n\n在鼓楼区,居民们自发行动起来,鼓楼区共有10个小区。").tables["districts"].rows
        #expect(alone.map { $0["name"] } == ["鼓楼区"])
        #expect(alone[0]["code"] == nil)
    }

    @Test("districts of Hong Kong, in a paper that speaks of it") func hongKong() {
        let report = TestReports.extract("屯門三日派五千抗疫包\n\n香港第五波疫情持續,屯門有義工向山景邨長者派發防疫包。屯門民政事務處說,長者可致電求助。")
            .tables["reports"].rows.first
        #expect(report?["district"] == "屯门区")
        #expect(report?["province"] == "香港特别行政区")
        let sentences = TestReports.extract("屯門街坊三日派五千抗疫包\n\n香港第五波疫情持續,劏房戶也收到了物資。").tables["sentences"].texts("text")
        #expect(sentences.contains { $0.contains("劏房户") })
    }

    @Test("the paper of a prefecture reports on one of its counties") func countyOfPrefecture() {
        let page = "衡水日报 数字报\n2020年02月17日 星期一\n\n铁喇叭里唱出快板\n本报讯(通讯员 刘倩)每天上午9点,武强县周窝镇的大喇叭准时响起。他写了31段快板,全镇32个村轮着播。"
        #expect(TestReports.extract(page).tables["reports"].rows.first?["district"] == "武强县")
    }

    @Test("a township lies in the county that was named last") func roundup() {
        let page = """
            各地涌动暖流

            在兰州市永登县,玫瑰种植户把存货搬了出来,民勤县、甘谷县的群众也没闲着。

            陇南市成县的电商捐出核桃仁。城关镇西关社区的大娘给卡点送茶。
            """
        let towns = TestReports.extract(page).tables["districts"].rows.filter { $0["name"] == "城关镇" }
        #expect(towns.map { $0["parent"] } == ["成县"])
    }
}
