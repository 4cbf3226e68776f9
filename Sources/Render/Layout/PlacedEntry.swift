internal import Measurements

/// A metric or label with its place taken apart once: a table asks for it several times.
struct PlacedEntry {
    /// The metric or label.
    let entry: MetricEntry
    /// The column in which it stands: text of the key that makes the columns, empty where the key does not apply.
    let column: String
    /// The same as a number, where it is one.
    private let number: Double?
    /// The other keys of its place.
    private let others: [(key: String, text: String)]

    /// Takes the place of an entry apart; `key` makes the columns.
    init(_ entry: MetricEntry, key: String) {
        self.entry = entry
        let keys = entry.at.entries
        let own = keys.first { $0.key == key }
        column =
            key == "from"
            ? entry.from.first ?? ""
            : own.map { key == "of" ? PlaceText.quantity($0.text) : PlaceText.value($0.text, $0.unit) } ?? ""
        number = own.flatMap { Double($0.text) }
        others = keys.filter { $0.key != key }.map { ($0.key, $0.text) }
    }

    /// The row in which it stands: its id, and those of its other keys that tell rows of one id apart.
    func name(showing shown: Set<String>) -> String {
        guard !shown.isEmpty else { return entry.id }
        let place = others.filter { shown.contains($0.key) }.map { "\($0.key)=\($0.text)" }
        return entry.id + "|" + place.joined(separator: ",")
    }

    /// The columns: by number where the key is one, else as they come.
    static func columns(_ entries: [PlacedEntry]) -> [String] {
        var seen: [(text: String, number: Double?, order: Int)] = []
        var known: Set<String> = []
        for entry in entries where known.insert(entry.column).inserted {
            seen.append((entry.column, entry.number, seen.count))
        }
        return seen.sorted { a, b in
            guard let x = a.number, let y = b.number, x != y else {
                return a.number != nil && b.number == nil || (a.number == nil) == (b.number == nil) && a.order < b.order
            }
            return x < y
        }.map(\.text)
    }

    /// The keys that tell entries of one id and one column apart: only these must stand with the name of a row.
    static func namingKeys(_ entries: [PlacedEntry]) -> [String: Set<String>] {
        var first: [String: [String: String]] = [:]
        var naming: [String: Set<String>] = [:]
        for entry in entries {
            var met = first[entry.entry.id + "|" + entry.column] ?? [:]
            for (key, text) in entry.others {
                if let before = met[key] {
                    if before != text { naming[entry.entry.id, default: []].insert(key) }
                } else {
                    met[key] = text
                }
            }
            first[entry.entry.id + "|" + entry.column] = met
        }
        return naming.mapValues { keys in
            // The sign of a read voltage or a bias follows from the lobe, and a pulse's from its branch.
            let telling = keys.intersection(["lobe", "branch", "step", "cycle"])
            return telling.isEmpty || keys.contains("V") ? keys : keys.subtracting(["V_read", "bias_V"])
        }
    }
}
