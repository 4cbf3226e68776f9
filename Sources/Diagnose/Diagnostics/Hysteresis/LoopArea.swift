public import Findings
internal import Kernels
public import Measurements

/// Area and hysteresis index of every lobe, and the area normalized by the spans.
public struct LoopArea: Diagnostic {
    /// A diagnostic without settings.
    public init() {}
    /// Stable id.
    public var id: String { "hysteresis.loop-area" }
    /// The current-voltage family.
    public var family: Family { .hysteresis }
    /// What it may give.
    public var metrics: [MetricDefinition] {
        [
            .init(
                "hysteresis.area", "A", .watt,
                "Closed integral of I dV over one lobe, trapezoid rule; negative means inductive sense.",
                source: "THEORY D.2"),
            .init(
                "hysteresis.H", "H", .none,
                "-A over the integral of |I| d|V| on both branches, -1 to 1; positive means more current on the way back.",
                source: "THEORY D.2"),
            .init(
                "hysteresis.area_normalized", "A_{n}", .none,
                "(|A+| + |A-|) over the product of the voltage span and the current span of the cycle.",
                source: "THEORY D.3"),
        ]
    }

    /// Integrates every lobe of every cycle.
    public func run(on input: DiagnosticInput) throws(Failure) -> DiagnosticResult {
        var result = DiagnosticResult()
        for sweep in input.preparedSweeps {
            for sign in [LobeSign.positive, .negative] { lobe(sign, of: sweep, into: &result) }
            result.metrics += normalized(sweep)
        }
        return result
    }

    private func lobe(_ sign: LobeSign, of sweep: PreparedSweep, into result: inout DiagnosticResult) {
        var area = CycleSeries()
        var H = CycleSeries()
        for cycle in sweep.cycles {
            guard let integrals = cycle.lobe(sign)?.integrals else { continue }
            // More than 5 % at the limit hides part of the loop (THEORY D.1).
            let bound: Bound? = integrals.maskedFraction > 0.05 ? .lower : nil
            area.add(cycle.number, integrals.area_W, bound: bound)
            H.add(cycle.number, integrals.H, bound: bound)
        }
        var place = sweep.place
        place.lobe = sign.rawValue
        result.metrics += area.metrics(
            "hysteresis.area", .watt, at: place, of: sweep,
            rule: "trapezoid, not smoothed; error from the branches' noise")
        result.metrics += H.metrics(
            "hysteresis.H", .none, at: place, of: sweep, rule: "-A / (integral of |I| d|V| on both branches)")
    }

    private func normalized(_ sweep: PreparedSweep) -> [Metric] {
        var series = CycleSeries()
        for cycle in sweep.cycles {
            let areas = cycle.lobes.compactMap { $0.integrals?.area_W }
            let voltages = sweep.voltage_V[cycle.samples]
            let currents = sweep.current_A[cycle.samples]
            guard !areas.isEmpty, let low = voltages.min(), let high = voltages.max(), let least = currents.min(),
                let most = currents.max(), high > low, most > least
            else { continue }
            let spans = (high - low) * (most - least)
            let errors = areas.compactMap(\.se)
            let isCut = cycle.lobes.contains { ($0.integrals?.maskedFraction ?? 0) > 0.05 }
            let se = (errors.map { $0 * $0 }.reduce(0, +)).squareRoot() / spans
            series.add(
                cycle.number,
                Estimate(
                    areas.map { abs($0.value) }.reduce(0, +) / spans, se: errors.count == areas.count ? se : nil),
                bound: isCut ? .lower : nil)
        }
        return series.metrics(
            "hysteresis.area_normalized", .none, at: sweep.place, of: sweep,
            rule: "(|A+| + |A-|) / (voltage span x current span)")
    }
}
