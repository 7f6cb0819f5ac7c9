import Glibc
import Synchronization

/// The threads on which loading and queries run; one pool a process, and the only global of the library.
///
/// Not Swift's cooperative pool: a query keeps its threads busy for long, and needs stacks deep enough for nested statements.
package final class WorkerPool: @unchecked Sendable {
    // Unchecked: all state is guarded by the mutex below.

    package static let shared = WorkerPool()

    /// Stack of a worker. Address space only: the system commits what is touched. A statement nested as deep as the parser
    /// allows is parsed, bound and run on it.
    private static let stackByteCount = 512 << 20

    private typealias Job = () -> Void

    private var mutex = pthread_mutex_t()
    private var wake = pthread_cond_t()
    private var jobs: [Job] = []
    private var idle = 0
    private var threads = 0
    private var idleJobs: [Job] = []

    /// How long no work must have come until the jobs of `whenIdle` run.
    private static let idleSeconds = 1

    private init() {
        pthread_mutex_init(&mutex, nil)
        pthread_cond_init(&wake, nil)
    }

    /// Runs `body(0)` … `body(workers - 1)` at the same time, worker 0 on the calling thread, and waits for all.
    ///
    /// The first error by worker number is thrown after all have ended; bodies should look at a shared flag to end early.
    package func run(workers: Int, _ body: @escaping @Sendable (Int) throws(QueryError) -> Void) throws(QueryError) {
        if workers <= 1 { return try body(0) }
        let gathering = Gathering(expected: workers - 1)
        for worker in 1..<workers {
            let work = Work(body)
            submit { gathering.finish(work.run(worker), worker: worker) }
        }
        var mine: QueryError?
        do throws(QueryError) { try body(0) } catch { mine = error }
        let other = gathering.wait()
        if let error = mine ?? other { throw error }
    }

    /// Runs `items` units of work on up to `workers` threads; each unit is taken from a counter in ascending order.
    package func forEach(_ items: Int, workers: Int, _ body: @escaping @Sendable (Int) throws(QueryError) -> Void) throws(QueryError) {
        if workers <= 1 || items <= 1 {
            for item in 0..<items { try body(item) }
            return
        }
        let next = SharedCounter()
        try run(workers: min(workers, items)) { (_) throws(QueryError) in
            try next.take(below: items, body)
        }
    }

    /// Runs `body` on a thread with a deep stack and waits for it.
    package func onDeepStack<Result: Sendable>(_ body: @escaping @Sendable () throws(QueryError) -> Result) throws(QueryError) -> Result {
        let box = ResultBox<Result>()
        let gathering = Gathering(expected: 1)
        submit {
            do throws(QueryError) {
                box.value = try body()
                gathering.finish(nil, worker: 1)
            } catch { gathering.finish(error, worker: 1) }
        }
        if let error = gathering.wait() { throw error }
        guard let value = box.value else { throw QueryError(.internal, "a worker ended without a result") }
        return value
    }

    /// Starts `body` on a pool thread and returns at once.
    package func start(_ body: @escaping @Sendable () -> Void) {
        submit(body)
    }

    /// Runs `body` once when all threads of the pool have been without work for a second.
    package func whenIdle(_ body: @escaping @Sendable () -> Void) {
        pthread_mutex_lock(&mutex)
        idleJobs.append(body)
        // Whoever waits without end learns that there is something to wait for.
        pthread_cond_broadcast(&wake)
        pthread_mutex_unlock(&mutex)
    }

    private func submit(_ job: @escaping Job) {
        pthread_mutex_lock(&mutex)
        jobs.append(job)
        if idle >= jobs.count {
            pthread_cond_signal(&wake)
            pthread_mutex_unlock(&mutex)
            return
        }
        threads += 1
        pthread_mutex_unlock(&mutex)
        spawn()
    }

    private func spawn() {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        pthread_attr_setstacksize(&attributes, WorkerPool.stackByteCount)
        var thread = pthread_t()
        let failed = pthread_create(
            &thread, &attributes,
            { _ in
                WorkerPool.shared.work()
                return nil
            }, nil)
        pthread_attr_destroy(&attributes)
        // No thread to be had: the caller does the job itself, so that nothing waits for ever.
        if failed != 0 {
            pthread_mutex_lock(&mutex)
            threads -= 1
            pthread_mutex_unlock(&mutex)
            takeJob()?()
        }
    }

    private func takeJob() -> Job? {
        pthread_mutex_lock(&mutex)
        defer { pthread_mutex_unlock(&mutex) }
        return jobs.isEmpty ? nil : jobs.removeFirst()
    }

    private func work() {
        while true {
            pthread_mutex_lock(&mutex)
            idle += 1
            waitForJobs()
            idle -= 1
            let job = jobs.removeFirst()
            pthread_mutex_unlock(&mutex)
            job()
        }
    }

    /// Waits, with the mutex held, until there is a job, and meanwhile does what waits for idleness.
    private func waitForJobs() {
        while jobs.isEmpty {
            if idleJobs.isEmpty {
                pthread_cond_wait(&wake, &mutex)
                continue
            }
            var deadline = timespec()
            clock_gettime(CLOCK_REALTIME, &deadline)
            deadline.tv_sec += WorkerPool.idleSeconds
            guard pthread_cond_timedwait(&wake, &mutex, &deadline) == ETIMEDOUT, jobs.isEmpty, idle == threads else { continue }
            let due = idleJobs
            idleJobs = []
            pthread_mutex_unlock(&mutex)
            for job in due { job() }
            pthread_mutex_lock(&mutex)
        }
    }
}

