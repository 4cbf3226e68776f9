internal import Files
internal import Findings

/// Which format reads a file: by content; the user's word wins.
enum FormatChoice {
    /// How many bytes of the beginning are shown to the formats.
    static let headLength = 1 << 16

    /// A format with the reason for it.
    struct Choice {
        /// The format.
        var format: any FileFormat
        /// How sure it is, and why.
        var sniff: Sniff
    }

    /// Chooses the format that is surest of the content; among equals, the one whose extension the file bears.
    ///
    /// - Parameter forced: id of a format that the user names.
    /// - Throws: `format.unknown-id`, `format.unknown`, `format.ambiguous`.
    static func choose(_ head: Span<UInt8>, source: FileSource, forced: String?) throws(Failure) -> Choice {
        if let forced, !forced.isEmpty {
            guard let format = FileFormats.named(forced) else { throw Failure(.unknownFormat(id: forced)) }
            return Choice(format: format, sniff: Sniff(.certain, "named by the user"))
        }
        guard !head.isEmpty else {
            throw Failure(
                Finding(
                    FormatFindings.empty, "\"\(source.name)\" is empty", at: source.at(),
                    fix: "measure or export it again, or remove it"))
        }
        var sniffs: [Choice] = []
        for format in FileFormats.all { sniffs.append(Choice(format: format, sniff: format.sniff(head))) }
        let best = sniffs.map(\.sniff.confidence).max() ?? .none
        guard best > .none else {
            if let zero = firstZero(head),
                FileFormats.all.contains(where: { $0.extensions.contains(FilePath.suffix(source.name)) })
            {
                throw Failure(.binary(source, zero))
            }
            throw Failure(.unrecognized(source, sniffs))
        }
        let leading = sniffs.filter { $0.sniff.confidence == best }
        if leading.count > 1 {
            let suffix = FilePath.suffix(source.name)
            let named = leading.filter { $0.format.extensions.contains(suffix) }
            guard named.count == 1, let only = named.first else { throw Failure(.ambiguous(source, leading)) }
            return only
        }
        guard let only = leading.first else { throw Failure(.unrecognized(source, sniffs)) }
        return only
    }

    private static func firstZero(_ head: Span<UInt8>) -> Int? {
        for i in head.indices where head[i] == 0 { return i }
        return nil
    }
}

/// What can be wrong in recognizing a file.
enum FormatFindings {
    static let empty = FindingKind("file.empty", .error, "The file has no bytes, so nothing was measured or exported.")
    static let unknown = FindingKind(
        "format.unknown", .error, "No format claims the file's content; the notes say what each one missed.")
    static let ambiguous = FindingKind(
        "format.ambiguous", .error, "Several formats claim the file with equal right, and none is preferred by a guess."
    )
    static let unknownID = FindingKind(
        "format.unknown-id", .error,
        "The format named by the user is not one of those that `pinch list formats` prints."
    )
    static let binary = FindingKind(
        "file.binary", .error, "A file whose name promises text holds zero bytes, so it is binary.")
    static let all = [binary, empty, unknown, ambiguous, unknownID]
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

    fileprivate static func unrecognized(_ source: FileSource, _ sniffs: [FormatChoice.Choice]) -> Finding {
        Finding(
            FormatFindings.unknown, "the content of \"\(source.name)\" is of no known format", at: source.at(),
            fix: "name the format with --input-format, or export the data as a table with names and units",
            notes: sniffs.map { Note("\($0.format.id): \($0.sniff.reason)") })
    }

    fileprivate static func ambiguous(_ source: FileSource, _ leading: [FormatChoice.Choice]) -> Finding {
        Finding(
            FormatFindings.ambiguous,
            "the content of \"\(source.name)\" is claimed by "
                + leading.map { "\"\($0.format.id)\"" }.joined(separator: " and "),
            at: source.at(), fix: "--input-format " + (leading.first?.format.id ?? ""),
            notes: leading.map { Note("\($0.format.id): \($0.sniff.reason)") })
    }
}
