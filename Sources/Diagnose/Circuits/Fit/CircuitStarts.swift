internal import ComplexModule
internal import Glibc
internal import Kernels
internal import RealModule

/// Starts for a circuit of which nothing is known but the spectrum: the best of many scattered over the scales that
/// the points can show.
///
/// Resistances within three times the range of |Z|, times within three times the range of 1/ω; capacitances and
/// inductances from one of each. The numbers are drawn from a seed, so that each run draws the same.
struct CircuitStarts {
    /// Which signs resistances, conductances and inductances start with.
    enum Signs {
        /// All positive.
        case positive
        /// Either, by chance.
        case either
        /// Those of these values.
        case like([Double])
    }

    /// How starts are scattered.
    struct Scatter {
        let count: Int
        let signs: Signs
        /// Whether values that were given stay.
        var keepsStarts = true
        let seed: UInt64
    }

    private struct Start {
        let cost: Double
        let number: Int
        let values: [Double]
    }

    private let circuit: Circuit
    private let size_ohm: ClosedRange<Double>
    private let time_s: ClosedRange<Double>
    /// The branch in which each value stands, by number.
    private let branchOfValue: [Int]
    private let branches: Range<Int>

    init(_ circuit: Circuit, _ points: FitPoints) {
        self.circuit = circuit
        let sizes = points.z_ohm.map(\.length)
        size_ohm = (sizes.min() ?? 1) / 3...(sizes.max() ?? 1) * 3
        var branchOfPart = Array(repeating: 0, count: circuit.parts.count)
        branches = 0..<Self.number(circuit.joint, &branchOfPart, from: 0)
        branchOfValue = zip(circuit.parts, branchOfPart).flatMap { part, branch in
            part.element.parameters.map { _ in branch }
        }
        let omegas = points.omega_rad_per_s
        time_s = 1 / (3 * (omegas.max() ?? 1))...3 / (omegas.min() ?? 1)
    }

    /// The values whose residuals are least, best first.
    ///
    /// - Parameter limit: how many; with either sign, no more than three of each set of signs, which a descent keeps.
    func best(_ limit: Int, _ scatter: Scatter, _ setup: FitSetup, _ points: FitPoints) -> [[Double]] {
        var stream = SeededStream(seed: scatter.seed, circuit.code)
        var found: [[Bool]: [Start]] = [:]
        // Thirty points tell a good start from a bad one.
        let few = points.thinned(max(1, points.z_ohm.count / 30))
        let evaluator = SharedEvaluator(circuit, few.omega_rad_per_s)
        let model = setup.model(evaluator, few, at: drawn(seed: scatter.seed))
        for number in 0..<scatter.count {
            let values = setup.completed(
                values(from: &stream, signs: scatter.signs), keepsStarts: scatter.keepsStarts)
            let cost = model.cost(values)
            guard cost.isFinite else { continue }
            found[values.map { $0 < 0 }, default: []].append(Start(cost: cost, number: number, values: values))
        }
        func sorted(_ starts: [Start]) -> [Start] { starts.sorted { ($0.cost, $0.number) < ($1.cost, $1.number) } }
        let best = found.values.flatMap { sorted($0).prefix(found.count > 1 ? 3 : limit) }
        return sorted(best).prefix(limit).map(\.values)
    }

    /// Values with one of them changed much, or with the values of one branch drawn anew: starts for a weak part of the
    /// circuit that a descent has lost, best first.
    ///
    /// The strong parts are right already, so the sum of squares at once says which change helps.
    func changed(_ limit: Int, _ values: [Double], _ setup: FitSetup, _ points: FitPoints, signed: Bool) -> [[Double]] {
        var found: [Start] = []
        let few = points.thinned(max(1, points.z_ohm.count / 30))
        let model = setup.model(SharedEvaluator(circuit, few.omega_rad_per_s), few, at: values)
        func add(_ changed: [Double]) {
            let completed = setup.completed(changed, keepsStarts: false)
            guard completed != values else { return }
            let cost = model.cost(completed)
            if cost.isFinite { found.append(Start(cost: cost, number: found.count, values: completed)) }
        }
        for index in setup.freeIndices {
            let sign: Double = values[index] < 0 ? -1 : 1
            for value in scale(of: index) {
                var changed = values
                changed[index] = sign * value
                add(changed)
            }
        }
        var stream = SeededStream(seed: 1, circuit.code)
        for branch in branches {
            for _ in 0..<30 {
                let drawn = self.values(from: &stream, signs: signed ? .either : .like(values), beyond: 30)
                add(values.indices.map { branchOfValue[$0] == branch ? drawn[$0] : values[$0] })
            }
        }
        return found.sorted { ($0.cost, $0.number) < ($1.cost, $1.number) }.prefix(limit).map(\.values)
    }

