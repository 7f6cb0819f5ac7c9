import CLineEdit
import Glibc

/// SIGINT outside the prompt: asks whoever runs something to stop it.
package enum Interrupts {
    /// Replaces the default action (end of the process) and calls `action` on a thread of its own for each SIGINT.
    ///
    /// A handler may do almost nothing; a thread that a pipe wakes may do anything, so `action` needs no care.
    package static func install(_ action: @escaping @Sendable () -> Void) {
        le_interrupt_install()
        let context = Unmanaged.passRetained(Action(action)).toOpaque()
        var thread = pthread_t()
        pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                let action = Unmanaged<Action>.fromOpaque(context).takeUnretainedValue()
                // SIGINT belongs to the main thread, whose blocked reads it has to break.
                var signals = sigset_t()
                sigfillset(&signals)
                pthread_sigmask(SIG_BLOCK, &signals, nil)
                while le_interrupt_wait() { action.run() }
                return nil
            }, context)
        pthread_detach(thread)
    }

    /// Whether a SIGINT came since the last `reset`.
    package static var pending: Bool { le_interrupt_count() > 0 }

    /// Forgets earlier interrupts, before something new begins.
    package static func reset() { le_interrupt_reset() }

    private final class Action: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }
}
