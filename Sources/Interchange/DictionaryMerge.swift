import Columns

/// Makes one dictionary of the coders of several workers: its codes are in order of first appearance in the file, whoever read which part of it.
struct DictionaryMerge {
    private let account: MemoryAccount
    private var coders: [TextCoder] = []
    private var places: [Int: Int] = [:]
    /// By place of the coder, then provisional code: the final code. Nil where they are the same.
    private var translations: [Buffer?] = []

    init(account: MemoryAccount) { self.account = account }

    /// Adds a coder, unless it is there already.
    mutating func add(_ coder: TextCoder, numbered number: Int) {
        if places[number] == nil {
            places[number] = coders.count
            coders.append(coder)
        }
    }

    /// The dictionary of all entries. Call it once, when all coders have been added.
    mutating func finish(context: ExecutionContext) throws(QueryError) -> TextDictionary {
        if coders.count == 1, let only = coders.first {
            translations = [nil]
            return try dictionary(of: only)
        }
        let merged = try TextCoder(account: account)
        translations = []
        for coder in coders { translations.append(try Buffer(byteCount: max(1, coder.count) * 4, account: account)) }
        var next = Array(repeating: 0, count: coders.count)
        var steps = 0
        while true {
            // The entry that appeared first among those not yet taken: each coder's are in that order already.
            var earliest = UInt64.max
            var place = -1
            for (index, coder) in coders.enumerated() where next[index] < coder.count && coder.firstAppearances[next[index]] < earliest {
                earliest = coder.firstAppearances[next[index]]
                place = index
            }
            if place < 0 { break }
            let code = try merged.code(ofKept: coders[place].views[next[place]], appearance: earliest)
            translations[place]?.pointer(to: UInt32.self)[next[place]] = code
            next[place] += 1
            steps += 1
            if steps & 0xFFFF == 0 { try context.check() }
        }
        return try dictionary(of: merged)
    }

    private func dictionary(of coder: TextCoder) throws(QueryError) -> TextDictionary {
        let storage = try Buffer(byteCount: max(1, coder.count) * MemoryLayout<TextView>.stride, account: account)
        storage.pointer(to: TextView.self).update(from: coder.views, count: coder.count)
        return TextDictionary(storage: storage, count: coder.count, owners: coders.flatMap { $0.arenas })
    }

    /// A chunk's codes in terms of the dictionary, as narrow as all of that allows.
    func finalCodes(of chunk: ChunkColumn, _ data: Buffer, _ number: Int, dictionary: TextDictionary, account: MemoryAccount)
        throws(QueryError) -> (buffer: Buffer, width: Width)
    {
        let width: Width = dictionary.count <= 0x100 ? .one : dictionary.count <= 0x1_0000 ? .two : .four
        guard let place = places[number], dictionary.count > 0 else {
            return (try Buffer(byteCount: max(1, chunk.count * width.byteCount), account: account, zeroed: true), width)
        }
        if translations[place] == nil, chunk.width == width { return (data, width) }
        let output = try Buffer(byteCount: max(1, chunk.count * width.byteCount), account: account)
        let translation = translations[place]?.pointer(to: UInt32.self)
        // Code 0 of a NULL is an entry of the coder, unless the coder has none at all.
        if translation != nil, coders[place].count == 0 {
            output.start.initializeMemory(as: UInt8.self, repeating: 0, count: chunk.count * width.byteCount)
            return (output, width)
        }
        switch chunk.width {
        case .one: translate(data.pointer(to: UInt8.self), chunk.count, translation, output, width)
        case .two: translate(data.pointer(to: UInt16.self), chunk.count, translation, output, width)
        case .four, .eight: translate(data.pointer(to: UInt32.self), chunk.count, translation, output, width)
        }
        return (output, width)
    }

    private func translate<Code: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
        _ codes: UnsafeMutablePointer<Code>, _ count: Int, _ translation: UnsafeMutablePointer<UInt32>?, _ output: Buffer, _ width: Width
    ) {
        switch width {
        case .one: write(codes, count, translation, output.pointer(to: UInt8.self))
        case .two: write(codes, count, translation, output.pointer(to: UInt16.self))
        case .four, .eight: write(codes, count, translation, output.pointer(to: UInt32.self))
        }
    }

    @inline(__always)
    private func write<
        Code: FixedWidthInteger & UnsignedInteger & BitwiseCopyable, Final: FixedWidthInteger & UnsignedInteger & BitwiseCopyable
    >(
        _ codes: UnsafeMutablePointer<Code>, _ count: Int, _ translation: UnsafeMutablePointer<UInt32>?,
        _ output: UnsafeMutablePointer<Final>
    ) {
        if let translation {
            for row in 0..<count { output[row] = Final(truncatingIfNeeded: translation[Int(truncatingIfNeeded: codes[row])]) }
        } else {
            for row in 0..<count { output[row] = Final(truncatingIfNeeded: codes[row]) }
        }
    }
}
