import Glibc

/// What the machine, or the container around the process, grants.
enum SystemResources {
    /// Processors that the process may run on.
    static var coreCount: Int { max(Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))), 1) }

    /// 80 % of the smaller of the machine's memory and the control group's limit.
    static var defaultMemoryLimit: Int {
        let machine = Int(sysconf(Int32(_SC_PHYS_PAGES))) * Int(sysconf(Int32(_SC_PAGESIZE)))
        let group = number(inFile: "/sys/fs/cgroup/memory.max") ?? number(inFile: "/sys/fs/cgroup/memory/memory.limit_in_bytes") ?? .max
        return min(machine, group) / 5 * 4
    }

    /// Gives the system back what the allocator keeps of memory that was freed. Large buffers went back when they died.
    static func returnFreeMemory() {
        // The header that declares `malloc_trim` is not part of the module Glibc.
        guard let symbol = dlsym(nil, "malloc_trim") else { return }
        _ = unsafeBitCast(symbol, to: (@convention(c) (Int) -> CInt).self)(0)
    }

    private static func number(inFile path: String) -> Int? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 64)
        guard fgets(&line, 64, file) != nil else { return nil }
        return Int(String(decoding: line.prefix { $0 != 0 && $0 != 10 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }
}
