public import Findings
internal import Glibc
public import Measurements

/// A cell under light: open-circuit voltage, short-circuit current, largest power, and the point index at 0.8 V_oc.
public struct PhotovoltaicCurve: Diagnostic {
    /// A diagnostic without settings.
    public init() {}
    /// Stable id.
    public var id: String { "hysteresis.photovoltaic" }
    /// The current-voltage family.
    public var family: Family { .hysteresis }
    /// What it may give.
    public var metrics: [MetricDefinition] {
        [
            .init(
                "hysteresis.V_oc", "V_{oc}", .volt,
                "Voltage at which the photocurrent of a branch passes through zero, linear interpolation.",
                source: "THEORY D.3"),
            .init(
                "hysteresis.I_sc", "I_{sc}", .ampere, "Current of a branch at 0 V, passive sign.", source: "THEORY D.3"),
            .init(
                "hysteresis.P_max", "P_{max}", .watt,
                "Largest power that a branch delivers, the largest sample of -I V.",
                source: "THEORY D.3"),
            .init("hysteresis.fill_factor", "FF", .none, "P_max over V_oc times |I_sc|.", source: "THEORY D.3"),
        ]
    }

    /// One branch under light.
    private struct Cell {
        let branch: Branch
        let V_oc: Estimate
        let I_sc: Estimate
    }

    /// Looks at all branches of the counted cycles laid over one another.
    public func run(on input: DiagnosticInput) throws(Failure) -> DiagnosticResult {
        var result = DiagnosticResult()
        for (index, sweep) in input.preparedSweeps.enumerated() {
            for lobe in input.pooledLoop(index).lobes {
                let cells = Self.cells(lobe)
                for cell in cells { result.metrics += metrics(cell, sweep) }
                if let index = pointIndex(cells, sweep) { result.metrics.append(index) }
            }
        }
        return result
    }

    /// The branches that deliver power from 0 V on; none where an open pinch explains the current there.
    private static func cells(_ lobe: Lobe) -> [Cell] {
        let all = [lobe.fwd, lobe.bwd].compactMap { $0 }
        let starts = all.compactMap { start($0) }
        // A displacement current has opposite signs on the way out and back; a photocurrent has one.
        guard starts.count == all.count, starts.allSatisfy({ $0.value * lobe.sign.factor < 0 }) else { return [] }
        if starts.count == 2, abs(starts[0].value - starts[1].value) > abs(starts[0].value + starts[1].value) / 2 {
            return []
        }
        return zip(all, starts).compactMap { branch, start in
            let size = branch.current_A.map { abs($0) }.max() ?? 0
            guard abs(start.value) > max(5 * (start.se ?? 0), 0.005 * size), let V_oc = zero(branch, start) else {
                return nil
            }
            return Cell(branch: branch, V_oc: V_oc, I_sc: start)
        }
    }

    /// The current at 0 V; `nil` where the branch begins beyond two steps.
    private static func start(_ branch: Branch) -> Estimate? {
        guard let first = branch.u_V.first, let current = branch.current_A.first, first <= 2 * branch.step_V else {
            return nil
        }
        return branch.current(at: 0) ?? Estimate(current, se: branch.noise_A(at: 0))
    }

    private static func zero(_ branch: Branch, _ start: Estimate) -> Estimate? {
        let sign: Double = start.value < 0 ? -1 : 1
        guard let i = branch.u_V.indices.dropFirst().first(where: { sign * branch.current_A[$0] <= 0 }) else {
            return nil
        }
        let slope = (branch.current_A[i] - branch.current_A[i - 1]) / (branch.u_V[i] - branch.u_V[i - 1])
        guard slope != 0 else { return nil }
        return Estimate(
            branch.u_V[i - 1] - branch.current_A[i - 1] / slope, se: branch.noise_A(at: i).map { $0 / abs(slope) })
    }

    private func metrics(_ cell: Cell, _ sweep: PreparedSweep) -> [Metric] {
        let branch = cell.branch
        let sign = branch.lobe.factor
        var place = sweep.place
        place.lobe = branch.lobe.rawValue
        place.branch = branch.name
        func metric(_ name: String, _ estimate: Estimate, _ unit: SIUnit, _ rule: String) -> Metric {
            Metric(
                "hysteresis." + name, estimate.value, se: estimate.se, unit: unit, at: place, from: sweep.sources,
                rule: rule + " of \(branch.name), all counted cycles as one")
        }
        var found = [
            metric("V_oc", Estimate(sign * cell.V_oc.value, se: cell.V_oc.se), .volt, "first zero of the current"),
            metric("I_sc", cell.I_sc, .ampere, "current at 0 V"),
        ]
        let powers = branch.u_V.indices.filter { branch.u_V[$0] <= cell.V_oc.value && !branch.isMasked($0) }
            .map { (power: -sign * branch.u_V[$0] * branch.current_A[$0], i: $0) }
        guard let best = powers.max(by: { $0.power < $1.power }), best.power > 0 else { return found }
        let noise = branch.noise_A(at: best.i).map { $0 * branch.u_V[best.i] }
        found.append(metric("P_max", Estimate(best.power, se: noise), .watt, "largest -I V"))
        let whole = cell.V_oc.value * abs(cell.I_sc.value)
        if whole > 0 {
            let relative = [
                (noise ?? 0) / best.power, (cell.V_oc.se ?? 0) / cell.V_oc.value,
                (cell.I_sc.se ?? 0) / abs(cell.I_sc.value),
            ].map { $0 * $0 }.reduce(0, +).squareRoot()
            let fill = best.power / whole
            found.append(
                metric(
                    "fill_factor", Estimate(fill, se: noise == nil ? nil : fill * relative), .none,
                    "P_max/(V_oc |I_sc|)"))
        }
        return found
    }

    /// `(I_bwd - I_fwd)/I_bwd` at 0.8 of the way back's V_oc.
    private func pointIndex(_ cells: [Cell], _ sweep: PreparedSweep) -> Metric? {
        guard let fwd = cells.first(where: { $0.branch.isForward }),
            let bwd = cells.first(where: { !$0.branch.isForward })
        else { return nil }
        let u = 0.8 * bwd.V_oc.value
        guard let a = fwd.branch.current(at: u), let b = bwd.branch.current(at: u), let ratio = Estimate.ratio(a, b),
            ratio.isFinite
        else { return nil }
        var place = sweep.place
        place.lobe = fwd.branch.lobe.rawValue
        place.V_read = fwd.branch.lobe.factor * u
        place.definition = "0.8 V_oc"
        return Metric(
            "hysteresis.point_index", 1 - ratio.value, se: ratio.se, unit: .none, at: place, from: sweep.sources,
            rule: "(I_bwd - I_fwd)/I_bwd at 0.8 of V_oc on the way back (Kim and Park 2014), linear interpolation")
    }
}
