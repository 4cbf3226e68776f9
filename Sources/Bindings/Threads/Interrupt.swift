internal import Glibc

/// Ctrl-C and the request to end, as something to wait for.
public enum Interrupt {
    /// Lets them wait until `arrives` is asked; without this they end the process at once.
    public static func hold() {
        var signals = signals
        unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
    }

    /// Lets them end the process again.
    public static func release() {
        var signals = signals
        unsafe pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    }

    /// Waits for one, at most so long.
    ///
    /// - Returns: whether one came; only while they are held.
    public static func arrives(within_ms: Int) -> Bool {
        var signals = signals
        var time = timespec(tv_sec: within_ms / 1000, tv_nsec: within_ms % 1000 * 1_000_000)
        return unsafe sigtimedwait(&signals, nil, &time) > 0
    }

    private static var signals: sigset_t {
        var set = sigset_t()
        unsafe sigemptyset(&set)
        unsafe sigaddset(&set, SIGINT)
        unsafe sigaddset(&set, SIGTERM)
        return set
    }
}
