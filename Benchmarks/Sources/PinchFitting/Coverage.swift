import Circuits
import Diagnostics
import Measurements

/// How often intervals hold the truth: R_s, C_m, R_b, R_a, L_a and tau_k.
struct Coverage {
    let way: String
    private var held = Array(repeating: 0, count: 6)
    private var given = Array(repeating: 0, count: 6)

    private init(_ way: String) { self.way = way }

    /// Shares of the intervals given, and how many were given where it is not all.
    var shares: [String] {
        let all = given.max() ?? 0
        return zip(held, given).map { held, given in
            given == 0
                ? "–" : PinchFitting.percent(held, given) + (given < all ? " (of \(given))" : "")
        }
    }

    private mutating func add(_ place: Int, _ interval: ClosedRange<Double>?, _ truth: Double) {
        guard let interval else { return }
        given[place] += 1
        if interval.contains(truth) { held[place] += 1 }
    }

    /// Through the fit of `pinch fit`, which gives the values of the code and no tau_k.
    static func ofCodes(_ seeds: UInt64, _ spectrum: (UInt64) -> MadeSpectrum) -> Coverage {
        var coverage = Coverage("`pinch fit`")
        guard let circuit = try? Circuit(code: MadeSpectrum.code) else { return coverage }
        for seed in 1...seeds {
            let spectrum = spectrum(seed)
            guard let fit = PinchFitting.fit(circuit, spectrum, spectrum.near) else { continue }
            for (place, value) in fit.values.enumerated() { coverage.add(place, value.interval, spectrum.truth[place]) }
        }
        return coverage
    }

    /// As the diagnostic gives them, where it took EC1: where no memory shows, its R_b is that of a circuit without one.
    static func ofDiagnostic(_ seeds: UInt64, _ spectrum: (UInt64) -> MadeSpectrum) -> Coverage {
        var coverage = Coverage("diagnostic")
        for seed in 1...seeds {
            let spectrum = spectrum(seed)
            let recording = Recording(
                id: "impedance", kind: .impedance,
                data: .spectrum(
                    ImpedanceSpectrum(
                        frequency_Hz: MadeSpectrum.frequency_Hz, real_ohm: spectrum.real_ohm,
                        imaginary_ohm: spectrum.imaginary_ohm)), provenance: Provenance(file: "made.csv"))
            let input = DiagnosticInput(
                device: Device(id: "made", recordings: [recording]), options: DiagnoseOptions())
            guard let result = try? EquivalentCircuit().run(on: input),
                result.labels.contains(where: { $0.id == "impedance.circuit" && $0.value == "EC1" })
            else { continue }
            let truth = spectrum.truth + [spectrum.truth[4] / spectrum.truth[3]]
            for (place, name) in ["R_s", "C_m", "R_b", "R_a", "L_a", "tau_k"].enumerated() {
                guard let metric = result.metrics.first(where: { $0.id == "impedance." + name }),
                    let low = metric.low, let high = metric.high
                else { continue }
                coverage.add(place, low...high, truth[place])
            }
        }
        return coverage
    }
}
