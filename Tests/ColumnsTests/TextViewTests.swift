import Columns
import Testing

@Suite struct TextViewTests {
    private let arena = TextArena(account: MemoryAccount())

    @Test func orderIsThatOfTheBytes() throws {
        let texts = ["", "a", "ab", "abc\u{0}", "abcd", "abcde", "abcdefghijkl", "abcdefghijklm", "b", "乡", "乡镇", "镇"]
        for (index, left) in texts.enumerated() {
            for (other, right) in texts.enumerated() {
                let order = TextView.compare(try arena.view(copying: left), try arena.view(copying: right))
                #expect(order.signum() == (index - other).signum(), "\(left) and \(right)")
            }
        }
    }

    @Test func equalTextsHaveEqualHashes() throws {
        for length in 0..<40 {
            let text = String(repeating: "x", count: length)
            let first = try arena.view(copying: text), second = try arena.view(copying: text)
            #expect(first == second)
            #expect(first.hash == second.hash)
            #expect(!(first == (try arena.view(copying: text + "y"))))
        }
    }
}
