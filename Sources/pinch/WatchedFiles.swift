internal import Files
internal import Threads

/// The files that a report is made from, looked at again and again.
///
/// Their stamps are compared every 0.3 s: that works on every file system, network drives too, and costs nothing
/// beside a report.
struct WatchedFiles {
    /// Files and folders of data.
    let inputs: [String]
    /// The template; its folder is looked at, for it may include others.
    let template: String?
    /// The options file named.
    let options: String?
    /// Where reports go, which may be inside an input and is no change of it.
    let output: String

    private static let pause_ms = 300

    /// Runs `body` now and after each change, until Ctrl-C.
    func onChange(_ body: () throws -> Void) rethrows {
        while true {
            let before = stamps
            try body()
            StandardStreams.write("watching for changes; Ctrl-C ends\n", to: .error)
            Interrupt.hold()
            repeat {
                if Interrupt.arrives(within_ms: Self.pause_ms) { return }
            } while stamps == before
            // Editors write in several steps; the next look must find the same again.
            var last = stamps
            while true {
                if Interrupt.arrives(within_ms: Self.pause_ms / 3) { return }
                let now = stamps
                if now == last { break }
                last = now
            }
            Interrupt.release()
        }
    }

    private var stamps: [String: FileStamp] {
        var found: [String: FileStamp] = [:]
        for path in inputs + [options].compactMap({ $0 }) { add(path, to: &found) }
        if let file = try? TemplateSource.file(of: template) {
            for name in (try? FolderWalk.listing(FilePath.parent(file)).files) ?? [] where name.hasSuffix(".xml") {
                add(FilePath.join(FilePath.parent(file), name), to: &found)
            }
        }
        return found
    }

    private func add(_ path: String, to found: inout [String: FileStamp]) {
        guard FilePath.canonical(path) != FilePath.canonical(output) else { return }
        guard FilePath.kind(path) == .folder else {
            if let stamp = FileStamp(path) { found[path] = stamp }
            return
        }
        guard let listing = try? FolderWalk.listing(path) else { return }
        for name in listing.files + listing.folders { add(FilePath.join(path, name), to: &found) }
    }
}
