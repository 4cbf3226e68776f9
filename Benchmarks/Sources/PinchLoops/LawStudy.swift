import Diagnostics
import Glibc
import Measurements

/// How often thresholds, laws of cycles and laws of conduction come out as they were put in.
enum LawStudy {
    /// Coverage of the Weibull law and errors of V_set over many switches of 50 cycles.
    static func cycles(_ trials: Int) {
        var (shape, scale, all) = (0, 0, 0)
        var misses: [Double] = []
        for seed in 0..<trials {
            let device = Switch()
            let made = device.recording(cycles: 51, seed: UInt64(seed))
            let analysis = diagnosed([made.recording])
            func metric(_ id: String) -> Metric? {
                analysis.metrics.first { $0.id == id && $0.at.of == "hysteresis.V_set" && $0.at.lobe == "+" }
            }
            guard let k = metric("cycles.weibull_shape"), let eta = metric("cycles.weibull_scale") else { continue }
            all += 1
            if (k.low ?? 9)...(k.high ?? 0) ~= device.setShape { shape += 1 }
            if (eta.low ?? 9)...(eta.high ?? 0) ~= device.setScale_V { scale += 1 }
            for value in analysis.metrics where value.id == "hysteresis.V_set" && value.at.definition == "S1" {
                guard let cycle = value.at.cycle, made.sets_V.indices.contains(cycle - 1) else { continue }
                misses.append(value.value - made.sets_V[cycle - 1])
            }
        }
        let mean = misses.reduce(0, +) / Double(max(1, misses.count))
        let sd = sqrt(misses.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, misses.count - 1)))
        print("switch of 50 cycles, 1 % noise, steps of 8 mV, \(all) seeds")
        print("| 95 % intervals that hold the truth | share |\n|---|---|")
        print("| Weibull shape | \(percent(shape, all)) |\n| Weibull scale | \(percent(scale, all)) |")
        print("V_set (S1) less the truth: mean \(mean) V, sd \(sd) V, \(misses.count) cycles\n")
    }

    private static let laws: [(name: String, law: @Sendable (Double) -> Double)] = [
        ("ohmic", { 1e-6 * $0 }), ("space-charge-limited", { 1e-6 * $0 * $0 }), ("power law", { 1e-6 * pow($0, 1.5) }),
        ("Schottky", { 1e-9 * exp(5 * sqrt($0)) }), ("Poole-Frenkel", { 1e-9 * $0 * exp(5 * sqrt($0)) }),
        ("Fowler-Nordheim", { 1e-6 * $0 * $0 * exp(-1 / $0) }),
        ("ohmic + space-charge", { 1e-6 * $0 + 3e-6 * $0 * $0 }),
        (
            "ohmic, trap-filled, space-charge-limited",
            { u in
                u < 0.3 ? 1e-9 * u : (u < 1 ? 3e-10 * pow(u / 0.3, 5) : 3e-10 * pow(1 / 0.3, 5) * u * u)
            }
        ),
    ]

    /// Which law is named, by the noise of the current.
    static func conduction(_ trials: Int) {
        print("law of conduction, 200 points to 2 V, \(trials) seeds each: right, undecided, wrong")
        print("| law | 1 % | 5 % | 20 % |\n|---|---|---|---|")
        for entry in laws {
            var cells: [String] = []
            for noise in [0.01, 0.05, 0.2] {
                var (right, open, wrong) = (0, 0, 0)
                for seed in 0..<trials {
                    switch verdict(entry.law, noise, UInt64(seed)) {
                    case entry.name: right += 1
                    case let other where other.isEmpty || other.contains("undecided") || other.contains("none"):
                        open += 1
                    default: wrong += 1
                    }
                }
                cells.append("\(right), \(open), \(wrong)")
            }
            print("| \(entry.name) | \(cells.joined(separator: " | ")) |")
        }
        print("")
    }

    private static func verdict(_ law: (Double) -> Double, _ noise: Double, _ seed: UInt64) -> String {
        var random = Draw(seed: seed &+ 77)
        let up = (1...200).map { 0.01 * Double($0) }
        let V = up + up.dropLast().reversed()
        let I = V.map { law($0) * (1 + noise * random.normal()) }
        let recording = Recording(
            id: "iv", kind: .iv, data: .sweep(VoltageSweep(voltage_V: V, current_A: I)),
            provenance: Provenance(file: "law.csv"))
        return diagnosed([recording], depth: .screen).labels.filter {
            $0.id == "conduction.mechanism" && $0.at.branch == "fwd+"
        }.map(\.value).joined(separator: ", ")
    }

    private static func percent(_ part: Int, _ all: Int) -> String {
        "\(Int((1000 * Double(part) / Double(max(1, all))).rounded()) / 10) %"
    }
}
