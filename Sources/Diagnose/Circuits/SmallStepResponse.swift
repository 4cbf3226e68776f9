internal import ComplexModule
import Glibc
internal import RealModule

/// What a circuit answers to a small step at time 0, in closed form: a final value and exponential modes.
///
/// - Source: THEORY C.1 (voltage step, response in S) and C.2 (current step, response in ohm).
public struct SmallStepResponse: Sendable, Hashable {
    /// One mode, `amplitude · exp(rate · t)`; modes of a ringing pair have conjugate amplitudes and rates.
    struct Mode: Sendable, Hashable {
        let amplitude: Complex<Double>
        let rate: Complex<Double>
    }

    /// What remains when all modes have died, per unit of the step.
    public let final: Double
    let modes: [Mode]

    /// Current after a unit voltage step, A/V; `nil` for a circuit with more than two branches or no DC path.
    public static func toVoltageStep(_ circuit: MaxwellCircuit) -> SmallStepResponse? {
        PolesAndZeros(circuit).flatMap { Self($0.denominator, over: $0.numerator, $0.zeros_per_s) }
    }

    /// Voltage after a unit current step, V/A; `nil` for a circuit with more than two branches or no DC path.
    public static func toCurrentStep(_ circuit: MaxwellCircuit) -> SmallStepResponse? {
        PolesAndZeros(circuit).flatMap { Self($0.numerator, over: $0.denominator, $0.poles_per_s) }
    }

    /// Partial fractions of `top/(s bottom)`; the roots of the bottom are simple.
    private init?(_ top: [Double], over bottom: [Double], _ roots: [Complex<Double>]) {
        guard bottom[0] != 0, top[0].isFinite, bottom[0].isFinite else { return nil }
        final = top[0] / bottom[0]
        modes = roots.map { root in
            let value = top.reversed().reduce(Complex<Double>(0)) { $0 * root + Complex($1) }
            let slope = bottom.enumerated().dropFirst().reversed().reduce(Complex<Double>(0)) {
                $0 * root + Complex(Double($1.offset) * $1.element)
            }
            return Mode(amplitude: value / (root * slope), rate: root)
        }
        guard modes.allSatisfy({ $0.amplitude.isFinite }) else { return nil }
    }

    /// Response at a time after the step, per unit of the step.
    public func value(at time_s: Double) -> Double {
        modes.reduce(final) { sum, mode in
            sum + (mode.amplitude * Complex<Double>.exp(mode.rate * Complex(time_s))).real
        }
    }

    /// The modes that neither ring nor grow, fastest first: amplitude per unit of the step, and time constant.
    public var decays: [(amplitude: Double, time_s: Double)] {
        modes.filter { $0.rate.imaginary == 0 && $0.rate.real < 0 }
            .map { ($0.amplitude.real, -1 / $0.rate.real) }
            .sorted { $0.1 < $1.1 }
    }

    /// Integral of the response minus its final value, per unit of the step; `nil` where a mode grows.
    ///
    /// For a voltage step it is the low-frequency capacitance (THEORY C.5).
    public var excess: Double? {
        guard modes.allSatisfy({ $0.rate.real < 0 }) else { return nil }
        return modes.reduce(0) { $0 - ($1.amplitude / $1.rate).real }
    }

    /// Time of the extremum between a fast and a slow decay, s; `nil` where there is none (THEORY C.1).
    public var turnover_s: Double? {
        let decays = decays
        guard decays.count == 2 else { return nil }
        let (fast, slow) = (decays[0], decays[1])
        let ratio = -(fast.amplitude * slow.time_s) / (slow.amplitude * fast.time_s)
        guard ratio > 1, ratio.isFinite, slow.time_s > fast.time_s else { return nil }
        return log(ratio) * fast.time_s * slow.time_s / (slow.time_s - fast.time_s)
    }
}
