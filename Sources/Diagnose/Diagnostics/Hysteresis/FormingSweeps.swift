public import Findings
internal import Kernels
public import Measurements

/// Sweeps that form a device, and the voltage at which they do.
public struct FormingSweeps: Diagnostic {
    /// A diagnostic without settings.
    public init() {}
    /// Stable id.
    public var id: String { "hysteresis.forming" }
    /// The current-voltage family.
    public var family: Family { .hysteresis }
    /// What it may give.
    public var metrics: [MetricDefinition] {
        [
            .init(
                "hysteresis.V_form", "V_{form}", .volt,
                "Voltage at which the first cycle of a recording forms the device: V_set of the chosen definition where it lies "
                    + "1.2 times beyond the median of all other cycles and the way out began with less than a third of their "
                    + "current, or where the recording's state is pristine.", source: "THEORY D.1, D.5")
        ]
    }

    /// What forming is judged by.
    private struct Start {
        let recording: Int
        let cycle: Int
        let sign: LobeSign
        let set: SwitchingValue
        /// |I| at the read voltage on the way out, A.
        let current_A: Double
    }

    /// Compares the first cycle of each recording with all other cycles of the device, polarity by polarity.
    public func run(on input: DiagnosticInput) throws(Failure) -> DiagnosticResult {
        var result = DiagnosticResult()
        let all = input.switchings
        guard !all.isEmpty else { return result }
        let reach = all.map(\.sweep.largest_V).filter { $0 > 0 }.min() ?? 0
        let read = input.options.V_read_V.map { min($0, reach) } ?? min(0.1, 0.1 * reach)
        let starts = all.indices.flatMap { Self.starts(all[$0].sweep, all[$0].switching, $0, read) }
        for start in starts where start.cycle == 1 {
            let sweep = all[start.recording].sweep
            let others = starts.filter {
                $0.sign == start.sign && !($0.recording == start.recording && $0.cycle == start.cycle)
            }
            guard let rule = Self.reason(start, others, isPristine: sweep.conditions.state == "pristine", read) else {
                continue
            }
            var place = sweep.place
            place.lobe = start.sign.rawValue
            place.cycle = 1
            place.definition = start.set.definition
            result.metrics.append(
                Metric(
                    "hysteresis.V_form", start.sign.factor * start.set.V.value, se: start.set.V.se, unit: .volt,
                    at: place, from: sweep.sources, rule: start.set.rule + "; forming: " + rule,
                    bound: start.set.isCensored ? .censored : nil))
            result.findings.append(
                Finding(
                    .sweepForming,
                    "the first cycle of \(sweep.name) forms the device at "
                        + "\(QuantityText.text(start.sign.factor * start.set.V.value, unit: .volt)): \(rule)",
                    at: sweep.position(of: 0)))
        }
        return result
    }

    private static func starts(_ sweep: PreparedSweep, _ switching: SweepSwitching, _ index: Int, _ read: Double)
        -> [Start]
    {
        switching.events.compactMap { event in
            // Only what sets can form. Cycles are numbered from 1 without gaps.
            guard let set = event.set(switching.choice.set) ?? event.set.first,
                sweep.cycles.indices.contains(event.cycle - 1), sweep.cycles[event.cycle - 1].number == event.cycle,
                let current = sweep.cycles[event.cycle - 1].lobe(event.sign)?.fwd?.reading(at: read)
            else { return nil }
            return Start(
                recording: index, cycle: event.cycle, sign: event.sign, set: set,
                current_A: max(abs(current.value), current.se ?? 0))
        }
    }

    /// Why a start is forming; `nil` where it is not.
    private static func reason(_ start: Start, _ others: [Start], isPristine: Bool, _ read: Double) -> String? {
        if isPristine { return "the recording's state is pristine" }
        guard others.count >= 2, let usual_V = RobustStatistics.median(others.map(\.set.V.value)),
            let usual_A = RobustStatistics.median(others.map(\.current_A)), usual_V > 0, usual_A > 0
        else { return nil }
        guard start.set.V.value >= 1.2 * usual_V, start.current_A < usual_A / 3 else { return nil }
        return "it sets \(DecimalText.significant(start.set.V.value / usual_V, digits: 2)) times beyond the median of "
            + "\(others.count) other cycles, and starts with "
            + "\(DecimalText.significant(start.current_A / usual_A, digits: 2)) of their current at "
            + QuantityText.text(read, unit: .volt)
    }
}

extension FindingKind {
    static let sweepForming = FindingKind(
        "iv.forming", .note,
        "The first cycle of a recording forms the device: it sets far beyond the later ones and starts with far less current. "
            + "It is shown and kept out of the statistics.")
}
