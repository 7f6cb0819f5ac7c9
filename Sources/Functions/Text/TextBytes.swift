internal import CVectorKernels
import Columns
import Glibc

/// Code points and searches on the UTF-8 bytes of a text.
enum TextBytes {
    /// How many code points there are: every byte but the continuation bytes begins one.
    static func length(_ text: TextView) -> Int64 {
        text.withBytes { bytes, count in
            var length: Int64 = 0
            for index in 0..<count { length &+= Int64(byte(bytes[index] & 0xC0 != 0x80)) }
            return length
        }
    }

    /// The byte offset of code point `position` (from 0), or the end.
    static func offset(_ bytes: UnsafePointer<UInt8>, _ count: Int, of position: Int64) -> Int {
        var left = position, index = 0
        while index < count {
            if bytes[index] & 0xC0 != 0x80 {
                if left == 0 { return index }
                left -= 1
            }
            index += 1
        }
        return count
    }

    /// Code points `range` of a text, as a view of the same bytes.
    static func slice(_ text: TextView, _ lower: Int64, _ upper: Int64) -> TextView {
        text.withBytes { bytes, count in
            let start = offset(bytes, count, of: lower)
            guard upper > lower else { return .empty }
            let end = start + offset(bytes + start, count - start, of: upper - max(lower, 0))
            return view(of: text, start, end)
        }
    }

    /// Bytes `start ..< end` of a text as a view; of a longer text it points into the same memory.
    static func view(of text: TextView, _ start: Int, _ end: Int) -> TextView {
        text.withBytes { bytes, _ in TextView(bytes + start, count: end - start) }
    }

    /// Where `needle` first occurs at or behind `start`, in bytes.
    static func find(
        _ needle: UnsafePointer<UInt8>, _ needleCount: Int, in bytes: UnsafePointer<UInt8>, _ count: Int, from start: Int = 0
    ) -> Int? {
        if needleCount == 0 { return start }
        if start >= count { return nil }
        let found = start + reportql_find_bytes(bytes + start, count - start, needle, needleCount)
        return found == count ? nil : found
    }

    static func find(_ needle: TextView, in text: TextView) -> Int? {
        text.withBytes { bytes, count in
            needle.withBytes { needleBytes, needleCount in find(needleBytes, needleCount, in: bytes, count) }
        }
    }

    static func hasPrefix(_ text: TextView, _ prefix: TextView) -> Bool {
        text.withBytes { bytes, count in
            prefix.withBytes { prefixBytes, prefixCount in prefixCount <= count && memcmp(bytes, prefixBytes, prefixCount) == 0 }
        }
    }

    static func hasSuffix(_ text: TextView, _ suffix: TextView) -> Bool {
        text.withBytes { bytes, count in
            suffix.withBytes { suffixBytes, suffixCount in
                suffixCount <= count && memcmp(bytes + count - suffixCount, suffixBytes, suffixCount) == 0
            }
        }
    }

    /// The code point at `position`, and how many bytes it takes. Ill-formed bytes stand for themselves.
    @inline(__always)
    static func scalar(_ bytes: UnsafePointer<UInt8>, _ count: Int, _ position: Int) -> (value: UInt32, length: Int) {
        let first = UInt32(bytes[position])
        if first < 0x80 { return (first, 1) }
        func continuation(_ distance: Int) -> UInt32? {
            guard position + distance < count, bytes[position + distance] & 0xC0 == 0x80 else { return nil }
            return UInt32(bytes[position + distance] & 0x3F)
        }
        if first >= 0xC2, first < 0xE0, let second = continuation(1) { return ((first & 0x1F) << 6 | second, 2) }
        if first >= 0xE0, first < 0xF0, let second = continuation(1), let third = continuation(2) {
            return ((first & 0x0F) << 12 | second << 6 | third, 3)
        }
        if first >= 0xF0, first < 0xF5, let second = continuation(1), let third = continuation(2), let fourth = continuation(3) {
            return ((first & 0x07) << 18 | second << 12 | third << 6 | fourth, 4)
        }
        return (first, 1)
    }

    static func scalars(_ text: TextView) -> [UInt32] {
        text.withBytes { bytes, count in
            var scalars: [UInt32] = []
            scalars.reserveCapacity(count)
            var position = 0
            while position < count {
                let (value, length) = scalar(bytes, count, position)
                scalars.append(value)
                position += length
            }
            return scalars
        }
    }

    static func isASCII(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        var all: UInt8 = 0
        for index in 0..<count { all |= bytes[index] }
        return all < 0x80
    }
}

extension ValueFormatter {
    mutating func append(scalar value: UInt32) {
        guard let scalar = Unicode.Scalar(value) else { return bytes.append(UInt8(truncatingIfNeeded: value)) }
        bytes.append(contentsOf: UTF8.encode(scalar).map { Array($0) } ?? [])
    }
}
