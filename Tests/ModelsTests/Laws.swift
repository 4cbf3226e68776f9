import Findings
import RealModule
import TestSupport
import Testing

@testable import Models

/// What the three measurements say about one model, computed by running it.
enum Laws {
    /// Excess charge after a small step over its height (THEORY C.5), F.
    ///
    /// The charge is integrated on a grid that is uniform in the logarithm of time, from far below the fast time to
    /// 40 relaxation times.
    static func stepCapacitance_F(_ model: any DeviceModel, at V: Double, step_V: Double) throws -> Double {
        let slowest = model.slowest_s(at: V)
        let fast = max(model.seriesResistance_ohm * model.fastCapacitance_F, 1e-9 * slowest)
        let n = 4000
        let ends = (low: 1e-3 * fast, high: 40 * slowest)
        let step = Double.log(ends.high / ends.low) / Double(n)
        let times = (0...n).map { ends.low * Double.exp(Double($0) * step) }
        let currents = try model.stepResponse_A(from: V, to: V + step_V, at: [0] + times)
        let final_A = model.operatingPoint(at: V + step_V).current_A
        let weighted = zip(currents.dropFirst(), times).map { ($0 - final_A) * $1 }
        let beginning = ends.low * (currents[0] - final_A)
        return (simpson(weighted[...], step: step) + beginning) / step_V
    }

    /// Half the opening of a slow triangular loop over its rate (THEORY G.1), F.
    static func loopCapacitance_F(
        _ model: any DeviceModel, at V: Double, rate_V_per_s v: Double, low_V: Double, high_V: Double
    ) throws -> Double {
        var run = DeviceRun(model, restingAt: low_V)
        let up = try run.ramp(to: high_V, in: (high_V - low_V) / v, samples_s: [(V - low_V) / v])
        let down = try run.ramp(to: low_V, in: (high_V - low_V) / v, samples_s: [(high_V - V) / v])
        return (up[0] - down[0]) / (2 * v)
    }
}

extension DeviceModel {
    /// Longest relaxation time at a voltage, or the fast one where there is no memory.
    func slowest_s(at V: Double) -> Double {
        let linear = linearized(at: V)
        let slow = stateVariables.indices.compactMap { linear.tau_k_s($0) }.max()
        return slow ?? max(1e-6, 10 * linear.R_b_ohm * fastCapacitance_F)
    }
}
