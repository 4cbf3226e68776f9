import Foundation
import Models
import TestSupport
import Testing

@testable import JointFit

@Suite struct JointRunTests {
    /// Largest difference of a run with the true parameters from the models' own integrator, relative to the largest current.
    private func error(_ model: ConductanceActivated, _ trace: JointTrace) throws -> Double {
        let places = try JointModel.calm.parameters.map { parameter in
            parameter.place(of: try #require(model.value(of: parameter.name)))
        }
        let equations = ActivatedEquations<Double>(places)
        let currents = JointRun.currents(
            equations, trace, from: equations.steady(at: trace.voltage_V[0]), phases: (0, 0))
        let largest = trace.current_A.reduce(0) { max($0, abs($1)) }
        let misses = trace.sd_A.indices.filter { trace.sd_A[$0].isFinite }.map {
            abs(currents[$0] - trace.current_A[$0])
        }
        return (misses.max() ?? .infinity) / largest
    }

    /// R_s g_H from 0.02 to 3: with the voltage divided, the state and the internal voltage must be found together.
    @Test(arguments: [20.0, 100, 300, 1000, 3000])
    func `a run agrees with the stiff integrator however much voltage the series resistance takes`(R_s: Double) throws {
        var model = ConductanceActivated()
        model.R_s = R_s
        // Fast charging is no part of a run; it must be over between samples.
        model.C_m = 1e-10
        for rate in [0.02, 0.2, 2, 20] {
            let sweep = try JointSamples.sweep(model, reach_V: 1, rate_V_per_s: rate, noise: 0, seed: 1)
            let found = try error(model, sweep)
            // Steps of a quarter of V_x leave some 1e-4 of the current.
            #expect(found < 1e-3, "R_s \(R_s), rate \(rate): \(found)")
        }
        let step = try JointSamples.step(model, to: 0.8, over: 1e-4...1, noise: 0, seed: 1)
        #expect(try error(model, step) < 2e-3, "R_s \(R_s), step")
    }
}
