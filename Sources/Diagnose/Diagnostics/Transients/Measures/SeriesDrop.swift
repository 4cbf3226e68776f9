import Findings
import Glibc
import Kernels
import Measurements

/// Whether a large step leaves the voltage inside the device where it is: `R_s |dI| < V_x/4` (THEORY C.3).
///
/// As the current changes, so does what is lost in the series resistance, and with the voltage inside the relaxation time.
struct SeriesDrop: Sendable {
    /// Series resistance, ohm.
    let resistance_ohm: Double
    /// Where it comes from, in words.
    let source: String

    /// The series resistance from spectra, as stated, or from the first current after small steps whose spike is resolved.
    init?(_ input: DiagnosticInput, steps: [StepEvidence]) {
        if let series = RetentionSeries(input.preparedSpectra) {
            (resistance_ohm, source) = (series.resistance_ohm, "of the spectra")
            return
        }
        if let stated = steps.lazy.compactMap(\.recording.conditions.series_ohm).first, stated > 0, stated.isFinite {
            (resistance_ohm, source) = (stated, "as stated")
            return
        }
        let seen = steps.compactMap { evidence -> Double? in
            let shape = evidence.shape
            guard evidence.isSmall, shape.hasSpike, !shape.isFastUnresolved, let height = shape.fit.step.height_V,
                let before = shape.fit.step.baseline?.current_A
            else { return nil }
            let jump = shape.initial(shape.fit.sum) - before
            return jump / height > 0 ? height / jump : nil
        }.sorted()
        guard !seen.isEmpty else { return nil }
        (resistance_ohm, source) = (seen[seen.count / 2], "from I(0+) of small steps")
    }

    /// The voltage that moves into or out of the series resistance during a step, over the steepness `V_x`.
    func ratio(_ evidence: StepEvidence, V_x: Double) -> Double {
        let shape = evidence.shape
        return resistance_ohm * abs(shape.fit.sum.offset - shape.plateau(shape.fit.sum)) / V_x
    }

    /// The voltage inside the device once the current is steady, V; that at the terminals where the resistance would take
    /// half of it, which means that it is not that of this step.
    func inside_V(_ evidence: StepEvidence) -> Double {
        let fit = evidence.shape.fit
        let (level_V, lost_V) = (fit.step.levelAfter_V, resistance_ohm * fit.sum.offset)
        return abs(lost_V) < 0.5 * abs(level_V) ? level_V - lost_V : level_V
    }

    /// The metric of a step.
    func metric(_ evidence: StepEvidence, V_x: Double) -> Metric {
        Metric(
            "transient.series_drop", ratio(evidence, V_x: V_x), unit: .none, n: evidence.shape.fit.measured.count,
            at: evidence.place, from: [evidence.recording.id],
            rule: "R_s |I_final - I_plateau|/V_x, valid below 0.25; "
                + "R_s = \(QuantityText.text(resistance_ohm, unit: .ohm, digits: 3)) \(source), "
                + "V_x = \(QuantityText.text(V_x, unit: .volt, digits: 3)) from T1")
    }
}
