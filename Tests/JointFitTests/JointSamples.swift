import ComplexModule
import Foundation
import JointFit
import Models
import TestSupport

/// Recordings of model devices, integrated by the models' own stiff integrator, which joint fits do not use.
enum JointSamples {
    /// Two cycles of a triangle, 200 samples a cycle.
    static func sweep(
        _ model: any DeviceModel, reach_V: Double, rate_V_per_s: Double, noise: Double, seed: UInt64
    ) throws -> JointTrace {
        var run = DeviceRun(model, restingAt: 0, relativeTolerance: 1e-8)
        var (time, voltage, current): ([Double], [Double], [Double]) = ([0], [0], [run.current_A])
        for target in [reach_V, -reach_V, 0, reach_V, -reach_V, 0] {
            let start = voltage.last ?? 0
            let count = Int((abs(target - start) / reach_V * 50).rounded())
            let duration = abs(target - start) / rate_V_per_s
            let places = (1...count).map { duration * Double($0) / Double(count) }
            let begin = run.time_s
            current += try run.ramp(to: target, in: duration, samples_s: places)
            time += places.map { begin + $0 }
            voltage += (1...count).map { start + (target - start) * Double($0) / Double(count) }
        }
        return trace(
            "sweep \(rate_V_per_s)", time, voltage, noisy(current, noise, seed), [.ramp(0..<time.count)], noise)
    }

    /// A step from rest, 120 log-spaced samples.
    static func step(
        _ model: any DeviceModel, to level_V: Double, over span_s: ClosedRange<Double>, noise: Double, seed: UInt64
    ) throws -> JointTrace {
        var run = DeviceRun(model, restingAt: 0, relativeTolerance: 1e-8)
        let before = run.current_A
        run.jump(to: level_V)
        let times = (0..<120).map {
            span_s.lowerBound * pow(span_s.upperBound / span_s.lowerBound, Double($0) / 119)
        }
        let current = [before] + (try run.hold(for: span_s.upperBound, samples_s: times))
        let time = [-span_s.lowerBound] + times
        return trace(
            "step \(level_V)", time, [0] + times.map { _ in level_V }, noisy(current, noise, seed),
            [.held(0..<1, since: -span_s.lowerBound, at: 0), .held(1..<time.count, since: 0, at: level_V)], noise)
    }

    /// A spectrum at a bias, ten points a decade.
    static func spectrum(
        _ model: any DeviceModel, at bias_V: Double, from high_Hz: Double, to low_Hz: Double, noise: Double,
        seed: UInt64
    ) -> JointSpectrum {
        let linear = model.linearized(at: bias_V)
        let count = Int((10 * log10(high_Hz / low_Hz)).rounded())
        let omega = (0...count).map { 2 * .pi * high_Hz * pow(low_Hz / high_Hz, Double($0) / Double(count)) }
        var random = SeededRandom(seed: seed)
        var (real, imaginary, sd): ([Double], [Double], [Double]) = ([], [], [])
        for w in omega {
            let z = linear.impedance_ohm(at: w)
            let size = hypot(z.real, z.imaginary)
            real.append(z.real + noise * size * normal(&random))
            imaginary.append(z.imaginary + noise * size * normal(&random))
            sd.append(max(noise, 1e-3) * size)
        }
        return JointSpectrum(
            name: "impedance \(bias_V)", from: ["z"], bias_V: bias_V, isWritten: false, omega_rad_per_s: omega,
            real_ohm: real, imaginary_ohm: imaginary, sd_ohm: sd)
    }

    /// Noise proportional to the current with a floor of a millionth of the largest.
    static func noisy(_ current_A: [Double], _ noise: Double, _ seed: UInt64) -> [Double] {
        var random = SeededRandom(seed: seed)
        let floor = 1e-6 * (current_A.map { abs($0) }.max() ?? 0)
        return current_A.map { $0 + hypot(noise * $0, floor) * normal(&random) }
    }

    private static func trace(
        _ name: String, _ time: [Double], _ voltage: [Double], _ current: [Double], _ stretches: [TraceStretch],
        _ noise: Double
    ) -> JointTrace {
        let floor = 1e-6 * (current.map { abs($0) }.max() ?? 0)
        return JointTrace(
            name: name, from: [name], time_s: time, voltage_V: voltage, current_A: current, stretches: stretches,
            limit: 400, noise: ReadingNoise(relative: max(noise, 1e-3), floor_A: floor), charging_s: 0)
    }

    /// A standard normal number (Box and Muller).
    static func normal(_ random: inout SeededRandom) -> Double {
        let uniform = Double.random(in: 1e-12..<1, using: &random)
        return (-2 * log(uniform)).squareRoot() * cos(Double.random(in: 0..<(2 * .pi), using: &random))
    }

    /// What diagnostics would tell of a device of one memory: conductances and times at biases.
    static func hints(_ model: any DeviceModel, at biases_V: [Double]) -> JointHints {
        var hints = JointHints()
        hints.series_ohm = model.seriesResistance_ohm * 1.02
        hints.capacitance_F = model.fastCapacitance_F * 0.97
        for bias_V in biases_V {
            let linear = model.linearized(at: bias_V)
            hints.conductances.append(.init(bias_V, linear.point.current_A / bias_V * 1.03))
            guard let tau = linear.tau_k_s(), let R_a = linear.R_a_ohm() else { continue }
            hints.times.append(.init(bias_V, 1.1 * tau))
            hints.branches.append(
                .init(bias_V: bias_V, fast_S: 1.02 / linear.R_b_ohm, memory_S: 1.1 / R_a, time_s: 1.1 * tau))
        }
        return hints
    }
}
