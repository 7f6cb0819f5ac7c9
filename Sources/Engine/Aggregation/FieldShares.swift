import CVectorKernels
import Columns

// What each row adds to the words of its group's record. Offsets go through loops that are compiled for wide registers as well; numbers
// in their type's own layout take the Swift loops below, which do the same.

/// Writes or adds each row's share of one field to the shares of its word.
struct FieldShares: StoredNumbersVisitor {
    let shares: UnsafeMutablePointer<UInt64>
    let count: Int
    /// Added to each stored number.
    let base: UInt64
    /// Where the field lies.
    let position: UInt64
    let validity: UnsafePointer<UInt8>?
    /// What each share begins with; nil adds to what is there.
    let start: UInt64?

    func visit<Stored: FixedWidthInteger & BitwiseCopyable>(_ numbers: UnsafePointer<Stored>) {
        let position = position & 63
        for row in 0..<count {
            let share = (UInt64(truncatingIfNeeded: numbers[row]) &+ base) & (0 &- UInt64(validity?[row] ?? 1))
            shares[row] = (start ?? shares[row]) &+ share &<< position
        }
    }

    func visit<Offset: ShareOffset>(offsets: UnsafePointer<Offset>) {
        let kernels = Offset.shareKernels
        switch (validity, start) {
        case (nil, nil): kernels.add(offsets, count, base, position, shares)
        case (nil, let start?): kernels.write(offsets, count, base, position, start, shares)
        case (let validity?, nil): kernels.addMarked(offsets, validity, count, base, position, shares)
        case (let validity?, let start?): kernels.writeMarked(offsets, validity, count, base, position, start, shares)
        }
    }
}

/// Writes the offsets from the base in 32 bits, as factors of products.
struct Factors: StoredNumbersVisitor {
    let factors: UnsafeMutablePointer<UInt32>
    let count: Int
    /// Added to each stored number.
    let base: UInt64

    func visit<Stored: FixedWidthInteger & BitwiseCopyable>(_ numbers: UnsafePointer<Stored>) {
        let shift = UInt32(truncatingIfNeeded: base)
        for row in 0..<count { factors[row] = UInt32(truncatingIfNeeded: numbers[row]) &+ shift }
    }

    func visit<Offset: ShareOffset>(offsets: UnsafePointer<Offset>) { Offset.shareKernels.factors(offsets, count, base, factors) }
}

/// Writes or adds each row's share of a sum of products.
struct ProductShares {
    let shares: UnsafeMutablePointer<UInt64>
    let count: Int
    let position: UInt64
    /// What each share begins with; nil adds to what is there.
    let start: UInt64?

    func multiply(_ left: UnsafePointer<UInt32>, _ right: UnsafePointer<UInt32>) {
        if let start {
            reportql_write_products(left, right, count, position, start, shares)
        } else {
            reportql_add_products(left, right, count, position, shares)
        }
    }
}

/// The wide loops over offsets of one width.
struct ShareKernels<Offset> {
    let write: (UnsafePointer<Offset>, Int, UInt64, UInt64, UInt64, UnsafeMutablePointer<UInt64>) -> Void
    let add: (UnsafePointer<Offset>, Int, UInt64, UInt64, UnsafeMutablePointer<UInt64>) -> Void
    let writeMarked: (UnsafePointer<Offset>, UnsafePointer<UInt8>, Int, UInt64, UInt64, UInt64, UnsafeMutablePointer<UInt64>) -> Void
    let addMarked: (UnsafePointer<Offset>, UnsafePointer<UInt8>, Int, UInt64, UInt64, UnsafeMutablePointer<UInt64>) -> Void
    let factors: (UnsafePointer<Offset>, Int, UInt64, UnsafeMutablePointer<UInt32>) -> Void
}

/// A width of offset that the wide loops are made for.
protocol ShareOffset: FixedWidthInteger & UnsignedInteger & BitwiseCopyable {
    static var shareKernels: ShareKernels<Self> { get }
}

extension UInt8: ShareOffset {
    static var shareKernels: ShareKernels<UInt8> {
        ShareKernels(
            write: reportql_write_shares_u8, add: reportql_add_shares_u8, writeMarked: reportql_write_marked_shares_u8,
            addMarked: reportql_add_marked_shares_u8, factors: reportql_write_factors_u8)
    }
}

extension UInt16: ShareOffset {
    static var shareKernels: ShareKernels<UInt16> {
        ShareKernels(
            write: reportql_write_shares_u16, add: reportql_add_shares_u16, writeMarked: reportql_write_marked_shares_u16,
            addMarked: reportql_add_marked_shares_u16, factors: reportql_write_factors_u16)
    }
}

extension UInt32: ShareOffset {
    static var shareKernels: ShareKernels<UInt32> {
        ShareKernels(
            write: reportql_write_shares_u32, add: reportql_add_shares_u32, writeMarked: reportql_write_marked_shares_u32,
            addMarked: reportql_add_marked_shares_u32, factors: reportql_write_factors_u32)
    }
}

extension UInt64: ShareOffset {
    static var shareKernels: ShareKernels<UInt64> {
        ShareKernels(
            write: reportql_write_shares_u64, add: reportql_add_shares_u64, writeMarked: reportql_write_marked_shares_u64,
            addMarked: reportql_add_marked_shares_u64, factors: reportql_write_factors_u64)
    }
}
