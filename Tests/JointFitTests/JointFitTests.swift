import Foundation
import JointFit
import Models
import TestSupport
import Testing

@Suite struct JointFitTests {
    private let biases_V = [0.3, 0.4, 0.5, 0.6, 0.7]

    private func calmData(_ model: ConductanceActivated, noise: Double, seed: UInt64) throws -> JointData {
        JointData(
            spectra: biases_V.enumerated().map {
                JointSamples.spectrum(
                    model, at: $1, from: 1e5, to: 0.1, noise: noise, seed: seed &* 31 &+ UInt64($0))
            },
            traces: [
                try JointSamples.sweep(model, reach_V: 1, rate_V_per_s: 0.5, noise: noise, seed: seed &+ 1),
                try JointSamples.sweep(model, reach_V: 1, rate_V_per_s: 5, noise: noise, seed: seed &+ 2),
                try JointSamples.step(model, to: 0.6, over: 1e-4...1, noise: noise, seed: seed &+ 3),
                try JointSamples.step(model, to: 0.8, over: 1e-4...1, noise: noise, seed: seed &+ 4),
            ])
    }

    @Test func `exact recordings give back every parameter of the memristor`() throws {
        var model = ConductanceActivated()
        model.gamma = 0.4
        let data = try calmData(model, noise: 0, seed: 1)
        let fit = try #require(fitJointly(.calm, to: data, hints: JointSamples.hints(model, at: biases_V)))
        #expect(fit.converged)
        for estimate in fit.estimates {
            let truth = try #require(model.value(of: estimate.parameter.name))
            // The run of a fit is good to some 1e-4 of the current; C_m shows at the fast end of the spectra only.
            #expect(abs(estimate.value / truth - 1) < 2e-3, "\(estimate.parameter.name)")
            #expect(try #require(estimate.se) < 0.02 * abs(truth), "\(estimate.parameter.name)")
        }
        #expect(fit.residuals.allSatisfy { $0.misfit < 1e-3 })
    }

    @Test func `at 1 % noise parameters lie within three standard errors, and chi-square is that of noise`() throws {
        let model = ConductanceActivated()
        var outside = 0
        var total = 0
        for seed in 1...5 {
            let data = try calmData(model, noise: 0.01, seed: UInt64(100 * seed))
            let fit = try #require(fitJointly(.calm, to: data, hints: JointSamples.hints(model, at: biases_V)))
            #expect(abs(fit.reducedChiSquare - 1) < 0.15, "seed \(seed)")
            for estimate in fit.estimates {
                let truth = try #require(model.value(of: estimate.parameter.name))
                total += 1
                if abs(estimate.value - truth) > 3 * (try #require(estimate.se)) { outside += 1 }
            }
        }
        #expect(total == 40)
        // One in 370 is expected; three of 40 happen once in four thousand such runs.
        #expect(outside <= 2)
    }

    @Test func `the two-branch device is told from the memristor, and given back`() throws {
        let model = TwoBranch()
        let biases = [0.28, 0.33, 0.38, 0.43]
        let data = JointData(
            spectra: biases.enumerated().map {
                JointSamples.spectrum(model, at: $1, from: 1e5, to: 0.01, noise: 0.01, seed: UInt64(50 + $0))
            },
            traces: [
                try JointSamples.sweep(model, reach_V: 0.45, rate_V_per_s: 0.005, noise: 0.01, seed: 60),
                try JointSamples.sweep(model, reach_V: 0.45, rate_V_per_s: 0.1, noise: 0.01, seed: 61),
                try JointSamples.step(model, to: 0.4, over: 1e-3...20, noise: 0.01, seed: 62),
            ])
        var hints = JointSamples.hints(model, at: biases)
        for bias_V in biases {
            let linear = model.linearized(at: bias_V)
            // The inductive branch is the first slow variable; the second is the surface capacitor.
            if let tau = linear.tau_k_s(0), let R_a = linear.R_a_ohm(0) {
                hints.branches.append(
                    .init(bias_V: bias_V, fast_S: 1.2 / linear.R_b_ohm, memory_S: 1 / R_a, time_s: tau))
            }
        }
        var fits: [JointFit] = []
        for kind in JointModel.allCases {
            if let fit = fitJointly(kind, to: data, hints: hints, known: fits) { fits.append(fit) }
        }
        let verdict = try #require(JointVerdict(fits))
        #expect(verdict.choice == .model(.twoBranch))
        let fit = try #require(verdict.fits.first)
        for estimate in fit.estimates {
            let truth = try #require(model.value(of: estimate.parameter.name))
            if let se = estimate.se { #expect(abs(estimate.value - truth) < 4 * se, "\(estimate.parameter.name)") }
        }
    }

    @Test func `a device that no model explains is called so`() throws {
        let data = try calmData(ConductanceActivated(), noise: 0.01, seed: 7)
        var bent = data
        for index in bent.traces.indices {
            // Half the recordings are those of another device: four times the current, or its sign turned.
            let factor = index % 2 == 0 ? 4.0 : -1
            bent.traces[index].current_A = bent.traces[index].current_A.map { $0 * factor }
        }
        let hints = JointSamples.hints(ConductanceActivated(), at: biases_V)
        let fits = JointModel.allCases.compactMap { fitJointly($0, to: bent, hints: hints) }
        let verdict = try #require(JointVerdict(fits))
        guard case .none = verdict.choice else {
            Issue.record("\(verdict.choice)")
            return
        }
    }

    @Test func `without hints or recordings there is no fit`() throws {
        let data = try calmData(ConductanceActivated(), noise: 0, seed: 1)
        #expect(fitJointly(.twoBranch, to: data, hints: JointHints()) == nil)
        #expect(fitJointly(.calm, to: JointData(spectra: [], traces: []), hints: JointHints()) == nil)
        #expect(JointVerdict([]) == nil)
    }
}
