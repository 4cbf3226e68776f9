internal import Glibc
internal import JointFit
internal import Measurements

/// The spectrum that a small step predicts (THEORY A.7, C.1): the other way of the forward prediction.
///
///     I(t) = I_∞ + Σ A_j e^(-t/τ_j)  after a step dV    =>    Y(ω) = [I_∞ - I_before + Σ A_j iωτ_j/(1 + iωτ_j)]/dV
struct SpectrumFromStep {
    /// Where the spectrum was measured, and from what.
    let at: Place
    let from: [String]
    /// Angular frequency of the points compared, rad/s; shape [n], as all below.
    let omega_rad_per_s: [Double]
    let measured: [(real_ohm: Double, imaginary_ohm: Double)]
    let predicted: [(real_ohm: Double, imaginary_ohm: Double)]
    /// Root mean square of the difference relative to |Z|, and what the errors of the step make of it.
    let error: Double
    let se: Double

    /// A step's numbers.
    private struct Response {
        var conductance_S: Double
        var conductanceError_S: Double
        /// Amplitude over the step, its error, S, the time, its error, s.
        var components: [(amplitude_S: Double, error_S: Double, time_s: Double, error_s: Double)]

        func impedance_ohm(at omega: Double) -> (real_ohm: Double, imaginary_ohm: Double) {
            var (re, im) = (conductance_S, 0.0)
            for part in components {
                let phase = omega * part.time_s
                re += part.amplitude_S * phase * phase / (1 + phase * phase)
                im += part.amplitude_S * phase / (1 + phase * phase)
            }
            let square = re * re + im * im
            return (re / square, -im / square)
        }

        /// The response itself and with each of its numbers one error off.
        var variants: [Response] {
            var all: [Response] = []
            var copy = self
            copy.conductance_S += conductanceError_S
            all.append(copy)
            for index in components.indices {
                copy = self
                copy.components[index].amplitude_S += components[index].error_S
                all.append(copy)
                copy = self
                copy.components[index].time_s += components[index].error_s
                all.append(copy)
            }
            return all
        }
    }

    /// All pairs of a small step and a spectrum of one bias and state.
    static func all(_ input: DiagnosticInput, _ evidence: Evidence) -> [SpectrumFromStep] {
        let taus = evidence.metrics("transient.tau_V")
        guard !taus.isEmpty else { return [] }
        let all = input.device.recordings.flatMap { recording -> [SpectrumFromStep] in
            guard recording.kind == .transient, case .trace(let samples) = recording.data,
                taus.contains(where: { $0.from.contains(recording.id) })
            else { return [] }
            let trace = PreparedTrace(recording, trace: samples)
            return trace.steps.compactMap { step in
                guard taus.contains(where: { $0.from.contains(recording.id) && ($0.at.step ?? 1) == step.number }),
                    let response = response(of: step, recording.id, evidence),
                    let spectrum = partner(of: step, recording.conditions.state, input)
                else { return nil }
                let times = step.samples.map { trace.time_s[$0] - step.time_s }.filter { $0 > 0 }
                let isSpikeSeen = evidence.labels("transient.pattern").contains {
                    $0.from.contains(recording.id) && ($0.at.step ?? 1) == step.number && $0.value.hasPrefix("spike")
                }
                // Where the samples do not show the spike, its charge is not in the step.
                let missing_F =
                    isSpikeSeen
                    ? 0 : evidence.metrics("impedance.C_m").first { $0.from == [spectrum.recordingID] }?.value ?? 0
                return SpectrumFromStep(response, spectrum, times, recording.id, missing_F: missing_F)
            }
        }
        return all.sorted { ($0.at.bias_V ?? 0) < ($1.at.bias_V ?? 0) }
    }

    /// The spectrum whose bias is nearest to the middle of a step.
    private static func partner(
        of step: VoltageStep, _ state: String?, _ input: DiagnosticInput
    ) -> PreparedSpectrum? {
        guard let before = step.levelBefore_V else { return nil }
        let middle = 0.5 * (before + step.levelAfter_V)
        func distance(_ spectrum: PreparedSpectrum) -> Double { abs((spectrum.at.bias_V ?? .infinity) - middle) }
        return input.preparedSpectra
            .filter { $0.at.state == state && distance($0) <= LinkPairing.sameBias_V }
            .min { distance($0) < distance($1) }
    }

