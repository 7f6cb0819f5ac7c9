/// What the lines around an article say of it: outlet, authors, date of publication.
struct Masthead: Sendable {
    /// A reporter or correspondent of an article.
    struct Author: Sendable {
        var name: String
        var range: Range<Int>
        /// `记者` or `通讯员`, where that word is printed.
        var role: Range<Int>?
        /// The paper whose reporter it is, where the byline says so.
        var outlet: Range<Int>?
        /// True for who took a picture and did not write the article.
        var isPhotographer = false
    }

    private let bylines: BylineReader
    private let outlets: OutletFinder

    init(names: NameLexicon, gazetteer: Gazetteer) {
        bylines = BylineReader(names: names, gazetteer: gazetteer)
        outlets = OutletFinder(names: names)
    }

    /// Fills outlet, author and date of all articles; returns the authors by article, those of pictures behind those of the text.
    func read(_ document: inout Document, page: CleanText, lines: [PageLine]) -> [[Author]] {
        var result: [[Author]] = []
        let site = outlets.siteName(page.scalars, lines)
        let pageDate = Self.pageDate(page.scalars, lines)
        var pageYear: Int??
        var source: String?
        for index in document.articles.indices {
            var found = Found()
            let article = document.articles[index]
            for place in article.paragraphs { read(document.paragraphs[place], of: document, site: site, into: &found) }
            if index == 0, found.isSourcePrinted { source = found.outlet }
            var authors = found.authors
            if authors.isEmpty, let last = article.paragraphs.last(where: { document.paragraphs[$0].kind == .body }) {
                authors = bylines.signature(document.clean, document.paragraphs[last].range)
            }
            if authors.isEmpty { authors = found.photographers }
            var seen = Set<String>()
            authors = authors.filter { seen.insert($0.name).inserted }
            document.articles[index].outlet = found.outlet ?? site
            if found.published == nil, let day = found.monthDay {
                // A day in the year of the first full date of the page, which is looked for once.
                let reach = 0..<min(document.clean.count, Self.yearReach)
                let year =
                    pageYear ?? DateScanner.printedDate(document.clean, in: reach)?.year
                    ?? DateScanner.printedYear(document.clean, in: reach)
                    // Readers' comments below the text have full dates.
                    ?? DateScanner.printedDate(page.scalars, in: 0..<min(page.scalars.count, Self.yearReach))?.year
                pageYear = .some(year)
                if let year { found.published = CalendarDate(year: year, month: day.month, day: day.day) }
            }
            document.articles[index].published = found.published ?? pageDate
            document.articles[index].author = authors.isEmpty ? found.supplier : authors.map(\.name).joined(separator: "、")
            for var photographer in found.photographers where seen.insert(photographer.name).inserted {
                photographer.isPhotographer = true
                authors.append(photographer)
            }
            result.append(authors)
        }
        // Of several articles below one line `来源:…` the first has it.
        if let source, document.articles.dropFirst().allSatisfy({ $0.outlet == nil }) {
            for index in document.articles.indices.dropFirst() { document.articles[index].outlet = source }
        }
        return result
    }

    private struct Found {
        var authors: [Author] = []
        var photographers: [Author] = []
        var supplier: String?
        var outlet: String?
        /// True where the outlet stands behind 来源.
        var isSourcePrinted = false
        var published: CalendarDate?
        var monthDay: (month: Int, day: Int)?

        mutating func add(_ people: [Author]) {
            authors += people.filter { !$0.isPhotographer }
            photographers += people.filter { $0.isPhotographer }
        }
    }

