import Diagnostics
import Glibc
import Kernels
import Measurements

/// Measures how often fits of steps are right and what the time domain costs; prints the tables of docs/transients.md.
///
/// Arguments: number of seeded traces of each order (1000), number of repeats of a timing (5).
@main
struct PinchTransients {
    static func main() {
        let numbers = CommandLine.arguments.dropFirst().compactMap { UInt64($0) }
        rates(seeds: numbers.first ?? 1000)
        costs(repeats: Int(numbers.dropFirst().first ?? 5))
    }

    static func rates(seeds: UInt64) {
        print("| exponentials | traces | order right | undecided | wrong | all within 3 se | tau in 95 % | A in 95 % |")
        print("|---|---|---|---|---|---|---|---|")
        for order in 1...3 {
            var tally = StepTally()
            for seed in 1...seeds { tally.add(MadeStep(order: order, seed: seed)) }
            print(tally.row("\(order)"))
        }
    }

    static func costs(repeats: Int) {
        print("\n| what | processor time |")
        print("|---|---|")
        let long = longTrace()
        let train = pulseTrace()
        var screen = DiagnoseOptions()
        screen.depth = .screen
        for (name, recording, options) in [
            ("one trace of 1,000,000 samples, four steps, all depth", long, DiagnoseOptions()),
            ("the same without alternatives", long, screen),
            ("1,000 pulses of 1,000 samples", train, DiagnoseOptions()),
        ] {
            let input = DiagnosticInput(device: Device(id: "D", recordings: [recording]), options: options)
            let time = least(repeats) {
                for diagnostic in TransientDiagnostics.all { _ = try? diagnostic.run(on: input) }
            }
            print("| \(name) | \(round3(time)) s |")
        }
        print("| three exponentials on 500 points | \(round3(1e3 * fitOf500())) ms |")
    }

    /// Four steps of a quarter of a million samples each, exponential with noise.
    static func longTrace() -> Recording {
        var random = SeededStream(seed: 1, "long")
        let n = 1_000_000
        let t = (0..<n).map { Double($0) * 1e-5 }
        let levels = [0.0, 0.6, 0.0, 0.7]
        let V = t.indices.map { levels[min(3, 4 * $0 / n)] }
        let current = t.indices.map { i in
            let part = 4 * i / n
            let since = Double(i - part * n / 4) * 1e-5
            return levels[part] * (1e-3 - 5e-4 * exp(-since / 0.3) + 1e-4 * exp(-since / 0.01)) + 1e-6 * random.normal()
        }
        return Recording(
            id: "transient-1", kind: .transient,
            data: .trace(TimeTrace(time_s: t, voltage_V: V, current_A: current)), provenance: Provenance(file: "long"))
    }

    /// A thousand pulses, half up and half down, each with a rest, at a thousand samples a period.
    static func pulseTrace() -> Recording {
        var random = SeededStream(seed: 1, "pulses")
        var trace = TimeTrace(time_s: [], voltage_V: [], current_A: [])
        for pulse in 0..<1000 {
            let level = pulse < 500 ? 0.6 : -0.6
            let number = Double(pulse % 500)
            let G = pulse < 500 ? 1e-3 - 8e-4 * exp(-number / 150) : 2e-4 + 8e-4 * exp(-number / 150)
            for k in 0..<1000 {
                let V = k < 100 ? 0 : (k < 500 ? level : (k < 700 ? 0 : (k < 900 ? 0.05 : 0)))
                trace.time_s.append((Double(pulse) + Double(k) * 1e-3) * 1e-2)
                trace.voltage_V.append(V)
                trace.current_A.append(G * V * (1 + 0.002 * random.normal()) + 1e-8 * random.normal())
            }
        }
        return Recording(
            id: "pulses-1", kind: .pulses, data: .trace(trace), provenance: Provenance(file: "pulses"))
    }

    /// Mean over a hundred made steps, s.
    static func fitOf500() -> Double {
        let samples = (1...100).map { seed in
            let trace = MadeStep(order: 3, seed: UInt64(seed)).trace
            return DecaySamples(time_s: Array(trace.time_s.dropFirst(10)), values: Array(trace.current_A.dropFirst(10)))
        }
        let weights = [Double](repeating: 1, count: 500)
        return least(3) { for sample in samples { _ = ExponentialFit.fit(sample, weights: weights, order: 3) } } / 100
    }

    /// Least processor time of some runs, s.
    static func least(_ repeats: Int, _ work: () -> Void) -> Double {
        (0..<max(1, repeats)).map { _ in
            let start = processorTime_s()
            work()
            return processorTime_s() - start
        }.min() ?? 0
    }

    static func percent(_ count: Int, _ all: Int) -> String {
        "\((1000 * Double(count) / Double(max(1, all))).rounded() / 10) %"
    }

    static func round3(_ x: Double) -> String { "\((1000 * x).rounded() / 1000)" }

    /// Processor seconds so far.
    static func processorTime_s() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
