import Glibc

/// The equations of a `CircuitTable`, on an even grid of internal voltages: a run asks for them some thousand times.
struct TabulatedEquations: JointEquations {
    private static let cells = 400
    private let least_V: Double
    private let step_V: Double
    /// Steady state: G_ss or w_ss.
    private var goal: [Double] = []
    /// Rate of the memory, per second.
    private var rate: [Double] = []
    /// Fast current of the additive closure, A.
    private var fast_A: [Double] = []
    /// Conductance of the second branch, C_s/τ_C, S; empty without one.
    private var surface_S: [Double] = []
    private let surfaceRate_per_s: Double
    private let isQuasiLinear: Bool
    let series_ohm: Double
    let capacitance_F: Double
    let voltageScale_V: Double

    init(_ table: CircuitTable) {
        series_ohm = table.seriesResistance_ohm
        capacitance_F = table.fastCapacitance_F
        isQuasiLinear = table.closure == .quasiLinear
        surfaceRate_per_s = table.surface.isEmpty || table.surfaceTime_s == 0 ? 0 : 1 / table.surfaceTime_s
        let logSurface = table.surface.map { ($0.internal_V, log($0.capacitance_F)) }
        let covered = table.covered_V
        let low = min(table.steady.first?.internal_V ?? 0, covered.lowerBound, 0)
        let high = max(table.steady.last?.internal_V ?? 0, covered.upperBound, 0)
        let margin = 0.05 * (high - low)
        least_V = low - margin
        step_V = max((high - low + 2 * margin) / Double(Self.cells), 1e-9)
        // Currents follow the state over a few hundredths of the range; nothing here is steeper than the nodes tell.
        voltageScale_V = 20 * step_V
        let logTimes = table.nodes.map { ($0.internal_V, log($0.time_s)) }
        // Logarithms, which conductances are straightest in, where there is no negative resistance; else as they are.
        let isPositive = table.nodes.allSatisfy { $0.fast_S > 0 }
        let fast = table.nodes.map { ($0.internal_V, isPositive ? log($0.fast_S) : $0.fast_S) }
        let steady = table.steady.map { ($0.internal_V, $0.current_A) }
        let chords = Self.chords(steady)
        for cell in 0...Self.cells {
            let u = least_V + Double(cell) * step_V
            let seen = table.holdsEnds ? min(max(u, covered.lowerBound), covered.upperBound) : u
            rate.append(exp(-max(-40, min(40, Interpolated.value(logTimes, at: seen)))))
            goal.append(Interpolated.value(isQuasiLinear ? chords : steady, at: u))
            let slope = Interpolated.value(fast, at: seen)
            fast_A.append(isPositive ? exp(max(-80, min(20, slope))) : slope)
            if surfaceRate_per_s > 0 {
                surface_S.append(exp(max(-80, min(20, Interpolated.value(logSurface, at: seen)))) * surfaceRate_per_s)
            }
        }
        guard !isQuasiLinear else { return }
        integrateFast()
    }

    /// `I/u` of the steady curve; points at 0 V tell nothing of it.
    private static func chords(_ steady: [(Double, Double)]) -> [(Double, Double)] {
        let largest = steady.reduce(0) { max($0, abs($1.0)) }
        return steady.filter { abs($0.0) > 0.01 * largest }.map { ($0.0, $0.1 / $0.0) }
    }

    /// Turns 1/R_b into the fast current, zero at 0 V, and the steady current into that of the memory.
    private mutating func integrateFast() {
        let slopes = fast_A
        var sum = 0.0
        fast_A[0] = 0
        for cell in 1...Self.cells {
            sum += 0.5 * (slopes[cell - 1] + slopes[cell]) * step_V
            fast_A[cell] = sum
        }
        let atZero = value(fast_A, 0)
        for cell in 0...Self.cells {
            fast_A[cell] -= atZero
            goal[cell] -= fast_A[cell]
        }
    }

    private func value(_ column: [Double], _ u_V: Double) -> Double {
        let place = max(0, min(Double(Self.cells) - 1e-9, (u_V - least_V) / step_V))
        let cell = Int(place)
        let part = place - Double(cell)
        return column[cell] * (1 - part) + column[cell + 1] * part
    }

    func steady(at u_V: Double) -> JointState<Double> { JointState(first: value(goal, u_V), second: u_V) }

    func pull(at u_V: Double) -> (goal: JointState<Double>, rates_per_s: JointState<Double>) {
        (steady(at: u_V), JointState(first: value(rate, u_V), second: surfaceRate_per_s))
    }

    func conduction_A(at u_V: Double, _ state: JointState<Double>) -> Double {
        let charging = surface_S.isEmpty ? 0 : value(surface_S, state.second) * (u_V - state.second)
        return (isQuasiLinear ? state.first * u_V : value(fast_A, u_V) + state.first) + charging
    }

    func internal_V(under applied_V: Double, _ state: JointState<Double>, near guess_V: Double) -> Double {
        if isQuasiLinear, surface_S.isEmpty { return applied_V / (1 + series_ohm * state.first) }
        let surface = surface_S.isEmpty ? 0 : value(surface_S, state.second)
        var u = guess_V
        for _ in 0..<4 {
            let slope =
                isQuasiLinear
                ? state.first : max(0, (value(fast_A, u + step_V) - value(fast_A, u - step_V)) / (2 * step_V))
            u -= (u - applied_V + series_ohm * conduction_A(at: u, state)) / (1 + series_ohm * (slope + surface))
        }
        return u
    }

    func linearized(
        at u_V: Double, _ state: JointState<Double>
    ) -> (fast_S: Double, slow: [(coupling: Double, rate_per_s: Double)]) {
        let rate = value(rate, u_V)
        let slope = (value(goal, u_V + step_V) - value(goal, u_V - step_V)) / (2 * step_V)
        let surface = surface_S.isEmpty ? 0 : value(surface_S, state.second)
        let fast =
            isQuasiLinear
            ? state.first : (value(fast_A, u_V + step_V) - value(fast_A, u_V - step_V)) / (2 * step_V)
        return (
            fast + surface,
            [((isQuasiLinear ? u_V : 1) * slope * rate, rate), (-surface * surfaceRate_per_s, surfaceRate_per_s)]
        )
    }
}
