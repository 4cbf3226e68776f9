internal import Glibc
import Measurements

/// L6: the rate of the largest loop tells the memory's time (THEORY D.4, G.3).
public struct AreaPeakTime: DiagnosticLink {
    /// The link has no state.
    public init() {}
    /// `L6`.
    public var id: String { "L6" }
    /// Short title.
    public var title: String { "Rate of the largest loop" }
    /// What must hold.
    public var statement: String { "0.592 U/v at the largest area of the loop ≈ τ_{k} of spectra or steps in the lobe" }
    /// What a disagreement usually means.
    public var disagreement: String { "activation beyond a threshold, or a time that varies over the sweep" }

    /// Least steepness over the height of a lobe: the law of the peak is that of a linear activation (THEORY D.4), whose
    /// own steepness at a voltage is that voltage.
    private static let evenness = 0.25

    /// Compares every lobe whose area peaks between its rates with the times known within the lobe.
    public func test(_ evidence: Evidence) -> [LinkResult] {
        let peaks = evidence.metrics("hysteresis.tau_peak")
        guard !peaks.isEmpty else {
            return [.notTested(id, needs: "loops at rates on both sides of the largest area")]
        }
        let loops = evidence.curves("iv.cycle")
        return peaks.map { peak in
            let place = Place(state: peak.at.state, lobe: peak.at.lobe)
            let compare = LinkComparison(
                id: id, place: place, systematic: evidence.options.s_sys_tau, factor: evidence.options.k_L6)
            let voltages = loops.filter { peak.from.contains($0.from.first ?? "") }.flatMap { $0["V"] }
            let end_V = peak.at.lobe == "-" ? voltages.min() : voltages.max()
            guard let end_V, end_V != 0 else { return compare.needs("the voltages of the loops") }
            if let steepness_V = evidence.steepness_V, steepness_V < Self.evenness * abs(end_V) {
                return compare.needs(
                    "a memory that grows evenly over the lobe: its steepness is "
                        + "\(QuantityText.text(steepness_V, unit: .volt, digits: 2)), the lobe ends at "
                        + QuantityText.text(end_V, unit: .volt, digits: 2))
            }
            if let growth = LobeGrowth.ratio(to: end_V, state: peak.at.state, evidence), growth > LobeGrowth.limit {
                return compare.needs(
                    "a memory that grows evenly over the lobe: the current at its end is "
                        + "\(DecimalText.significant(growth, digits: 2)) times that in its middle")
            }
            // The time varies over the sweep: that in the outer half of the lobe is meant, where the memory moves.
            let times = MemoryTimes(evidence, state: peak.at.state)
            let inside = times.points.filter { $0.V / end_V >= 0.5 && $0.V / end_V <= 1.001 }
            guard let middle = inside.min(by: { abs($0.V - 0.75 * end_V) < abs($1.V - 0.75 * end_V) }) else {
                return compare.needs("a spectrum or a step in the outer half of the lobe")
            }
            // A slow capacitor has a peak of its own, of the other sense: it tells nothing of the memory.
            let areas = evidence.metrics("hysteresis.area").filter {
                $0.at.lobe == peak.at.lobe && $0.at.cycle == nil && peak.from.contains($0.from.first ?? "")
            }
            let branch = evidence.metrics("impedance.R_a").min {
                abs(($0.at.bias_V ?? .infinity) - middle.V) < abs(($1.at.bias_V ?? .infinity) - middle.V)
            }
            if let largest = areas.max(by: { abs($0.value) < abs($1.value) }), let branch,
                (largest.value < 0) != (branch.value > 0)
            {
                let senses = largest.value < 0 ? ("inductive", "capacitive") : ("capacitive", "inductive")
                return compare.needs("a largest loop of the memory's sense: it is \(senses.0), the memory \(senses.1)")
            }
            let time = exp(middle.logTau)
            return compare.positive(
                peak.side("loops"),
                LinkSide(
                    name: "spectrum or step", value: time, se: time * middle.sd, unit: .second, from: middle.from))
        }
    }
}
