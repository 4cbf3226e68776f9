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
    /// The steady state at an applied voltage: a `u` with `V = u + R_s I_ss(u)`.
    ///
    /// Exact to rounding for a current that grows with `u`; of several solutions, as a negative resistance has them,
    /// one is found.
    public func operatingPoint(at applied_V: Double) -> OperatingPoint {
        let u = internalVoltage(at: applied_V) { conduction_A(at: $0, steadyState(at: $0)) }
        let state = steadyState(at: u)
        return OperatingPoint(
            applied_V: applied_V, internal_V: u, current_A: conduction_A(at: u, state), state: state)
    }

    /// The steady state that carries a current, found as above.
    ///
    /// - Returns: `nil` where no voltage up to 10 kV carries it.
    public func operatingPoint(carrying current_A: Double) -> OperatingPoint? {
        let excess = { (u: Double) in conduction_A(at: u, steadyState(at: u)) - current_A }
        guard let u = Self.crossing(of: excess, from: 0, to: 0) else { return nil }
        return OperatingPoint(
            applied_V: u + seriesResistance_ohm * current_A, internal_V: u, current_A: current_A,
            state: steadyState(at: u))
    }

    /// The `u` that the series resistance leaves of `V`, for a current that depends on `u` alone.
    func internalVoltage(at applied_V: Double, _ current_A: (Double) -> Double) -> Double {
        let R = seriesResistance_ohm
        guard R > 0, applied_V.isFinite else { return applied_V }
        let excess = { (u: Double) in u - applied_V + R * current_A(u) }
        // Conduction with the sign of `u` leaves `u` between 0 and V; others are looked for farther out.
        return Self.crossing(of: excess, from: min(0, applied_V), to: max(0, applied_V)) ?? applied_V
    }

    /// Where a rising function is zero, by bisection; the bounds are widened until they hold it, 10 kV at most.
    private static func crossing(of excess: (Double) -> Double, from low: Double, to high: Double) -> Double? {
        var (low, high) = (low, high)
        if excess(low) == 0 { return low }
        if excess(high) == 0 { return high }
        var width = max(high - low, 1e-3)
        // An overflow counts as above.
        while !(excess(low) < 0) {
            guard low > -1e4 else { return nil }
            low -= width
            width *= 2
        }
        while excess(high) < 0 {
            guard high < 1e4 else { return nil }
            high += width
            width *= 2
        }
        for _ in 0..<1100 {
            let middle = low + (high - low) / 2
            guard middle > low && middle < high else { break }
            if excess(middle) < 0 { low = middle } else { high = middle }
        }
        return abs(excess(low)) < abs(excess(high)) ? low : high
    }
}
