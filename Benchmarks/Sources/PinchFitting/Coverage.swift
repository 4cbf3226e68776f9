import Circuits

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

    /// Through the diagnostic's fit in signed Maxwell form, with what follows from it by its covariance.
    ///
    /// The interval is that of the metric, given where the error is no larger than the value.
    static func ofMaxwell(_ seeds: UInt64, _ spectrum: (UInt64) -> MadeSpectrum) -> Coverage {
        var coverage = Coverage("diagnostic")
        let quantities: [CircuitQuantity] = [.R_s, .C_m, .R_b, .R_a, .L_a, .tau_k]
        for seed in 1...seeds {
            let spectrum = spectrum(seed)
            guard let fit = PinchFitting.maxwell(spectrum, noise: nil) else { continue }
            let truth = spectrum.truth + [spectrum.truth[4] / spectrum.truth[3]]
            for (place, quantity) in quantities.enumerated() {
                guard let estimate = fit.estimate(quantity), let se = estimate.se, se < abs(estimate.value) else {
                    continue
                }
                coverage.add(place, estimate.interval(of: quantity), truth[place])
            }
        }
        return coverage
    }
}
