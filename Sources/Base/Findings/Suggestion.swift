/// Near misses: the nearest valid name for one that was mistyped.
public enum Suggestion {
    /// The valid name nearest to `name`, if one is near enough to be meant.
    ///
    /// Near enough is an edit distance of at most a third of the longer name (at least 1), letters' case ignored.
    public static func nearest(_ name: String, in valid: some Sequence<String>) -> String? {
        let wanted = name.lowercased()
        var best: (distance: Int, name: String)?
        for candidate in valid {
            let distance = editDistance(wanted, candidate.lowercased())
            let limit = max(1, max(wanted.count, candidate.count) / 3)
            guard distance <= limit else { continue }
            if let held = best, (held.distance, held.name) <= (distance, candidate) { continue }
            best = (distance, candidate)
        }
        return best?.name
    }

    /// A fix that offers the nearest name, or else lists what is valid.
    public static func fix(for name: String, in valid: [String]) -> String {
        if let near = nearest(name, in: valid) { return "did you mean \"\(near)\"?" }
        return "one of: " + valid.sorted().joined(separator: ", ")
    }

    /// Levenshtein distance, two rows at a time.
    private static func editDistance(_ a: String, _ b: String) -> Int {
        let a = Array(a.unicodeScalars)
        let b = Array(b.unicodeScalars)
        var previous = Array(0...b.count)
        for (i, left) in a.enumerated() {
            var current = [i + 1]
            for (j, right) in b.enumerated() {
                let substituted = previous[j] + (left == right ? 0 : 1)
                current.append(min(substituted, previous[j + 1] + 1, current[j] + 1))
            }
            previous = current
        }
        return previous[b.count]
    }
}
