import Glibc
import Kernels
import Measurements

/// A made step with its truth: one to three signed exponentials on 500 log-spaced samples with constant noise.
///
/// Each amplitude has at least 0.3 of the sum of all (two and three components), times lie a factor 4 (two) or 6 (three)
/// to half as much again apart, the noise is 1 % of the sum of the amplitudes' sizes.
struct MadeStep {
    let times_s: [Double]
    let amplitudes_A: [Double]
    let trace: TimeTrace

    var order: Int { times_s.count }

    init(order: Int, seed: UInt64) {
        var random = SeededStream(seed: seed, "transients \(order)")
        let apart = order == 3 ? 6.0 : 4.0
        var times = [0.01 * pow(3, random.uniform())]
        while times.count < order { times.append(times[times.count - 1] * apart * pow(1.5, random.uniform())) }
        var parts = times.map { _ in 0.3 + random.uniform() }
        repeat { parts = times.map { _ in 0.3 + random.uniform() } } while !Self.isFair(parts)
        let sum = parts.reduce(0, +)
        let amplitudes = parts.map { 1e-3 * $0 / sum * (random.uniform() < 0.5 ? -1 : 1) }
        let rest = (0..<10).map { 0.01 * Double($0 - 10) }
        let after = (0..<500).map { 1e-5 * pow(2e6, Double($0) / 499) }
        let current =
            rest.map { _ in 0.0 }
            + after.map { t in zip(amplitudes, times).reduce(2e-3) { $0 + $1.0 * exp(-t / $1.1) } }
        times_s = times
        amplitudes_A = amplitudes
        trace = TimeTrace(
            time_s: rest + after, voltage_V: rest.map { _ in 0 } + after.map { _ in 0.5 },
            current_A: current.map { $0 + 1e-5 * random.normal() })
    }

    private static func isFair(_ parts: [Double]) -> Bool {
        parts.count == 1 || (parts.min() ?? 0) >= 0.3 * parts.reduce(0, +)
    }
}
