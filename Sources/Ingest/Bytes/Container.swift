internal import Archives
internal import Files
internal import Findings

/// The bytes that formats are shown: expanded where the file is gzip, or a zip archive of one file.
struct Container {
    /// What the file was packed in: `gzip`, `zip`; empty where it was not.
    private(set) var name = ""
    /// The bytes inside; `nil` where the file's own bytes are meant.
    private(set) var bytes: [UInt8]?
    /// Name of the file inside, which tells its extension.
    private(set) var inside: String
    /// What was found on the way.
    private(set) var findings: [Finding] = []

    /// Looks at the beginning of a file and expands it where that is wanted; a workbook stays as it is.
    /// - Throws: `container.damaged`, `container.limit`, `container.unsupported`, `container.several`.
    init(_ raw: Span<UInt8>, _ source: FileSource) throws(Failure) {
        inside = source.name
        if Gzip.isGzip(raw) {
            name = "gzip"
            if FilePath.suffix(inside) == "gz" { inside = String(inside.dropLast(3)) }
            do throws(ArchiveFault) {
                let (expanded, fault) = try Gzip.expand(raw)
                bytes = expanded
                // What came out before the damage is read; the reader sees a text that ends in a row.
                if let fault { findings.append(.container(source, fault)) }
            } catch { throw Failure(.container(source, error)) }
        } else if ZipArchive.isZip(raw) {
            let archive = try ContainerFindings.open(raw, source)
            guard !Workbook.isWorkbook(archive) else { return }
            let files = archive.entries.filter { !$0.isFolder && !$0.name.hasPrefix("__MACOSX/") }
            guard files.count == 1, let only = files.first else { throw Failure(.several(source, files)) }
            name = "zip"
            inside = only.name
            do throws(ArchiveFault) { bytes = try archive.bytes(of: only) } catch {
                throw Failure(.container(source, error))
            }
        }
        if let expanded = bytes {
            if let text = UTF16Text.utf8(expanded.span) { bytes = text }
        } else if let text = UTF16Text.utf8(raw) {
            bytes = text
        }
    }
}

/// What can be wrong with a compressed file.
enum ContainerFindings {
    static let damaged = FindingKind(
        "container.damaged", .error, "A compressed file is cut off or damaged; what came out before is read.")
    static let limit = FindingKind(
        "container.limit", .error,
        "A compressed file would expand to far more than tables of numbers do, so it is not read.")
    static let unsupported = FindingKind(
        "container.unsupported", .error, "An archive is encrypted, or packed by a method that is not read.")
    static let several = FindingKind(
        "container.several", .error, "An archive holds several files, and a measurement is one file.")
    static let all =
        BinaryFindings.all + JSONFindings.all + WorkbookFindings.all + [damaged, limit, unsupported, several]

    /// Opens an archive, its faults as findings.
    static func open(_ bytes: Span<UInt8>, _ source: FileSource) throws(Failure) -> ZipArchive {
        do throws(ArchiveFault) { return try ZipArchive(bytes) } catch { throw Failure(.container(source, error)) }
    }
}

extension Finding {
    /// A compressed file's fault.
    static func container(_ source: FileSource, _ fault: ArchiveFault) -> Finding {
        let (kind, fix) =
            switch fault.kind {
            case .damaged: (ContainerFindings.damaged, "copy the file again")
            case .tooLarge: (ContainerFindings.limit, "if the file is what it seems, unpack it yourself")
            case .unsupported: (ContainerFindings.unsupported, "unpack it yourself")
            }
        return Finding(kind, fault.message, at: source.at(), fix: fix)
    }

    fileprivate static func several(_ source: FileSource, _ files: [ZipArchive.Entry]) -> Finding {
        let names = files.prefix(4).map { "\"\($0.name)\"" }.joined(separator: ", ")
        return Finding(
            ContainerFindings.several,
            files.isEmpty
                ? "the archive holds no file"
                : "the archive holds \(files.count) files: \(names)\(files.count > 4 ? ", ..." : "")",
            at: source.at(), fix: "unpack it into a folder")
    }
}
