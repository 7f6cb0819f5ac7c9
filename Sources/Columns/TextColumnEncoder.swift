/// Writes the text vectors of a column into segments: as dictionary codes, or as views where most rows differ.
///
/// A vector's own dictionary is mapped into the column's once, entry by entry as entries occur; where all vectors share one
/// dictionary nothing is hashed and the column takes that dictionary over.
struct TextColumnEncoder {
    private let context: ExecutionContext
    private let base: TextDictionary?

    /// - Parameter base: the dictionary that the column's older segments use.
    init(extending base: TextDictionary?, context: ExecutionContext) {
        self.base = base
        self.context = context
    }

    /// The segments; nil where so many texts turn out to differ that they should be views.
    func encode(_ segments: [[Vector]], counts: [Int]) throws(QueryError) -> [(Vector, ColumnStatistics)]? {
        guard let shared = dictionaryToTakeOver(segments) else { return try hashed(segments, counts: counts) }
        var encoded: [(Vector, ColumnStatistics)] = []
        for (pieces, count) in zip(segments, counts) { encoded.append(try copyCodes(pieces, count: count, dictionary: shared)) }
        return encoded
    }

    /// The dictionary that the column can take over as it is; nil where texts have to be looked up.
    func dictionaryToTakeOver(_ segments: [[Vector]]) -> TextDictionary? {
        guard let shared = sharedDictionary(segments), base == nil || base === shared else { return nil }
        return shared
    }

    /// The dictionary that every vector with rows refers to, if there is one and it is not mostly unused entries.
    private func sharedDictionary(_ segments: [[Vector]]) -> TextDictionary? {
        var shared: TextDictionary?
        var rows = 0
        for piece in segments.joined() where piece.count > 0 {
            guard case .codes(_, let dictionary) = piece.form else { return nil }
            if let current = shared, current !== dictionary { return nil }
            shared = dictionary
            rows += piece.count
        }
        // A few rows must not keep a large dictionary alive.
        guard let shared, shared.count <= max(rows * 4, 1_024) || shared === base else { return nil }
        return shared
    }

    /// One segment of a column whose vectors all have codes of `dictionary`.
    func copyCodes(_ pieces: [Vector], count: Int, dictionary: TextDictionary) throws(QueryError) -> (Vector, ColumnStatistics) {
        try context.check()
        var statistics = ColumnStatistics()
        let validity = try SegmentEncoding.combinedValidity(pieces, count: count, statistics: &statistics, account: context.account)
        let width = codeWidth(dictionary.count)
        let buffer = try Buffer(byteCount: max(count * width.byteCount, 1), account: context.account)
        var row = 0
        for piece in pieces {
            switch width {
            case .one: copyCodes(of: piece, into: buffer.pointer(to: UInt8.self) + row)
            case .two: copyCodes(of: piece, into: buffer.pointer(to: UInt16.self) + row)
            case .four, .eight: copyCodes(of: piece, into: buffer.pointer(to: UInt32.self) + row)
            }
            row += piece.count
        }
        return (coded(buffer, width, dictionary, count, validity), statistics)
    }