    /// Values drawn at random, the same for each seed.
    func drawn(seed: UInt64) -> [Double] {
        var stream = SeededStream(seed: seed, circuit.code)
        return values(from: &stream, signs: .positive)
    }

    /// Values drawn at random: for each a resistance and a time; signs mostly alike within a branch, since a memory
    /// turns the signs of its resistance and its inductance together (THEORY A.3).
    ///
    /// - Parameter beyond: a weak part's resistance is that much beyond the impedances seen.
    private func values(from stream: inout SeededStream, signs: Signs, beyond: Double = 1) -> [Double] {
        let size_ohm = size_ohm.lowerBound / beyond...size_ohm.upperBound * beyond
        let isTurned = branches.map { _ in stream.uniform() < 0.3 }
        return circuit.values.indices.map { index in
            let value = circuit.values[index]
            let part = stream.uniform()
            let R = between(size_ohm, part)
            let tau = between(time_s, stream.uniform())
            let isAgainst = stream.uniform() < 0.15
            let sign: Double =
                switch signs {
                case .positive: 1
                case .either: value.parameter.maySign && isTurned[branchOfValue[index]] != isAgainst ? -1 : 1
                case .like(let values): values[index] < 0 ? -1 : 1
                }
            switch value.parameter.role {
            case .resistance: return sign * R
            case .conductance: return sign / R
            case .inductance: return sign * R * tau
            case .capacitance, .phaseAdmittance: return tau / R
            case .phaseInductance: return R * tau
            case .time: return tau
            case .diffusion: return R / tau.squareRoot()
            case .exponent: return 0.5 + 0.5 * part
            }
        }
    }

    /// Sizes of a value over all that the points could show, two a decade.
    private func scale(of index: Int) -> [Double] {
        let (low, high) = (size_ohm.lowerBound, size_ohm.upperBound)
        let (short, long) = (time_s.lowerBound, time_s.upperBound)
        let ends: (Double, Double) =
            switch circuit.values[index].parameter.role {
            case .resistance: (low / 30, high * 30)
            case .conductance: (1 / high / 30, 30 / low)
            case .inductance, .phaseInductance: (low * short, 30 * high * long)
            case .capacitance, .phaseAdmittance: (short / high / 30, long / low)
            case .time: (short, long)
            case .diffusion: (low / long.squareRoot(), high / short.squareRoot())
            case .exponent: (0.5, 1)
            }
        let count = min(40, max(2, Int(2 * log10(ends.1 / ends.0))))
        return (0...count).map { ends.0 * pow(ends.1 / ends.0, Double($0) / Double(count)) }
    }

    private func between(_ range: ClosedRange<Double>, _ part: Double) -> Double {
        range.lowerBound * pow(range.upperBound / range.lowerBound, part)
    }

    /// Numbers the branches from `first`: a series with its own elements is one, an element alone in a group is one.
    private static func number(_ joint: Circuit.Joint, _ branches: inout [Int], from first: Int) -> Int {
        switch joint {
        case .element(let index):
            branches[index] = first
            return first + 1
        case .series(let joints):
            var next = first + 1
            for joint in joints {
                if case .element(let index) = joint {
                    branches[index] = first
                } else {
                    next = number(joint, &branches, from: next)
                }
            }
            return next
        case .parallel(let joints):
            return joints.reduce(first) { number($1, &branches, from: $0) }
        }
    }
}
