/// A model carried through the voltage of a trace, or linearized at the bias of a spectrum.
enum JointRun {
    /// Largest part of the voltage scale that a step of a ramp covers: the error of a step falls with its cube.
    private static let stepPart = 0.25

    /// The current of a model under the voltage of a trace, A; shape [n].
    ///
    /// - Parameter phases: where in their gaps loose jumps away from 0 V lie, and those back, 0 to 1.
    static func currents<Equations: JointEquations>(
        _ equations: Equations, _ trace: JointTrace, from start: JointState<Equations.Number>,
        phases: (away: Equations.Number, back: Equations.Number)
    ) -> [Equations.Number] {
        typealias Number = Equations.Number
        guard let first = trace.voltage_V.first else { return [] }
        var state = start
        var u = equations.internal_V(under: first, state, near: Number(first))
        var currents: [Number] = []
        currents.reserveCapacity(trace.voltage_V.count)
        currents.append(equations.conduction_A(at: u, state))
        var before_V = first
        for k in 1..<max(1, trace.voltage_V.count) {
            let after_V = trace.voltage_V[k]
            let loose_s = trace.loose_s[k]
            let phase = trace.fallsBack[k] ? phases.back : phases.away
            let time_s = loose_s == 0 ? Number(trace.interval_s[k]) : phase * loose_s + trace.interval_s[k]
            if trace.isHeld[k] { before_V = after_V }
            let change_V = after_V - before_V
            let pieces = min(64, max(1, (abs(change_V) / (stepPart * equations.voltageScale_V)).rounded(.up)))
            let part_s = time_s * (1 / pieces)
            // After a jump the internal voltage is another one before anything has moved.
            if trace.isHeld[k] { u = equations.internal_V(under: after_V, state, near: u) }
            for piece in 0..<Int(pieces) where part_s.value > 0 {
                let begin_V = before_V + change_V * (Double(piece) / pieces)
                let end_V = before_V + change_V * (Double(piece + 1) / pieces)
                (state, u) = advanced(equations, state, u, from: begin_V, to: end_V, for: part_s)
            }
            u = equations.internal_V(under: after_V, state, near: u)
            var current = equations.conduction_A(at: u, state)
            if change_V != 0, time_s.value > 0 {
                current = current + equations.capacitance_F * (change_V / time_s.value)
            }
            currents.append(current)
            before_V = after_V
        }
        return currents
    }

    /// The state and the internal voltage after a stretch of a ramp, in as many steps as the internal voltage asks for.
    ///
    /// Over a series resistance the state itself moves the internal voltage: then a step is so short that this moves by no
    /// more than the ramp may, and that no more than one relaxation time passes.
    private static func advanced<Equations: JointEquations>(
        _ equations: Equations, _ state: JointState<Equations.Number>, _ u: Equations.Number, from begin_V: Double,
        to end_V: Double, for time_s: Equations.Number
    ) -> (JointState<Equations.Number>, Equations.Number) {
        let whole = stepped(equations, state, u, from: begin_V, to: end_V, for: time_s)
        let most_V = stepPart * equations.voltageScale_V
        let moved_V = abs(whole.u.value - u.value) - abs(end_V - begin_V)
        guard moved_V > most_V else { return whole }
        let rates = [u, whole.u].map { equations.pull(at: $0).rates_per_s }
        let passed = rates.map { max(abs($0.first.value), abs($0.second.value)) }.max() ?? 0
        let parts = min(64, max((moved_V / most_V).rounded(.up), (passed * time_s.value).rounded(.up), 2))
        var (now, inner) = (state, u)
        for part in 0..<Int(parts) {
            (now, inner) = stepped(
                equations, now, inner, from: begin_V + (end_V - begin_V) * (Double(part) / parts),
                to: begin_V + (end_V - begin_V) * (Double(part + 1) / parts), for: time_s * (1 / parts))
        }
        return (now, inner)
    }

    /// Most rounds until a step's end and its internal voltage agree.
    private static let mostRounds = 12
    /// How near they must come, as a part of the voltage scale.
    private static let agreement = 2e-5

    /// One step: the end state and the internal voltage at the end are found together, by secants.
    ///
    /// Taking one after the other would swing where the state follows the voltage at once and moves it by more than that.
    private static func stepped<Equations: JointEquations>(
        _ equations: Equations, _ state: JointState<Equations.Number>, _ u: Equations.Number, from begin_V: Double,
        to end_V: Double, for time_s: Equations.Number
    ) -> (state: JointState<Equations.Number>, u: Equations.Number) {
        let middle_V = 0.5 * (begin_V + end_V)
        var end_u = equations.internal_V(under: end_V, state, near: u)
        var middle_u = equations.internal_V(under: middle_V, state, near: u)
        var before: (u: Double, miss: Double)?
        var made = (state: state, u: end_u)
        for round in 1...mostRounds {
            let end = follow(equations, state, from: u, to: end_u, over: middle_u, for: time_s)
            let found = equations.internal_V(under: end_V, end, near: end_u)
            let half = JointState(
                first: (state.first + end.first) * 0.5, second: (state.second + end.second) * 0.5)
            middle_u = equations.internal_V(under: middle_V, half, near: middle_u)
            let miss = found - end_u
            made = (end, found)
            // The first round knows nothing of the state at the end yet.
            if round > 1, abs(miss.value) <= agreement * equations.voltageScale_V { break }
            var next = found
            if let before, abs(end_u.value - before.u) > 1e-14 {
                let slope = (miss.value - before.miss) / (end_u.value - before.u)
                // Slopes near zero would throw the voltage far beyond what the states can make of it.
                if slope.isFinite, slope < -0.05 { next = end_u - miss * (1 / slope) }
            }
            before = (end_u.value, miss.value)
            end_u = next
        }
        return made
    }

