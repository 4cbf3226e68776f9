import Glibc
internal import Kernels

/// Starts for the two-branch device: exponentials through the conductances and capacitances of the spectra.
enum TwoBranchStart {
    /// Values in the order of `JointModel.twoBranch.parameters`; none with fewer than two spectra of a slow branch.
    static func values(_ hints: JointHints, limit: Int) -> [[Double]] {
        let inductive = hints.branches.filter { $0.memory_S > 0 && $0.fast_S > 0 && $0.time_s > 0 }
        guard let fast = exponential(hints.branches.map { JointHints.Point($0.bias_V, $0.fast_S) }),
            let slow = exponential(inductive.map { JointHints.Point($0.bias_V, $0.memory_S) })
        else { return [] }
        let tau_L = RobustStatistics.median(inductive.map(\.time_s)) ?? 1
        let C_g = hints.capacitance_F ?? 1e-12
        var surfaces: [(C_s0: Double, V_c: Double, tau_C: Double)] = []
        if let found = exponential(hints.surfaces), let tau_C = hints.surfaceTime_s {
            surfaces.append((found.scale, found.voltage_V, tau_C))
        } else if let one = hints.surfaces.first, let tau_C = hints.surfaceTime_s {
            surfaces.append((one.value * exp(-one.voltage_V / (2 * fast.voltage_V)), 2 * fast.voltage_V, tau_C))
        }
        for part in [0.2, 0.05, 1] { surfaces.append((10 * C_g, 2 * fast.voltage_V, part * tau_L)) }
        return surfaces.prefix(limit).map { surface in
            [
                // 1/R_b = I_b0/V_b e^(u/V_b): the scale of the conductance times V_b is that of the current.
                C_g, fast.scale * fast.voltage_V, fast.voltage_V, slow.scale * slow.voltage_V, slow.voltage_V, tau_L,
                surface.C_s0, surface.V_c, surface.tau_C, hints.series_ohm ?? 1,
            ]
        }
    }

    /// `scale e^(V/voltage)` through points by their logarithms; `nil` with fewer than two voltages, or a falling one.
    private static func exponential(_ points: [JointHints.Point]) -> (scale: Double, voltage_V: Double)? {
        let usable = points.filter { $0.value > 0 }
        guard usable.count >= 2 else { return nil }
        let n = Double(usable.count)
        let meanV = usable.reduce(0) { $0 + $1.voltage_V } / n
        let meanY = usable.reduce(0) { $0 + log($1.value) } / n
        var (vv, vy) = (0.0, 0.0)
        for point in usable {
            vv += (point.voltage_V - meanV) * (point.voltage_V - meanV)
            vy += (point.voltage_V - meanV) * (log(point.value) - meanY)
        }
        guard vv > 0 else { return nil }
        // Without a rise the scale is wide, not infinite.
        let slope = max(vy / vv, 0.1)
        return (exp(meanY - slope * meanV), 1 / slope)
    }
}
