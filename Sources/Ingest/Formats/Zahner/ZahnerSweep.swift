internal import Findings
internal import Measurements

/// What Zahner's files share: sweeps that start in the middle, and texts such as `0.9995V, Ampl: 10mV`.
enum ZahnerSweep {
    /// The run from the lowest to the highest frequency, whichever comes first; all rows where there is one run only.
    static func once(_ frequency_Hz: [Double]) -> Range<Int> {
        let places = frequency_Hz.indices.filter { frequency_Hz[$0].isFinite && frequency_Hz[$0] > 0 }
        guard let low = places.min(by: { frequency_Hz[$0] < frequency_Hz[$1] }),
            let high = places.max(by: { frequency_Hz[$0] < frequency_Hz[$1] }), low != high
        else { return frequency_Hz.indices }
        return min(low, high)..<max(low, high) + 1
    }

    /// Says how many rows the doubled part takes.
    static func tell(_ kept: Range<Int>, of count: Int, at place: SourcePosition, _ findings: inout [Finding]) {
        guard kept.count < count else { return }
        findings.append(
            Finding(
                ZahnerFindings.doubled,
                "\(count - kept.count) of \(count) samples were measured on the way to the first limit and again after "
                    + "it; the run of \(kept.count) samples from limit to limit is kept", at: place))
    }

    /// Bias and amplitude from the texts of potential and current.
    ///
    /// - Parameter amplitude: that of the constants, in V or A, for files whose texts have none.
    static func conditions(potential: String, current: String, _ amplitude: Double?) -> Conditions {
        var conditions = Conditions()
        conditions.bias_V = QuantityReading.number(potential, .voltage)
        for text in [potential, current] {
            guard let mark = text.lowercased().firstRange(of: "ampl:") else { continue }
            let stated = String(text.lowercased()[mark.upperBound...]).trimmingBlanks()
            // Capitals matter to units (mV, MV), so the text itself is read.
            let value = String(text.suffix(stated.count))
            if let volts = QuantityReading.number(value, .voltage) {
                conditions.amplitude_V = volts
            } else if QuantityReading.number(value, .current) != nil {
                conditions.control = .current
            }
            return conditions
        }
        conditions.amplitude_V = amplitude
        return conditions
    }

    /// `23.8+-0.1C` in K; `nil` where it is none.
    static func temperature(_ text: String) -> Double? {
        let number = text.trimmingBlanks().prefix { $0.isNumber || $0 == "." || $0 == "," }
        guard text.contains("C"), let celsius = ConditionFields.number(String(number)), celsius < 2000 else {
            return nil
        }
        let sign = text.trimmingBlanks().hasPrefix("-") ? -1.0 : 1.0
        return sign * celsius + 273.15
    }
}
