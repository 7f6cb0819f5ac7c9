import Columns

/// Casts between TEXT and everything else.
enum TextCast {
    // MARK: To text

    static func formatting(_ source: LogicalType) -> ScalarKernel? {
        switch source {
        case .boolean: return format(UInt8.self) { $0.append($1 != 0) }
        case .float: return format(Float.self) { $0.append(floating: $1) }
        case .double: return format(Double.self) { $0.append(floating: $1) }
        case .date: return format(Int32.self) { $0.append(date: $1) }
        case .time: return format(Int64.self) { $0.append(time: $1) }
        case .timestamp: return format(Int64.self) { $0.append(timestamp: $1) }
        case .interval: return format(IntervalValue.self) { $0.append($1) }
        case .decimal(_, let scale):
            return source.physical == .int64
                ? format(Int64.self) { $0.append(unscaled: Int128($1), scale: scale) }
                : format(Int128.self) { $0.append(unscaled: $1, scale: scale) }
        default: return WholeNumberFormat().kernel(for: source.physical)
        }
    }

    private struct WholeNumberFormat: WholeNumberKernelFamily {
        func kernel<Number: FixedWidthInteger & BitwiseCopyable & Sendable>(_ type: Number.Type) -> ScalarKernel {
            TextCast.format(type) { $0.append(whole: Int128($1)) }
        }
    }

    private static func format<Element: BitwiseCopyable & Sendable>(
        _ type: Element.Type, _ write: @escaping @Sendable (inout ValueFormatter, Element) -> Void
    ) -> ScalarKernel {
        { (arguments, count, context) throws(QueryError) in
            let operand = try Operand<Element>(arguments[0], context.account)
            let arena = TextArena(account: context.account)
            var formatter = ValueFormatter()
            return try mapRows(arguments, count, to: .text, context, keeping: [arena]) { (row) throws(QueryError) -> TextView in
                formatter.removeAll()
                write(&formatter, operand[row])
                return try arena.view(copying: formatter.bytes)
            }
        }
    }

    // MARK: From text

    static func parsing(_ failure: CastFailure) -> ScalarKernel? {
        switch failure.target {
        case .boolean: return parse(failure) { bytes, count in NumberParsing.boolean(bytes, count).map(byte) }
        case .float: return parse(failure, NumberParsing.float)
        case .double: return parse(failure, NumberParsing.double)
        case .date: return parse(failure, TemporalParsing.date)
        case .time: return parse(failure, TemporalParsing.time)
        case .timestamp: return parse(failure, TemporalParsing.timestamp)
        case .interval: return parse(failure, TemporalParsing.interval)
        case .decimal(let precision, let scale):
            let limit = powersOfTen[precision]
            return WholeNumberParse(failure: failure, scale: scale, range: (1 - limit)...(limit - 1)).kernel(for: failure.target.physical)
        default:
            guard let range = failure.target.integerRange else { return nil }
            return WholeNumberParse(failure: failure, scale: 0, range: range).kernel(for: failure.target.physical)
        }
    }

    private struct WholeNumberParse: WholeNumberKernelFamily {
        let failure: CastFailure
        let scale: Int
        let range: ClosedRange<Int128>

        func kernel<Number: FixedWidthInteger & BitwiseCopyable & Sendable>(_ type: Number.Type) -> ScalarKernel {
            TextCast.parse(failure) { [scale, range] bytes, count -> Number? in
                guard let number = NumberParsing.scaledNumber(bytes, count, scale: scale), range.contains(number) else { return nil }
                return Number(exactly: number)
            }
        }
    }

    private static func parse<Element: BitwiseCopyable>(
        _ failure: CastFailure, _ read: @escaping @Sendable (UnsafePointer<UInt8>, Int) -> Element?
    ) -> ScalarKernel {
        { (arguments, count, context) throws(QueryError) in
            let operand = try Operand<TextView>(arguments[0], context.account)
            return try mapRowsOrNull(arguments, count, to: failure.target, context) { (row) throws(QueryError) -> Element? in
                if let element = operand[row].withBytes(read) { return element }
                if failure.isTry { return nil }
                throw failure.error(arguments[0], row)
            }
        }
    }
}

extension TextArena {
    /// A view of a copy of the bytes.
    func view(copying bytes: [UInt8]) throws(QueryError) -> TextView {
        try bytes.withUnsafeBufferPointer { (bytes) throws(QueryError) -> TextView in
            guard let start = bytes.baseAddress else { return .empty }
            return try view(copying: start, count: bytes.count)
        }
    }
}
