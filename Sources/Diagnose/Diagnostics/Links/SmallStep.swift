internal import Kernels
import Measurements

/// Where a small step began: the level and the current before it, from the recording itself.
struct StepBase {
    /// Voltage before the step, V.
    let voltage_V: Double
    /// Current before the step, A.
    let current_A: Double
    /// Its standard error, A.
    let se_A: Double
    /// By how much it moves from the first half of those samples to the second, A; `nil` with fewer than eight.
    let drift_A: (value: Double, se: Double)?

    /// The samples before the first change of the voltage; `nil` with fewer than three, or without a voltage.
    init?(_ recordingID: String, in evidence: Evidence) {
        guard let recording = evidence.device.recordings.first(where: { $0.id == recordingID }),
            case .trace(let trace) = recording.data, recording.conditions.control == .voltage,
            let first = trace.voltage_V.first
        else { return nil }
        let span = (trace.voltage_V.max() ?? first) - (trace.voltage_V.min() ?? first)
        let count = trace.voltage_V.firstIndex { abs($0 - first) > 0.1 * span } ?? 0
        guard span > 0, count >= 3 else { return nil }
        let samples = trace.current_A[..<count]
        let mean = samples.reduce(0, +) / Double(count)
        let variance = samples.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count - 1)
        voltage_V = trace.voltage_V[..<count].reduce(0, +) / Double(count)
        current_A = mean
        se_A = (variance / Double(count)).squareRoot()
        drift_A = Self.drift(samples)
    }
}

extension StepBase {
    private static func drift(_ samples: ArraySlice<Double>) -> (value: Double, se: Double)? {
        guard samples.count >= 8 else { return nil }
        let half = samples.count / 2
        let parts = [samples.prefix(half), samples.suffix(half)].map { part in
            let mean = part.reduce(0, +) / Double(half)
            let square = part.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            return (mean: mean, variance: square / Double(half - 1) / Double(half))
        }
        return (parts[1].mean - parts[0].mean, (parts[0].variance + parts[1].variance).squareRoot())
    }
}

/// A small voltage step with its level before, as links compare it.
struct SmallStep {
    /// Where its metrics stand.
    let place: Place
    /// The recording.
    let from: [String]
    /// Height, V.
    let height_V: Double
    /// Level and current before it.
    let base: StepBase

    /// The middle of its levels, V: the bias that it tells of, to a tenth of a millivolt.
    var middle_V: Double { DecimalPlaces.millivolts(base.voltage_V + 0.5 * height_V) }

    /// The small steps of a device whose level before is recorded.
    static func all(_ evidence: Evidence) -> [SmallStep] {
        evidence.metrics("transient.tau_V").compactMap { metric in
            guard metric.at.step == 1, let id = metric.from.first, let V = metric.at.V,
                let base = StepBase(id, in: evidence), V != base.voltage_V
            else { return nil }
            return SmallStep(place: metric.at, from: metric.from, height_V: V - base.voltage_V, base: base)
        }
    }
}

extension Evidence {
    /// A number of one step.
    func number(_ id: String, of step: SmallStep) -> Metric? {
        metrics(id).first { $0.from == step.from && $0.at.step == step.place.step }
    }
}
