internal import Findings
internal import Glibc
internal import Kernels
public import Measurements

/// A current-voltage recording as the family reads it: clean samples, vertices, cycles, lobes, limits, rate.
///
/// Made once a recording (THEORY D.1) and shared by all diagnostics of the family. Nothing is smoothed.
public struct PreparedSweep: Sendable, Hashable {
    /// The recording it is made of.
    let recording: String
    /// All recordings it is made of: that one, or those of a series.
    let sources: [String]
    let conditions: Conditions
    let provenance: Provenance
    /// Voltage of the samples used, V; excluded samples and overflow marks are gone; shape [n].
    let voltage_V: [Double]
    /// Current, A; shape [n].
    let current_A: [Double]
    /// Largest magnitude of the voltage, V.
    let largest_V: Double
    /// Time, s; shape [n], or empty where there is none or it runs backwards.
    let time_s: [Double]
    /// Index of each sample in the recording; shape [n].
    let index: [Int]
    let turningPoints: TurningPoints
    let compliance: Compliance?
    /// None where the current is constant: what is computed from it would be rounding.
    let cycles: [SweepCycle]
    /// The cycles as they are drawn, those of a constant current too.
    let shownCycles: [SweepCycle]
    /// Samples after the last whole cycle that are not used.
    let remainder: Int
    /// Scan rate, V/s: from the times, else as stated; absent means unknown.
    let rate_V_per_s: Double?
    /// Where the rate comes from, in words.
    let rateSource: String
    /// What was found on the way.
    let findings: [Finding]

    /// Cycles that enter statistics: the first is left out where there are more (forming, history; THEORY D.1).
    var statisticalCycles: [SweepCycle] { cycles.count >= 2 ? Array(cycles.dropFirst()) : cycles }
    /// The counted cycles of one reach, whose loops may be laid over one another: of several reaches (5 %) the most frequent, of
    /// equally frequent ones the largest.
    var likeCycles: [SweepCycle] {
        var groups: [(reach_V: Double, cycles: [SweepCycle])] = []
        for cycle in statisticalCycles {
            let reaches = [LobeSign.positive, .negative].map { cycle.lobe($0)?.largest_V ?? 0 }
            func isAlike(_ other: SweepCycle) -> Bool {
                zip(reaches, [LobeSign.positive, .negative]).allSatisfy { reach, sign in
                    abs((other.lobe(sign)?.largest_V ?? 0) - reach) <= 0.05 * max(reaches[0], reaches[1])
                }
            }
            if let k = groups.firstIndex(where: { isAlike($0.cycles[0]) }) {
                groups[k].cycles.append(cycle)
            } else {
                groups.append((max(reaches[0], reaches[1]), [cycle]))
            }
        }
        return groups.max { ($0.cycles.count, $0.reach_V) < ($1.cycles.count, $1.reach_V) }?.cycles ?? []
    }
    /// The place that all numbers of this sweep share.
    var place: Place { Place(state: conditions.state, rate_V_per_s: rate_V_per_s) }

    /// The recording, or the first and last of a series, as findings name it.
    var name: String {
        guard let last = sources.last, sources.count > 1 else { return recording }
        return "\(recording) to \(last)"
    }

    /// The read voltage: the option, else what the recording says, else min(0.1 V, 10 % of the largest) (THEORY D.3).
    func readVoltage_V(_ options: DiagnoseOptions) -> Double {
        abs(options.V_read_V ?? conditions.read_V ?? min(0.1, 0.1 * largest_V))
    }

    /// Where a sample stands in its file.
    func position(of sample: Int) -> SourcePosition {
        index.indices.contains(sample) ? provenance.position(of: index[sample]) : SourcePosition(file: provenance.file)
    }

