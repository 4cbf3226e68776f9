public import ComplexModule
public import RealModule

/// A circuit in signed Maxwell form: `Z = R_s + 1/Y_int`, `Y_int = G_b + iωC + sum_k g_k/(1 + iω t_k)`.
///
/// With no branch it is EC0, with one EC1 (the chemical inductor). Nothing is singular where a branch changes from
/// inductive (`g > 0`) to conduction-capacitive (`g < 0`), so this is the form that is fitted; resistances and
/// inductances are for display.
/// - Source: THEORY E.2 (EC7), A.2 to A.4.
public struct MaxwellCircuit: Sendable, Hashable {
    /// A conductance that follows the voltage with a delay.
    public struct Branch: Sendable, Hashable {
        /// `g = 1/R_a`, signed, S.
        public var conductance_S: Double
        /// `t = tau_k = L_a/R_a`, s; negative for a self-amplifying state.
        public var time_s: Double

        /// A branch.
        public init(conductance_S: Double, time_s: Double) {
            self.conductance_S = conductance_S
            self.time_s = time_s
        }
    }

    /// Series resistance R_s, ohm.
    public var series_ohm: Double
    /// Fast conductance G_b = 1/R_b with the state frozen, S.
    public var fastConductance_S: Double
    /// Fast capacitance C_m, F.
    public var capacitance_F: Double
    /// The delayed branches.
    public var branches: [Branch]
    /// The branch that is the memory over a series of biases; `nil` lets this circuit alone decide.
    public var trackedMemory: Int?

    /// A circuit.
    public init(series_ohm: Double, fastConductance_S: Double, capacitance_F: Double, branches: [Branch] = []) {
        self.series_ohm = series_ohm
        self.fastConductance_S = fastConductance_S
        self.capacitance_F = capacitance_F
        self.branches = branches
    }

    /// EC1 from its elements, all but C_m signed and not zero.
    public init(R_s_ohm: Double, R_b_ohm: Double, R_a_ohm: Double, L_a_H: Double, C_m_F: Double) {
        self.init(
            series_ohm: R_s_ohm, fastConductance_S: 1 / R_b_ohm, capacitance_F: C_m_F,
            branches: [Branch(conductance_S: 1 / R_a_ohm, time_s: L_a_H / R_a_ohm)])
    }

    /// Admittance without the series resistance, S.
    public func internalAdmittance_S(at omega_rad_per_s: Double) -> Complex<Double> {
        var sum = Complex(fastConductance_S, omega_rad_per_s * capacitance_F)
        for branch in branches {
            let phase = omega_rad_per_s * branch.time_s
            let share = branch.conductance_S / (1 + phase * phase)
            sum += Complex(share, -share * phase)
        }
        return sum
    }

    /// Impedance, ohm; infinite where the internal admittance vanishes.
    public func impedance_ohm(at omega_rad_per_s: Double) -> Complex<Double> {
        Complex(series_ohm) + 1 / internalAdmittance_S(at: omega_rad_per_s)
    }

    /// Conductance at rest without the series resistance, `G_b + sum g`, S.
    public var staticConductance_S: Double { branches.reduce(fastConductance_S) { $0 + $1.conductance_S } }

    /// Differential resistance at rest, `R_s + 1/(G_b + sum g)`, ohm (THEORY A.4); infinite for no conductance.
    public var R_dc_ohm: Double { series_ohm + 1 / staticConductance_S }

    /// Low-frequency capacitance `lim Im(1/Z)/ω`, F, signed (THEORY A.4).
    public var C_lf_F: Double {
        let inside = branches.reduce(capacitance_F) { $0 - $1.conductance_S * $1.time_s }
        let divider = 1 + series_ohm * staticConductance_S
        return inside / (divider * divider)
    }

    /// Which branch is the memory: that of its bias series, else the inductive one that stores most, else the one that
    /// stores most; `nil` for none.
    public var memoryBranch: Int? {
        if let trackedMemory, branches.indices.contains(trackedMemory) { return trackedMemory }
        let inductive = branches.indices.filter { branches[$0].conductance_S > 0 }
        return (inductive.isEmpty ? Array(branches.indices) : inductive).max {
            abs(branches[$0].conductance_S * branches[$0].time_s)
                < abs(branches[$1].conductance_S * branches[$1].time_s)
        }
    }

    /// The branches beside the memory that are a capacitor with a resistance in series (`g < 0`).
    public var capacitiveBranches: [Int] {
        branches.indices.filter { $0 != memoryBranch && branches[$0].conductance_S < 0 }
    }

    /// Area of the loop that a small sine draws in the I-V plane, `π dU² Im Y`, W (THEORY D.2).
    public func lissajousArea_W(amplitude_V: Double, at omega_rad_per_s: Double) -> Double {
        .pi * amplitude_V * amplitude_V * (1 / impedance_ohm(at: omega_rad_per_s)).imaginary
    }
}

/// The characteristic angular frequencies of EC1 (THEORY A.5).
extension MaxwellCircuit {
    /// Where Im Z crosses zero, rad/s: inductive below, capacitive above; `nil` where it never does.
    public var crossing_rad_per_s: Double? {
        guard branches.count == 1, let branch = branches.first, branch.time_s != 0, capacitance_F != 0 else {
            return nil
        }
        // w_c² = 1/(L C) - (R_a/L)² with L = t/g.
        let square = (branch.conductance_S / capacitance_F - 1 / branch.time_s) / branch.time_s
        return square > 0 && square.isFinite ? square.squareRoot() : nil
    }

    /// Where Re(Z - R_s) crosses zero, rad/s: the sign of hidden negative resistance; `nil` where it never does.
    public var hiddenNegative_rad_per_s: Double? {
        guard branches.count == 1, let branch = branches.first, branch.time_s != 0, fastConductance_S != 0 else {
            return nil
        }
        // w_d² = -R_a (R_a + R_b)/L² = -(1 + g/G_b)/t².
        let square = -(1 + branch.conductance_S / fastConductance_S) / (branch.time_s * branch.time_s)
        return square > 0 && square.isFinite ? square.squareRoot() : nil
    }
}
