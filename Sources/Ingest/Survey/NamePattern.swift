internal import Findings

/// Conditions in file names, by a pattern of the user: `(?<device>D\d+)_(?<bias_V>-?[\d.]+)V_.*`.
struct NamePattern {
    private let regex: Regex<AnyRegexOutput>

    /// Takes a pattern; its named groups bear the names of sheet columns.
    /// - Throws: `name-pattern.syntax`.
    init(_ pattern: String) throws(Failure) {
        do {
            regex = try Regex(pattern)
        } catch {
            throw Failure(
                Finding(
                    NamePatternFindings.syntax, "the name pattern \"\(pattern)\" cannot be read: \(error)",
                    fix: "write named groups as in '(?<device>D\\d+)_(?<bias_V>-?[\\d.]+)V_.*'"))
        }
    }

    /// What a file's name says, as a row of a sheet would; `nil` where the whole name does not match.
    func row(_ fileName: String, shownAs name: String) -> SheetRow? {
        guard let match = try? regex.wholeMatch(in: fileName) else { return nil }
        let position = SourcePosition(file: name)
        var cells: [String: PlacedText] = [:]
        for element in match.output {
            guard let column = element.name, let text = element.substring, !text.isEmpty else { continue }
            cells[column] = PlacedText(text: String(text), position: position)
        }
        return SheetRow(cells: cells, position: position)
    }
}

/// What can be wrong with a name pattern.
enum NamePatternFindings {
    static let syntax = FindingKind(
        "name-pattern.syntax", .error, "The pattern for file names is no regular expression.")
    static let noMatch = FindingKind(
        "name-pattern.no-match", .warning,
        "A file's name does not match the user's pattern, so nothing is read from it.")
    static let all = [syntax, noMatch]
}

extension Finding {
    /// A file whose name says nothing.
    static func noMatch(_ name: String) -> Finding {
        Finding(
            NamePatternFindings.noMatch, "the name \"\(name)\" does not match the name pattern",
            at: SourcePosition(file: name), fix: "rename the file, or widen the pattern (it must match the whole name)")
    }
}
