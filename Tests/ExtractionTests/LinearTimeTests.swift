import Extraction
import Glibc
import Testing

/// Four times the text takes about four times the work, whatever the text is; what looks back or ahead looks a bounded way.
@Suite(.serialized) struct LinearTimeTests {
    /// Texts that hold one thing again and again, each on a single line unless it says otherwise.
    static let repeated = [
        "连夜缝了60双棉鞋垫,让女儿带给卡点,", "30箱草莓、",
        "1234567890", "(", ")", "“", "《", "的", "龘", "一", "十", "万", "百分之", ",", "。", "。)", ":", ".", "a", "abc ", " ", "\n", "衛(wèi)",
        "捐赠", "捐款捐物", "某公司捐款5万元,", "其中,某公司捐款1万元,", "口罩500个、", "物资折合5万元,", "由县医院接收,", "村民烙饼300张,送到卡点,", "收到礼物:村民送来鸡蛋5个,", "单位:某公司5万元,",
        "连同帐篷5顶,", "等", "各", "党员", "“党员”",
        "王建国", "王建国、", "王建国说,", "书记", "记者 王建国 ", "中原区", "须水街道李家村、", "郑州市财政局", "河南某某有限公司,",
        "2月15日", "二〇二〇年", "短标题\n", "某县筑牢严密防线\n", "某县筑牢严密防线\n首页 | 要闻 | 民生\n", "短标题\n短标题二\n这是一个很长的正文段落,里面有许多许多的字,所以它应该被当作正文来处理才对。\n",
        "某县筑牢防线\n2020-02-15 10:00 来源:某报\n  本报讯(记者 王建国)连日来,某县捐款5万元。\n", "(图片说明)村民 摄\n", "首页 > 新闻 ",
    ]

    @Test(arguments: repeated) func repetition(_ piece: String) {
        let count = max(1, 40_000 / piece.utf8.count)
        expectLinear(String(repeating: piece, count: count), String(repeating: piece, count: count * 4), piece)
    }

    /// Names that are all different fill the tables of a page's names instead of finding one entry again.
    @Test(arguments: ["在%镇%村", "%%有限公司捐款9万元。", "王%说,党员李%捐款7元。", "张%捐款35元,"]) func differentNames(_ pattern: String) {
        let han = Array("东西南北中山水田园花石林金银玉兰竹松梅桃杨柳春夏秋冬云风雷雨雪江河湖海")
        func text(_ count: Int) -> String {
            var result = ""
            for number in 0..<count {
                var next = number
                for character in pattern {
                    guard character == "%" else {
                        result.append(character)
                        continue
                    }
                    result.append(han[next % han.count])
                    result.append(han[next / han.count % han.count])
                    next = next &* 7 &+ 11
                }
            }
            return result
        }
        expectLinear(text(600), text(2400), pattern)
    }

    private func expectLinear(_ small: String, _ large: String, _ what: String) {
        let least = seconds(small)
        let most = seconds(large)
        // Quadratic work would be sixteen times as much.
        #expect(most < least * 9 + 0.01, "\(what): \(least) s, and \(most) s for four times as much")
    }

    /// Processor time of this thread, so that other work on the machine does not count; the better of two runs.
    private func seconds(_ text: String) -> Double {
        let bytes = Array(text.utf8)
        return (0..<2).map { _ in
            let start = Self.now()
            _ = TestReports.extract(bytes, name: "r")
            return Self.now() - start
        }.min() ?? 0
    }

    private static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