/// Hands out 0, 1, 2 … to whoever asks next.
package final class SharedCounter: Sendable {
    private let next = Atomic<Int>(0)

    package init() {}

    package func take() -> Int { next.add(1, ordering: .relaxed).oldValue }

    /// Hands `body` every number below `end` that nobody else takes. An error ends the counting for all who take from here.
    package func take(below end: Int, _ body: (Int) throws(QueryError) -> Void) throws(QueryError) {
        while case let number = take(), number < end {
            do throws(QueryError) { try body(number) } catch {
                stop(at: end)
                throw error
            }
        }
    }

    /// Makes every later `take` return at least `value`.
    package func stop(at value: Int) { next.store(value, ordering: .relaxed) }
}

/// A sign that any worker may raise and all can see.
package final class SharedFlag: Sendable {
    private let raised = Atomic(false)

    package init() {}

    package var isRaised: Bool { raised.load(ordering: .relaxed) }

    package func raise() { raised.store(true, ordering: .relaxed) }
}

/// What one worker runs, once. It is let go before the worker reports its end: by then nothing that it holds, such as memory on an account,
/// may outlive the call that waits for it.
private final class Work: @unchecked Sendable {
    // Unchecked: used by one worker.
    private var body: (@Sendable (Int) throws(QueryError) -> Void)?

    init(_ body: @escaping @Sendable (Int) throws(QueryError) -> Void) {
        self.body = body
    }

    func run(_ worker: Int) -> QueryError? {
        defer { body = nil }
        do throws(QueryError) {
            try body?(worker)
            return nil
        } catch { return error }
    }
}

private final class ResultBox<Value>: @unchecked Sendable {
    // Unchecked: written by the worker before it reports its end, read after.
    var value: Value?
}

/// Waits until a number of workers have reported their end.
private final class Gathering: @unchecked Sendable {
    // Unchecked: guarded by the mutex.
    private var mutex = pthread_mutex_t()
    private var done = pthread_cond_t()
    private var left: Int
    private var failure: (error: QueryError, worker: Int)?

    init(expected: Int) {
        left = expected
        pthread_mutex_init(&mutex, nil)
        pthread_cond_init(&done, nil)
    }

    deinit {
        pthread_cond_destroy(&done)
        pthread_mutex_destroy(&mutex)
    }

    func finish(_ error: QueryError?, worker: Int) {
        pthread_mutex_lock(&mutex)
        if let error, worker < failure?.worker ?? .max { failure = (error, worker) }
        left -= 1
        if left == 0 { pthread_cond_signal(&done) }
        pthread_mutex_unlock(&mutex)
    }

    func wait() -> QueryError? {
        pthread_mutex_lock(&mutex)
        while left > 0 { pthread_cond_wait(&done, &mutex) }
        let error = failure?.error
        pthread_mutex_unlock(&mutex)
        return error
    }
}
