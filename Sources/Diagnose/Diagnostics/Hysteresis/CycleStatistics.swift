public import Findings
internal import Glibc
internal import Kernels
public import Measurements

/// Statistics over the cycles of a sweep or of a table of reads: moments, laws, drift, endurance.
public struct CycleStatistics: Diagnostic {
    /// A diagnostic without settings.
    public init() {}
    /// Stable id.
    public var id: String { "hysteresis.cycle-statistics" }
    /// The current-voltage family.
    public var family: Family { .hysteresis }
    /// What it may give.
    public var metrics: [MetricDefinition] { CycleMetrics.definitions }

    /// Fewest observed values that are described: of fewer, a standard deviation is known to a third at best.
    private static let fewest = 5

    /// Describes every quantity of every sweep with enough cycles, and every pair of tables of reads.
    public func run(on input: DiagnosticInput) throws(Failure) -> DiagnosticResult {
        var result = DiagnosticResult()
        for (index, entry) in input.switchings.enumerated() where entry.sweep.cycles.count > Self.fewest {
            sweep(entry.sweep, entry.switching, input.switchingStates(index), input, &result)
        }
        for pair in StateTables.pairs(input.device.recordings) {
            for values in pair.values { describe(values, input, &result) }
            endurance(pair.windows, Place(), pair.from, pair.position, input.options, &result)
        }
        return result
    }

    private func sweep(
        _ sweep: PreparedSweep, _ switching: SweepSwitching, _ states: [SwitchingStates], _ input: DiagnosticInput,
        _ result: inout DiagnosticResult
    ) {
        for values in CycleQuantities.all(sweep, switching, states) { describe(values, input, &result) }
        for lobe in states {
            let windows = lobe.counted(of: sweep).compactMap { cycle in cycle.window.map { (cycle.number, $0) } }
            var place = sweep.place
            place.lobe = lobe.sign.rawValue
            place.V_read = lobe.sign.factor * lobe.read_V
            endurance(windows, place, sweep.sources, sweep.position(of: 0), input.options, &result)
        }
    }

    private func describe(_ values: CycleValues, _ input: DiagnosticInput, _ result: inout DiagnosticResult) {
        guard values.observed.count >= Self.fewest else { return }
        result.metrics += CycleMetrics.moments(values)
        result.curves.append(
            Curve(
                "cycles.values", at: values.ofPlace, from: values.from,
                columns: [
                    CurveColumn("cycle", .none, values.cycle.map(Double.init)),
                    CurveColumn("value", values.unit, values.value.map { values.factor * $0 }),
                    CurveColumn("censored", .none, values.censored.map { $0 ? 1 : 0 }),
                ]))
        guard values.hasLaw else { return }
        if let unresolved = values.unresolved {
            let sizes = [unresolved.sd, unresolved.error].map { QuantityText.text($0, unit: values.unit, digits: 2) }
            result.labels.append(
                Label(
                    "cycles.law", "not resolved", at: values.ofPlace, from: values.from,
                    rule: "the standard deviation, \(sizes[0]), is no larger than the error of one value, \(sizes[1])"))
            return
        }
        let stream =
            input.options.depth == .full
            ? SeededStream(
                seed: input.options.seed, input.device.id, values.from.joined(separator: ","), values.id,
                values.place.lobe ?? "") : nil
        guard let law = CycleLaw(values, stream: stream) else { return }
        result.metrics += CycleMetrics.law(law, values)
        let verdict = law.verdict
        let difference = DecimalText.fixed(verdict.difference, decimals: 1)
        result.labels.append(
            Label(
                "cycles.law", verdict.name, at: values.ofPlace, from: values.from,
                rule: "AIC of lognormal less that of Weibull is \(difference); within 2 undecided"))
        result.curves += [CycleLaw.ranks(values), law.curve(values)].compactMap { $0 }
    }

    private func endurance(
        _ windows: [(Int, Double)], _ place: Place, _ from: [String], _ position: SourcePosition,
        _ options: DiagnoseOptions, _ result: inout DiagnosticResult
    ) {
        let least = options.k_endurance ?? 2
        let run = max(1, Int(options.n_endurance ?? 3))
        // A device that never had two states has no endurance to lose.
        guard windows.count >= Self.fewest, windows.contains(where: { $0.1 >= least }),
            let found = Endurance(windows.map { (cycle: $0.0, window: $0.1) }, least: least, run: run)
        else { return }
        result.metrics += CycleMetrics.endurance(found, place, from, least: least, run: run)
        guard let stuck = found.stuck, stuck.length >= 3, 2 * found.switching >= found.count else { return }
        result.findings.append(
            Finding(
                .sweepStuck,
                "\(stuck.length) cycles in a row from cycle \(stuck.from) of \(from.joined(separator: ", ")) leave the device "
                    + "in one state; \(found.switching) of \(found.count) cycles switch", at: position))
    }
}

extension FindingKind {
    static let sweepStuck = FindingKind(
        "iv.stuck-cycles", .warning,
        "Three or more cycles in a row leave the two resistances within a factor of 1.2, though at least half of all cycles "
            + "switch: statistics of the states hold both kinds of cycles.")
}
