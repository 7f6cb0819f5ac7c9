/// An object that keeps memory of a table alive: what the bytes of a table are counted by.
package protocol MemoryHolder: AnyObject {
    /// Bytes that it was charged for itself.
    var ownByteCount: Int { get }
    /// What it keeps alive besides.
    var keptObjects: [AnyObject] { get }
}

/// Many objects kept alive by one: vectors that share them all need not each have a list of them.
package final class KeptObjects: MemoryHolder, Sendable {
    // Unchecked: the objects are only kept.
    private nonisolated(unsafe) let objects: [AnyObject]

    /// - Parameter objects: may hold an object several times.
    package init(_ objects: [AnyObject]) {
        var known: Set<ObjectIdentifier> = []
        self.objects = objects.filter { known.insert(ObjectIdentifier($0)).inserted }
    }

    package var ownByteCount: Int { 0 }
    package var keptObjects: [AnyObject] { objects }
}

/// Counts the memory behind objects, each once however many refer to it.
package struct MemoryCount {
    package private(set) var byteCount = 0
    /// Whether all objects told what they hold.
    package private(set) var isComplete = true
    private var counted: Set<ObjectIdentifier> = []

    package init() {}

    /// Adds what `objects` keep alive and was not counted yet.
    package mutating func add(_ objects: [AnyObject]) {
        // A list of what is left to look at, not recursion: a dictionary that has often grown is a long chain.
        var waiting = objects
        while let object = waiting.popLast() {
            guard counted.insert(ObjectIdentifier(object)).inserted else { continue }
            guard let holder = object as? any MemoryHolder else {
                isComplete = false
                continue
            }
            byteCount += holder.ownByteCount
            waiting += holder.keptObjects
        }
    }
}

extension Buffer: MemoryHolder {
    package var ownByteCount: Int { byteCount }
    package var keptObjects: [AnyObject] { [] }
}

extension Vector: MemoryHolder {
    package var ownByteCount: Int { 0 }

    package var keptObjects: [AnyObject] {
        if case .codes(_, let dictionary) = form { owners + [dictionary] } else { owners }
    }
}
