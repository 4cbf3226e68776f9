internal import Circuits
import Glibc
internal import Measurements

/// The elements of one spectrum of a series, as the laws of bias need them.
struct TrendPoint: Sendable {
    /// Id of the recording.
    let recordingID: String
    /// DC bias, V.
    let bias_V: Double
    /// The circuit's name.
    let circuit: CircuitChoice.Name
    /// Elements that the spectrum determines.
    let R_s, R_b, R_a, L_a, tau_k, C_lf: CircuitEstimate?
    /// Correlation of the errors of ln|R_a| and ln|R_b|.
    let correlation: Double
    /// `ln` of the capacitive over the inductive part of C_lf: of its sign, and nearly straight in bias; absent where the
    /// circuit has one part only.
    let logBalance: CircuitEstimate?

    /// `nil` for a spectrum without bias or circuit.
    init?(_ spectrum: PreparedSpectrum, limit: Double) {
        guard let bias = spectrum.at.bias_V, bias.isFinite, let choice = spectrum.choice else { return nil }
        let elements = SpectrumElements(spectrum, choice, limit: limit)
        recordingID = spectrum.recordingID
        bias_V = bias
        circuit = choice.name
        R_s = elements.known(.R_s)
        R_b = elements.known(.R_b)
        R_a = elements.known(.R_a)
        L_a = elements.known(.L_a)
        tau_k = elements.known(.tau_k)
        C_lf = elements.known(.C_lf)
        logBalance = C_lf == nil ? nil : choice.fit?.signedEstimate(\.logBalance)
        var correlation = 0.0
        if let a = R_a?.se, let b = R_b?.se, a > 0, b > 0, let both = choice.fit?.covariance(of: .R_a, and: .R_b) {
            // The logarithms' errors correlate as the values' do, but for the signs of these.
            let sign: Double = ((R_a?.value ?? 0) < 0) != ((R_b?.value ?? 0) < 0) ? -1 : 1
            correlation = min(max(sign * both / (a * b), -0.999), 0.999)
        }
        self.correlation = correlation
    }

    /// The logarithm of an element's size, with the error that a straight line needs.
    func logarithm(_ estimate: CircuitEstimate?, at V: Double) -> TrendLine.Point? {
        guard let estimate, let se = estimate.se, estimate.value != 0 else { return nil }
        return TrendLine.Point(V: V, y: log(abs(estimate.value)), sd: Self.relative(estimate.value, se))
    }

    /// Relative error; below 1e-4 it is that of what files print.
    private static func relative(_ value: Double, _ se: Double) -> Double { max(se / abs(value), 1e-4) }
}

extension MaxwellCircuit {
    /// `ln((C_m + sum |g| t over capacitive branches)/(sum g t over inductive ones))`: C_lf is zero where this is.
    fileprivate var logBalance: Double? {
        var (above, below) = (max(capacitance_F, 0), max(-capacitance_F, 0))
        for branch in branches {
            let share = branch.conductance_S * branch.time_s
            if share < 0 { above -= share } else { below += share }
        }
        guard above > 0, below > 0 else { return nil }
        return log(above / below)
    }
}
