internal import Measurements

/// Ratios of the current at +V to that at -V, for each pairing of branches (THEORY D.3).
enum BranchPairs {
    /// `|I(+V)|/|I(-V)|` of a pair.
    struct Ratio: Sendable {
        let name: String
        let value: Estimate
    }

    /// Every pair by name, in the order of tables: a branch at +V, a branch at -V; `mean` is the ratio of the branch means.
    static let names = ["fwd+/bwd-", "bwd+/fwd-", "fwd+/fwd-", "bwd+/bwd-", "mean"]

    /// The ratios that can be had at a magnitude of the voltage.
    ///
    /// Points at the current limit are left out: there the voltage at the device is unknown. So is a current against the
    /// voltage, which light or a charge drives and no contact rectifies.
    static func ratios(_ plus: Lobe, _ minus: Lobe, at u: Double) -> [Ratio] {
        func read(_ branch: Branch?) -> Estimate? { branch.flatMap { passive($0, at: u) } }
        let (a, b, c, d) = (read(plus.fwd), read(plus.bwd), read(minus.fwd), read(minus.bwd))
        let pairs = [(a, d), (b, c), (a, c), (b, d), (mean(a, b), mean(c, d))]
        return zip(names, pairs).compactMap { name, pair in
            guard let top = pair.0, let bottom = pair.1, let value = Estimate.ratio(top, bottom), value.isFinite else {
                return nil
            }
            return Ratio(name: name, value: value)
        }
    }

    private static func mean(_ a: Estimate?, _ b: Estimate?) -> Estimate? {
        guard let a, let b else { return nil }
        let se = a.se.flatMap { sa in b.se.map { 0.5 * (sa * sa + $0 * $0).squareRoot() } }
        return Estimate(0.5 * (a.value + b.value), se: se)
    }

    /// `I(V)/I(V/2)` of a branch: 2 for a resistor; what a crossbar with half-voltage selection needs to be large.
    static func selectivity(_ branch: Branch?, at u: Double) -> Estimate? {
        guard let branch, let full = passive(branch, at: u), let half = passive(branch, at: 0.5 * u) else { return nil }
        return Estimate.ratio(full, half)
    }

    /// The size of a current off the limit; `nil` where it flows against the voltage beyond three errors, or by half at 0 V too.
    private static func passive(_ branch: Branch, at u: Double) -> Estimate? {
        guard !branch.isMasked(at: u), let read = branch.reading(at: u) else { return nil }
        let size = branch.lobe.factor * read.value
        guard size > -3 * (read.se ?? 0) else { return nil }
        if let foot = branch.current_A.first, branch.range_V.lowerBound <= 0.1 * u, abs(foot) > 0.5 * abs(size) {
            return nil
        }
        return Estimate(abs(size), se: read.se)
    }
}
