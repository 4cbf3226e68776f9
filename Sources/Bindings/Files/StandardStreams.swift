public import Findings
internal import Glibc

/// Standard output and error, byte for byte.
public enum StandardStreams {
    /// One of the two streams.
    public enum Stream: Int32, Sendable {
        /// Standard output: results.
        case output = 1
        /// Standard error: messages.
        case error = 2
    }

    /// Writes a text whole.
    ///
    /// - Returns: whether everything was taken; `false` when the reader has gone (`pinch analyze | head`), which is
    ///   no fault of ours: the caller stops in peace. Needs ``ignoreBrokenPipes()`` once at start.
    @discardableResult
    public static func write(_ text: String, to stream: Stream = .output) -> Bool {
        write(Array(text.utf8), to: stream)
    }

    /// Writes bytes whole; see the other form.
    @discardableResult
    public static func write(_ bytes: [UInt8], to stream: Stream = .output) -> Bool {
        DescriptorWrite.all(bytes, to: stream.rawValue)
    }

    /// Writes results to standard output whole.
    ///
    /// A reader that has gone wants no more, which is no fault.
    /// - Throws: `file.unwritable` with the system's reason, such as a full disk behind a redirection.
    public static func writeResult(_ bytes: [UInt8]) throws(Failure) {
        guard !DescriptorWrite.all(bytes, to: Stream.output.rawValue) else { return }
        let reason = errno
        if reason != EPIPE { throw Failure(.cannotWrite("standard output", reason)) }
    }

    /// Writes a text to standard output whole; see the other form.
    public static func writeResult(_ text: String) throws(Failure) { try writeResult(Array(text.utf8)) }

    /// Makes writing to a closed pipe an error that can be seen, not a signal that kills.
    public static func ignoreBrokenPipes() { _ = signal(SIGPIPE, SIG_IGN) }

    /// Whether a person sees the stream.
    public static func isTerminal(_ stream: Stream) -> Bool { isatty(stream.rawValue) == 1 }
}
