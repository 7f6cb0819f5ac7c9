import Columns

/// A kernel family that is generic over the width of whole numbers; `kernel(for:)` picks the instance.
protocol WholeNumberKernelFamily {
    func kernel<Number: FixedWidthInteger & BitwiseCopyable & Sendable>(_ type: Number.Type) -> ScalarKernel
}

extension WholeNumberKernelFamily {
    /// The instance for a physical type, nil for those that are not whole numbers.
    func kernel(for physical: PhysicalType) -> ScalarKernel? {
        switch physical {
        case .int8: kernel(Int8.self)
        case .int16: kernel(Int16.self)
        case .int32: kernel(Int32.self)
        case .int64: kernel(Int64.self)
        case .int128: kernel(Int128.self)
        case .uint8, .boolean: kernel(UInt8.self)
        case .uint16: kernel(UInt16.self)
        case .uint32: kernel(UInt32.self)
        case .uint64: kernel(UInt64.self)
        case .float, .double, .text, .interval, .nested: nil
        }
    }
}

/// A kernel family that is generic over both floating-point types.
protocol FloatingKernelFamily {
    func kernel<Number: BinaryFloatingPoint & BitwiseCopyable & Sendable>(_ type: Number.Type) -> ScalarKernel
}

extension FloatingKernelFamily {
    func kernel(for type: LogicalType) -> ScalarKernel? {
        switch type {
        case .float: kernel(Float.self)
        case .double: kernel(Double.self)
        default: nil
        }
    }
}
