internal import Glibc

/// A number with the standard error that the noise gives it; `se` is absent where the noise is not known.
struct Estimate: Sendable, Hashable {
    var value: Double
    var se: Double?

    init(_ value: Double, se: Double? = nil) {
        self.value = value
        self.se = se
    }

    /// Whether value and error are numbers that may leave a diagnostic.
    var isFinite: Bool { value.isFinite && (se?.isFinite ?? true) }

    /// Whether the value differs from zero by more than `k` standard errors and by more than a floor.
    func isSignificant(_ k: Double, floor: Double) -> Bool { abs(value) > max(k * (se ?? 0), floor) }

    /// Mean of several values; the error is the larger of what their noise and what their scatter gives.
    static func mean(_ all: [Estimate]) -> Estimate? {
        guard let first = all.first else { return nil }
        guard all.count > 1 else { return first }
        let n = Double(all.count)
        let mean = all.map(\.value).reduce(0, +) / n
        let scatter = all.map { ($0.value - mean) * ($0.value - mean) }.reduce(0, +) / (n - 1) / n
        let noise = all.map { ($0.se ?? 0) * ($0.se ?? 0) }.reduce(0, +) / (n * n)
        return Estimate(mean, se: sqrt(max(scatter, noise)))
    }

    /// Ratio with first-order error propagation; `nil` where the divisor is zero or within 3 errors of it.
    static func ratio(_ a: Estimate, _ b: Estimate) -> Estimate? {
        guard b.value != 0, abs(b.value) > 3 * (b.se ?? 0) else { return nil }
        let ratio = a.value / b.value
        guard let sa = a.se, let sb = b.se else { return Estimate(ratio) }
        let se = sqrt(sa * sa + ratio * ratio * sb * sb) / abs(b.value)
        return Estimate(ratio, se: se)
    }
}
