internal import Glibc
internal import Measurements

/// Which measurements may be compared: equal state, and a bias within the tolerance (THEORY G.2).
enum LinkPairing {
    /// Biases this close are one place, V: where nothing is paired, but times at one voltage are told apart.
    static let sameBias_V = 0.0101

    /// Whether two places share their state; unknown states pair with each other only.
    static func sameState(_ a: Place, _ b: Place) -> Bool { a.state == b.state }

    /// The metric among `candidates` nearest in bias, within the tolerance and of equal state.
    static func partner(
        of metric: Metric, bias_V: Double, among candidates: [Metric], within tolerance_V: Double
    ) -> Metric? {
        nearest(to: bias_V, state: metric.at.state, among: candidates, within: tolerance_V)
    }

    /// The metric among `candidates` nearest in bias, within a tolerance and of a state.
    static func nearest(
        to bias_V: Double, state: String?, among candidates: [Metric], within tolerance_V: Double
    ) -> Metric? {
        nearest(to: bias_V, state: state, among: candidates).flatMap { distance($0, bias_V) <= tolerance_V ? $0 : nil }
    }

    /// The metric among `candidates` nearest in bias, of equal state, however far: for what does not depend on bias.
    static func nearest(to bias_V: Double, state: String?, among candidates: [Metric]) -> Metric? {
        candidates.filter { $0.at.state == state }.min { distance($0, bias_V) < distance($1, bias_V) }
    }

    private static func distance(_ metric: Metric, _ bias_V: Double) -> Double {
        abs(((metric.at.bias_V ?? metric.at.V) ?? .infinity) - bias_V)
    }
}

extension Metric {
    /// Value and standard error as a link takes them; `nil` without an error, which a link cannot do without.
    var measured: (value: Double, se: Double)? { se.map { (value, $0) } }

    /// This metric as a side of a comparison.
    func side(_ name: String) -> LinkSide { LinkSide(name: name, value: value, se: se, unit: unit, from: from) }
}

extension LinkResult {
    /// A numeric result with its arithmetic and a sentence that says why.
    init(_ id: String, at: Place, a: LinkSide, b: LinkSide, _ test: LinkArithmetic, k: Double) {
        let verdict = test.verdict
        self.init(
            id, verdict, at: at, a: a, b: b, d: test.d, s: test.s, z: test.z, p_eq: test.pEquivalence, k: k,
            bound: test.bound, s_sys: test.systematic, reason: LinkResult.sentence(verdict, test, a, b, k))
    }

    private static func sentence(
        _ verdict: Verdict, _ test: LinkArithmetic, _ a: LinkSide, _ b: LinkSide, _ k: Double
    ) -> String {
        let sigmas = DecimalText.significant(abs(test.z), digits: 2)
        let factor = DecimalText.significant(k, digits: 3)
        // A difference is measured against (k - 1) of the larger size, which is said.
        let isLogarithm = abs(test.bound - log(k)) < 1e-12
        let within =
            isLogarithm ? "the factor \(factor)" : "±" + QuantityText.text(test.bound, unit: a.unit, digits: 2)
        let equal = isLogarithm ? "a factor \(factor)" : within
        switch verdict {
        case .consistent: return "equal within \(equal)"
        case .smallBias: return "equal within \(equal), with an offset of \(sigmas) standard deviations"
        case .inconsistent: return "differs by \(sigmas) standard deviations and by more than \(within)"
        case .undecided: return undecided(test, a, b, within)
        case .notTested: return ""
        }
    }

    private static func undecided(_ test: LinkArithmetic, _ a: LinkSide, _ b: LinkSide, _ within: String) -> String {
        switch test.outlook {
        case .noRoom: return "the systematic uncertainty alone leaves no room to be equal within \(within)"
        case .nearBound:
            return "too near \(within) for the systematic uncertainty to tell, however well both are measured"
        case .decidable:
            let larger = relative(a) >= relative(b) ? a.name : b.name
            return "the errors are too large to tell; that of the \(larger) dominates"
        }
    }

    private static func relative(_ side: LinkSide) -> Double {
        side.value == 0 ? .infinity : abs((side.se ?? 0) / side.value)
    }

    /// Not tested, with what is missing.
    static func notTested(_ id: String, at: Place = Place(), needs: String) -> LinkResult {
        LinkResult(id, .notTested, at: at, reason: "needs " + needs)
    }
}
