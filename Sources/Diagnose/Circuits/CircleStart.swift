/// Elements of EC1 read off a spectrum without a fit: the circle through the lowest point (THEORY E.3).
public struct CircleStart: Sendable, Hashable {
    /// Resistance at rest, where the loop's circle meets the real axis, ohm.
    public let R_dc_ohm: Double
    /// Time constant of the loop, `tau_I`, s.
    public let loopTime_s: Double
    /// Fast resistance R_b, ohm.
    public let R_b_ohm: Double
    /// Branch resistance R_a, ohm.
    public let R_a_ohm: Double
    /// Memory time tau_k, s.
    public let tau_k_s: Double

    /// Reads the elements.
    ///
    /// - Parameters:
    ///   - series_ohm: R_s, Re Z at high frequency.
    ///   - crossing_ohm: Re Z where Im Z = 0 at the upper end of the loop.
    ///   - lowest: the lowest point, omega in rad/s with Re Z and Im Z > 0 in ohm.
    /// - Returns: `nil` where there is no circle: Im Z not positive, or Re Z not changed since the crossing.
    public init?(
        series_ohm: Double, crossing_ohm: Double,
        lowest: (omega_rad_per_s: Double, real_ohm: Double, imaginary_ohm: Double)
    ) {
        let fall = crossing_ohm - lowest.real_ohm
        guard lowest.imaginary_ohm > 0, lowest.omega_rad_per_s > 0, fall != 0 else { return nil }
        R_dc_ohm = lowest.real_ohm - lowest.imaginary_ohm * lowest.imaginary_ohm / fall
        loopTime_s = (lowest.real_ohm - R_dc_ohm) / (lowest.omega_rad_per_s * lowest.imaginary_ohm)
        R_b_ohm = crossing_ohm - series_ohm
        let atRest = R_dc_ohm - series_ohm
        guard R_b_ohm != atRest, atRest != 0 else { return nil }
        R_a_ohm = R_b_ohm * atRest / (R_b_ohm - atRest)
        tau_k_s = loopTime_s * R_b_ohm / atRest
    }
}
