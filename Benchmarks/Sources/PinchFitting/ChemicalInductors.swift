import ComplexModule
import Glibc
import Kernels
import RealModule

/// A made spectrum of EC1 with its truth: 60 points, 1 MHz to 10 mHz, noise of a given part of |Z| on either part.
struct MadeSpectrum {
    /// Names of the values, in the order of the circuit's code.
    static let names = ["R0", "C1", "R1", "R2", "L1"]
    static let code = "R0-p(C1,R1,R2-L1)"
    static let frequency_Hz = (0..<60).map { pow(10, 6 - 8 * Double($0) / 59) }

    let truth: [Double]
    let real_ohm: [Double]
    let imaginary_ohm: [Double]
    /// Starts up to a factor of two off, and a decade off in every value, up or down.
    let near: [Double]
    let decadeOff: [Double]

    /// Values over three decades each, as the scripts of the peers draw them.
    init(drawnBy seed: UInt64, noise: Double) {
        var random = SeededStream(seed: seed, "fitting")
        func log(_ low: Double, _ high: Double) -> Double { pow(10, low + (high - low) * random.uniform()) }
        let (R_s, C, R_b, R_a, tau) = (log(0, 3), log(-9, -6), log(3, 6), log(3, 6), log(-3, 0))
        self.init([R_s, C, R_b, R_a, tau * R_a], noise: noise, &random)
    }

    /// One device, its noise drawn by the seed.
    init(_ truth: [Double], noise: Double, seed: UInt64) {
        var random = SeededStream(seed: seed, "one device")
        self.init(truth, noise: noise, &random)
    }

    private init(_ truth: [Double], noise: Double, _ random: inout SeededStream) {
        self.truth = truth
        var (re, im): ([Double], [Double]) = ([], [])
        for f in Self.frequency_Hz {
            let s = Complex(0, 2 * Double.pi * f)
            let branch = 1 / (Complex(truth[3]) + s * Complex(truth[4]))
            let z = Complex(truth[0]) + 1 / (s * Complex(truth[1]) + Complex(1 / truth[2]) + branch)
            re.append(z.real + noise * z.length * random.normal())
            im.append(z.imaginary + noise * z.length * random.normal())
        }
        (real_ohm, imaginary_ohm) = (re, im)
        near = truth.map { $0 * pow(2, 2 * random.uniform() - 1) }
        decadeOff = truth.map { $0 * (random.uniform() < 0.5 ? 0.1 : 10) }
    }
}
