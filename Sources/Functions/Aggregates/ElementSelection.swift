import Columns

/// Finding the k-th smallest element without sorting all of them.
enum ElementSelection {
    /// Rearranges `elements` so that position `k` holds what sorting would put there, nothing larger before and nothing smaller behind.
    ///
    /// Cost: linear on average. Quickselect with a median of three; where the data defeats it, what is left is sorted.
    // Aggregates reach this through types that the compiler cannot see; the common ones get code of their own.
    @specialized(where Element == Int64)
    @specialized(where Element == Int32)
    @specialized(where Element == Double)
    static func select<Element: OrderedElement>(_ elements: UnsafeMutablePointer<Element>, _ count: Int, _ k: Int) {
        var low = 0, high = count - 1
        var rounds = 0
        while high - low > 16 {
            rounds += 1
            if rounds > 64 { break }
            let pivot = medianOfThree(elements[low], elements[(low + high) / 2], elements[high])
            var left = low, right = high
            while left <= right {
                while Element.isBefore(elements[left], pivot) { left &+= 1 }
                while Element.isBefore(pivot, elements[right]) { right &-= 1 }
                if left <= right {
                    swap(elements, left, right)
                    left &+= 1
                    right &-= 1
                }
            }
            if k <= right { high = right } else if k >= left { low = left } else { return }
        }
        guard low < high else { return }
        var rest = UnsafeMutableBufferPointer(start: elements + low, count: high - low + 1)
        rest.sort(by: Element.isBefore)
    }

    @inline(__always) private static func swap<Element: OrderedElement>(
        _ elements: UnsafeMutablePointer<Element>, _ left: Int, _ right: Int
    ) {
        let element = elements[left]
        elements[left] = elements[right]
        elements[right] = element
    }

    private static func medianOfThree<Element: OrderedElement>(_ first: Element, _ second: Element, _ third: Element) -> Element {
        let (low, high) = Element.isBefore(second, first) ? (second, first) : (first, second)
        if Element.isBefore(third, low) { return low }
        return Element.isBefore(high, third) ? high : third
    }

    /// The smallest of the elements behind position `k`, after `select`.
    @specialized(where Element == Int64)
    @specialized(where Element == Double)
    static func next<Element: OrderedElement>(_ elements: UnsafeMutablePointer<Element>, _ count: Int, after k: Int) -> Element {
        var best = elements[min(k + 1, count - 1)]
        for index in min(k + 1, count - 1)..<count where Element.isBefore(elements[index], best) { best = elements[index] }
        return best
    }
}

/// An aggregate that is generic over the element type; `aggregate(for:)` picks the instance.
protocol OrderedAggregateFamily {
    func aggregate<Element: OrderedElement>(_ type: Element.Type) -> any GatheringAggregate
}

extension OrderedAggregateFamily {
    /// The instance for a physical type, nil for nested ones.
    func aggregate(for physical: PhysicalType) -> (any GatheringAggregate)? {
        switch physical {
        case .boolean, .uint8: aggregate(UInt8.self)
        case .int8: aggregate(Int8.self)
        case .int16: aggregate(Int16.self)
        case .int32: aggregate(Int32.self)
        case .int64: aggregate(Int64.self)
        case .int128: aggregate(Int128.self)
        case .uint16: aggregate(UInt16.self)
        case .uint32: aggregate(UInt32.self)
        case .uint64: aggregate(UInt64.self)
        case .float: aggregate(Float.self)
        case .double: aggregate(Double.self)
        case .text: aggregate(TextView.self)
        case .interval: aggregate(IntervalValue.self)
        case .nested: nil
        }
    }
}

/// Gives each group's values, NULLs left out, to `body`, which may rearrange them; nil stands for NULL.
@specialized(where Input == Int64, Output == Int64)
@specialized(where Input == Int32, Output == Int32)
@specialized(where Input == Double, Output == Double)
func finishValues<Input: BitwiseCopyable, Output: BitwiseCopyable>(
    _ argument: Vector, _ offsets: UnsafePointer<Int>, _ groupCount: Int, _ type: LogicalType, _ context: EvaluationContext,
    _ body: (UnsafeMutablePointer<Input>, Int) throws(QueryError) -> Output?
) throws(QueryError) -> Vector {
    var largest = 1
    for group in 0..<groupCount { largest = max(largest, offsets[group + 1] - offsets[group]) }
    let scratch = try Buffer(byteCount: largest * MemoryLayout<Input>.stride, account: context.account)
    let values = scratch.pointer(to: Input.self)
    let rows = max(groupCount, 1)
    let buffer = try Buffer(byteCount: rows * MemoryLayout<Output>.stride, account: context.account, zeroed: true)
    let validity = try Buffer(byteCount: rows, account: context.account, zeroed: true)
    let flat = try argument.flattened(context.account)
    let input = flat.elements(as: Input.self)
    for group in 0..<groupCount {
        if group & 0xFFF == 0 { try context.execution.check() }
        var count = 0
        for row in offsets[group]..<offsets[group + 1] {
            values[count] = input[row]
            count &+= flat.validity.map { Int($0[row]) } ?? 1
        }
        guard let result = try body(values, count) else { continue }
        buffer.pointer(to: Output.self)[group] = result
        validity.pointer(to: UInt8.self)[group] = 1
    }
    return Vector(type: type, count: groupCount, buffer: buffer, validity: validity, keeping: [flat])
}
