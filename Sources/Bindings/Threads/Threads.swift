internal import Glibc

/// Threads of the system, for work that keeps each of them busy from beginning to end.
///
/// Tasks would do the same through a pool. Its threads cost a millisecond to begin with, and even a single lane would
/// run on one of them, where glibc takes memory a page and a system call at a time.
public enum Threads {
    /// Runs `here` on the calling thread and, beside it, `body` for each index in `0..<count` on a thread of its own;
    /// returns when all have ended.
    ///
    /// What the system has no thread for runs on the calling one, after `here`.
    public static func run(_ count: Int, beside here: () -> Void, _ body: @escaping @Sendable (Int) -> Void) {
        let threads = (0..<max(0, count)).map { index in Self.start { body(index) } }
        here()
        for (index, thread) in threads.enumerated() {
            if let thread { pthread_join(thread, nil) } else { body(index) }
        }
    }

    /// Starts a thread; `nil` where the system has none left.
    private static func start(_ work: @escaping @Sendable () -> Void) -> pthread_t? {
        let boxed = unsafe Unmanaged.passRetained(Work(work))
        var thread = pthread_t()
        let status = unsafe pthread_create(
            &thread, nil,
            { pointer in
                if let pointer = unsafe pointer {
                    unsafe Unmanaged<Work>.fromOpaque(pointer).takeRetainedValue().run()
                }
                return nil
            }, boxed.toOpaque())
        guard status == 0 else {
            unsafe boxed.release()
            return nil
        }
        return thread
    }

    /// What a thread is handed.
    private final class Work: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }
}
