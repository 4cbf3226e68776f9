import Foundation
import Testing

@testable import Kernels

/// Robertson's reaction, the standard stiff problem, with its conservation law as an algebraic line.
private struct Robertson: DifferentialSystem {
    let count = 3
    let mass = [1.0, 1.0, 0.0]
    let absoluteTolerance = [1e-14, 1e-18, 1e-14]

    func rate(at t: Double, _ y: [Double], into rate: inout [Double]) {
        rate[0] = -0.04 * y[0] + 1e4 * y[1] * y[2]
        rate[1] = 0.04 * y[0] - 1e4 * y[1] * y[2] - 3e7 * y[1] * y[1]
        rate[2] = y[0] + y[1] + y[2] - 1
    }

    func jacobian(at t: Double, _ y: [Double], into jacobian: inout [Double]) {
        jacobian = [
            -0.04, 1e4 * y[2], 1e4 * y[1], 0.04, -1e4 * y[2] - 6e7 * y[1], -1e4 * y[1], 1, 1, 1,
        ]
    }
}

/// `y' = k (cos t - y)`, driven, with a closed form.
private struct Driven: DifferentialSystem {
    let k: Double
    let count = 1
    let mass = [1.0]
    let absoluteTolerance = [1e-14]
    func rate(at t: Double, _ y: [Double], into rate: inout [Double]) { rate[0] = k * (cos(t) - y[0]) }
    func jacobian(at t: Double, _ y: [Double], into jacobian: inout [Double]) { jacobian[0] = -k }
    func exact(_ t: Double) -> Double {
        let d = k * k + 1
        return (k * k * cos(t) + k * sin(t)) / d - k * k / d * exp(-k * t)
    }
}

/// `y' = k (1 - y)`, left alone.
private struct Settling: DifferentialSystem {
    let k: Double
    let count = 1
    let mass = [1.0]
    let absoluteTolerance = [1e-14]
    func rate(at t: Double, _ y: [Double], into rate: inout [Double]) { rate[0] = k * (1 - y[0]) }
    func jacobian(at t: Double, _ y: [Double], into jacobian: inout [Double]) { jacobian[0] = -k }
}

/// `y' = y^2`, which is infinite at t = 1 from y(0) = 1.
private struct Explosion: DifferentialSystem {
    let count = 1
    let mass = [1.0]
    let absoluteTolerance = [1e-14]
    func rate(at t: Double, _ y: [Double], into rate: inout [Double]) { rate[0] = y[0] * y[0] }
    func jacobian(at t: Double, _ y: [Double], into jacobian: inout [Double]) { jacobian[0] = 2 * y[0] }
}

@Suite struct OrdinaryDifferentialEquationsTests {
    @Test func `Robertson's reaction at 40 s agrees with the published solution`() throws {
        var integrator = StiffIntegrator()
        var y = [1.0, 0.0, 0.0]
        try integrator.advance(Robertson(), from: 0, to: 40, &y)
        // Published with the solvers' comparison at 12 digits (Hairer and Wanner IV.10; SUNDIALS example).
        #expect(abs(y[0] - 0.7158270687) < 1e-9)
        #expect(abs(y[1] / 9.185534764e-6 - 1) < 1e-8)
        #expect(abs(y[0] + y[1] + y[2] - 1) < 1e-13)
    }

    @Test(arguments: [1.0, 1e3, 1e7])
    func `a driven relaxation follows its closed form, stiff or not`(_ k: Double) throws {
        let system = Driven(k: k)
        var integrator = StiffIntegrator()
        var y = [0.0]
        var t = 0.0
        for end in [0.1 / k, 1.0 / k, 0.5, 2, 5] where end > t {
            try integrator.advance(system, from: t, to: end, &y)
            t = end
            // The wanted 1e-10 holds for a step; over the steps of this stretch it may grow some ten times.
            #expect(abs(y[0] - system.exact(t)) < 2e-9, "k = \(k), t = \(t)")
        }
    }

    @Test func `a looser tolerance gives a larger error, but still of its own size`() throws {
        let system = Driven(k: 3)
        var errors: [Double] = []
        for tolerance in [1e-4, 1e-7, 1e-10] {
            var integrator = StiffIntegrator(relativeTolerance: tolerance)
            var y = [0.0]
            try integrator.advance(system, from: 0, to: 2, &y)
            errors.append(abs(y[0] - system.exact(2)))
            #expect(errors.last ?? 1 < 30 * tolerance)
        }
        #expect(errors[0] > errors[2])
    }

    @Test(arguments: [1.0, 1e3, 1e7])
    func `readings within the steps of a relaxation are as good as the tolerance`(_ k: Double) throws {
        let system = Settling(k: k)
        var integrator = StiffIntegrator(relativeTolerance: 1e-8)
        var y = [0.0]
        let times = (0...500).map { Double($0) * 0.01 }
        let read = try integrator.advance(system, from: 0, to: 5, &y, at: times)
        #expect(read.count == times.count && read.last == y[0])
        // The estimate that steers the steps is kept to 9e-8 of the unknown.
        for (t, value) in zip(times, read) { #expect(abs(value - (1 - exp(-k * t))) < 3e-7, "t = \(t)") }
    }

    @Test func `readings outside the stretch are those of its ends`() throws {
        var integrator = StiffIntegrator()
        var y = [0.0]
        let read = try integrator.advance(Settling(k: 1), from: 1, to: 2, &y, at: [0, 1, 2, 3])
        #expect(read == [0, 0, y[0], y[0]])
        #expect(try integrator.advance(Settling(k: 1), from: 2, to: 2, &y, at: [2]) == [y[0]])
    }

    @Test func `an explosion stops with a reason and a finite last point`() {
        var integrator = StiffIntegrator()
        var y = [1.0]
        do {
            try integrator.advance(Explosion(), from: 0, to: 2, &y)
            Issue.record("passed through infinity")
        } catch { #expect(error == .stepTooSmall) }
        #expect(y[0].isFinite)
    }
}