    private static func response(of step: VoltageStep, _ recording: String, _ evidence: Evidence) -> Response? {
        guard let height = step.height_V, abs(height) > 1e-9, let before = step.baseline else { return nil }
        func metrics(_ id: String) -> [Metric] {
            evidence.metrics(id).filter { $0.from.contains(recording) && ($0.at.step ?? 1) == step.number }
        }
        guard let end = metrics("transient.I_final").first, let endError = end.se else { return nil }
        let amplitudes = metrics("transient.amplitude")
        let components = metrics("transient.tau").compactMap { tau -> (Double, Double, Double, Double)? in
            guard let amplitude = amplitudes.first(where: { $0.at.component == tau.at.component }),
                let error = amplitude.se, let timeError = tau.se
            else { return nil }
            return (amplitude.value / height, abs(error / height), tau.value, timeError)
        }
        guard !components.isEmpty, components.count == amplitudes.count else { return nil }
        return Response(
            conductance_S: (end.value - before.current_A) / height,
            conductanceError_S: hypot(endError, before.se_A) / abs(height), components: components)
    }

    /// Largest part of |Y| that a capacitance may have which the step does not show.
    private static let leastShown = 0.03

    /// Compares where the step was sampled, up to where a charge that it does not show counts; `nil` with fewer than five
    /// points there.
    private init?(
        _ response: Response, _ spectrum: PreparedSpectrum, _ times: [Double], _ recording: String, missing_F: Double
    ) {
        guard let first = times.first, let last = times.last else { return nil }
        let band = (1 / last)...max(0.3 / first, 1 / last)
        let inside = spectrum.frequency_Hz.indices.filter {
            let omega = 2 * .pi * spectrum.frequency_Hz[$0]
            return band.contains(omega) && omega * missing_F * spectrum.magnitude_ohm($0) <= Self.leastShown
        }
        guard inside.count >= 5 else { return nil }
        let omega = inside.map { 2 * .pi * spectrum.frequency_Hz[$0] }
        let known = inside.map { (real_ohm: spectrum.real_ohm[$0], imaginary_ohm: spectrum.imaginary_ohm[$0]) }
        // Where the conductance passes through zero |Z| has a pole, in which any error is large: there Y is compared.
        let turns = known.contains { $0.real_ohm < 0 } && known.contains { $0.real_ohm > 0 }
        let sizes = known.map { 1 / ($0.real_ohm * $0.real_ohm + $0.imaginary_ohm * $0.imaginary_ohm) }
        let size = sizes.reduce(0, +) / Double(max(1, sizes.count))
        func miss(_ response: Response) -> Double {
            var sum = 0.0
            for (w, z) in zip(omega, known) where turns {
                let (told, seen) = (Self.inverse(response.impedance_ohm(at: w)), Self.inverse(z))
                let (dr, di) = (told.real_ohm - seen.real_ohm, told.imaginary_ohm - seen.imaginary_ohm)
                sum += (dr * dr + di * di) / size
            }
            for (w, z) in zip(omega, known) where !turns {
                let told = response.impedance_ohm(at: w)
                let (dr, di) = (told.real_ohm - z.real_ohm, told.imaginary_ohm - z.imaginary_ohm)
                sum += (dr * dr + di * di) / (z.real_ohm * z.real_ohm + z.imaginary_ohm * z.imaginary_ohm)
            }
            return (sum / Double(omega.count)).squareRoot()
        }
        at = spectrum.at
        from = [recording, spectrum.recordingID]
        omega_rad_per_s = omega
        measured = known
        predicted = omega.map { response.impedance_ohm(at: $0) }
        let center = miss(response)
        error = center
        se = response.variants.reduce(0) { $0 + (miss($1) - center) * (miss($1) - center) }.squareRoot()
        guard error.isFinite, se.isFinite else { return nil }
    }

    /// 1/z.
    private static func inverse(
        _ z: (real_ohm: Double, imaginary_ohm: Double)
    ) -> (real_ohm: Double, imaginary_ohm: Double) {
        let square = z.real_ohm * z.real_ohm + z.imaginary_ohm * z.imaginary_ohm
        return (z.real_ohm / square, -z.imaginary_ohm / square)
    }

    /// The error as a metric.
    var metric: Metric {
        var place = at
        place.definition = "spectrum"
        return Metric(
            "prediction.error", error, se: se, low: max(0, error - 1.96 * se), high: error + 1.96 * se, level: 0.95,
            unit: .none, n: omega_rad_per_s.count, at: place, from: from,
            rule:
                "spectrum from the exponentials of the small step, relative to |Z|, where the step was sampled; se from the errors "
                + "of its amplitudes, times and end")
    }

    /// Both spectra, for figures.
    var curve: Curve {
        Curve(
            "prediction.spectrum", at: at, from: from,
            columns: [
                CurveColumn("f", .hertz, omega_rad_per_s.map { $0 / (2 * .pi) }),
                CurveColumn("ReZ", .ohm, measured.map(\.real_ohm)),
                CurveColumn("ImZ", .ohm, measured.map(\.imaginary_ohm)),
                CurveColumn("fitReZ", .ohm, predicted.map(\.real_ohm)),
                CurveColumn("fitImZ", .ohm, predicted.map(\.imaginary_ohm)),
            ])
    }
}
