import Glibc
import Kernels
import Models

/// Devices drawn at random within sensible ranges, each with a session of measurements that suits it.
enum TrialDraw {
    /// A device, its session, and a voltage at which it is used.
    struct Drawn {
        var model: any DeviceModel
        var session: TrialSession
        var usual_V: Double
    }

    /// A conductance-activated device about C01 of the samples.
    static func activated(seed: UInt64) -> Drawn {
        var draw = SeededStream(seed: seed, "trial", "calm")
        func even(_ low: Double, _ high: Double) -> Double { low + (high - low) * draw.uniform() }
        func decades(_ low: Double, _ high: Double) -> Double { low * pow(high / low, draw.uniform()) }
        var model = ConductanceActivated()
        model.g_L = decades(5e-6, 2e-5)
        model.g_H = model.g_L * decades(30, 150)
        (model.V_h, model.V_x) = (even(0.42, 0.58), even(0.06, 0.09))
        (model.tau_0, model.gamma) = (decades(0.05, 1), even(0.42, 0.58))
        model.R_s = even(0.01, 0.03) / model.g_H
        // The spike of a step decays in a hundredth of a millisecond at most, the memory in milliseconds at least.
        model.C_m = decades(3e-5, 3e-4) * model.tau_0 * model.g_H
        func at(_ steps: Double) -> Double { rounded(model.V_h + steps * model.V_x) }
        let biases = [-2.5, -1.25, 0, 1.25, 2.5].map(at)
        let slowest_s = 0.55 * model.tau_0
        let first = 0.01 / (6 * slowest_s)
        let rest_s = model.relaxationTime_s(at: 0)
        let write_s = model.relaxationTime_s(at: at(2.5))
        // The middle of a lobe is a bias of the spectra.
        let top = 2 * at(0)
        let session = TrialSession(
            spectra: [
                ImpedanceSeries(
                    biases: biases.map { .init($0, low_Hz: 0.02 / (2 * Double.pi * slowest_s)) },
                    high_Hz: 20 / (2 * Double.pi * model.R_s * model.C_m))
            ],
            steps: [
                SmallSteps(biases_V: biases, samples: 800),
                LargeSteps(heights_V: [0, 1.25, 2.5, 3.75].map(at), samples: 200),
            ],
            levels: Staircase(high_V: at(3.75), step_V: 0.01, samples: 16),
            loops: TriangleSweeps(
                high_V: top, low_V: -top,
                rates: [1, 2.2, 4.5, 11].map { .init(first * $0, cycles: 4) } + [28, 550].map { .init(first * $0) },
                samplesPerLeg: 125),
            writes: [
                PulseTrain(
                    up_V: at(2.5), down_V: -model.V_h, width_s: 0.1 * write_s, rest_s: 0.05 * rest_s,
                    readWidth_s: 0.02 * rest_s, count: 20),
                RetentionReads(
                    write_V: at(3.75), width_s: 10 * slowest_s, first_s: 0.06 * rest_s, last_s: 11 * rest_s),
            ], slowest_s: slowest_s)
        return Drawn(model: model, session: session, usual_V: model.V_h)
    }

    /// A perovskite about P01 of the samples, measured on both sides of its crossover.
    static func twoBranch(seed: UInt64) -> Drawn {
        var draw = SeededStream(seed: seed, "trial", "two-branch")
        func even(_ low: Double, _ high: Double) -> Double { low + (high - low) * draw.uniform() }
        func decades(_ low: Double, _ high: Double) -> Double { low * pow(high / low, draw.uniform()) }
        var model = TwoBranch()
        (model.C_g, model.I_b0, model.V_b) = (decades(1e-8, 4e-8), decades(6e-9, 1.6e-8), even(0.09, 0.11))
        (model.I_a0, model.V_a, model.tau_L) = (decades(6e-10, 1.6e-9), even(0.055, 0.065), decades(1, 4))
        (model.C_s0, model.V_c, model.tau_C) = (decades(6e-7, 1.6e-6), even(0.14, 0.16), even(0.2, 0.3) * model.tau_L)
        // The surface's own spike, C_s R_s, stays well below the time of the surface.
        model.C_s0 *= model.tau_L / 2
        model.R_s = even(20, 50)
        let crossover = log(model.C_s0 * model.V_a / (model.tau_L * model.I_a0)) / (1 / model.V_a - 1 / model.V_c)
        func at(_ distance_V: Double) -> Double { rounded(crossover + distance_V) }
        let biases = [-0.05, -0.035, 0.05, 0.08, 0.12].map(at)
        let first = 1e-3 / model.tau_L
        let top = at(0.26)
        let session = TrialSession(
            spectra: [
                ImpedanceSeries(
                    biases: biases.map { .init($0, low_Hz: 0.06 / (2 * Double.pi * model.tau_L)) }, high_Hz: 3e5,
                    perDecade: 22)
            ],
            steps: [
                SmallSteps(biases_V: biases, step_V: 0.001, samples: 800),
                LargeSteps(heights_V: [at(-0.04), at(0.11)], samples: 200),
            ],
            levels: Staircase(high_V: at(0.16), step_V: 0.01, samples: 16),
            loops: TriangleSweeps(
                high_V: top, low_V: -top,
                rates: [1, 2, 4, 10].map { .init(first * $0, cycles: 4) } + [.init(1000 * first)], samplesPerLeg: 125),
            writes: [
                RetentionReads(
                    write_V: at(0.11), width_s: 10 * model.tau_L, read_V: 0.1, first_s: 2 * model.tau_L,
                    last_s: 12 * model.tau_L, reads: 30)
            ], slowest_s: model.tau_L)
        return Drawn(model: model, session: session, usual_V: crossover)
    }

    /// A device all of whose currents have grown, times as they were.
    static func grown(_ model: any DeviceModel, by factor: Double) -> any DeviceModel {
        switch model {
        case var device as ConductanceActivated:
            device.g_L *= factor
            device.g_H *= factor
            return device
        case var device as TwoBranch:
            device.I_b0 *= factor
            device.I_a0 *= factor
            return device
        default: return model
        }
    }

    /// To half a millivolt, as a person sets a source.
    private static func rounded(_ voltage_V: Double) -> Double { (voltage_V * 2000).rounded() / 2000 }
}