    private func copyCodes<Code: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
        of piece: Vector, into output: UnsafeMutablePointer<Code>
    ) {
        func copy<Source: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(_ source: UnsafePointer<Source>) {
            if piece.isConstant {
                output.initialize(repeating: Code(truncatingIfNeeded: source[0]), count: piece.count)
            } else {
                for row in 0..<piece.count { output[row] = Code(truncatingIfNeeded: source[row]) }
            }
        }
        switch piece.elementByteCount {
        case 1: copy(piece.elements(as: UInt8.self))
        case 2: copy(piece.elements(as: UInt16.self))
        default: copy(piece.elements(as: UInt32.self))
        }
    }

    private func hashed(_ segments: [[Vector]], counts: [Int]) throws(QueryError) -> [(Vector, ColumnStatistics)]? {
        var builder = try TextDictionaryBuilder(extending: base, account: context.account)
        var codes: [(Buffer, Buffer?, ColumnStatistics)] = []
        var translations: [ObjectIdentifier: [UInt32]] = [:]
        let total = counts.reduce(0, +)
        var rows = 0
        for (pieces, count) in zip(segments, counts) {
            var statistics = ColumnStatistics()
            let validity = try SegmentEncoding.combinedValidity(pieces, count: count, statistics: &statistics, account: context.account)
            let buffer = try Buffer(byteCount: max(count, 1) * 4, account: context.account)
            var row = 0
            for piece in pieces {
                try context.check()
                let output = buffer.pointer(to: UInt32.self) + row
                if case .codes(_, let dictionary) = piece.form {
                    try translate(piece, dictionary, &translations[ObjectIdentifier(dictionary), default: []], &builder, output)
                } else {
                    try hash(piece, &builder, output)
                }
                row += piece.count
            }
            rows += count
            codes.append((buffer, validity, statistics))
            // Texts that a few are very frequent of look alike in a sample; the segments so far tell more, long before all are looked up.
            if base == nil, rows >= DistinctSample.leastRowsForViews,
                mostlyDiffer(DistinctSample(rowCount: rows, distinctCount: builder.count), total: total)
            {
                return nil
            }
        }
        let dictionary = builder.finish()
        let width = codeWidth(dictionary.count)
        var encoded: [(Vector, ColumnStatistics)] = []
        for ((wide, validity, statistics), count) in zip(codes, counts) {
            let source = Vector(
                type: .text, count: count, form: .codes(width: .four, dictionary: dictionary), data: UnsafeRawPointer(wide.start),
                owners: [wide])
            if width == .four {
                encoded.append((coded(wide, .four, dictionary, count, validity), statistics))
                continue
            }
            let narrow = try Buffer(byteCount: max(count * width.byteCount, 1), account: context.account)
            if width == .one {
                copyCodes(of: source, into: narrow.pointer(to: UInt8.self))
            } else {
                copyCodes(of: source, into: narrow.pointer(to: UInt16.self))
            }
            encoded.append((coded(narrow, width, dictionary, count, validity), statistics))
        }
        return encoded
    }

    private func translate(
        _ piece: Vector, _ dictionary: TextDictionary, _ translation: inout [UInt32], _ builder: inout TextDictionaryBuilder,
        _ output: UnsafeMutablePointer<UInt32>
    ) throws(QueryError) {
        // One more than the code, so that 0 can stand for "not met yet".
        if translation.isEmpty { translation = Array(repeating: 0, count: dictionary.count) }
        for row in 0..<piece.count {
            guard piece.isValid(row) else {
                output[row] = 0
                continue
            }
            let position = piece.isConstant ? 0 : row
            let code: Int =
                switch piece.elementByteCount {
                case 1: Int(piece.elements(as: UInt8.self)[position])
                case 2: Int(piece.elements(as: UInt16.self)[position])
                default: Int(piece.elements(as: UInt32.self)[position])
                }
            if translation[code] == 0 { translation[code] = try builder.code(of: dictionary.views[code]) &+ 1 }
            output[row] = translation[code] &- 1
        }
    }

    private func hash(_ piece: Vector, _ builder: inout TextDictionaryBuilder, _ output: UnsafeMutablePointer<UInt32>) throws(QueryError) {
        let views = piece.elements(as: TextView.self)
        if piece.isConstant {
            let code = piece.isValid(0) ? try builder.code(of: views[0]) : 0
            output.initialize(repeating: code, count: piece.count)
            return
        }
        for row in 0..<piece.count { output[row] = piece.isValid(row) ? try builder.code(of: views[row]) : 0 }
    }

    /// How the texts of a column without a dictionary get into segments.
    enum Way {
        case views
        /// All workers look them up together.
        case codedTogether([(Vector, ColumnStatistics)])
        /// One worker looks them up in order, and may find that they should be views.
        case coded
    }

    /// The way for texts that must be looked up. Where a sample shows that most differ no row is looked up to find that out.
    func way(for segments: [[Vector]], counts: [Int]) throws(QueryError) -> Way {
        let rows = counts.reduce(0, +)
        guard base == nil, rows >= DistinctSample.leastRowsForViews else { return .coded }
        let sample = DistinctSample(ofTexts: Array(segments.joined()), rowCount: rows)
        if mostlyDiffer(sample, total: rows) { return .views }
        let expected = sample.estimatedDistinct(total: rows)
        guard let coder = PartitionedTextCoder(runs: segments, expectedTexts: expected, context: context) else { return .coded }
        let texts = try coder.code()
        if DistinctSample.favoursViews(distinctCount: texts.dictionary.count, rowCount: rows) { return .views }
        var encoded: [(Vector, ColumnStatistics)] = []
        for (place, pieces) in segments.enumerated() {
            var statistics = ColumnStatistics()
            let count = counts[place]
            let validity = try SegmentEncoding.combinedValidity(pieces, count: count, statistics: &statistics, account: context.account)
            encoded.append((coded(texts.codes[place], .four, texts.dictionary, count, validity), statistics))
        }
        return .codedTogether(encoded)
    }

    /// The segments as views, to be copied part by part.
    func segmentsOfViews(_ segments: [[Vector]], counts: [Int]) throws(QueryError) -> [TextViewSegment] {
        let bytes = try SharedTextBytes(segments, context: context)
        var result: [TextViewSegment] = []
        for (pieces, count) in zip(segments, counts) {
            result.append(try TextViewSegment(pieces, count: count, keeping: bytes.map { [$0.owner] }, context: context))
        }
        return result
    }

    /// Whether so many of `total` texts differ, judged by some of them, that views take less than codes and a dictionary.
    private func mostlyDiffer(_ sample: DistinctSample, total: Int) -> Bool {
        DistinctSample.favoursViews(distinctCount: sample.estimatedDistinct(total: total), rowCount: total)
    }

    private func codeWidth(_ entries: Int) -> Width {
        switch Width(holding: UInt64(max(entries, 1) - 1)) {
        case .one: .one
        case .two: .two
        case .four, .eight: .four
        }
    }

    private func coded(_ buffer: Buffer, _ width: Width, _ dictionary: TextDictionary, _ count: Int, _ validity: Buffer?) -> Vector {
        Vector(
            type: .text, count: count, form: .codes(width: width, dictionary: dictionary), data: UnsafeRawPointer(buffer.start),
            validity: validity.map { UnsafePointer($0.pointer(to: UInt8.self)) }, owners: validity.map { [buffer, $0] } ?? [buffer])
    }
}
