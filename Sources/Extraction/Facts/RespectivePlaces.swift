/// 福安、东宁、河南三个街道分别成立临时党支部14个、11个和9个: of several areas the one that each of as many numbers belongs to.
struct RespectivePlaces {
    let reading: SentenceReading

    /// How many tokens in front of the numbers 分别 may stand, and in front of it the areas.
    private static let reach = 40
    private static let longestHead = 6
    /// How many tokens of a list of numbers are looked at on either side.
    private static let longestList = 24

    /// The token of the area that the number of a token belongs to; nil where nothing distributes it.
    func area(of number: Int) -> Int? {
        // Bounded, as each number of a list looks along it.
        var first = number
        while number - first < Self.longestList, isNext(first) { first -= 2 }
        var last = number
        while last - number < Self.longestList, isNext(last + 2) { last += 2 }
        let count = (last - first) / 2 + 1
        guard count > 1,
            let mark = (max(0, first - Self.reach)..<first).last(where: {
                reading.isWord($0, Self.respectively) || reading.single($0) == 0x3B
            }),
            reading.single(mark) != 0x3B,
            let end = (max(0, mark - Self.longestHead)..<mark).last(where: { reading.tag($0) == .area }),
            !(end..<mark).contains(where: { reading.isClauseEnd($0) })
        else { return nil }
        let begin = end - 2 * (count - 1)
        guard begin >= 0, begin < 2 || !reading.isListJoint(begin - 1) || reading.tag(begin - 2) != .area,
            stride(from: begin, to: end, by: 2).allSatisfy({ reading.tag($0) == .area && reading.isListJoint($0 + 1) })
        else { return nil }
        return begin + (number - first)
    }

    /// Whether a token is a number that goes on with one in the same unit in front of it.
    private func isNext(_ token: Int) -> Bool {
        token >= 2 && reading.tag(token) == .quantity && reading.tag(token - 2) == .quantity && reading.isListJoint(token - 1)
            && reading.quantity(of: token).unit == reading.quantity(of: token - 2).unit
    }

    static let respectively = scalarWords("分别 依次")
}
