public import ComplexModule
import Glibc
public import RealModule

/// A model's answer to small signals about a steady state (THEORY A.2), for any number of slow variables.
///
///     Y_int(s) = s C_m + f_u + f_x (s - g_x)^-1 g_u        Z(s) = R_s + 1/Y_int(s)
public struct Linearization: Sendable {
    /// The steady state.
    public let point: OperatingPoint
    /// Derivatives there.
    public let slopes: ModelSlopes
    /// Fast capacitance, F.
    public let C_m_F: Double
    /// Series resistance, ohm.
    public let R_s_ohm: Double

    /// Conductance with the state frozen, `1/R_b` (with all slow branches' fast parts), S.
    public var G_b_S: Double { slopes.f_u }
    /// Resistance with the state frozen, ohm.
    public var R_b_ohm: Double { 1 / slopes.f_u }
    /// DC conductance without the series resistance, S.
    public var G_int_S: Double { slopes.f_u - coupling(order: 1) }
    /// Slope `dV/dI` of the steady-state curve, with the series resistance, ohm.
    public var R_dc_ohm: Double { R_s_ohm + 1 / G_int_S }
    /// `lim Im Y_int/ω`, F.
    public var C_lf_internal_F: Double { C_m_F - coupling(order: 2) }
    /// `lim Im(1/Z)/ω`, F (THEORY A.4).
    public var C_lf_F: Double {
        let division = 1 + R_s_ohm * G_int_S
        return C_lf_internal_F / (division * division)
    }

    /// Internal admittance at an angular frequency, S.
    public func internalAdmittance_S(at omega_rad_per_s: Double) -> Complex<Double> {
        let s = Complex(0, omega_rad_per_s)
        var y = s * Complex(C_m_F) + Complex(slopes.f_u)
        guard slopes.g_u.contains(where: { $0 != 0 }) else { return y }
        let answer = solve(shift: s, slopes.g_u.map { Complex($0) })
        for (f, x) in zip(slopes.f_x, answer) { y += Complex(f) * x }
        return y
    }

    /// Impedance at an angular frequency, ohm.
    public func impedance_ohm(at omega_rad_per_s: Double) -> Complex<Double> {
        Complex(R_s_ohm) + Complex(1) / internalAdmittance_S(at: omega_rad_per_s)
    }

    /// Resistance of the branch of slow variable `k`, ohm; exact where the slow variables do not couple (A.2).
    ///
    /// Absent where the branch carries nothing, as that of a memory at 0 V.
    public func R_a_ohm(_ k: Int = 0) -> Double? {
        let n = slopes.f_x.count
        guard k < n, slopes.f_x[k] * slopes.g_u[k] != 0 else { return nil }
        return -slopes.g_x[k * n + k] / (slopes.f_x[k] * slopes.g_u[k])
    }

    /// Chemical inductance of the branch of slow variable `k`, H; as `R_a_ohm`.
    public func L_a_H(_ k: Int = 0) -> Double? {
        guard k < slopes.f_x.count, slopes.f_x[k] * slopes.g_u[k] != 0 else { return nil }
        return 1 / (slopes.f_x[k] * slopes.g_u[k])
    }

    /// Relaxation time of slow variable `k` at constant internal voltage, s.
    public func tau_k_s(_ k: Int = 0) -> Double? {
        let n = slopes.f_x.count
        // A state that nothing moves has no time.
        guard k < n, slopes.g_x[k * n + k] != 0 else { return nil }
        return -1 / slopes.g_x[k * n + k]
    }

    /// Slow relaxation time after a voltage step, s: the slow zero of Z (THEORY A.7); only for one slow variable.
    public var tau_V_s: Double? {
        guard let tau = tau_k_s(), slopes.f_x.count == 1 else { return nil }
        // The polynomial of A.7 divided by R_a, with L/R_a = tau and tau_k G_a = L_a/R_a^2.
        let G_b = slopes.f_u
        let G_a = G_int_S - G_b
        return slowTime_s(
            square: R_s_ohm * tau * C_m_F, linear: tau + R_s_ohm * (C_m_F + tau * G_b),
            constant: 1 + R_s_ohm * (G_b + G_a))
    }

