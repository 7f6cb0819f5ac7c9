/// A place for each morsel's result, filled by whichever worker ran it.
package final class MorselResults<Result>: @unchecked Sendable {
    // Unchecked: each place is written by the one worker that took the morsel and read after all have ended.
    private let places: UnsafeMutablePointer<Result?>
    package let count: Int

    package init(count: Int) {
        self.count = count
        places = .allocate(capacity: max(count, 1))
        places.initialize(repeating: nil, count: max(count, 1))
    }

    deinit {
        places.deinitialize(count: max(count, 1))
        places.deallocate()
    }

    package subscript(_ morsel: Int) -> Result? {
        get { places[morsel] }
        set { places[morsel] = newValue }
    }

    /// The results in morsel order.
    package var all: [Result?] { Array(UnsafeBufferPointer(start: places, count: count)) }
}
