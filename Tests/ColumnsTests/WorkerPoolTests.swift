import Columns
import Synchronization
import Testing

@Suite struct WorkerPoolTests {
    @Test func everyItemRunsOnce() throws {
        let counts = (0..<1_000).map { _ in CountBox() }
        try WorkerPool.shared.forEach(1_000, workers: 4) { (item) throws(QueryError) in counts[item].add() }
        #expect(counts.allSatisfy { $0.value == 1 })
    }

    @Test func theErrorIsThrownAfterAllHaveEnded() throws {
        let error = #expect(throws: QueryError.self) {
            try WorkerPool.shared.forEach(100, workers: 3) { (item) throws(QueryError) in
                if item == 17 { throw QueryError(.outOfRange, "item 17") }
            }
        }
        #expect(error?.message == "item 17")
        #expect(try WorkerPool.shared.onDeepStack { () throws(QueryError) in 42 } == 42)
    }

    @Test func stacksAreDeep() throws {
        let depth = try WorkerPool.shared.onDeepStack { () throws(QueryError) in descend(100_000) }
        #expect(depth == 100_000)
    }

    private func descend(_ left: Int) -> Int { left == 0 ? 0 : 1 + descend(left - 1) }
}

private final class CountBox: Sendable {
    private let count = Atomic<Int>(0)
    func add() { count.add(1, ordering: .relaxed) }
    var value: Int { count.load(ordering: .relaxed) }
}
