internal import Glibc
internal import Kernels
internal import Measurements

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
        guard !evidence.curves("impedance.fit").isEmpty else {
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
        guard let spectrum = FittedSusceptance(at: height_V / 2, state: lobe.at.state, in: evidence) else {
            return .notTested(
                id, at: place,
                needs:
                    "an impedance spectrum at \(QuantityText.text(height_V / 2, unit: .volt, digits: 2)), the lobe's center"
            )
        }
        let omega = Double.pi * rate / (2 * abs(height_V))
        guard let susceptance = spectrum.susceptance(at: omega) else {
            return .notTested(
                id, at: place,
                needs: "a spectrum around \(QuantityText.text(omega / (2 * .pi), unit: .hertz, digits: 2))")
        }
        // The area of a full loop changes its sign near, not at, the frequency where the susceptance does.
        if spectrum.changesSign(within: 1.5, of: omega) {
            return .notTested(
                id, at: place, needs: "a rate farther from the frequency where the susceptance changes sign")
        }
        if let other = oppositeBias_V(in: 0, height_V, to: susceptance.value, at: omega, lobe.at.state, evidence) {
            return .notTested(
                id, at: place,
                needs:
                    "a lobe of one sense: the spectra at \(QuantityText.text(height_V / 2, unit: .volt, digits: 2)) and "
                    + "\(QuantityText.text(other, unit: .volt, digits: 2)) have opposite susceptances")
        }
        if let growth = growth(to: height_V, lobe.at.state, evidence) {
            return .notTested(
                id, at: place,
                needs:
                    "a spectrum near \(QuantityText.text(height_V, unit: .volt, digits: 2)): the current is "
                    + "\(DecimalText.significant(growth, digits: 2)) times that at the lobe's center, so that the top decides the area"
            )
        }
        if hasBothSenses(lobe.at.state, evidence), let top_V = reach_V(toward: height_V, lobe.at.state, evidence),
            abs(top_V) < Self.covered * abs(height_V)
        {
            return .notTested(
                id, at: place,
                needs:
                    "spectra to the top of the lobe: capacitive and inductive memories compete, and most of the area lies above "
                    + "\(QuantityText.text(top_V, unit: .volt, digits: 2)), where they end")
        }
        let pH = NormalDistribution.cumulative(abs(H.value) / max(H.se, .leastNormalMagnitude))
        let pY = NormalDistribution.cumulative(abs(susceptance.value) / max(susceptance.se, .leastNormalMagnitude))
        let a = lobe.side("loop (H)")
        let b = LinkSide(
            name: "impedance (−Im Y)", value: -susceptance.value, se: susceptance.se, unit: .siemens,
            from: spectrum.from
        )
        guard pH > 0.95 && pY > 0.95 || !isFlat(H, spectrum.phase(at: omega), evidence.options) else {
            let share = DecimalText.significant(100 * evidence.options.s_sys_R, digits: 2)
            return LinkResult(
                id, .consistent, at: place, a: a, b: b,
                reason: "no loop and no susceptance beyond \(share) % of the current: there is no sense to compare")
        }
        guard pH > 0.95 || pY > 0.95 else {
            return .notTested(id, at: place, needs: "a loop or a susceptance that stands out of its noise")
        }
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

    /// Whether loop and susceptance are both shown to be small (two one-sided tests each, THEORY G.2).
    ///
    /// Both are shares of the current: a linear device draws `H = -(4/π) Im Y/|Y|`. What instruments may differ by in a
    /// resistance is the bound.
    private func isFlat(
        _ loop: (value: Double, se: Double), _ phase: (value: Double, se: Double)?, _ options: DiagnoseOptions
    ) -> Bool {
        guard let phase else { return false }
        let scale = 4 / Double.pi
        return [loop, (scale * phase.value, scale * phase.se)].allSatisfy {
            LinkArithmetic(d: $0.value, s: $0.se, bound: options.s_sys_R).pEquivalence < 0.05
        }
    }

    /// How far up the lobe spectra must reach where its sense may change: the area gathers in its upper half.
    private static let covered = 0.75

    /// Whether the device has a capacitive and an inductive memory, which may each win at its own biases.
    private func hasBothSenses(_ state: String?, _ evidence: Evidence) -> Bool {
        evidence.labels("impedance.circuit").contains {
            $0.at.state == state && ($0.value == "EC3" || $0.value == "EC4")
        }
            || evidence.metrics("impedance.C_lf_zero_V").contains { $0.at.state == state && $0.at.of == "C_lf" }
    }

    /// The bias of a spectrum nearest to the top of the lobe.
    private func reach_V(toward top_V: Double, _ state: String?, _ evidence: Evidence) -> Double? {
        evidence.curves("impedance.fit").filter { $0.at.state == state }.compactMap(\.at.bias_V)
            .filter { $0 * top_V >= 0 }.max { abs($0) < abs($1) }
    }

    /// A bias of the lobe whose susceptance is opposite to that of the center, certain and no less than a tenth of it.
    ///
    /// The area of the lobe gathers all of its biases: where the sense changes among them, the center does not decide.
    private func oppositeBias_V(
        in start_V: Double, _ end_V: Double, to center_S: Double, at omega: Double, _ state: String?,
        _ evidence: Evidence
    ) -> Double? {
        let biases = evidence.curves("impedance.fit").filter { LinkPairing.sameState($0.at, Place(state: state)) }
            .compactMap(\.at.bias_V).filter { $0 >= min(start_V, end_V) && $0 <= max(start_V, end_V) }
        return biases.first { bias_V in
            guard
                let here = FittedSusceptance(at: bias_V, state: state, in: evidence)?.susceptance(at: omega)
            else { return false }
            return here.value * center_S < 0 && abs(here.value) > max(2 * here.se, 0.1 * abs(center_S))
        }
    }

    /// How much the current grows over the outer half of a lobe, where that is so much that the top makes the area, and no
    /// spectrum is near it.
    private func growth(to height_V: Double, _ state: String?, _ evidence: Evidence) -> Double? {
        guard let ratio = LobeGrowth.ratio(to: height_V, state: state, evidence), ratio > LobeGrowth.limit else {
            return nil
        }
        let biases = evidence.curves("impedance.fit").filter { LinkPairing.sameState($0.at, Place(state: state)) }
            .compactMap(\.at.bias_V)
        return biases.contains { abs($0 - height_V) <= 0.1 * abs(height_V) } ? nil : ratio
    }

    /// Largest voltage of the lobe, with its sign, from the loop's own curve.
    private func height(of lobe: Metric, _ evidence: Evidence) -> Double? {
        let curve = evidence.curves("iv.cycle").first {
            $0.from == lobe.from && (lobe.at.cycle == nil || $0.at.cycle == lobe.at.cycle)
        }
        guard let V = curve?["V"], let low = V.min(), let high = V.max() else { return nil }
        return lobe.at.lobe == "-" || lobe.at.lobe == "negative" ? low : high
    }
}
