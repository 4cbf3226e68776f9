import ComplexModule
import Diagnostics
import Glibc
import Kernels
import Measurements

/// Measures how often the Kramers-Kronig verdicts are right, and what they cost; prints the tables of docs/validity.md.
///
/// Seeds 1 to N (first argument, 200) draw the parameters of each family and the noise: 61 points, 100 kHz to 0.1 Hz.
@main
struct PinchValidity {
    static let frequency_Hz = (0...60).map { 1e5 * pow(10, -Double($0) / 10) }

    static func main() {
        let seeds = CommandLine.arguments.dropFirst().first.flatMap { UInt64($0) } ?? 200
        if CommandLine.arguments.contains("--relaxation") { return RelaxationStudy.run(seeds: seeds) }
        if CommandLine.arguments.contains("--best") { return BestTest.run(seeds: seeds) }
        print("| valid family | form | no noise | 0.01 % | 0.1 % | 1 % |\n|---|---|---|---|---|---|")
        for family in CleanFamily.allCases {
            let cells = [0, 1e-4, 1e-3, 1e-2].map { count(family, nil, noise: $0, seeds: seeds) }
            for form in family.forms {
                let row = cells.map { $0[form] ?? Tally() }.map(\.rejected).joined(separator: " | ")
                print("| \(family.rawValue) | \(form) | \(row) |")
            }
        }
        let faults = Fault.allCases.map(\.rawValue).joined(separator: " | ")
        print("\n| caught at 0.1 % noise | form | \(faults) |\n|---|---|\(Fault.allCases.map { _ in "---|" }.joined())")
        for family in CleanFamily.allCases {
            let cells = Fault.allCases.map { count(family, $0, noise: 1e-3, seeds: seeds) }
            for form in family.forms {
                let row = cells.map { $0[form] ?? Tally() }.map(\.caught).joined(separator: " | ")
                print("| \(family.rawValue) | \(form) | \(row) |")
            }
        }
        BestTest.run(seeds: seeds)
        print("\n\(time_ms(points: 61)) ms for 61 points, \(time_ms(points: 81)) ms for 81")
        RelaxationStudy.run(seeds: seeds)
    }

    /// Verdicts over the seeds.
    struct Tally {
        var counts: [String: Int] = [:]
        private var all: Int { max(1, counts.values.reduce(0, +)) }
        private func share(_ word: String) -> Double { (1000 * Double(counts[word] ?? 0) / Double(all)).rounded() / 10 }
        var rejected: String {
            "\(share("fail")) %\(share("undecided") > 0 ? " (undecided \(share("undecided")) %)" : "")"
        }
        var caught: String { "\(share("fail")) %" }
    }

    static func count(_ family: CleanFamily, _ fault: Fault?, noise: Double, seeds: UInt64) -> [String: Tally] {
        var tallies: [String: Tally] = [:]
        for seed in 1...seeds {
            let recording = recording(family, fault, noise: noise, seed: seed, frequency_Hz)
            for label in verdicts(recording).labels where label.id.hasPrefix("impedance.kk_") {
                tallies[String(label.id.suffix(1)), default: Tally()].counts[label.value, default: 0] += 1
            }
        }
        return tallies
    }

    static func recording(
        _ family: CleanFamily, _ fault: Fault?, noise: Double, seed: UInt64, _ f: [Double]
    ) -> Recording {
        var random = SeededStream(seed: seed, family.rawValue)
        let impedance = family.impedance(&random)
        let sign = random.uniform() < 0.5 ? 0.01 : -0.01
        var z = f.map { impedance(Complex(0, 2 * Double.pi * $0)) }
        if let fault { z = fault.apply(sign, to: z, f) }
        z = z.map { z in
            let size = noise * z.length
            return z + Complex(size * random.normal(), size * random.normal())
        }
        return Recording(
            id: "impedance", kind: .impedance,
            data: .spectrum(
                ImpedanceSpectrum(frequency_Hz: f, real_ohm: z.map(\.real), imaginary_ohm: z.map(\.imaginary))),
            provenance: Provenance(file: "made.csv"))
    }

    static func verdicts(_ recording: Recording) -> DiagnosticResult {
        let device = Device(id: "D", recordings: [recording])
        let input = DiagnosticInput(device: device, options: DiagnoseOptions())
        return (try? KramersKronig().run(on: input)) ?? DiagnosticResult()
    }

    /// Processor time of both forms with verdict, the least of 20 rounds over ten families.
    static func time_ms(points: Int) -> Double {
        let f = (0..<points).map { 1e5 * pow(10, -6 * Double($0) / Double(points - 1)) }
        let recordings = CleanFamily.allCases.map { recording($0, nil, noise: 1e-3, seed: 1, f) }
        let input = ImpedanceDiagnostics.prepared(
            DiagnosticInput(device: Device(id: "D", recordings: recordings), options: DiagnoseOptions()))
        var best = Double.infinity
        for _ in 0..<20 {
            let start = processorTime_s()
            _ = try? KramersKronig().run(on: input)
            best = min(best, processorTime_s() - start)
        }
        return (1e6 * best / Double(recordings.count)).rounded() / 1e3
    }

    /// Processor seconds so far.
    static func processorTime_s() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
