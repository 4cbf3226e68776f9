import Glibc

/// A device as its spectra and its steady curve tell it, bias by bias, without a parameter to fit (THEORY G.3, L17).
///
///     quasi-linear: I = G u + C_m du/dt           dG/dt = (G_ss(u) - G)/τ(u)      G_ss(u) = I_ss(u)/u
///     additive:     I = i_b(u) + w + C_m du/dt    dw/dt = (w_ss(u) - w)/τ(u)      i_b' = 1/R_b,  i_b + w_ss = I_ss
///
/// Spectra tell slopes about steady states only. How a frozen state conducts away from its own bias is one more
/// assumption; the two that are common are told apart by `R_b = u/I`, which the first demands (THEORY B.1, L9).
public struct CircuitTable: Sendable {
    /// What a spectrum tells at a bias.
    public struct Node: Sendable {
        /// Internal voltage, V.
        public var internal_V: Double
        /// `1/R_b`, S.
        public var fast_S: Double
        /// τ_k, s.
        public var time_s: Double

        /// Holds a reading.
        public init(internal_V: Double, fast_S: Double, time_s: Double) {
            self.internal_V = internal_V
            self.fast_S = fast_S
            self.time_s = time_s
        }
    }

    /// How a frozen state conducts.
    public enum Closure: String, Sendable {
        case quasiLinear = "quasi-linear"
        case additive
    }

    /// What the spectra tell, internal voltages rising.
    public private(set) var nodes: [Node]
    /// The steady curve, internal voltages rising, V and A.
    public private(set) var steady: [(internal_V: Double, current_A: Double)]
    /// Series resistance, ohm.
    public var seriesResistance_ohm: Double
    /// Fast capacitance, F.
    public var fastCapacitance_F: Double
    /// How a frozen state conducts.
    public let closure: Closure
    /// Capacitance of a second, capacitive branch at internal voltages, V and F; empty where there is none.
    public private(set) var surface: [(internal_V: Double, capacitance_F: Double)] = []
    /// Its time, s.
    public private(set) var surfaceTime_s = 0.0

    /// Largest factor between R_b and u/I that counts as quasi-linear: that of L9.
    private static let chordFactor = 1.25

    /// A table; `nil` with fewer than two spectra of a memory, or fewer than three points of the steady curve.
    ///
    /// - Parameter steady: applied voltage, V, and current, A.
    public init?(
        nodes: [Node], steady: [(voltage_V: Double, current_A: Double)], seriesResistance_ohm: Double,
        fastCapacitance_F: Double
    ) {
        let sorted = nodes.filter { $0.time_s > 0 && $0.fast_S.isFinite }.sorted { $0.internal_V < $1.internal_V }
        let curve = steady.map { ($0.voltage_V - seriesResistance_ohm * $0.current_A, $0.current_A) }
            .sorted { $0.0 < $1.0 }
        guard sorted.count >= 2, curve.count >= 3, let first = sorted.first, let last = sorted.last,
            last.internal_V > first.internal_V
        else { return nil }
        self.nodes = sorted
        self.steady = curve
        self.seriesResistance_ohm = seriesResistance_ohm
        self.fastCapacitance_F = fastCapacitance_F
        let misses = sorted.compactMap { node -> Double? in
            let current = Interpolated.value(curve, at: node.internal_V)
            let chord = current / node.internal_V
            return chord > 0 && node.fast_S > 0 ? abs(log(node.fast_S / chord)) : nil
        }.sorted()
        let typical = misses.isEmpty ? Double.infinity : misses[misses.count / 2]
        closure = typical < log(Self.chordFactor) ? .quasiLinear : .additive
    }

    /// The same table with a node's time, all times or the steady current multiplied: what an error of it would do.
    public func scaling(time factor: Double, of index: Int? = nil) -> CircuitTable {
        var copy = self
        for k in copy.nodes.indices where index == nil || index == k { copy.nodes[k].time_s *= factor }
        return copy
    }

    /// The same table with every conductance multiplied.
    public func scaling(conductance factor: Double) -> CircuitTable {
        var copy = self
        for k in copy.nodes.indices { copy.nodes[k].fast_S *= factor }
        copy.steady = copy.steady.map { ($0.internal_V, $0.current_A * factor) }
        return copy
    }

    /// The same table with a capacitor `C_s(v_s)` in series with `τ_C/C_s` beside the memory (THEORY B.2).
    public func adding(
        surface: [(internal_V: Double, capacitance_F: Double)], time_s: Double
    ) -> CircuitTable {
        var copy = self
        copy.surface = surface.filter { $0.capacitance_F > 0 }.sorted { $0.internal_V < $1.internal_V }
        copy.surfaceTime_s = time_s > 0 ? time_s : 0
        return copy
    }

    /// Whether what the spectra tell stays at its last value beyond their biases.
    private(set) var holdsEnds = false

    /// The same table without extrapolation: what would be if every law ended with the biases of the spectra.
    public var heldAtEnds: CircuitTable {
        var copy = self
        copy.holdsEnds = true
        return copy
    }

    /// The range of applied voltages that the steady curve covers, V.
    public var steady_V: ClosedRange<Double> {
        let ends = [steady.first, steady.last].compactMap { $0 }
            .map { $0.internal_V + seriesResistance_ohm * $0.current_A }
        return (ends.min() ?? 0)...(ends.max() ?? 0)
    }

    /// The range of internal voltages that spectra cover, V.
    public var covered_V: ClosedRange<Double> {
        (nodes.first?.internal_V ?? 0)...(nodes.last?.internal_V ?? 0)
    }

    /// The current under the voltage of a trace, A, from the steady state of its first voltage; shape [n].
    ///
    /// - Parameter phase: where in their gaps loose jumps lie, 0 to 1.
    public func currents(_ trace: JointTrace, phase: Double = 0.5) -> [Double] {
        let equations = TabulatedEquations(self)
        let first = trace.voltage_V.first ?? 0
        let u = JointRun.settled(equations, at: first)
        return JointRun.currents(equations, trace, from: equations.steady(at: u), phases: (phase, phase))
    }
}

/// Straight lines through points whose first values rise; beyond the ends the last piece goes on.
public enum Interpolated {
    /// The value at `x`.
    public static func value(_ points: [(Double, Double)], at x: Double) -> Double {
        guard let first = points.first, points.count > 1 else { return points.first?.1 ?? 0 }
        var (low, high) = (0, points.count - 1)
        while high - low > 1 {
            let middle = (low + high) / 2
            if points[middle].0 <= x { low = middle } else { high = middle }
        }
        let (a, b) = (points[low], points[high])
        let width = b.0 - a.0
        return width > 0 ? a.1 + (b.1 - a.1) * (x - a.0) / width : first.1
    }
}
