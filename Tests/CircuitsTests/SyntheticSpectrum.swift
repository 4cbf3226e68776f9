import Circuits
import ComplexModule
import Foundation
import TestSupport

/// A spectrum computed from a circuit, with seeded noise proportional to |Z|.
struct SyntheticSpectrum {
    var frequency_Hz: [Double]
    var real_ohm: [Double] = []
    var imaginary_ohm: [Double] = []

    /// Log-spaced points from high to low frequency; each part gets normal noise of `noise` |Z|.
    init(_ circuit: MaxwellCircuit, from high_Hz: Double, to low_Hz: Double, count: Int, noise: Double, seed: UInt64) {
        frequency_Hz = (0..<count).map { high_Hz * pow(low_Hz / high_Hz, Double($0) / Double(count - 1)) }
        var random = SeededRandom(seed: seed)
        for f in frequency_Hz {
            let z = circuit.impedance_ohm(at: 2 * .pi * f)
            let size = noise * hypot(z.real, z.imaginary)
            real_ohm.append(z.real + size * normal(&random))
            imaginary_ohm.append(z.imaginary + size * normal(&random))
        }
    }
}

/// A standard normal number (Box and Muller).
func normal(_ random: inout SeededRandom) -> Double {
    let uniform = Double.random(in: 1e-12..<1, using: &random)
    return (-2 * log(uniform)).squareRoot() * cos(Double.random(in: 0..<(2 * .pi), using: &random))
}

/// EC1 with every element within three decades, of either sign of the branch, and a band that shows all of it.
func randomCircuit(seed: UInt64) -> MaxwellCircuit {
    var random = SeededRandom(seed: seed)
    func decades(_ middle: Double, _ width: Double) -> Double {
        middle * pow(10, Double.random(in: (-width / 2)...(width / 2), using: &random))
    }
    let R_b = decades(1e4, 3)
    // A branch between a third and three times the fast conductance; a negative one leaves some conductance.
    let share = Bool.random(using: &random) ? decades(1, 1) : -Double.random(in: 0.2...0.7, using: &random)
    let tau = decades(0.03, 3)
    // The fast corner a decade and a half to four decades above the memory.
    let C_m = tau / R_b * pow(10, -Double.random(in: 1.5...4, using: &random))
    return MaxwellCircuit(
        series_ohm: R_b * decades(0.01, 1), fastConductance_S: 1 / R_b, capacitance_F: C_m,
        branches: [.init(conductance_S: share / R_b, time_s: tau)])
}

/// The band that shows a circuit whole: from a decade above the fast corner to `f_min 2π tau = 0.2`.
func wholeBand(_ circuit: MaxwellCircuit) -> (high_Hz: Double, low_Hz: Double) {
    // Above the corner of R_s with C_m, so that R_s can be seen.
    let high = 10 / (2 * .pi * circuit.series_ohm * circuit.capacitance_F)
    return (high, 0.2 / (2 * .pi * circuit.branches[0].time_s))
}
