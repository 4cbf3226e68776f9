public import Findings
public import Measurements

/// Current at +V over current at -V, for each pairing of branches.
public struct RectificationRatio: Diagnostic {
    /// A diagnostic without settings.
    public init() {}
    /// Stable id.
    public var id: String { "hysteresis.rectification" }
    /// The current-voltage family.
    public var family: Family { .hysteresis }
    /// What it may give.
    public var metrics: [MetricDefinition] {
        [
            .init(
                "rectification.ratio", "RR", .none,
                "|I(+V)| over |I(-V)| for a pair of branches (fwd+/bwd-, bwd+/fwd-) or for the branch means.",
                source: "THEORY D.3")
        ]
    }

    /// Reads the ratio at the read voltage, at half of and at the largest voltage that both polarities reach.
    public func run(on input: DiagnosticInput) throws(Failure) -> DiagnosticResult {
        var result = DiagnosticResult()
        for sweep in input.preparedSweeps {
            let reach = min(largest(.positive, sweep), largest(.negative, sweep))
            guard reach > 0 else { continue }
            var voltages: [Double] = []
            for u in [sweep.readVoltage_V(input.options), 0.5 * reach, reach] where u <= reach {
                if !voltages.contains(where: { abs($0 - u) < 1e-9 * reach }) { voltages.append(u) }
            }
            for u in voltages { result.metrics += ratios(at: u, of: sweep) }
        }
        return result
    }

    private func largest(_ sign: LobeSign, _ sweep: PreparedSweep) -> Double {
        // What every cycle that counts reaches.
        sweep.statisticalCycles.compactMap { $0.lobe(sign)?.largest_V }.min() ?? 0
    }

    private func ratios(at u: Double, of sweep: PreparedSweep) -> [Metric] {
        var forward = CycleSeries()
        var backward = CycleSeries()
        var means = CycleSeries()
        for cycle in sweep.cycles {
            guard let plus = cycle.lobe(.positive), let minus = cycle.lobe(.negative) else { continue }
            // At the current limit the voltage at the device is unknown.
            func read(_ branch: Branch?) -> Estimate? {
                branch.flatMap { $0.isMasked(at: u) ? nil : $0.current(at: u) }.map {
                    Estimate(abs($0.value), se: $0.se)
                }
            }
            let currents = (read(plus.fwd), read(plus.bwd), read(minus.fwd), read(minus.bwd))
            forward.add(cycle.number, currents.0.flatMap { a in currents.3.flatMap { Estimate.ratio(a, $0) } })
            backward.add(cycle.number, currents.1.flatMap { a in currents.2.flatMap { Estimate.ratio(a, $0) } })
            means.add(
                cycle.number,
                mean(currents.0, currents.1).flatMap { a in
                    mean(currents.2, currents.3).flatMap { Estimate.ratio(a, $0) }
                })
        }
        var place = sweep.place
        place.V = u
        var metrics: [Metric] = []
        for (name, series) in [("fwd+/bwd-", forward), ("bwd+/fwd-", backward), ("mean", means)] {
            place.branch = name
            metrics += series.metrics(
                "rectification.ratio", .none, at: place, of: sweep,
                rule: "|I(+V)|/|I(-V)|, \(name), linear interpolation")
        }
        return metrics
    }

    private func mean(_ a: Estimate?, _ b: Estimate?) -> Estimate? {
        guard let a, let b else { return nil }
        let se = a.se.flatMap { sa in b.se.map { 0.5 * (sa * sa + $0 * $0).squareRoot() } }
        return Estimate(0.5 * (a.value + b.value), se: se)
    }
}
