import Circuits
import Glibc

/// Measures what the project promises of speed and memory, and says which promises hold.
///
/// Processor times are the least of several runs; nothing here is a test, because a busy machine makes it slower.
@main
struct PinchBench {
    /// One promise and what was measured.
    struct Row {
        let what: String
        let measured: Double
        let limit: Double
        let unit: String
        /// Whether a larger value is better.
        var larger = false

        var holds: Bool { larger ? measured >= limit : measured <= limit }
        var text: String {
            let sign = larger ? "at least" : "at most"
            return "\(holds ? "ok  " : "MISS") \(what): \(rounded(measured)) \(unit) (\(sign) \(rounded(limit)))"
        }

        private func rounded(_ x: Double) -> String { "\((x * 1000).rounded() / 1000)" }
    }

    static func main() {
        if CommandLine.arguments.dropFirst() == ["--device"] {
            for row in DeviceBench.rows() { print(row.text) }
            return
        }
        guard CommandLine.arguments.count == 3 else {
            print("usage: PinchBench PINCH SAMPLEDATA | --device")
            exit(64)
        }
        let pinch = CommandLine.arguments[1]
        let samples = CommandLine.arguments[2]
        var rows = commandRows(pinch, samples) + [fitRow()] + startRows() + DeviceBench.rows()
        do { rows += try DrawingBench.rows() } catch { print("pages were not drawn: \(error)") }
        for row in rows { print(row.text) }
    }

    private static func commandRows(_ pinch: String, _ samples: String) -> [Row] {
        let out = "/tmp/pinch-bench-\(getpid())"
        var rows: [Row] = []
        if let start = ChildRun.best(of: 20, [pinch, "--version"]) {
            rows.append(Row(what: "start-up", measured: start.cpu_s * 1e3, limit: 20, unit: "ms CPU"))
        }
        let device = samples + "/volatile/C01"
        if let one = ChildRun.best(of: 5, [pinch, "report", device, "-o", out, "--jobs", "1", "--quiet"]) {
            rows.append(Row(what: "one device to PDF", measured: one.cpu_s * 1e3, limit: 150, unit: "ms CPU"))
            rows.append(Row(what: "its peak memory", measured: one.peak_MB, limit: 100, unit: "MB"))
        }
        let all = [pinch, "report", samples, "-o", out, "--quiet", "--jobs"]
        if let one = ChildRun.best(of: 3, all + ["1"]), let two = ChildRun.best(of: 3, all + ["2"]) {
            rows.append(
                Row(
                    what: "all samples, two jobs over one", measured: one.wall_s / two.wall_s, limit: 1.6,
                    unit: "times", larger: true))
            // Devices go through one by one, so all of them take no more than one.
            rows.append(Row(what: "peak memory of all samples", measured: one.peak_MB, limit: 100, unit: "MB"))
        }
        _ = ChildRun.run(["/bin/rm", "-rf", out])
        return rows
    }

    /// EC1, 60 points, 1 % noise, no start given: the mean over 200 spectra with parameters over three decades.
    private static func fitRow() -> Row {
        let spectra = (0..<200).map { NoisySpectrum(seed: UInt64($0)) }
        var best = Double.infinity
        for _ in 0..<5 {
            let start = processorTime_s()
            for spectrum in spectra {
                _ = fitEC1(
                    frequency_Hz: spectrum.frequency_Hz, real_ohm: spectrum.real_ohm,
                    imaginary_ohm: spectrum.imaginary_ohm)
            }
            best = min(best, (processorTime_s() - start) / Double(spectra.count))
        }
        return Row(what: "EC1 fit of 60 points, no start given", measured: best * 1e6, limit: 200, unit: "µs CPU")
    }

    /// EC1 as `pinch fit` has it, from one start within a factor of two, with standard errors and without profiles; from
    /// a start a decade off in every value with all that follows.
    private static func startRows() -> [Row] {
        let spectra = (1...200).map { NoisySpectrum(seed: $0) }
        func microseconds(factor: Double, searches: Bool) -> Double {
            guard let circuit = try? Circuit(code: "R0-p(C1,R1,R2-L1)") else { return .nan }
            var options = CircuitFitOptions()
            (options.searchesBeyondStart, options.profilesIntervals) = (searches, searches)
            var best = Double.infinity
            for _ in 0..<7 {
                let start = processorTime_s()
                for spectrum in spectra {
                    for (name, value) in spectrum.truth { options.starts[name] = value * factor }
                    _ = try? fitCircuit(
                        circuit, frequency_Hz: spectrum.frequency_Hz, real_ohm: spectrum.real_ohm,
                        imaginary_ohm: spectrum.imaginary_ohm, options: options)
                }
                best = min(best, (processorTime_s() - start) / Double(spectra.count))
            }
            return best * 1e6
        }
        return [
            Row(
                what: "EC1 fit of 60 points, one start", measured: microseconds(factor: 2, searches: false), limit: 40,
                unit: "µs CPU"),
            Row(
                what: "EC1 fit of 60 points, start a decade off", measured: microseconds(factor: 10, searches: true),
                limit: 1000, unit: "µs CPU"),
        ]
    }

    static func processorTime_s() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}

/// A chemical inductor's spectrum with seeded noise, 60 points.
struct NoisySpectrum {
    var frequency_Hz: [Double] = []
    var real_ohm: [Double] = []
    var imaginary_ohm: [Double] = []
    /// The true values, by the names of `R0-p(C1,R1,R2-L1)`.
    let truth: [(name: String, value: Double)]

    init(seed: UInt64) {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        func uniform() -> Double {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Double(state >> 11) * 0x1p-53
        }
        func normal() -> Double { (-2 * log(max(uniform(), 1e-300))).squareRoot() * cos(2 * .pi * uniform()) }
        func decades(_ center: Double) -> Double { center * pow(10, 3 * uniform() - 1.5) }
        for _ in 0..<8 { _ = uniform() }
        let R_s = decades(20), R_b = decades(1000), R_a = decades(500), tau = decades(0.3)
        let C = 1e-4 * tau / R_b
        truth = [("R0", R_s), ("C1", C), ("R1", R_b), ("R2", R_a), ("L1", tau * R_a)]
        for i in 0..<60 {
            // From a decade above the fast corner to a decade below the slow one.
            let top = 10 / (2 * .pi * R_b * C), bottom = 0.03 / (2 * .pi * tau)
            let f = top * pow(bottom / top, Double(i) / 59)
            let w = 2 * .pi * f
            let x = w * tau
            let G = 1 / R_b + 1 / (R_a * (1 + x * x))
            let B = w * C - x / (R_a * (1 + x * x))
            let re = R_s + G / (G * G + B * B)
            let im = -B / (G * G + B * B)
            let size = 0.01 * (re * re + im * im).squareRoot()
            frequency_Hz.append(f)
            real_ohm.append(re + size * normal())
            imaginary_ohm.append(im + size * normal())
        }
    }
}
