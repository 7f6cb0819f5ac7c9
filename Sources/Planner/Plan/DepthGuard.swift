import Columns
import Glibc

/// Counts how deep a recursion is, and watches the stack of the thread it runs on.
///
/// Binder and rules recurse over trees that a user's text shapes. Past the limit, or where the stack runs short, they stop with an
/// error instead of taking the process down.
struct DepthGuard {
    /// The deepest nesting of queries, views and expressions together.
    static let limit = 1_000

    /// What one level may need at most in a debug build, with room for what the caller still has to do.
    private static let stackReserve: UInt = 192 << 10

    private var depth = 0
    private var stackFloor: UInt?

    /// Goes one level deeper; `leave` must follow.
    mutating func enter(at range: Range<Int>? = nil) throws(QueryError) {
        depth += 1
        if depth > Self.limit || !hasStack() {
            depth -= 1
            throw QueryError(
                .invalidQuery, "the statement is nested too deeply",
                help: ["split it: keep a part as a table with CREATE TABLE … AS, or use a flat list of conditions"], range: range,
                label: "more than \(Self.limit) levels, or no stack left")
        }
    }

    mutating func leave() { depth -= 1 }

    private mutating func hasStack() -> Bool {
        guard depth > 8 else { return true }
        let floor = stackFloor ?? Self.findStackFloor()
        stackFloor = floor
        var probe: UInt8 = 0
        let here = withUnsafeMutablePointer(to: &probe) { UInt(bitPattern: $0) }
        return here > floor
    }

    /// The low end of this thread's stack with the reserve on top; zero where the system does not tell.
    private static func findStackFloor() -> UInt {
        // A GNU extension that the Swift overlay does not declare.
        guard let symbol = dlsym(nil, "pthread_getattr_np") else { return 0 }
        typealias GetAttributes = @convention(c) (pthread_t, UnsafeMutablePointer<pthread_attr_t>) -> Int32
        let getAttributes = unsafeBitCast(symbol, to: GetAttributes.self)
        var attributes = pthread_attr_t()
        guard getAttributes(pthread_self(), &attributes) == 0 else { return 0 }
        defer { pthread_attr_destroy(&attributes) }
        var address: UnsafeMutableRawPointer?
        var size = 0
        guard pthread_attr_getstack(&attributes, &address, &size) == 0, let address else { return 0 }
        return UInt(bitPattern: address) + stackReserve
    }
}
