internal import Glibc

/// The system's own word on why a call failed.
enum SystemReason {
    /// The text of an error number (`No such file or directory`).
    static func text(_ number: Int32) -> String {
        var buffer = [CChar](repeating: 0, count: 256)
        // This variant fills the buffer, and is safe on several threads at once.
        let status = unsafe buffer.withUnsafeMutableBufferPointer { (area) -> Int32 in
            guard let start = area.baseAddress else { return EINVAL }
            return unsafe strerror_r(number, start, area.count)
        }
        guard status == 0 else { return "error \(number)" }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
