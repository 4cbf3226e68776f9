public import Findings
internal import Glibc
internal import Kernels
public import Measurements

/// Areas of Lissajous figures: a sine of small amplitude about a bias, whose area is π dU² Im Y.
public struct LissajousFigures: Diagnostic {
    /// A diagnostic without settings.
    public init() {}
    /// Stable id.
    public var id: String { "hysteresis.lissajous" }
    /// The current-voltage family.
    public var family: Family { .hysteresis }
    /// What it may give.
    public var metrics: [MetricDefinition] {
        [
            .init(
                "hysteresis.lissajous_area", "A_{L}", .watt,
                "Closed integral of I dV over one period of a sine, mean over whole periods, trapezoid; negative is inductive.",
                source: "THEORY D.2"),
            .init(
                "hysteresis.lissajous_Im_Y", "Im Y_{L}", .siemens,
                "Imaginary part of the admittance from that area, A/(π dU²).", source: "THEORY D.2"),
            .init(
                "hysteresis.lissajous_frequency", "f_{L}", .hertz, "Frequency of the sine.", source: "THEORY D.2"),
            .init(
                "hysteresis.lissajous_distortion", "THD_{L}", .none,
                "Root mean square of the current beside its fundamental, over that of the fundamental: noise and harmonics; a "
                    + "small signal has little.", source: "THEORY G.3 L18"),
        ]
    }

    /// Looks for a sine in every sweep with times.
    public func run(on input: DiagnosticInput) throws(Failure) -> DiagnosticResult {
        var result = DiagnosticResult()
        for sweep in input.preparedSweeps where !sweep.time_s.isEmpty {
            guard
                let wave = SineWave(
                    time_s: sweep.time_s, voltage_V: sweep.voltage_V, turns: sweep.turningPoints.turns.map(\.first)),
                let periods = Self.periods(wave, sweep)
            else { continue }
            report(wave, periods, sweep, &result)
        }
        return result
    }

    /// How many whole periods there are, and the sample after the last of them.
    private static func periods(_ wave: SineWave, _ sweep: PreparedSweep) -> (count: Int, end: Int)? {
        guard let begin = sweep.time_s.first, let last = sweep.time_s.last else { return nil }
        let n = sweep.time_s.count
        // One sample short of a period closes by a straight line, as the path of the measurement was.
        let step = (last - begin) / Double(max(1, n - 1))
        let count = Int(((last - begin + 1.5 * step) * wave.frequency_Hz).rounded(.down))
        guard count >= 1 else { return nil }
        let close = begin + Double(count) / wave.frequency_Hz
        return (count, sweep.time_s.firstIndex { $0 > close + 0.5 * step } ?? n)
    }

    private func report(
        _ wave: SineWave, _ periods: (count: Int, end: Int), _ sweep: PreparedSweep, _ result: inout DiagnosticResult
    ) {
        let n = periods.end
        let noise = BranchNoise.variance_A2(along: sweep.time_s, current_A: sweep.current_A)
        var area = 0.0
        var variance = 0.0
        for i in 0..<n {
            let next = i + 1 < n ? i + 1 : 0
            let before = i > 0 ? i - 1 : n - 1
            area += 0.5 * (sweep.current_A[i] + sweep.current_A[next]) * (sweep.voltage_V[next] - sweep.voltage_V[i])
            let weight = 0.5 * (sweep.voltage_V[next] - sweep.voltage_V[before])
            variance += weight * weight * (noise.indices.contains(i) ? noise[i] : 0)
        }
        let count = Double(periods.count)
        let value = Estimate(area / count, se: noise.isEmpty ? nil : sqrt(variance) / count)
        let scale = Double.pi * wave.amplitude_V * wave.amplitude_V
        let place = Place(state: sweep.conditions.state, bias_V: wave.bias_V)
        let rule =
            "\(periods.count) \(periods.count == 1 ? "period" : "periods") of "
            + "\(QuantityText.text(wave.frequency_Hz, unit: .hertz)), amplitude "
            + "\(QuantityText.text(wave.amplitude_V, unit: .volt)) zero to peak"
        func metric(_ name: String, _ estimate: Estimate, _ unit: SIUnit, _ rule: String) -> Metric {
            Metric(
                "hysteresis.lissajous_" + name, estimate.value, se: estimate.se, unit: unit, n: n, at: place,
                from: sweep.sources, rule: rule)
        }
        result.metrics += [
            metric("area", value, .watt, "trapezoid over " + rule),
            metric(
                "Im_Y", Estimate(value.value / scale, se: value.se.map { $0 / scale }), .siemens, "A/(π dU²), " + rule),
            metric("frequency", Estimate(wave.frequency_Hz), .hertz, "least squares in time, " + rule),
        ]
        let t = sweep.time_s.prefix(n).map { $0 - (sweep.time_s.first ?? 0) }
        let stride = max(1, n / 4000)
        let used = Swift.stride(from: 0, to: n, by: stride)
        if let fit = SineWave.fit(
            used.map { t[$0] }, used.map { sweep.current_A[$0] }, 2 * Double.pi * wave.frequency_Hz)
        {
            result.metrics.append(
                metric(
                    "distortion", Estimate(fit.deviation * (2.0).squareRoot()), .none,
                    "rms beside the fundamental over rms of the fundamental, " + rule))
        }
    }
}
