internal import JointFit
internal import Measurements

extension CircuitTable {
    /// The series of spectra of a device with its steady curve; `nil` where one is missing.
    init?(_ evidence: Evidence, _ hints: JointHints) {
        let fast = evidence.metrics("impedance.R_b")
        let R_s = hints.series_ohm ?? 0
        let points = SteadyCurrents.points(in: evidence)
        let raw = points.map { ($0.voltage_V, $0.current_A) }
        let nodes = evidence.metrics("impedance.tau_k").compactMap { tau -> Node? in
            guard tau.at.state == nil, let bias_V = tau.at.bias_V, tau.value > 0,
                let R_b = fast.first(where: { $0.at == tau.at }), R_b.value != 0
            else { return nil }
            let current = Interpolated.value(raw, at: bias_V)
            return Node(internal_V: bias_V - R_s * current, fast_S: 1 / R_b.value, time_s: tau.value)
        }
        guard
            let table = CircuitTable(
                nodes: nodes, steady: points, seriesResistance_ohm: R_s,
                fastCapacitance_F: hints.capacitance_F ?? 0)
        else { return nil }
        self = table.adding(
            surface: hints.surfaces.map { ($0.voltage_V - R_s * Interpolated.value(raw, at: $0.voltage_V), $0.value) },
            time_s: hints.surfaceTime_s ?? 0)
    }

    /// Whether the steady curve reaches as far as a trace does; beyond its end nothing is known.
    func covers(_ trace: JointTrace) -> Bool {
        let reach = steady_V
        let slack = 0.02 * (reach.upperBound - reach.lowerBound)
        return trace.voltage_V.allSatisfy { $0 >= reach.lowerBound - slack && $0 <= reach.upperBound + slack }
    }
}
