/// Whether unnamed numbers can only be frequencies.
enum FrequencyShape {
    /// Positive, running one way over at least a decade in nearly equal ratios.
    static func isFrequency(_ values: [Double]) -> Bool {
        guard values.count >= 5, let low = values.min(), let high = values.max(), low > 0, high >= 10 * low else {
            return false
        }
        var ratios: [Double] = []
        for i in values.indices.dropFirst() { ratios.append(values[i] / values[i - 1]) }
        let falling = ratios.count { $0 < 1 }
        // One reversal a spectrum is allowed: several may follow one another.
        guard min(falling, ratios.count - falling) * 10 <= ratios.count else { return false }
        let steps = ratios.map { $0 < 1 ? 1 / $0 : $0 }.sorted()
        let middle = steps[steps.count / 2]
        let alike = steps.count { $0 > 1 && $0 < middle * middle }
        return middle > 1.01 && alike * 10 >= steps.count * 7
    }
}
