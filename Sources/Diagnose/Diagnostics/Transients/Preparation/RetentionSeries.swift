import Circuits
import Kernels

/// The series resistance that lies before the conductance read, from the device's spectra.
///
/// What relaxes with one time is the conductance behind it: with `R_s G` of 2 % at the start, the reads at the terminals fall
/// 0.6 % more slowly, which good reads show (their own error is 0.1 %).
struct RetentionSeries: Sendable {
    /// Mean over the spectra, ohm.
    let resistance_ohm: Double
    /// Standard error, ohm.
    let se_ohm: Double

    /// Weighted mean of R_s over the fitted spectra; `nil` where none tells it within a fifth.
    init?(_ spectra: [PreparedSpectrum]) {
        var (weight, sum) = (0.0, 0.0)
        for spectrum in spectra {
            guard let choice = spectrum.choice, !choice.isMisfit(noise: spectrum.noise),
                let estimate = choice.fit?.estimate(.R_s), let se = estimate.se, se > 0, estimate.value > 0
            else { continue }
            weight += 1 / (se * se)
            sum += estimate.value / (se * se)
        }
        guard weight > 0 else { return nil }
        resistance_ohm = sum / weight
        se_ohm = (1 / weight).squareRoot()
        guard resistance_ohm.isFinite, se_ohm < 0.2 * resistance_ohm else { return nil }
    }

    /// Conductances behind the resistance, S; `nil` where it would take away half of the voltage at a read, which
    /// means that it is not that of these reads.
    func removed(from conductance_S: [Double]) -> [Double]? {
        guard conductance_S.allSatisfy({ resistance_ohm * $0 < 0.5 }) else { return nil }
        return conductance_S.map { $0 / (1 - resistance_ohm * $0) }
    }
}
