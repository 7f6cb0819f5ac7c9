#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Counts how deep the parser is and how high the tree below it has grown, and watches the stack.
///
/// The depth alone would not bound the tree: `1 + 1 + 1 …` is read by a loop and leans to the left as far as it is long. So each level
/// also keeps the height of what was read at it. The sum of both never passes `Parser.nestingLimit`.
struct NestingGuard {
    private var depth = 0
    private var height = 0
    /// True once `enter` failed for want of stack rather than at the limit.
    private(set) var isStackExhausted = false
    /// The lowest address the parser may use; found out when first needed.
    private var stackFloor: UInt?

    /// What one level of the parser may need at most in a debug build, where frames are large, with some room for the caller's other work.
    private static let stackReserve: UInt = 160 << 10

    /// Goes one level deeper and gives the state to restore, or nil at the limit.
    mutating func enter() -> Int? {
        depth += 1
        guard depth <= Parser.nestingLimit, hasStack() else { return nil }
        let outer = height
        height = 0
        return outer
    }

    mutating func leave(_ outer: Int) {
        depth -= 1
        height = max(outer, height + 1)
    }

    /// One more node on top of the others of this level; false at the limit.
    mutating func grow() -> Bool {
        height += 1
        return depth + height <= Parser.nestingLimit
    }

    private mutating func hasStack() -> Bool {
        // Shallow statements are by far the most; they need not ask the system.
        guard depth > 16 else { return true }
        let floor = stackFloor ?? Self.findStackFloor()
        stackFloor = floor
        var probe: UInt8 = 0
        let here = withUnsafeMutablePointer(to: &probe) { UInt(bitPattern: $0) }
        isStackExhausted = here <= floor
        return !isStackExhausted
    }

    /// The low end of this thread's stack with the reserve on top; zero where the system does not tell.
    private static func findStackFloor() -> UInt {
        #if canImport(Glibc) || canImport(Musl)
            // The C library declares the function for GNU sources only, so it is looked up by its name.
            typealias GetAttributes = @convention(c) (pthread_t, UnsafeMutablePointer<pthread_attr_t>) -> Int32
            guard let symbol = dlsym(nil, "pthread_getattr_np") else { return 0 }
            let getAttributes = unsafeBitCast(symbol, to: GetAttributes.self)
            var attributes = pthread_attr_t()
            guard getAttributes(pthread_self(), &attributes) == 0 else { return 0 }
            defer { pthread_attr_destroy(&attributes) }
            var address: UnsafeMutableRawPointer?
            var size = 0
            guard pthread_attr_getstack(&attributes, &address, &size) == 0, let address else { return 0 }
            return UInt(bitPattern: address) + stackReserve
        #else
            return 0
        #endif
    }
}
