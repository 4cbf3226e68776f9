import ComplexModule
import Diagnostics
import Kernels
import Measurements

/// Measures the areas of relaxation peaks against the truth at 0.5 % noise, and their cost.
enum RelaxationStudy {
    /// Arcs as area, time and exponent.
    static let devices: [(name: String, arcs: [(area: Double, time_s: Double, exponent: Double)])] = [
        ("two ZARC", [(1000, 1e-3, 0.9), (2000, 0.1, 0.85)]),
        ("an arc and a loop", [(1000, 1e-3, 1), (-400, 0.3, 1)]),
    ]

    static func run(seeds: UInt64) {
        print(
            "\n| device | peak | within target | mean error | sd | interval covers | peaks found |\n|---|---|---|---|---|---|---|"
        )
        for (name, arcs) in devices {
            let target = name == "two ZARC" ? 0.02 : 0.03
            var errors = arcs.map { _ in [Double]() }
            var covered = arcs.map { _ in 0 }
            var right = 0
            for seed in 1...seeds {
                let metrics = peaks(recording(arcs, seed: seed), .intervals).metrics
                    .filter { $0.id == "impedance.drt_area" }
                if metrics.count == arcs.count { right += 1 }
                guard metrics.count == arcs.count else { continue }
                for k in arcs.indices {
                    errors[k].append(metrics[k].value / arcs[k].area - 1)
                    if let low = metrics[k].low, let high = metrics[k].high, low < arcs[k].area, high > arcs[k].area {
                        covered[k] += 1
                    }
                }
            }
            for k in arcs.indices {
                let n = Double(max(1, errors[k].count))
                let mean = errors[k].reduce(0, +) / n
                let sd = (errors[k].reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n).squareRoot()
                let inside = Double(errors[k].filter { abs($0) < target }.count) / n
                print(
                    "| \(name) | \(arcs[k].area) Ohm | \(percent(inside)) | \(percent(mean)) | \(percent(sd)) "
                        + "| \(percent(Double(covered[k]) / n)) | \(percent(Double(right) / Double(seeds))) |")
            }
        }
        for work in [RelaxationWork.curves, .intervals] {
            let recordings = devices.map { recording($0.arcs, seed: 1) }
            var best = Double.infinity
            let input = input(recordings, work)
            for _ in 0..<5 {
                let start = PinchValidity.processorTime_s()
                _ = try? RelaxationTimes().run(on: input)
                best = min(best, PinchValidity.processorTime_s() - start)
            }
            print(
                "\n\(work.rawValue): \((1e6 * best / Double(recordings.count)).rounded() / 1e3) ms a spectrum, Z and Y")
        }
    }

    private static func percent(_ share: Double) -> String { "\((1e4 * share).rounded() / 100) %" }

    private static func input(_ recordings: [Recording], _ work: RelaxationWork) -> DiagnosticInput {
        var options = DiagnoseOptions()
        options.relaxation_times = work
        return ImpedanceDiagnostics.prepared(
            DiagnosticInput(device: Device(id: "D", recordings: recordings), options: options))
    }

    private static func peaks(_ recording: Recording, _ work: RelaxationWork) -> DiagnosticResult {
        (try? RelaxationTimes().run(on: input([recording], work))) ?? DiagnosticResult()
    }

    private static func recording(
        _ arcs: [(area: Double, time_s: Double, exponent: Double)], seed: UInt64
    ) -> Recording {
        var random = SeededStream(seed: seed, "relaxation")
        let f = PinchValidity.frequency_Hz
        let z = f.map { f in
            let s = Complex(0, 2 * Double.pi * f)
            let clean = arcs.reduce(Complex(500.0)) { sum, arc in
                sum + Complex(arc.area) / (Complex(1) + Complex.pow(s * Complex(arc.time_s), Complex(arc.exponent)))
            }
            let size = 0.005 * clean.length
            return clean + Complex(size * random.normal(), size * random.normal())
        }
        return Recording(
            id: "impedance", kind: .impedance,
            data: .spectrum(
                ImpedanceSpectrum(frequency_Hz: f, real_ohm: z.map(\.real), imaginary_ohm: z.map(\.imaginary))),
            provenance: Provenance(file: "made.csv"))
    }
}