    /// Prepares a recording; `nil` where it is no current-voltage recording.
    public init?(_ record: Recording) {
        guard record.kind == .iv, let raw = RawSweep(record) else { return nil }
        recording = record.id
        sources = [record.id]
        conditions = record.conditions
        provenance = record.provenance
        voltage_V = raw.voltage_V
        current_A = raw.current_A
        largest_V = raw.voltage_V.reduce(0) { max($0, abs($1)) }
        index = raw.index
        var found = raw.findings
        time_s = raw.time_s
        turningPoints = TurningPoints(of: raw.voltage_V)
        let isConstant = raw.current_A.allSatisfy { $0 == raw.current_A.first }
        compliance =
            isConstant
            ? nil
            : Compliance(
                voltage_V: raw.voltage_V, current_A: raw.current_A, stated_A: record.conditions.compliance_A)
        let segments = SweepSegments(
            turningPoints,
            .init(
                voltage_V: raw.voltage_V, current_A: raw.current_A, time_s: raw.time_s,
                masked: compliance?.masked ?? []))
        remainder = segments.remainder
        let cycles = segments.cycles.enumerated().compactMap { Self.cycle($0.offset + 1, $0.element) }
        shownCycles = cycles
        self.cycles = isConstant ? [] : cycles
        let measured = RobustStatistics.median(
            (cycles.count >= 2 ? Array(cycles.dropFirst()) : cycles).compactMap(\.rate_V_per_s)
        ).map(Self.sixDigits)
        let given = record.conditions.rate_V_per_s
        rate_V_per_s = measured ?? given
        let isMeasured = measured != nil || record.conditions.isRateMeasured == true
        rateSource = given == nil && measured == nil ? "unknown" : (isMeasured ? "from the times" : "as stated")
        found += SweepFindings.about(
            recording: record, cycles: cycles, compliance: compliance, measuredRate: measured, isConstant: isConstant,
            firstMasked: compliance.map { raw.index[$0.firstSample] }, remainder: segments.remainder)
        found += SweepQuestions.about(
            record, cycles, current_A: raw.current_A, compliance: compliance,
            isConstant: isConstant)
        findings = found
    }

    /// Times carry no more: 0.0099999998 V/s and 0.01 V/s are one rate, and shall read as one.
    private static func sixDigits(_ value: Double) -> Double {
        guard value > 0, value.isFinite else { return value }
        let places = 5 - Int(log10(value).rounded(.down))
        let scale = pow(10, Double(abs(places)))
        return places >= 0 ? (value * scale).rounded() / scale : (value / scale).rounded() * scale
    }

    private static func cycle(_ number: Int, _ pieces: [SweepSegments.Piece]) -> SweepCycle? {
        guard let first = pieces.map(\.samples.lowerBound).min(), let last = pieces.map(\.samples.upperBound).max()
        else { return nil }
        var lobes: [Lobe] = []
        for sign in [LobeSign.positive, .negative] {
            let own = pieces.filter { $0.lobe == sign }
            func branch(forward: Bool) -> Branch? {
                own.last { $0.isForward == forward }.flatMap {
                    Branch(lobe: sign, isForward: forward, points: $0.points)
                }
            }
            let lobe = Lobe(sign: sign, fwd: branch(forward: true), bwd: branch(forward: false))
            if lobe.fwd != nil || lobe.bwd != nil { lobes.append(lobe) }
        }
        guard !lobes.isEmpty else { return nil }
        let swept = pieces.map(\.swept_V).reduce(0, +)
        let duration = pieces.map(\.duration_s).reduce(0, +)
        return SweepCycle(
            number: number, samples: first...last, rate_V_per_s: duration > 0 && swept > 0 ? swept / duration : nil,
            lobes: lobes)
    }
}

extension DiagnosticInput {
    /// The current-voltage recordings of the device, prepared; made anew where the family did not do so beforehand.
    var preparedSweeps: [PreparedSweep] {
        sweeps ?? SweepSeries.joined(device.recordings.compactMap(PreparedSweep.init))
    }

    /// The counted cycles of a prepared sweep, laid over one another.
    func pooledLoop(_ index: Int) -> PooledLoop {
        if let pooled, pooled.indices.contains(index) { return pooled[index] }
        return PooledLoop(preparedSweeps[index])
    }
}