    private func read(_ paragraph: Paragraph, of document: Document, site: String?, into found: inout Found) {
        let text = document.clean
        let range = paragraph.range
        switch paragraph.kind {
        case .byline:
            if found.outlet == nil, let source = outlets.source(text, range) {
                // 供稿单位:党委宣传部 on a school's site: a department of the body that prints the page.
                if site == nil || !OutletFinder.isOwnDepartment(source) {
                    found.outlet = source
                    found.isSourcePrinted = true
                }
            }
            if found.published == nil { found.published = Self.dayOfPublication(text, range) }
            if found.published == nil, found.monthDay == nil { found.monthDay = Self.monthDay(text, range) }
            if let original = bylines.original(text, range) {
                found.authors += original.authors
                // 原创 万年场记者站 2020-02-13 below the account's name: who wrote it.
                if found.outlet == nil, site == nil || !original.authors.isEmpty { found.outlet = original.account }
                return
            }
            if found.outlet == nil, found.published != nil { found.outlet = outlets.header(text, range) }
            found.add(bylines.authors(text, range, outlet: &found.outlet))
            if found.outlet == nil { found.outlet = outlets.account(text, range) }
            found.supplier = found.supplier ?? bylines.supplier(text, range)
        case .caption:
            // Of a caption only who stands behind 记者 or in front of 摄 is a name for certain.
            found.photographers += bylines.authors(text, range, isCaption: true, outlet: &found.outlet).filter { author in
                author.role != nil || bylines.isPhotographed(text, behind: author.range.upperBound, range.upperBound)
            }
        case .body:
            for bracket in bylines.brackets(text, range) { found.add(bylines.authors(text, bracket, outlet: &found.outlet)) }
            if found.authors.isEmpty, let lead = bylines.lead(text, range) {
                found.add(bylines.authors(text, lead, outlet: &found.outlet))
            }
            found.outlet = found.outlet ?? outlets.agency(text, range)
            // 房县新闻网 自…: the paper, a blank, the text.
            if found.outlet == nil, let blank = range.prefix(14).first(where: { text[$0] == 0x20 }) {
                found.outlet = outlets.header(text, range.lowerBound..<blank)
            }
        case .title, .heading: break
        }
    }

    // MARK: Dates

    private static let publishing = ["发布日期", "发布时间", "发表时间", "发表日期"].map(\.scalarValues)

    /// The day that a line prints: behind 发布日期 where it has another before, as of a document's writing (成文日期); 20-02-19 14:31 is one too.
    private static func dayOfPublication(_ text: [UInt32], _ range: Range<Int>) -> CalendarDate? {
        let label = publishing.lazy.compactMap { ScalarSearch.first($0, in: text, range) }.first
        let behind = label.flatMap { DateScanner.printedDate(text, in: $0..<range.upperBound) }
        guard let date = behind ?? DateScanner.printedDate(text, in: range), let year = date.year else {
            return range.lazy.compactMap { shortYearDay(text, at: $0, range) }.first
        }
        return CalendarDate(year: year, month: date.month, day: date.day)
    }

    private static let shortYearPattern = "00-00-00 00:00".scalarValues

    /// 20-02-19 14:31: a day whose year has two digits, with the time of day.
    private static func shortYearDay(_ text: [UInt32], at start: Int, _ range: Range<Int>) -> CalendarDate? {
        let pattern = shortYearPattern
        guard start + pattern.count <= range.upperBound, start == range.lowerBound || !isDigit(text[start - 1]),
            pattern.indices.allSatisfy({ pattern[$0] == 0x30 ? isDigit(text[start + $0]) : text[start + $0] == pattern[$0] })
        else { return nil }
        func number(_ offset: Int) -> Int { Int(text[start + offset] - 0x30) * 10 + Int(text[start + offset + 1] - 0x30) }
        return CalendarDate(year: 2000 + number(0), month: number(3), day: number(6))
    }

    /// The date above the text, which holds for all articles of a page that print none of their own.
    private static func pageDate(_ text: [UInt32], _ lines: [PageLine]) -> CalendarDate? {
        for line in lines {
            switch line.kind {
            case .body: return nil
            case .dateline, .byline, .menu, .button:
                guard !LineClassifier.tellsToday(text, line.range), let date = DateScanner.printedDate(text, in: line.range),
                    let year = date.year
                else { continue }
                return CalendarDate(year: year, month: date.month, day: date.day)
            default: continue
            }
        }
        return nil
    }

    /// `02-13 19:42`, `2月13日`: a day without its year.
    static func monthDay(_ text: [UInt32], _ range: Range<Int>) -> (month: Int, day: Int)? {
        for position in range where isDigit(text[position]) && (position == range.lowerBound || !isDigit(text[position - 1])) {
            if let date = DateScanner.date(text, at: position, end: range.upperBound) { return (date.month, date.day) }
            guard position + 8 <= range.upperBound, text[position + 2] == 0x2D, text[position + 5] == 0x20,
                [0, 1, 3, 4, 6, 7].allSatisfy({ isDigit(text[position + $0]) })
            else { continue }
            let digits = [0, 1, 3, 4].map { Int(text[position + $0] - 0x30) }
            let (month, day) = (digits[0] * 10 + digits[1], digits[2] * 10 + digits[3])
            if (1...12).contains(month), (1...31).contains(day) { return (month, day) }
        }
        return nil
    }

    /// How much of a page is searched for a year.
    private static let yearReach = 20_000
}
