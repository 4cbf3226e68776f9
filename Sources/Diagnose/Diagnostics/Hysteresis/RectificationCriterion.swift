public import Findings
internal import Glibc
public import Measurements

/// Whether the steady state rectifies, and what that says of a memory that opposite pulses could write (THEORY D.3).
public struct RectificationCriterion: Diagnostic {
    /// A diagnostic without settings.
    public init() {}
    /// Stable id.
    public var id: String { "hysteresis.rectification-criterion" }
    /// The current-voltage family.
    public var family: Family { .hysteresis }
    /// What it may give.
    public var metrics: [MetricDefinition] {
        [
            .init(
                "rectification.criterion", "", .none,
                "Whether the steady-state conductance rectifies: yes, no (within 10 %), undecided. A memory that pulses of "
                    + "opposite sign potentiate and depress must rectify.", source: "THEORY D.3"),
            .init(
                "rectification.reading", "", .none, "What the criterion means together with the type of the loop.",
                source: "THEORY D.3"),
        ]
    }

    /// Ratios nearer to 1 are called none: contacts of the two polarities are rarely more alike.
    private static let least = log(1.1)

    /// Judges each state by its steady-state points, else by the branch means of its slowest sweep, at the largest voltage.
    public func run(on input: DiagnosticInput) throws(Failure) -> DiagnosticResult {
        var result = DiagnosticResult()
        let steady = SteadyState.ratios(input)
        let sweeps = input.preparedSweeps
        var states: [String?] = []
        for state in steady.map(\.state) + sweeps.map(\.conditions.state) where !states.contains(state) {
            states.append(state)
        }
        for state in states {
            let held = steady.filter { $0.state == state }.max { $0.V < $1.V }
            if let held {
                judge(
                    held.ratio, at: held.V, state, [held.recording], "steady states", loop: type(sweeps, state),
                    into: &result)
                continue
            }
            guard let slow = slowest(sweeps, state) else { continue }
            judge(
                slow.ratio, at: slow.V, state, slow.from,
                "branch means of the slowest sweep, in place of steady states", loop: type(sweeps, state), into: &result
            )
        }
        return result
    }

    private func judge(
        _ ratio: Estimate, at V: Double, _ state: String?, _ from: [String], _ source: String, loop: String?,
        into result: inout DiagnosticResult
    ) {
        guard ratio.value > 0 else { return }
        let size = abs(log(ratio.value))
        let error = 3 * (ratio.se ?? 0) / ratio.value
        let verdict = size > max(error, Self.least) ? "yes" : (error < Self.least ? "no" : "undecided")
        let place = Place(state: state, V: V)
        let value = DecimalText.significant(ratio.value, digits: 3)
        let rule =
            "|I(+V)|/|I(-V)| = \(value) at \(QuantityText.text(V, unit: .volt)) of the \(source); beyond 1.1 and 3 errors yes"
        result.labels.append(Label("rectification.criterion", verdict, at: place, from: from, rule: rule))
        guard let loop, loop != "none" else { return }
        result.labels.append(
            Label(
                "rectification.reading", reading(verdict, loop), at: place, from: from,
                rule: "criterion and type \(loop)"))
    }

    /// Without a sense on both sides nothing is known of the memory that the criterion is about.
    private func reading(_ verdict: String, _ loop: String) -> String {
        switch (verdict, loop.first) {
        case (_, "u"): "not decided: the type of the loop is not known"
        case ("yes", _): "pulses of opposite sign can potentiate and depress"
        case ("no", "C"): "crosses without rectifying: contacts or two memories, look at the steady state"
        case ("no", _): "a memory of one polarity: depression by waiting only"
        default: "not decided: the ratio lies within its error of 1"
        }
    }

    /// The type of the slowest loop of a state, by the signs of H.
    private func type(_ sweeps: [PreparedSweep], _ state: String?) -> String? {
        guard let sweep = Self.slowestSweep(sweeps, state) else { return nil }
        func verdict(_ sign: LobeSign) -> LoopVerdict? {
            var series = CycleSeries()
            for cycle in sweep.cycles {
                guard let lobe = cycle.lobe(sign), !lobe.isClamped else { continue }
                series.add(cycle.number, lobe.integrals?.H)
            }
            return series.overall(of: sweep).map { LoopVerdict($0.estimate) }
        }
        guard let plus = verdict(.positive), let minus = verdict(.negative) else { return nil }
        return LoopVerdict.type(plus, minus)
    }

    private static func slowestSweep(_ sweeps: [PreparedSweep], _ state: String?) -> PreparedSweep? {
        sweeps.filter { $0.conditions.state == state && !$0.cycles.isEmpty }
            .min { ($0.rate_V_per_s ?? .infinity) < ($1.rate_V_per_s ?? .infinity) }
    }

    private func slowest(
        _ sweeps: [PreparedSweep], _ state: String?
    ) -> (V: Double, ratio: Estimate, from: [String])? {
        guard let sweep = Self.slowestSweep(sweeps, state) else { return nil }
        // Nine tenths of what both polarities reach: at the vertex itself one branch may end a step early.
        let reach =
            [LobeSign.positive, .negative].map { sign in
                sweep.statisticalCycles.compactMap { $0.lobe(sign)?.largest_V }.min() ?? 0
            }.min() ?? 0
        let u = 0.9 * reach
        guard u > 0 else { return nil }
        let ratios = sweep.statisticalCycles.compactMap { cycle -> Estimate? in
            guard let plus = cycle.lobe(.positive), let minus = cycle.lobe(.negative) else { return nil }
            return BranchPairs.ratios(plus, minus, at: u).first { $0.name == "mean" }?.value
        }
        return Estimate.mean(ratios).map { (u, $0, sweep.sources) }
    }
}
