internal import Measurements

/// Which measurements may be compared: equal state, and a bias within the tolerance (THEORY G.2).
enum LinkPairing {
    /// Largest distance of two biases that count as the same, V (THEORY G.2: max(10 mV, V_x/4); V_x is not known here).
    static let biasTolerance_V = 0.0101

    /// Whether two places share their state; unknown states pair with each other only.
    static func sameState(_ a: Place, _ b: Place) -> Bool { a.state == b.state }

    /// The metric among `candidates` nearest in bias, within the tolerance and of equal state.
    static func partner(of metric: Metric, bias_V: Double, among candidates: [Metric]) -> Metric? {
        candidates
            .filter {
                sameState($0.at, metric.at) && abs((($0.at.bias_V ?? $0.at.V) ?? .infinity) - bias_V) <= biasTolerance_V
            }
            .min { distance($0, bias_V) < distance($1, bias_V) }
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
            reason: LinkResult.sentence(verdict, test, a, b, k))
    }

    private static func sentence(
        _ verdict: Verdict, _ test: LinkArithmetic, _ a: LinkSide, _ b: LinkSide, _ k: Double
    ) -> String {
        let sigmas = DecimalText.significant(abs(test.z), digits: 2)
        switch verdict {
        case .consistent: return "equal within a factor \(DecimalText.significant(k, digits: 3))"
        case .smallBias:
            return
                "equal within a factor \(DecimalText.significant(k, digits: 3)), with an offset of \(sigmas) standard deviations"
        case .inconsistent:
            return
                "differs by \(sigmas) standard deviations and by more than the factor \(DecimalText.significant(k, digits: 3))"
        case .undecided:
            let shareA = relative(a)
            let shareB = relative(b)
            let larger = shareA >= shareB ? a.name : b.name
            return "the errors are too large to tell; that of the \(larger) dominates"
        case .notTested: return ""
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
