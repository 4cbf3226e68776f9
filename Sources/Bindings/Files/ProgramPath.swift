internal import Glibc

/// Where the running program stands.
public enum ProgramPath {
    /// Absolute path of the executable, links resolved; empty where the system does not say.
    public static var current: String {
        // 4096 bytes is the longest path that Linux takes.
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = unsafe buffer.withUnsafeMutableBytes { bytes in
            guard let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: CChar.self) else { return 0 }
            return unsafe readlink("/proc/self/exe", start, bytes.count)
        }
        return count > 0 ? String(decoding: buffer.prefix(count), as: UTF8.self) : ""
    }
}
