/// Where and when a report was sent, printed behind its reporter's name without a mark between.
extension BylineReader {
    /// 郭若溪深圳报道, 罗敏儿十二日电, 张祈台北15日电: the name without where and when the report was sent.
    func withoutDateline(_ text: [UInt32], _ piece: Range<Int>) -> Range<Int> {
        var end = piece.upperBound
        var isSent = tellsReporting(text, at: end)
        if end < text.count, isDigit(text[end]) {
            let behind = (end..<min(end + 3, text.count)).first { !isDigit(text[$0]) }
            isSent = behind.map { text[$0] == scalar("日") } ?? false
        }
        var hasDay = false
        if piece.count > 3, text[end - 1] == scalar("电") || text[end - 1] == scalar("讯") {
            isSent = true
            end -= 1
            if text[end - 1] == scalar("日") {
                end -= 1
                while end > piece.lowerBound, Self.dayNumerals.contains(text[end - 1]) { end -= 1 }
                hasDay = true
            }
        }
        guard isSent, end > piece.lowerBound else { return piece }
        // 新北即时报道
        if let haste = Self.haste.longestReversedMatch(in: text, endingAt: end, start: piece.lowerBound),
            haste.length < end - piece.lowerBound
        {
            end -= haste.length
        }
        // 记者翁舒昕 福建莆田报道: nothing but where from.
        let surname = names.surname(text, at: piece.lowerBound)
        if surname == nil || piece.count >= 4, arePlaces(text, piece.lowerBound..<end) { return piece.lowerBound..<piece.lowerBound }
        guard let surname, end - piece.lowerBound > surname.length else { return piece }
        // The shortest name that leaves a place behind it.
        let shortest = piece.lowerBound + surname.length + 1
        for start in shortest..<max(shortest, min(shortest + 2, end - 1)) where isPlace(text, start..<end) {
            return piece.lowerBound..<start
        }
        return hasDay ? piece.lowerBound..<end : piece
    }

    private static let haste = PhraseTable(["即时", "现场", "综合", "连线"].map { String($0.reversed()) })

    /// One name of an area, or two.
    private func arePlaces(_ text: [UInt32], _ range: Range<Int>) -> Bool {
        isPlace(text, range)
            || (range.lowerBound + 2..<max(range.lowerBound + 2, range.upperBound - 1)).contains { middle in
                isPlace(text, range.lowerBound..<middle) && isPlace(text, middle..<range.upperBound)
            }
    }

    private func isPlace(_ text: [UInt32], _ range: Range<Int>) -> Bool {
        gazetteer.meanings(Array(text[range])).contains { $0.isHigh }
    }

    /// 报道, or 报导 as papers of Taiwan print it.
    func tellsReporting(_ text: [UInt32], at position: Int) -> Bool {
        position + 1 < text.count && text[position] == scalar("报")
            && (text[position + 1] == scalar("道") || text[position + 1] == scalar("导"))
    }

    private static let dayNumerals = ScalarSet("一二三四五六七八九十廿")
}
