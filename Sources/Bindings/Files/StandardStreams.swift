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

    /// Makes writing to a closed pipe an error that can be seen, not a signal that kills.
    public static func ignoreBrokenPipes() { _ = signal(SIGPIPE, SIG_IGN) }

    /// Whether a person sees the stream.
    public static func isTerminal(_ stream: Stream) -> Bool { isatty(stream.rawValue) == 1 }
}
