internal import Files
internal import Synchronization

/// One line on a terminal that tells devices done, rate and time left; nothing of it in a pipe.
final class ProgressLine: Sendable {
    private let total: Int
    private let shown: Bool
    private let start = ContinuousClock.now
    private let done = Mutex(0)

    /// A line for so many devices; silent where standard error is no terminal or `quiet`.
    init(total: Int, quiet: Bool) {
        self.total = total
        shown = !quiet && total > 1 && StandardStreams.isTerminal(.error)
    }

    /// Counts one device and redraws the line.
    func step() {
        guard shown else { return }
        done.withLock { done in
            done += 1
            let elapsed = ContinuousClock.now - start
            let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
            let rate = seconds > 0 ? Double(done) / seconds : 0
            let left = rate > 0 ? Int((Double(total - done) / rate).rounded(.up)) : 0
            let text = "\(done)/\(total) devices, \((rate * 10).rounded() / 10) a second, \(left) s left"
            StandardStreams.write("\r\u{1B}[K" + text, to: .error)
        }
    }

    /// Clears the line.
    func finish() {
        if shown { StandardStreams.write("\r\u{1B}[K", to: .error) }
    }
}
