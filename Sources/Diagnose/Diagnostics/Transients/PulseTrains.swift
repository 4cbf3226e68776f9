public import Findings
import Kernels
public import Measurements

/// Trains of equal pulses: conductance after each, dynamic range, the number of pulses that saturates it, paired pulses.
///
/// Source: THEORY C.4, B.1.
public struct PulseTrains: Diagnostic {
    /// The diagnostic.
    public init() {}
    /// `transients.pulses`.
    public let id = "transients.pulses"
    /// Time domain.
    public let family = Family.transients
    /// The metrics of pulse trains.
    public var metrics: [MetricDefinition] { Self.definitions }

    /// Fewest pulses of a train with an update curve: the fit has three parameters.
    static let fewestPulses = 5

    /// Answers for every recording of kind `pulses`.
    public func run(on input: DiagnosticInput) throws(Failure) -> DiagnosticResult {
        var result = DiagnosticResult()
        for recording in input.device.recordings where recording.kind == .pulses {
            var trains: [PulseTrain] = []
            switch recording.data {
            case .reads(let reads): trains = PulseTrain.trains(in: reads, excluded: recording.excluded)
            case .trace(let trace):
                let prepared = PreparedTrace(recording, trace: trace, keepsShortHolds: true)
                result.findings += prepared.findings
                guard !prepared.holds.isEmpty else { continue }
                trains = PulseTrain.trains(in: prepared)
            default: continue
            }
            let before = result.metrics.count
            for (k, train) in trains.enumerated() {
                result.append(Self.report(train, number: k + 1, recording: recording))
            }
            if result.metrics.count == before {
                result.findings.append(
                    .init(
                        TransientFindings.fewReads,
                        "no train of at least \(Self.fewestPulses) pulses and no pair, in \(trains.count) groups of pulses",
                        at: recording.provenance.position(of: 0), fix: "repeat the pulse, and read after each"))
            }
        }
        return result
    }

    private static func report(_ train: PulseTrain, number: Int, recording: Recording) -> DiagnosticResult {
        var result = DiagnosticResult()
        let values = train.conductance_S
        let grows = (values.last ?? 0) >= (values.first ?? 0)
        var place = Place(state: recording.conditions.state, V: DecimalPlaces.millivolts(train.level_V), step: number)
        place.branch = grows ? "potentiation" : "depression"
        func metric(_ id: String, _ value: Double, se: Double?, unit: SIUnit, rule: String) -> Metric {
            Metric(
                id, value, se: se, unit: unit, n: values.count, at: place, from: [recording.id],
                rule: rule + "; read in the \(train.phase)")
        }
        if values.count == 2, train.current_A.count == 2, train.current_A[0] != 0 {
            let interval = DecimalText.significant(train.start_s[1] - train.end_s[0], digits: 3)
            place.branch = nil
            let ratio = train.current_A[1] / train.current_A[0]
            result.metrics.append(
                metric("pulses.PPF", ratio, se: nil, unit: .none, rule: "I_2/I_1 of a pair \(interval) s apart"))
            return result
        }
        guard values.count >= fewestPulses else { return result }
        let n = values.indices.map { Double($0 + 1) }
        result.curves.append(
            Curve(
                "pulses.data", at: place, from: [recording.id],
                columns: [CurveColumn("n", .none, n), CurveColumn("G", .siemens, values)]))
        let weights = values.map { _ in 1.0 }
        let samples = DecaySamples(time_s: values.indices.map(Double.init), values: values)
        let fit = ExponentialFit.fit(samples, weights: weights, order: 1)
        let noise = fit?.variance.squareRoot() ?? 0
        if let least = values.min(), let most = values.max(), least > 0 {
            let ratio = most / least
            let se = ratio * noise * (1 / (most * most) + 1 / (least * least)).squareRoot()
            result.metrics.append(
                metric("pulses.dynamic_range", ratio, se: se, unit: .none, rule: "G_max/G_min of the train"))
        }
        if let fit, let se = fit.standardError(of: { $0.times_s[0] }), fit.times_s[0] < 2 * Double(values.count),
            fit.times_s[0] > 0.3, se < 0.5 * fit.times_s[0]
        {
            result.metrics.append(
                metric(
                    "pulses.N0", fit.times_s[0], se: se, unit: .none,
                    rule: "G_n = G* + (G_1 - G*) e^{-(n-1)/N_0} by least squares"))
        }
        return result
    }

    /// The metrics of pulse trains.
    static let definitions: [MetricDefinition] = [
        .init(
            "pulses.dynamic_range", "G_{max}/G_{min}", .none, "Largest over smallest conductance of a train.",
            source: "THEORY C.4"),
        .init(
            "pulses.N0", "N_{0}", .none, "Number of pulses in which the distance to saturation falls to 1/e.",
            source: "THEORY B.1, C.4"),
        .init(
            "pulses.PPF", "I_{2}/I_{1}", .none,
            "Current in the second pulse of a pair over that in the first, at the same phase; below 1 is depression.",
            source: "THEORY C.4"),
    ]
}

/// Rounding of levels for the keys of `at`.
enum DecimalPlaces {
    /// A voltage to the tenth of a millivolt, without binary tails.
    static func millivolts(_ value_V: Double) -> Double { (value_V * 1e4).rounded() / 1e4 }
}