    /// The state after a step in which its steady value runs along a parabola through those at the internal voltages of
    /// begin, middle and end, at the mean rate; exact where it does and the rate is constant, also over many times the relaxation.
    @inline(__always)
    private static func follow<Equations: JointEquations>(
        _ equations: Equations, _ state: JointState<Equations.Number>, from begin_V: Equations.Number,
        to end_V: Equations.Number, over middle_V: Equations.Number, for time_s: Equations.Number
    ) -> JointState<Equations.Number> {
        let begin = equations.pull(at: begin_V)
        let middle = equations.pull(at: middle_V)
        let end = equations.pull(at: end_V)
        return JointState(
            first: follow(
                state.first, begin.goal.first, middle.goal.first, end.goal.first,
                passed(begin.rates_per_s.first, middle.rates_per_s.first, end.rates_per_s.first, time_s)),
            second: follow(
                state.second, begin.goal.second, middle.goal.second, end.goal.second,
                passed(begin.rates_per_s.second, middle.rates_per_s.second, end.rates_per_s.second, time_s)))
    }

    /// How many relaxation times pass: rates are exponentials of the voltage, so their mean is Simpson's.
    @inline(__always)
    private static func passed<Number: SmoothNumber>(
        _ begin: Number, _ middle: Number, _ end: Number, _ time_s: Number
    ) -> Number {
        (begin + end + middle * 4) * time_s * (1.0 / 6)
    }

    /// The solution of `dx/ds = z (g - x)` at s = 1 for the parabola `g(s) = g₀ + (g₁ - g₀) s + 4 κ s (1 - s)`.
    @inline(__always)
    private static func follow<Number: SmoothNumber>(
        _ x: Number, _ begin: Number, _ middle: Number, _ end: Number, _ z: Number
    ) -> Number {
        let gone = Number(0) - Number.exponentialMinusOne(Number(0) - z)
        let bend = middle - (begin + end) * 0.5
        guard z.value > 0.05 else {
            // The mean of the parabola, later times a little heavier; what the next power of z adds is below 1e-4 of it.
            let chord: Number = (begin + end) * 0.5 + bend * (2.0 / 3)
            let mean: Number = chord + (end - begin) * z * (1.0 / 12)
            return x + (mean - x) * gone
        }
        // The particular solution g - g'/z + g''/z² at both ends.
        let rise: Number = (end - begin) / z
        let curve: Number = bend * 4 / z
        let tail: Number = curve * 2 / z
        let atEnd: Number = end - rise + curve - tail
        let atBegin: Number = begin - rise - curve - tail
        return atEnd + (x - atBegin) * (1 - gone)
    }

    /// The steady internal voltage under an applied one, V.
    static func settled<Equations: JointEquations>(_ equations: Equations, at applied_V: Double) -> Equations.Number {
        typealias Number = Equations.Number
        func excess(_ u: Number) -> Number {
            u - applied_V + equations.series_ohm * equations.conduction_A(at: u, equations.steady(at: u))
        }
        var u = Number(applied_V)
        let probe = 1e-6 * max(equations.voltageScale_V, 1e-6)
        var remaining = 40
        while remaining > 0 {
            remaining -= 1
            let here = excess(u)
            let slope = (excess(u + probe).value - here.value) / probe
            guard slope.isFinite, slope != 0 else { break }
            u = u - here * (1 / slope)
            // Slopes by the parameters are right one step after the value is.
            if abs(here.value / slope) < 1e-13 * max(1, abs(applied_V)) { remaining = min(remaining, 1) }
        }
        return u
    }

    /// Z of a model, ohm; shape [n].
    ///
    /// - Parameter written: the state where it was written before; `nil` for that of the bias.
    static func impedance<Equations: JointEquations>(
        _ equations: Equations, _ spectrum: JointSpectrum, written: JointState<Equations.Number>?
    ) -> [(real: Equations.Number, imaginary: Equations.Number)] {
        typealias Number = Equations.Number
        let u: Number
        let state: JointState<Number>
        if let written {
            u = equations.internal_V(under: spectrum.bias_V, written, near: Number(spectrum.bias_V))
            state = written
        } else {
            u = settled(equations, at: spectrum.bias_V)
            state = equations.steady(at: u)
        }
        let linear = equations.linearized(at: u, state)
        return spectrum.omega_rad_per_s.map { omega in
            // Y = f_u + Σ c/(k + iω) + iω C, then Z = R_s + 1/Y.
            var real = linear.fast_S
            var imaginary = equations.capacitance_F * omega
            for slow in linear.slow {
                let share = slow.coupling / (slow.rate_per_s * slow.rate_per_s + omega * omega)
                real = real + share * slow.rate_per_s
                imaginary = imaginary - share * omega
            }
            let size = 1 / (real * real + imaginary * imaginary)
            return (equations.series_ohm + real * size, Number(0) - imaginary * size)
        }
    }
}
