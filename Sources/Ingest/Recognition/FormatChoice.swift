internal import Files
internal import Findings

/// Which format reads a file: by content; the user's word wins.
enum FormatChoice {
    /// A format with what it says of a file.
    struct Candidate {
        /// The format.
        var format: any FileFormat
        /// How sure it is, and why.
        var sniff: Sniff
    }

    /// The format that was chosen.
    struct Choice {
        /// The format.
        var format: any FileFormat
        /// How sure it is, and why.
        var sniff: Sniff
        /// The other formats that claim the file, surest first.
        var others: [Candidate] = []
    }

    /// Chooses the format that is surest of the content; among equals, the one whose extension the file bears.
    ///
    /// - Parameter name: the file's name, or that of the one inside a compressed file; its extension is a hint.
    /// - Parameter forced: id of a format that the user names.
    /// - Throws: `file.empty`, `file.binary`, `format.unknown-id`, `format.not-read`, `format.unknown`,
    ///   `format.ambiguous`.
    static func choose(
        _ bytes: Span<UInt8>, name: String, source: FileSource, forced: String?
    ) throws(Failure) -> Choice {
        let candidates = candidates(bytes)
        if let forced, !forced.isEmpty {
            guard let format = FileFormats.named(forced) else { throw Failure(.unknownFormat(id: forced)) }
            let own = candidates.first { $0.format.id == forced }?.sniff.reason ?? ""
            return Choice(format: format, sniff: Sniff(.certain, "named by the user; by itself: " + own))
        }
        guard !bytes.isEmpty else {
            throw Failure(
                Finding(
                    FormatFindings.empty, "\"\(source.name)\" is empty", at: source.at(),
                    fix: "measure or export it again, or remove it"))
        }
        let claims = candidates.filter { $0.sniff.confidence > .none }
            .sorted { $0.sniff.confidence > $1.sniff.confidence }
        guard let best = claims.first?.sniff.confidence else { throw unclaimed(bytes, name, source, candidates) }
        // A kind of file that is known by its first bytes and not read is no table of numbers, whatever stands in it.
        if best < .certain, let known = ForeignFile.named(bytes, suffix: "") { throw Failure(.notRead(source, known)) }
        var leading = claims.filter { $0.sniff.confidence == best }
        if leading.count > 1 {
            leading = leading.filter { $0.format.extensions.contains(FileName.suffix(name)) }
        }
        guard leading.count == 1, let only = leading.first else {
            throw Failure(.ambiguous(source, claims.filter { $0.sniff.confidence == best }))
        }
        return Choice(
            format: only.format, sniff: only.sniff, others: claims.filter { $0.format.id != only.format.id })
    }

    /// What each format says of the content, in the order of the list.
    static func candidates(_ bytes: Span<UInt8>) -> [Candidate] {
        let head = bytes.extracting(FileHead.range(bytes))
        // Made once: most formats look at the first lines, and there are dozens of formats.
        let text = TextHead(head)
        let outline = WorkbookOutline(bytes)
        var candidates: [Candidate] = []
        for format in FileFormats.all {
            if let outline, let format = format as? any WorkbookFormat {
                candidates.append(Candidate(format: format, sniff: format.sniff(outline)))
            } else {
                candidates.append(Candidate(format: format, sniff: format.sniff(head, text)))
            }
        }
        return candidates
    }

    /// Why a file that no format claims is not read.
    private static func unclaimed(
        _ bytes: Span<UInt8>, _ name: String, _ source: FileSource, _ candidates: [Candidate]
    ) -> Failure {
        let suffix = FileName.suffix(name)
        if let known = ForeignFile.named(bytes, suffix: suffix) { return Failure(.notRead(source, known)) }
        let expected = candidates.filter { $0.format.extensions.contains(suffix) }
        if !expected.isEmpty, let zero = TextBytes.firstZero(bytes, limit: FileHead.length),
            expected.allSatisfy({ ["csv", "dat", "txt", "tsv"].contains(suffix) || $0.format is PlainTable })
        {
            return Failure(.binary(source, zero))
        }
        return Failure(.unrecognized(source, candidates, suffix))
    }
}

/// Names of files.
enum FileName {
    /// The extension that tells the format: that before `.gz`, where a file is compressed.
    static func suffix(_ name: String) -> String {
        let suffix = FilePath.suffix(name)
        return suffix == "gz" ? FilePath.suffix(String(name.dropLast(3))) : suffix
    }
}

/// What can be wrong in recognizing a file.
enum FormatFindings {
    static let empty = FindingKind("file.empty", .error, "The file has no bytes, so nothing was measured or exported.")
    static let unknown = FindingKind(
        "format.unknown", .error, "No format claims the file's content; the notes say what the nearest ones missed.")
    static let ambiguous = FindingKind(
        "format.ambiguous", .error, "Several formats claim the file with equal right, and none is preferred by a guess."
    )
    static let unknownID = FindingKind(
        "format.unknown-id", .error,
        "The format named by the user is not one of those that `pinch list formats` prints."
    )
    static let binary = FindingKind(
        "file.binary", .error, "A file whose name promises text holds zero bytes, so it is binary.")
    static let notRead = FindingKind(
        "format.not-read", .error, "The file is of a kind that is known and not read; another export of it is.")
    static let all = [binary, empty, unknown, ambiguous, unknownID, notRead]
    /// Codes of files that merely lie beside measurements.
    static let foreign = [unknown.code, notRead.code]
}

extension Finding {
    fileprivate static func unknownFormat(id: String) -> Finding {
        Finding(
            FormatFindings.unknownID, "there is no format \"\(id)\"",
            fix: Suggestion.fix(for: id, in: FileFormats.all.map(\.id)))
    }

    fileprivate static func binary(_ source: FileSource, _ zero: Int) -> Finding {
        Finding(
            FormatFindings.binary, "byte \(zero + 1) of \"\(source.name)\" is zero, so the file is binary, not text",
            at: source.at(), fix: "export it as text, or give it the name of its own format")
    }

    fileprivate static func notRead(_ source: FileSource, _ known: ForeignFile) -> Finding {
        Finding(
            FormatFindings.notRead, "\"\(source.name)\" is \(known.name), which is not read", at: source.at(),
            fix: known.fix)
    }

    /// The formats of the file's extension say what they missed, and the plain table; the rest is a count.
    fileprivate static func unrecognized(
        _ source: FileSource, _ candidates: [FormatChoice.Candidate], _ suffix: String
    ) -> Finding {
        let near = candidates.filter { $0.format.extensions.contains(suffix) || $0.format is PlainTable }
        var notes = near.map { Note("\($0.format.id): \($0.sniff.reason)") }
        let rest = candidates.count - near.count
        if rest > 0 { notes.append(Note("and no signature of \(rest) other formats (pinch list formats)")) }
        return Finding(
            FormatFindings.unknown, "the content of \"\(source.name)\" is of no known format", at: source.at(),
            fix: "name the format with --input-format, or export the data as a table with names and units",
            notes: notes)
    }

    fileprivate static func ambiguous(_ source: FileSource, _ leading: [FormatChoice.Candidate]) -> Finding {
        Finding(
            FormatFindings.ambiguous,
            "the content of \"\(source.name)\" is claimed by "
                + leading.map { "\"\($0.format.id)\"" }.joined(separator: " and "),
            at: source.at(), fix: "--input-format " + (leading.first?.format.id ?? ""),
            notes: leading.map { Note("\($0.format.id): \($0.sniff.reason)") })
    }
}
