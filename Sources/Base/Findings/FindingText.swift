extension Finding {
    /// The finding as people read it on a terminal, one or more lines without a newline at the end.
    ///
    /// First `place: severity: message [code]`, then the notes, then the fix.
    public var text: String {
        var lines = [(position.map { $0.text + ": " } ?? "") + "\(severity.rawValue): \(message) [\(code)]"]
        for note in notes {
            lines.append("  " + (note.position.map { $0.text + ": " } ?? "") + "note: \(note.message)")
        }
        if let fix { lines.append("  fix: \(fix)") }
        return lines.joined(separator: "\n")
    }
}
