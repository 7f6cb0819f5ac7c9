import Columns

/// A number that an aggregate has to know of a group of whole numbers.
///
/// It is exact, so the order of the rows does not matter, and an engine that knows the bounds of the arguments may keep it in
/// whatever form it likes until all rows are in. Arguments are named by their position in the call.
package enum ExactTerm: Hashable, Sendable {
    /// How many rows have a value in every argument; of a call without arguments how many rows there are.
    case count
    case sum(Int)
    /// The sum of the products of two arguments, which may be one and the same.
    case product(Int, Int)
    case smallest(Int)
    case largest(Int)
}

/// The terms of some groups: a column for each of an aggregate's `exactTerms`, in their order.
package struct ExactTermColumns {
    /// No aggregate has more terms.
    package static let mostTerms = 6

    // Inline, so that the loops over groups find the pointers without a look into an array each time.
    private var values: InlineArray<6, UnsafePointer<Int128>>
    private var present: InlineArray<6, UnsafePointer<UInt8>?>

    /// - Parameters:
    ///   - values: by term; an element a group. At least one and at most `mostTerms`; further ones are left out.
    ///   - present: by term; 0 for a group that has no smallest or largest value. Nil where every group has one.
    package init(values: [UnsafePointer<Int128>], present: [UnsafePointer<UInt8>?]) {
        self.values = InlineArray(repeating: values[0])
        self.present = InlineArray(repeating: nil)
        for (index, column) in values.prefix(ExactTermColumns.mostTerms).enumerated() { self.values[index] = column }
        for (index, column) in present.prefix(ExactTermColumns.mostTerms).enumerated() { self.present[index] = column }
    }

    @inline(__always) subscript(group: Int) -> ExactTerms { ExactTerms(columns: self, group: group) }

    @inline(__always) fileprivate func value(_ term: Int, _ group: Int) -> Int128 { values[term][group] }
    @inline(__always) fileprivate func isPresent(_ term: Int, _ group: Int) -> Bool { present[term].map { $0[group] != 0 } ?? true }
}

/// The terms of one group.
struct ExactTerms {
    fileprivate let columns: ExactTermColumns
    fileprivate let group: Int

    @inline(__always) subscript(term: Int) -> Int128 { columns.value(term, group) }
    @inline(__always) func isPresent(_ term: Int) -> Bool { columns.isPresent(term, group) }
}

/// A state that follows from exact terms.
protocol ExactState: FoldState {
    static var exactTerms: [ExactTerm] { get }
    /// Whether folding is exact as well, so that the order of the rows does not matter.
    static var isOrderFree: Bool { get }
    /// The state behind the terms, in the order of `exactTerms`.
    init(_ terms: ExactTerms)
}

extension ExactState {
    static var isOrderFree: Bool { true }
}

extension NarrowSum: ExactState {
    static var exactTerms: [ExactTerm] { [.count, .sum(0)] }
    @inline(__always) init(_ terms: ExactTerms) {
        self.init(sum: Int64(truncatingIfNeeded: terms[1]), count: Int64(truncatingIfNeeded: terms[0]))
    }
}

extension WideSum: ExactState {
    static var exactTerms: [ExactTerm] { [.count, .sum(0)] }
    @inline(__always) init(_ terms: ExactTerms) {
        self.init(
            low: UInt64(truncatingIfNeeded: terms[1]), high: Int64(truncatingIfNeeded: terms[1] >> 64),
            count: Int64(truncatingIfNeeded: terms[0]))
    }
}

extension CheckedSum: ExactState {
    /// Whether a sum passes 128 bits on its way depends on the order.
    static var isOrderFree: Bool { false }
    static var exactTerms: [ExactTerm] { [.count, .sum(0)] }
    @inline(__always) init(_ terms: ExactTerms) {
        self.init(total: terms[1], count: Int64(truncatingIfNeeded: terms[0]), hasOverflowed: false)
    }
}
