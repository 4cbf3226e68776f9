public import ComplexModule
internal import Kernels
public import RealModule

/// Poles and zeros of the impedance: the rates at which the device relaxes when its current, or its voltage, is held.
///
/// - Source: THEORY A.7. Zeros of Z rule under voltage control, poles of Z under current control.
public struct PolesAndZeros: Sendable, Hashable {
    /// `Z = numerator/denominator`, coefficients of rising powers of s.
    let numerator: [Double]
    let denominator: [Double]
    /// Roots of the denominator, 1/s, slowest first.
    public let poles_per_s: [Complex<Double>]
    /// Roots of the numerator, 1/s, slowest first.
    public let zeros_per_s: [Complex<Double>]

    /// Poles and zeros of a circuit with at most two branches; `nil` for more.
    public init?(_ circuit: MaxwellCircuit) {
        guard circuit.branches.count <= 2 else { return nil }
        denominator = RateEquation(circuit, .current).polynomial
        numerator = RateEquation(circuit, .voltage).polynomial
        poles_per_s = RootFinding.roots(denominator)
        zeros_per_s = RootFinding.roots(numerator)
    }

    /// Relaxation time of the slow mode under voltage control, s; `nil` where it rings or grows.
    public var tau_V_s: Double? { Self.slowTime(zeros_per_s) }

    /// Relaxation time of the slow mode under current control, s; `nil` where it rings or grows.
    public var tau_I_s: Double? { Self.slowTime(poles_per_s) }

    private static func slowTime(_ rates: [Complex<Double>]) -> Double? {
        guard let slow = rates.first, slow.imaginary == 0, slow.real < 0 else { return nil }
        return -1 / slow.real
    }
}

/// The equation whose roots are the rates of a circuit: a polynomial in s.
///
///     voltage held:  (1 + R_s (G_b + C s)) prod_k (1 + s t_k) + R_s sum_k g_k prod_(j != k) (1 + s t_j) = 0
///     current held:  the same for R_s -> infinity, divided by R_s
struct RateEquation {
    /// What the source holds.
    enum Control { case voltage, current }

    private let circuit: MaxwellCircuit
    private let control: Control

    init(_ circuit: MaxwellCircuit, _ control: Control) {
        (self.circuit, self.control) = (circuit, control)
    }

    /// The constant 1 of the equation, and the factor of Y_int.
    private var one: Double { control == .voltage ? 1 : 0 }
    private var load: Double { control == .voltage ? circuit.series_ohm : 1 }

    /// Coefficients of rising powers of s.
    var polynomial: [Double] {
        let fast = [one + load * circuit.fastConductance_S, load * circuit.capacitance_F]
        var sum = times(fast, skipping: nil)
        for (k, branch) in circuit.branches.enumerated() {
            for (power, value) in times([load * branch.conductance_S], skipping: k).enumerated() { sum[power] += value }
        }
        return sum
    }

    /// A polynomial times `1 + s t` of every branch but one.
    private func times(_ polynomial: [Double], skipping skipped: Int?) -> [Double] {
        circuit.branches.indices.filter { $0 != skipped }.reduce(polynomial) { product, k in
            let t = circuit.branches[k].time_s
            return zip(product + [0], [0] + product).map { $0 + t * $1 }
        }
    }

    /// Derivatives of the time `-1/s` of a root by R_s, G_b, C_m, then g and ln t of each branch, for the delta method.
    func gradient(ofTime time_s: Double) -> [Double] {
        let s = -1 / time_s
        let branches = circuit.branches
        // Products of 1 + s t over the branches but those named.
        func product(but skipped: Int...) -> Double {
            branches.indices.reduce(1) { skipped.contains($1) ? $0 : $0 * (1 + s * branches[$1].time_s) }
        }
        let all = product()
        let fast = circuit.fastConductance_S + circuit.capacitance_F * s
        let slow = branches.indices.reduce(0) { $0 + branches[$1].conductance_S * product(but: $1) }
        var partial = [control == .voltage ? fast * all + slow : 0, load * all, load * s * all]
        var slope = load * circuit.capacitance_F * all
        for k in branches.indices {
            // The equation by 1 + s t_k.
            let others = branches.indices.filter { $0 != k }
            let byFactor = others.reduce((one + load * fast) * product(but: k)) {
                $0 + load * branches[$1].conductance_S * product(but: k, $1)
            }
            slope += byFactor * branches[k].time_s
            partial += [load * product(but: k), byFactor * s * branches[k].time_s]
        }
        // ds = -dP/P'(s), and the time moves by ds/s².
        return partial.map { -$0 / (slope * s * s) }
    }
}
