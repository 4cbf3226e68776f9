internal import Glibc
internal import Kernels
public import Measurements

/// L5: the sense of a loop at a rate is the sign of the susceptance at the matching frequency (THEORY G.3).
///
/// A triangle of height U at rate v has its fundamental at `w_eq = π v/(2U)`. `H > 0` (inductive) must go with
/// `Im Y(w_eq) < 0`, taken at the bias of the lobe's center.
public struct LoopSense: DiagnosticLink {
    /// The link has no state.
    public init() {}
    /// `L5`.
    public var id: String { "L5" }
    /// Short title.
    public var title: String { "Sense of the loop" }
    /// What must hold.
    public var statement: String {
        "sign of H at rate v = sign of −Im Y(ω_{eq}), ω_{eq} = πv/(2U), at the lobe's center"
    }
    /// What a disagreement usually means.
    public var disagreement: String { "a large-signal effect, displacement current, or history" }

    /// Compares every lobe whose rate is known with the circuit fitted at its center.
    public func test(_ evidence: Evidence) -> [LinkResult] {
        let every = evidence.metrics("hysteresis.H").filter { $0.at.rate_V_per_s != nil && $0.at.lobe != nil }
        // Where a value over the cycles is given, the single cycles would only repeat it.
        let pooled = Set(every.filter { $0.at.cycle == nil }.flatMap(\.from))
        let lobes = every.filter { $0.at.cycle == nil || pooled.isDisjoint(with: $0.from) }
        guard !lobes.isEmpty else { return [.notTested(id, needs: "a loop with a known rate")] }
        guard !evidence.metrics("impedance.R_b").isEmpty else {
            return [.notTested(id, needs: "an impedance spectrum at the bias of the lobe's center")]
        }
        return lobes.map { compare($0, evidence) }
    }

    private func compare(_ lobe: Metric, _ evidence: Evidence) -> LinkResult {
        let rate = lobe.at.rate_V_per_s ?? 0
        var place = Place(
            state: lobe.at.state, rate_V_per_s: rate, lobe: lobe.at.lobe, cycle: lobe.at.cycle)
        guard let height_V = height(of: lobe, evidence), height_V != 0, rate > 0, let H = lobe.measured else {
            return .notTested(id, at: place, needs: "the height of the lobe, its rate and the error of H")
        }
        place.bias_V = height_V / 2
        guard let circuit = circuit(at: height_V / 2, like: lobe, evidence) else {
            return .notTested(
                id, at: place,
                needs:
                    "an impedance spectrum at \(QuantityText.text(height_V / 2, unit: .volt, digits: 2)), the lobe's center"
            )
        }
        let omega = Double.pi * rate / (2 * abs(height_V))
        if let crossing = circuit.crossing_rad_per_s, omega > crossing / 1.5, omega < crossing * 1.5 {
            return .notTested(
                id, at: place, needs: "a rate farther from the frequency where the susceptance changes sign")
        }
        let susceptance = circuit.susceptance(at: omega)
        let pH = NormalDistribution.cumulative(abs(H.value) / max(H.se, .leastNormalMagnitude))
        let pY = NormalDistribution.cumulative(abs(susceptance.value) / max(susceptance.se, .leastNormalMagnitude))
        let a = lobe.side("loop (H)")
        let b = LinkSide(
            name: "impedance (−Im Y)", value: -susceptance.value, se: susceptance.se, unit: .siemens, from: circuit.from
        )
        guard pH > 0.95, pY > 0.95 else {
            let unsure = pH <= pY ? "of H" : "of Im Y"
            return LinkResult(
                id, .undecided, at: place, a: a, b: b, reason: "the sign \(unsure) is not certain (P > 0.95 is asked)")
        }
        let same = (H.value > 0) == (susceptance.value < 0)
        return LinkResult(
            id, same ? .consistent : .inconsistent, at: place, a: a, b: b,
            reason: same
                ? "both \(H.value > 0 ? "inductive" : "capacitive")"
                : "the loop is \(H.value > 0 ? "inductive" : "capacitive"), the spectrum is not")
    }

    /// Largest voltage of the lobe, with its sign, from the loop's own curve.
    private func height(of lobe: Metric, _ evidence: Evidence) -> Double? {
        let curve = evidence.curves("iv.cycle").first {
            $0.from == lobe.from && (lobe.at.cycle == nil || $0.at.cycle == lobe.at.cycle)
        }
        guard let V = curve?["V"], let low = V.min(), let high = V.max() else { return nil }
        return lobe.at.lobe == "-" || lobe.at.lobe == "negative" ? low : high
    }

    private func circuit(at bias_V: Double, like lobe: Metric, _ evidence: Evidence) -> FittedCircuit? {
        func find(_ id: String) -> Metric? {
            LinkPairing.partner(of: lobe, bias_V: bias_V, among: evidence.metrics(id))
        }
        guard let R_b = find("impedance.R_b") else { return nil }
        return FittedCircuit(
            R_s: find("impedance.R_s"), R_b: R_b, R_a: find("impedance.R_a"), tau_k: find("impedance.tau_k"),
            C_m: find("impedance.C_m"))
    }
}

/// The chemical inductor's circuit as fitted at one bias, for its admittance between the measured frequencies.
struct FittedCircuit {
    let R_s: Metric?
    let R_b: Metric
    let R_a: Metric?
    let tau_k: Metric?
    let C_m: Metric?

    /// The recordings it comes from.
    var from: [String] { R_b.from }

    /// Frequency where Im Z changes sign (THEORY A.5); `nil` where there is none.
    var crossing_rad_per_s: Double? {
        guard let R_a, let tau_k, let C_m, C_m.value > 0 else { return nil }
        let L = R_a.value * tau_k.value
        let square = 1 / (L * C_m.value) - 1 / (tau_k.value * tau_k.value)
        return square > 0 ? square.squareRoot() : nil
    }

    /// Im Y of the whole device, with an error by first differences, the parameters taken as independent.
    func susceptance(at omega: Double) -> (value: Double, se: Double) {
        let parameters = [R_s, R_b, R_a, tau_k, C_m]
        let values = parameters.map { $0?.value ?? 0 }
        let center = imaginary(values, omega)
        var variance = 0.0
        for (i, parameter) in parameters.enumerated() {
            guard let se = parameter?.se, se > 0 else { continue }
            var shifted = values
            shifted[i] += se
            let change = imaginary(shifted, omega) - center
            variance += change * change
        }
        return (center, variance.squareRoot())
    }

    private func imaginary(_ p: [Double], _ omega: Double) -> Double {
        var G = 1 / p[1]
        var B = omega * p[4]
        if p[2] != 0 {
            let x = omega * p[3]
            G += 1 / (p[2] * (1 + x * x))
            B -= x / (p[2] * (1 + x * x))
        }
        // Y = Y_int/(1 + R_s Y_int).
        let re = 1 + p[0] * G
        let im = p[0] * B
        return (B * re - G * im) / (re * re + im * im)
    }
}
