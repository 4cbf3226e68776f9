/// A model at rest under a constant applied voltage.
public struct OperatingPoint: Sendable, Hashable {
    /// Applied voltage V, V.
    public let applied_V: Double
    /// Internal voltage u = V - R_s I, V.
    public let internal_V: Double
    /// Steady current, A.
    public let current_A: Double
    /// The slow variables.
    public let state: [Double]
}

extension DeviceModel {
    /// The steady state at an applied voltage: the `u` between 0 and V with `V = u + R_s I_ss(u)`.
    ///
    /// Exact to rounding for conduction that has the sign of `u` and grows with it, as all models here have.
    public func operatingPoint(at applied_V: Double) -> OperatingPoint {
        let u = internalVoltage(at: applied_V) { conduction_A(at: $0, steadyState(at: $0)) }
        let state = steadyState(at: u)
        return OperatingPoint(
            applied_V: applied_V, internal_V: u, current_A: conduction_A(at: u, state), state: state)
    }

    /// The `u` that the series resistance leaves of `V`, for a current that depends on `u` alone; by bisection.
    func internalVoltage(at applied_V: Double, _ current_A: (Double) -> Double) -> Double {
        let R = seriesResistance_ohm
        guard R > 0, applied_V != 0, applied_V.isFinite else { return applied_V }
        // The excess u + R I(u) - V is not above 0 at `low` and not below 0 at `high`; an overflow counts as above.
        var (low, high) = (min(0, applied_V), max(0, applied_V))
        for _ in 0..<1100 {
            let middle = low + (high - low) / 2
            guard middle > low && middle < high else { break }
            if middle - applied_V + R * current_A(middle) < 0 { low = middle } else { high = middle }
        }
        return abs(low - applied_V + R * current_A(low)) < abs(high - applied_V + R * current_A(high)) ? low : high
    }
}
