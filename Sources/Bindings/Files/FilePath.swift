internal import Glibc

/// Paths as text, and what stands at them.
public enum FilePath {
    /// What stands at a path, links followed.
    public enum Kind: Sendable {
        /// A regular file, or a pipe or device that can be read like one.
        case file
        /// A folder.
        case folder
        /// Nothing, or a link that leads nowhere.
        case missing
    }

    /// What stands at a path, links followed.
    public static func kind(_ path: String) -> Kind {
        switch type(path) {
        case nil: .missing
        case S_IFDIR: .folder
        default: .file
        }
    }

    /// Whether a pipe, a socket or a device stands at a path: reading it may wait for ever.
    public static func isSpecial(_ path: String) -> Bool {
        guard let type = type(path) else { return false }
        return type != S_IFREG && type != S_IFDIR
    }

    /// Whether this process may write to what stands at a path.
    public static func isWritable(_ path: String) -> Bool { unsafe access(path, W_OK) == 0 }

    private static func type(_ path: String) -> mode_t? {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
    }

    /// The last part of a path, without a slash at its end.
    public static func name(_ path: String) -> String {
        let trimmed = trimmed(path)
        guard let slash = trimmed.utf8.lastIndex(of: UInt8(ascii: "/")), trimmed.utf8.count > 1 else { return trimmed }
        return String(trimmed[trimmed.utf8.index(after: slash)...])
    }

    /// The folder that holds a path; `.` for a bare name.
    public static func parent(_ path: String) -> String {
        let trimmed = trimmed(path)
        guard let slash = trimmed.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        let parent = String(trimmed[..<slash])
        return parent.isEmpty ? "/" : self.trimmed(parent)
    }

    /// The name without its last extension; a dot in front does not start one.
    public static func stem(_ path: String) -> String {
        let name = name(path)
        guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")), dot != name.utf8.startIndex else { return name }
        return String(name[..<dot])
    }

    /// The extension in lower case without its dot; empty if there is none.
    public static func suffix(_ path: String) -> String {
        let name = name(path)
        let stem = stem(name)
        return stem.utf8.count < name.utf8.count ? String(name.dropFirst(stem.count + 1)).lowercased() : ""
    }

    /// A path inside a folder; an absolute one stays as it is.
    public static func join(_ folder: String, _ path: String) -> String {
        if path.utf8.first == UInt8(ascii: "/") || folder.isEmpty || folder == "." { return path }
        return folder.utf8.last == UInt8(ascii: "/") ? folder + path : folder + "/" + path
    }

    /// The path that the system knows a file by: absolute, without links; the path itself where nothing is there.
    public static func canonical(_ path: String) -> String {
        guard let text = unsafe realpath(path, nil) else { return path }
        defer { unsafe free(text) }
        return unsafe String(cString: text)
    }

    private static func trimmed(_ path: String) -> String {
        var path = path[...]
        while path.utf8.count > 1, path.utf8.last == UInt8(ascii: "/") { path = path.dropLast() }
        return String(path)
    }
}