    /// Slow relaxation time after a current step, s: the slow pole of Z (THEORY A.7); only for one slow variable.
    public var tau_I_s: Double? {
        guard let tau = tau_k_s(), slopes.f_x.count == 1 else { return nil }
        return slowTime_s(square: tau * C_m_F, linear: C_m_F + tau * slopes.f_u, constant: G_int_S)
    }

    /// `-1/s` for the root of `square s^2 + linear s + constant` nearer to 0; `nil` where the roots are complex.
    private func slowTime_s(square a: Double, linear b: Double, constant c: Double) -> Double? {
        let discriminant = b * b - 4 * a * c
        guard discriminant >= 0, c != 0 else { return nil }
        return (b + (b < 0 ? -1 : 1) * discriminant.squareRoot()) / (2 * c)
    }

    /// `f_x g_x^-order g_u`, what the slow variables add at low frequency.
    private func coupling(order: Int) -> Double {
        // A voltage that moves no state adds nothing, also where nothing else moves it and `g_x` has no inverse.
        guard slopes.g_u.contains(where: { $0 != 0 }) else { return 0 }
        var vector = slopes.g_u.map { Complex($0) }
        // `solve` at s = 0 divides by -g_x; the sign is turned back each time.
        for _ in 0..<order { vector = solve(shift: Complex(0), vector).map { -$0 } }
        return zip(slopes.f_x, vector).reduce(0) { $0 + $1.0 * $1.1.real }
    }

    /// `(s - g_x)^-1 b` by elimination with row exchange.
    private func solve(shift s: Complex<Double>, _ b: [Complex<Double>]) -> [Complex<Double>] {
        let n = b.count
        var x = b
        var m = slopes.g_x.map { Complex(-$0) }
        for k in 0..<n { m[k * n + k] += s }
        for k in 0..<n {
            let pivot = (k..<n).max { m[$0 * n + k].length < m[$1 * n + k].length } ?? k
            if pivot != k {
                for j in 0..<n { m.swapAt(k * n + j, pivot * n + j) }
                x.swapAt(k, pivot)
            }
            for i in 0..<n where i > k {
                let factor = m[i * n + k] / m[k * n + k]
                for j in k..<n { m[i * n + j] -= factor * m[k * n + j] }
                x[i] -= factor * x[k]
            }
        }
        for i in stride(from: n - 1, through: 0, by: -1) {
            for j in 0..<n where j > i { x[i] -= m[i * n + j] * x[j] }
            x[i] /= m[i * n + i]
        }
        return x
    }
}

extension DeviceModel {
    /// The small-signal answer about the steady state at an applied voltage.
    public func linearized(at applied_V: Double) -> Linearization {
        let point = operatingPoint(at: applied_V)
        return linearized(about: point)
    }

    /// The small-signal answer about the steady state at an internal voltage.
    public func linearized(atInternal u_V: Double) -> Linearization {
        let state = steadyState(at: u_V)
        let current_A = conduction_A(at: u_V, state)
        return linearized(
            about: OperatingPoint(
                applied_V: u_V + seriesResistance_ohm * current_A, internal_V: u_V, current_A: current_A, state: state))
    }

    /// The answer about a state that is held, at an applied voltage: that of a memory far slower than the signal.
    ///
    /// True only for `ω` far above the relaxation rates; the limits at zero frequency then mean nothing.
    public func linearized(at applied_V: Double, holding state: [Double]) -> Linearization {
        let u = internalVoltage(at: applied_V) { conduction_A(at: $0, state) }
        return linearized(
            about: OperatingPoint(
                applied_V: applied_V, internal_V: u, current_A: conduction_A(at: u, state), state: state))
    }

    private func linearized(about point: OperatingPoint) -> Linearization {
        Linearization(
            point: point, slopes: slopes(at: point.internal_V, point.state), C_m_F: fastCapacitance_F,
            R_s_ohm: seriesResistance_ohm)
    }
}
