import Columns
import Testing

@Suite struct BufferTests {
    /// Sizes on both sides of those from which memory is mapped, cut from regions, and mapped in huge pages.
    private static let sizes = [1, 65_535, 65_536, 70_000, 131_072, 917_000, 1 << 20, (1 << 20) + 1, 2 << 20, 3_000_000, 9_000_001]

    @Test func reusedMemoryIsClearWhereAsked() throws {
        let account = MemoryAccount()
        for size in Self.sizes {
            do {
                let first = try Buffer(byteCount: size, account: account)
                first.pointer(to: UInt8.self).update(repeating: 0xAB, count: size)
            }
            let second = try Buffer(byteCount: size, account: account, zeroed: true)
            let bytes = UnsafeBufferPointer(start: second.pointer(to: UInt8.self), count: size)
            #expect(bytes.allSatisfy { $0 == 0 }, "\(size) bytes")
        }
        #expect(account.bytesInUse == 0)
    }

    @Test func buffersNeverOverlap() throws {
        let account = MemoryAccount()
        try WorkerPool.shared.forEach(4, workers: 4) { (worker) throws(QueryError) in
            var held: [(buffer: Buffer, mark: UInt8)] = []
            var state = UInt64(worker + 1)
            for round in 0..<400 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let size = Self.sizes[Int(state >> 33) % Self.sizes.count]
                let buffer = try Buffer(byteCount: size, account: account)
                let mark = UInt8(truncatingIfNeeded: round &* 31 &+ worker)
                buffer.pointer(to: UInt8.self)[0] = mark
                buffer.pointer(to: UInt8.self)[size - 1] = mark
                held.append((buffer, mark))
                if held.count > 8 {
                    let (old, mark) = held.remove(at: Int(state >> 40) % held.count)
                    let bytes = old.pointer(to: UInt8.self)
                    guard bytes[0] == mark, bytes[old.byteCount - 1] == mark else {
                        throw QueryError(.internal, "a buffer of \(old.byteCount) bytes was written by another")
                    }
                }
                if round % 100 == 99 { account.returnUnusedMemory() }
            }
        }
        #expect(account.bytesInUse == 0)
    }

    @Test func largeBuffersAreAligned() throws {
        let account = MemoryAccount()
        for size in Self.sizes where size >= 65_536 {
            let buffer = try Buffer(byteCount: size, account: account)
            #expect(UInt(bitPattern: buffer.start) % 64 == 0)
        }
    }

    @Test func scatteredMemoryServesLargerBuffers() throws {
        let account = MemoryAccount()
        let size = 5_000_000
        var held: [Buffer?] = try (0..<40).map { number in
            let buffer = try Buffer(byteCount: size, account: account)
            buffer.pointer(to: UInt8.self).update(repeating: UInt8(number), count: size)
            return buffer
        }
        for number in stride(from: 0, to: 40, by: 2) { held[number] = nil }
        let unused = account.unusedBytes
        do {
            // No gap holds it. A gap of five million bytes has at least one huge page of two million whole.
            let large = try Buffer(byteCount: 40 << 20, account: account, zeroed: true)
            #expect(account.unusedBytes <= unused - (20 << 20))
            let bytes = large.pointer(to: UInt64.self)
            #expect((0..<(5 << 20)).allSatisfy { bytes[$0] == 0 })
            bytes.update(repeating: .max, count: 5 << 20)
            for number in stride(from: 1, to: 40, by: 2) {
                let own = held[number].map { UnsafeBufferPointer(start: $0.pointer(to: UInt8.self), count: size) }
                #expect(own?.allSatisfy { $0 == UInt8(number) } == true, "\(number)")
            }
        }
        held = []
        account.returnUnusedMemory()
        #expect(account.unusedBytes == 0)
        #expect(account.bytesInUse == 0)
    }

    @Test func memoryGivenUpServesBuffersOfOtherSizes() throws {
        let account = MemoryAccount()
        func large() throws -> Buffer { try Buffer(byteCount: 40_000_000, account: account) }
        _ = try large()
        let unused = account.unusedBytes
        #expect(unused >= 40_000_000)
        do {
            // Cut from what the large one gave up.
            let small = try (0..<300).map { try Buffer(byteCount: 70_000 + $0 * 100, account: account) }
            #expect(account.unusedBytes <= unused - small.reduce(0) { $0 + $1.byteCount })
        }
        #expect(account.unusedBytes == unused)
        do {
            // Joined again.
            let again = try large()
            #expect(account.unusedBytes <= unused - again.byteCount)
        }
        #expect(account.unusedBytes == unused)
        account.returnUnusedMemory()
        #expect(account.unusedBytes == 0)
    }
}
