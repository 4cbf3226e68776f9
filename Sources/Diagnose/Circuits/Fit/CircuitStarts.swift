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
    private struct Start {
        let cost: Double
        let model: CircuitFitModel
        let coordinates: [Double]
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

    /// The models whose residuals are least where they start, best first, with the coordinates of their starts.
    ///
    /// Values given stay; the others are scattered.
    /// - Parameter signed: whether resistances and inductances of either sign are scattered.
    func best(
        _ limit: Int, of count: Int, _ setup: FitSetup, _ points: FitPoints, signed: Bool, seed: UInt64
    ) -> [(model: CircuitFitModel, start: [Double])] {
        var stream = SeededStream(seed: seed, circuit.code)
        var residuals = Array(repeating: 0.0, count: 2 * points.z_ohm.count)
        var jacobian = Array(repeating: 0.0, count: residuals.count * setup.freeIndices.count)
        var found: [[Bool]: [Start]] = [:]
        for _ in 0..<count {
            var values = values(from: &stream, signed: signed)
            for (index, value) in setup.given { values[index] = value }
            let model = setup.model(circuit, points, at: values)
            let start = model.coordinates(values)
            guard model.evaluate(start, residuals: &residuals, jacobian: &jacobian) else { continue }
            let cost = residuals.reduce(0) { $0 + $1 * $1 }
            guard cost.isFinite else { continue }
            found[values.map { $0 < 0 }, default: []].append(Start(cost: cost, model: model, coordinates: start))
        }
        // A descent keeps signs, so the best of each set of signs come before further ones of the same.
        let each = signed ? 3 : limit
        let best = found.values.flatMap { $0.sorted { $0.cost < $1.cost }.prefix(each) }
        return best.sorted { ($0.cost, $0.coordinates.first ?? 0) < ($1.cost, $1.coordinates.first ?? 0) }
            .prefix(limit).map { ($0.model, $0.coordinates) }
    }

    /// Values drawn at random: for each a resistance and a time; signs mostly alike within a branch, since a memory
    /// turns the signs of its resistance and its inductance together (THEORY A.3).
    private func values(from stream: inout SeededStream, signed: Bool) -> [Double] {
        let isTurned = branches.map { _ in stream.uniform() < 0.3 }
        return zip(circuit.values, branchOfValue).map { value, branch in
            let part = stream.uniform()
            let R = between(size_ohm, part)
            let tau = between(time_s, stream.uniform())
            let isAgainst = stream.uniform() < 0.15
            let isNegative = signed && value.parameter.maySign && isTurned[branch] != isAgainst
            switch value.parameter.role {
            case .resistance: return isNegative ? -R : R
            case .inductance: return isNegative ? -R * tau : R * tau
            case .capacitance, .phaseAdmittance: return tau / R
            case .phaseInductance: return R * tau
            case .time: return tau
            case .diffusion: return R / tau.squareRoot()
            case .exponent: return 0.5 + 0.5 * part
            }
        }
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
