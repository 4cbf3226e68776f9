/// The text of a PalmSens method: lines `KEY=value`, comments after `#`.
struct PalmSensMethod {
    private var values: [String: String] = [:]

    /// Takes the text apart; the first of a key wins.
    init(_ text: String) {
        for line in text.split(whereSeparator: \.isNewline) where !line.hasPrefix("#") {
            guard let mark = line.firstIndex(of: "=") else { continue }
            let key = String(line[..<mark])
            if values[key] == nil { values[key] = String(line[line.index(after: mark)...]).trimmingBlanks() }
        }
    }

    /// The value of a key.
    subscript(key: String) -> String? { values[key] }

    /// The number of a key.
    func number(_ key: String) -> Double? { values[key].flatMap(ConditionFields.number) }

    /// The technique in small letters: `eis`, `cv`, `lsv`, `ad`.
    var technique: String { values["METHOD_ID"]?.lowercased() ?? "" }
}
