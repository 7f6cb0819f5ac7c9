import Extraction
import Testing

/// HTML pages: what is text, where it stands in the page, and in which encoding.
@Suite struct HTMLTests {
    private let page = """
        <!DOCTYPE html>
        <html><head><meta charset="utf-8"><title>防控一线_某某网</title>
        <style>p { content: "捐款99万元" }</style>
        <script>var a = "<p>捐款88万元</p>";</script></head>
        <body><!-- 捐款77万元 -->
        <div class="nav"><a href="/">首页</a>&nbsp;&gt;&nbsp;<a href='/n?a=1>2'>新闻</a></div>
        <h1>新郑市企业捐款助力防疫</h1>
        <p>2020年2月3日　来源：新郑市融媒体中心</p>
        <p>2月2日，<strong>新郑市宏泰商贸</strong>有限公司捐款<span style="color:red">5</span>万元，捐赠
        口罩&#50;00&#x4E2A;。</p>
        <p>龙湖镇组织了<b>137</b>6名党员&mdash;&mdash;参与防控</p>
        </body></html>
        """

    private func extract(_ text: String) -> ExtractedTables { extract([UInt8](text.utf8)) }

    private func extract(_ bytes: [UInt8], file: String = "r.html") -> ExtractedTables {
        bytes.withUnsafeBytes { TestReports.extractor.extract($0, name: "r", file: file) }.tables
    }

    @Test func factsAreThoseOfTheText() {
        let tables = extract(page)
        let donations = tables["donations"].rows
        #expect(donations.map { $0["worth_yuan"] ?? $0["value"] } == ["50000", "200"])
        #expect(donations.allSatisfy { $0["donor"] == "新郑市宏泰商贸有限公司" })
        #expect(tables["party"].texts("value") == ["1376"])
        #expect(tables["reports"].texts("title") == ["新郑市企业捐款助力防疫"])
        #expect(!tables["sentences"].texts("text").contains { $0.contains("99") || $0.contains("88") || $0.contains("77") })
    }

    @Test func quotesAreThePagesOwnScalars() {
        let scalars = Array(page.unicodeScalars)
        let tables = extract(page)
        for table in ["figures", "donations", "party"] {
            for row in tables[table].rows {
                guard let start = row["span_start"].flatMap({ Int($0) }), let end = row["span_end"].flatMap({ Int($0) }) else { continue }
                #expect(start < end && end <= scalars.count)
                #expect(row["quote"] == String(String.UnicodeScalarView(scalars[start..<end])))
            }
        }
        // Markup inside a quote belongs to it, markup around it does not.
        #expect(tables["donations"].texts("quote").first == "新郑市宏泰商贸</strong>有限公司捐款<span style=\"color:red\">5</span>万元")
        #expect(tables["party"].texts("quote") == ["137</b>6名党员"])
    }

    @Test func brokenMarkupIsText() {
        let sentence = "新郑市宏泰商贸有限公司捐款5万元。"
        for text in [
            "<p>\(sentence)", "\(sentence)</p></div>", "<p>3 < 5，\(sentence)", "<!-- <p>\(sentence)</p>", "<p title=\"a>\(sentence)</p>",
            "<script>x</script\n><p>\(sentence)</p>", "<P CLASS=a>\(sentence)<BR/>", "<p>&unknown; &#; &#xZ; &amp;\(sentence)",
            "\(sentence)<",
            "\(sentence)<a", "\(sentence)&", "\(sentence)&#",
        ] {
            #expect(extract("<html><body>" + text)["donations"].texts("worth_yuan") == ["50000"], "\(text)")
        }
        // What is never closed takes nothing with it; a script does not come out as text where it is closed.
        #expect(extract("<html><p>\(sentence)</p><textarea>x")["donations"].rowCount == 1)
    }

    @Test func lineBreaksInThePageAreNone() {
        let tables = extract("<html><p>新郑市宏泰商贸有限\n    公司捐\r\n款5万\n元。</p><p>by Li\n  Ming</p>")
        #expect(tables["donations"].texts("donor") == ["新郑市宏泰商贸有限公司"])
        #expect(tables["sentences"].texts("text").last == "by Li Ming")
        let cells = extract("<html><table><tr><td>新郑市宏泰商贸有限公司捐款5万元。<td>新郑市宏达商贸有限公司捐款6万元。</table>")
        #expect(cells["donations"].texts("worth_yuan") == ["50000", "60000"])
    }

    @Test func hostileMarkupTakesLinearTime() {
        let clock = ContinuousClock()
        for unit in ["<a \"", "<!--", "<p", "<script>", "&#", "<a '\">", "</", "<textarea><select>"] {
            let text = "<html>" + String(repeating: unit, count: 65_536 / unit.utf8.count)
            let time = clock.measure { _ = extract(text) }
            // A bound a hundred times what it takes: quadratic time would pass it.
            #expect(time < .seconds(5), "\(unit)")
        }
    }

    @Test func whatThePageSaysOfItsEncodingHolds() throws {
        // 川汇区 in GB18030 and Big5 is too short to be told apart by its characters.
        let gb: [UInt8] = [0xB4, 0xA8, 0xBB, 0xE3, 0xC7, 0xF8]
        let head = Array("<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=gb2312\"></head><p>".utf8)
        let tables = extract(head + gb + Array("</p>".utf8))
        #expect(tables["files"].texts("encoding") == ["GB18030"])
        // 臺北市
        let big5: [UInt8] = [0xBB, 0x4F, 0xA5, 0x5F, 0xA5, 0xAB]
        let traditional = extract(Array("<html><meta charset='Big5'><p>".utf8) + big5)
        #expect(traditional["files"].texts("encoding") == ["Big5"])
        // Bytes that are UTF-8 are UTF-8, whatever an old template says.
        let saved = extract(page.replacing("utf-8", with: "gb2312"))
        #expect(saved["files"].texts("encoding") == ["UTF-8"])
    }

    @Test func encodingsAreToldApart() throws {
        let text = "新郑市宏泰商贸有限公司捐款5万元，龙湖镇组织了1376名党员参与疫情防控工作。"
        var wide: [UInt8] = [0xFF, 0xFE]
        for unit in text.utf16 { wide += [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
        var big: [UInt8] = []
        for unit in text.utf16 { big += [UInt8(unit >> 8), UInt8(unit & 0xFF)] }
        for bytes in [Array(text.utf8), [0xEF, 0xBB, 0xBF] + Array(text.utf8), wide, big] {
            let tables = extract(bytes, file: "r.txt")
            #expect(tables["donations"].texts("worth_yuan") == ["50000"])
            #expect(tables["donations"].rows.first?["span_start"] == "0")
        }
    }

    @Test func nulBytesAreRefused() {
        let tables = extract([UInt8]("新郑市捐款5万元。".utf8) + [0] + [UInt8]("后来".utf8), file: "r.txt")
        #expect(tables["files"].texts("status") == ["failed"])
        #expect(tables["files"].texts("message").first?.contains("byte 25 is NUL") == true)
        #expect(tables["reports"].rowCount == 0)
    }

    @Test func formsByNameAndBeginning() {
        #expect(DocumentForm.of(file: "A.HTM") == .html && DocumentForm.of(file: "a.txt") == .text && DocumentForm.of(file: "a.md") == nil)
        func form(_ text: String) -> DocumentForm { Array(text.utf8).withUnsafeBytes { DocumentForm.of($0) } }
        #expect(form("\u{FEFF}\n <!DOCTYPE HTML>") == .html && form("<HTML lang=zh>") == .html && form("新闻 <html>") == .text)
    }
}
