public import Findings
import Kernels
public import Measurements

/// Pulses: what each row of them was for, conductance after each, update curve, pairs, energy, what repeats say.
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
    /// Distance of two levels that can be told apart, in standard deviations of their difference (THEORY C.4: k).
    static let separation = 3.0

    /// Answers for every recording of kind `pulses`.
    public func run(on input: DiagnosticInput) throws(Failure) -> DiagnosticResult {
        var result = DiagnosticResult()
        let isFull = input.options.depth == .full
        for recording in input.device.recordings where recording.kind == .pulses {
            var trains: [PulseTrain] = []
            switch recording.data {
            case .reads(let reads): trains = PulseTrain.trains(in: reads, excluded: recording.excluded)
            case .trace(let trace):
                let prepared = PreparedTrace(recording, trace: trace, keepsShortHolds: true)
                result.findings += prepared.findings
                guard !prepared.holds.isEmpty else { continue }
                trains = PulseTrain.trains(in: prepared, part: input.options.pulse_phase ?? 0.2)
                result.append(StimulusReport(prepared, trains: trains).result(isFull: isFull))
                if isFull { result.append(Self.relaxation(prepared, input)) }
            default: continue
            }
            result.append(Self.report(trains, recording, input.options))
        }
        return result
    }

    private static func report(
        _ trains: [PulseTrain], _ recording: Recording, _ options: DiagnoseOptions
    ) -> DiagnosticResult {
        var result = DiagnosticResult()
        let isFull = options.depth == .full
        let separation = options.level_separation ?? separation
        let reports = trains.enumerated().map {
            TrainReport($0.element, number: $0.offset + 1, recording: recording, separation: separation)
        }
        for report in reports { result.append(report.result(isFull: isFull)) }
        for pairs in pairs(trains) { result.append(PairReport(pairs, recording: recording).result()) }
        if isFull {
            for report in reports where report.train.pulses.count > 1 && reports.count <= 200 {
                result.labels.append(
                    Label(
                        "pulses.protocol", report.train.purpose.rawValue, at: report.place, from: [recording.id],
                        rule: report.train.reason))
            }
            result.append(TrainSets(reports: reports, recording: recording, separation: separation).result())
        }
        let place = recording.provenance.position(of: 0)
        let missing = trains.reduce(0) { $0 + $1.missing }
        if missing > 0 {
            result.findings.append(
                .init(
                    TransientFindings.unevenPulses,
                    "\(missing) pulse\(missing == 1 ? " seems" : "s seem") to be missing from the trains", at: place,
                    fix: "sample faster than the pulses are short"))
        }
        let traced = trains.flatMap(\.pulses).filter { $0.start_s != nil }
        if isFull, !traced.isEmpty, traced.allSatisfy({ $0.energy_J == nil }) {
            result.findings.append(
                .init(
                    TransientFindings.pulsesNotRead, "each of \(traced.count) pulses has one sample", at: place,
                    fix: "sample each pulse several times"))
        }
        if result.metrics.isEmpty {
            result.findings.append(
                .init(
                    TransientFindings.fewReads,
                    "no train of at least \(Self.fewestPulses) pulses and no pair, in \(trains.count) groups of pulses",
                    at: place, fix: "repeat the pulse, and read after each"))
        }
        return result
    }

    /// Pairs, by their level.
    private static func pairs(_ trains: [PulseTrain]) -> [[PulseTrain]] {
        var list: [[PulseTrain]] = []
        for train in trains where train.purpose == .paired {
            let place = list.firstIndex { abs($0[0].level_V - train.level_V) <= 0.05 * abs(train.level_V) }
            if let place { list[place].append(train) } else { list.append([train]) }
        }
        return list
    }

    /// What the reads after the last pulse say, where there are enough of them.
    private static func relaxation(_ prepared: PreparedTrace, _ input: DiagnosticInput) -> DiagnosticResult {
        let active = prepared.holds.filter { abs($0.level_V) > 1e-6 }
        guard let read_V = PulseTrain.readLevel(active, stated_V: prepared.recording.conditions.read_V),
            let last = active.lastIndex(where: { abs($0.level_V) > 1.5 * abs(read_V) }),
            active.count - last > Retention.fewestReads, let reads = RetentionReads(prepared),
            reads.time_s.count >= Retention.fewestReads, (reads.time_s.last ?? 0) > 0
        else { return DiagnosticResult() }
        let series = RetentionSeries(input.preparedSpectra)
        return RetentionReport(reads.behind(series), recording: prepared.recording, options: input.options).result()
    }
}

/// Rounding of levels for the keys of `at`.
enum DecimalPlaces {
    /// A voltage to the tenth of a millivolt, without binary tails.
    static func millivolts(_ value_V: Double) -> Double { (value_V * 1e4).rounded() / 1e4 }
}

extension String {
    /// A number without zeros after its point: `3.0` becomes `3`.
    var trimmedPoint: String {
        guard contains("."), !contains("e") else { return self }
        var text = self[...]
        while text.hasSuffix("0") { text = text.dropLast() }
        if text.hasSuffix(".") { text = text.dropLast() }
        return String(text)
    }
}
