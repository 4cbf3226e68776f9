internal import Glibc
internal import Measurements

/// L4: one low-frequency capacitance from three instruments (THEORY G.1, the center of the report).
///
/// `C_lf = lim Im(1/Z)/ω = Q_ex/dV = (I_up - I_dn)/(2 v)`, signed: negative is inductive, positive capacitive. It is a
/// difference of capacitances, so the bound of G.2 counts from the largest that the device shows: C_m, or what its
/// spectrum shows within the band where a second branch adds to it.
public struct TripleIdentity: DiagnosticLink {
    /// The link has no state.
    public init() {}
    /// `L4`.
    public var id: String { "L4" }
    /// Short title.
    public var title: String { "Triple identity of C_{lf}" }
    /// What must hold.
    public var statement: String { "C_{lf}(V): lim Im(1/Z)/ω = Q_{ex}/dV = (I_{up} − I_{dn})/(2v) as v → 0" }
    /// What a disagreement usually means.
    public var disagreement: String { "if only the loop differs: the rate was not slow, or the device was poled" }

    /// Where each value comes from: name, metric id.
    private static let sources = [
        ("impedance", "impedance.C_lf"), ("step", "transient.C_lf"), ("loop", "hysteresis.C_lf"),
    ]

    /// Compares each pair of sources at every bias that both have.
    public func test(_ evidence: Evidence) -> [LinkResult] {
        var results: [LinkResult] = []
        for (index, first) in Self.sources.enumerated() {
            for second in Self.sources[(index + 1)...] { results += compare(first, second, evidence) }
        }
        return results
    }

    private func compare(
        _ first: (name: String, id: String), _ second: (name: String, id: String), _ evidence: Evidence
    ) -> [LinkResult] {
        let pair = Place(definition: "\(first.name) and \(second.name)")
        let left = evidence.metrics(first.id) + (first.name == "impedance" ? MeasuredCapacitance.all(evidence) : [])
        let right = evidence.metrics(second.id)
        guard !left.isEmpty, !right.isEmpty else {
            let missing = (left.isEmpty ? [first.name] : []) + (right.isEmpty ? [second.name] : [])
            return [
                .notTested(id, at: pair, needs: "C_lf from " + missing.map(Self.measurement).joined(separator: " and "))
            ]
        }
        return left.compactMap { a in
            guard let bias_V = a.at.bias_V ?? a.at.V,
                let b = LinkPairing.partner(of: a, bias_V: bias_V, among: right, within: evidence.biasTolerance_V)
            else { return nil }
            let place = Place(state: a.at.state, bias_V: bias_V, definition: pair.definition)
            if hasUnseenMemory(a, b, evidence) {
                return .notTested(
                    id, at: place,
                    needs: "a spectrum down to the memory's frequency: it sees none, and the device has one")
            }
            if [a, b].contains(where: { $0.id == "impedance.C_lf" }),
                let slow_s = secondTime_s(at: bias_V, a.at.state, evidence)
            {
                return .notTested(
                    id, at: place,
                    needs:
                        "a spectrum down to the second memory, of \(QuantityText.text(slow_s, unit: .second, digits: 2)) by the "
                        + "step: it shows the first alone")
            }
            guard let x = a.measured, let y = b.measured else {
                return .notTested(id, at: place, needs: "the errors of both values")
            }
            if second.name == "loop", let words = SteadyLoop.missing(at: bias_V, state: a.at.state, evidence) {
                return .notTested(id, at: place, needs: words)
            }
            let fast =
                LinkPairing.partner(
                    of: a, bias_V: bias_V, among: evidence.metrics("impedance.C_m"), within: evidence.biasTolerance_V)?
                .value ?? 0
            let shown = FittedSusceptance(at: bias_V, state: a.at.state, in: evidence)?.largestCapacitance_F ?? 0
            // Biases a few millivolts apart may differ by that much.
            let apart_F =
                (FiniteStep.slope_F_per_V(at: a, among: left) ?? 0)
                * abs(bias_V - ((b.at.bias_V ?? b.at.V) ?? bias_V))
            let test = LinkArithmetic.signed(
                x, (y.value, (y.se * y.se + apart_F * apart_F).squareRoot()), systematic: evidence.options.s_sys_C_lf,
                factor: evidence.options.k_L4, floor: max(fast, shown))
            return LinkResult(
                id, at: place, a: a.side(first.name), b: b.side(second.name), test, k: evidence.options.k_L4)
        }
    }

    /// Whether a spectrum shows a capacitor alone where other measurements show a memory: its limit is not that of the device.
    private func hasUnseenMemory(_ a: Metric, _ b: Metric, _ evidence: Evidence) -> Bool {
        guard let spectrum = [a, b].first(where: { $0.id == "impedance.C_lf" }),
            let circuit = evidence.labels("impedance.circuit").first(where: { $0.from == spectrum.from })?.value
        else { return false }
        let others = evidence.labels("memory.present").filter { $0.at.of != "impedance" && $0.at.of != "device" }
        return (circuit == "EC0" || circuit == "R") && others.contains { $0.value == "yes" }
    }

    /// The slowest time of the small step at a bias where the spectrum there shows a faster one of the step's alone.
    private func secondTime_s(at bias_V: Double, _ state: String?, _ evidence: Evidence) -> Double? {
        let reach_V = evidence.biasTolerance_V
        guard
            let spectrum = LinkPairing.nearest(
                to: bias_V, state: state, among: evidence.metrics("impedance.tau_V"), within: reach_V),
            let step = LinkPairing.nearest(
                to: bias_V, state: state, among: evidence.metrics("transient.tau_V"), within: reach_V)
        else { return nil }
        let times = SlowTimes.of(step, evidence)
        let k = evidence.options.k_L2
        guard times.count > 1, let slowest = times.last, slowest.value > k * k * spectrum.value,
            times.dropLast().contains(where: { abs(log($0.value / spectrum.value)) < log(k) })
        else { return nil }
        return slowest.value
    }

    private static func measurement(_ name: String) -> String {
        switch name {
        case "impedance": "an impedance spectrum"
        case "step": "a small voltage step"
        default: "loops at two or more slow rates"
        }
    }
}
