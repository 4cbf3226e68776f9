internal import Circuits
internal import Diagnostics
internal import Measurements

/// The fits as tables for a terminal.
extension SpectrumFit {
    /// The table of the values, with what is known of the fit; before it the circuits compared, where there are several.
    var text: String {
        let provenance = recording.provenance
        var lines = "\(provenance.file): \(recording.id)"
        if let bias = recording.conditions.bias_V { lines += ", bias \(QuantityText.text(bias, unit: .volt))" }
        lines += "\n"
        if comparison.fits.count > 1 { lines += comparisonText + "\n" }
        lines += "\(best.circuit.code), \(best.pointCount) points, \(weights.rawValue) weights\n"
        lines += valueTable.plain
        for sentence in sentences { lines += sentence + "\n" }
        return lines + "\n"
    }

    private var valueTable: TextTable {
        let rows = best.values.map { value -> [String] in
            let parts = QuantityText.parts(value.value, standardError: value.se, unit: value.parameter.unit)
            return [value.name, parts.text, Self.intervalText(value), Self.note(value)]
        }
        return TextTable(["value", "± standard error", "95 % interval", "how"], rows)
    }

    private static func intervalText(_ value: FittedValue) -> String {
        guard let interval = value.interval else { return "-" }
        let unit = value.parameter.unit
        let ends = [interval.lowerBound, interval.upperBound].map { QuantityText.text($0, unit: unit) }
        return ends.joined(separator: " to ")
    }

    static func note(_ value: FittedValue) -> String {
        switch value.origin {
        case .fitted: value.isProfiled ? "fitted; interval by profile" : "fitted"
        case .fixed: "fixed"
        case .tied: "tied"
        case .bound: "on its bound"
        }
    }

    /// What is known of the fit to take, in sentences without a point.
    var sentences: [String] {
        var sentences = [residualSentence(best)]
        if let p = best.runsProbability {
            let word = p < 0.01 ? ": neighbors lie on one side, the circuit misses a part of the curve" : ""
            sentences.append("runs of residuals: \(Self.probability(p))\(word)")
        } else {
            sentences.append("runs of residuals: undecided, too few points or nothing left")
        }
        let criteria = "BIC \(Self.criterion(best.bic))"
        sentences.append(best.aicc.map { "AICc \(Self.criterion($0)), " + criteria } ?? criteria)
        let pairs = best.strongCorrelations()
        if !pairs.isEmpty {
            let shown = pairs.sorted { abs($0.value) > abs($1.value) }.prefix(6).map {
                "\($0.a) with \($0.b) \(QuantityText.text($0.value, unit: .none, digits: 3))"
            }
            sentences.append("estimates that move together: " + shown.joined(separator: ", "))
        }
        return sentences
    }

    private func residualSentence(_ fit: CircuitFit) -> String {
        let residual = "residual \(Self.percent(fit.relativeVariance.squareRoot())) of |Z|"
        let lack = lackOfFit(fit)
        guard let noise = spectrum.noise, let p = lack.p else {
            return residual + ", noise unknown: lack of fit undecided"
        }
        let verdict = lack.verdict == .pass ? "no lack of fit" : "lack of fit"
        return residual + ", noise \(Self.percent(noise)): \(verdict), \(Self.probability(p))"
    }

    private var comparisonText: String {
        let lowest = comparison.fits.compactMap(\.aicc).min()
        let rows = comparison.fits.map { fit -> [String] in
            let byAICc = fit.aicc.flatMap { aicc in lowest.map { Self.criterion(aicc - $0) } } ?? "-"
            return [
                fit.circuit.code, "\(fit.freeNames.count)", Self.percent(fit.relativeVariance.squareRoot()),
                Self.criterion(fit.bic - comparison.fits[0].bic), byAICc, lackOfFit(fit).verdict.rawValue,
                fit.runsProbability.map { String(Self.probability($0).dropFirst(4)) } ?? "-",
            ]
        }
        let head = ["circuit", "values", "residual", "BIC − lowest", "AICc − lowest", "lack of fit", "p of runs"]
        return TextTable(head, rows).plain + verdictText + "\n"
    }

    /// Which circuit is taken, and how surely.
    var verdictText: String {
        let chosen = best.circuit.code
        let codes = comparison.fits.prefix(comparison.candidateCount).map(\.circuit.code)
        var text =
            comparison.isUndecided
            ? "undecided between \(codes.joined(separator: " and ")), within 2 units of BIC; \(chosen) is the simplest"
            : "\(chosen) is the best by BIC"
        let other = comparison.fits[comparison.preferredByAICc].circuit.code
        if comparison.preferredByAICc >= comparison.candidateCount {
            text += "; AICc, which asks for less, prefers \(other)"
        }
        return text
    }

    static func criterion(_ value: Double) -> String {
        QuantityText.text((10 * value).rounded() / 10, unit: .none, digits: 5).withoutEnd
    }

    /// `p = 0.12`.
    static func probability(_ p: Double) -> String {
        p < 1e-12 ? "p < 1e-12" : "p = " + QuantityText.text(p, unit: .none, digits: 2)
    }
}

extension String {
    /// Without zeros at the end of a decimal number.
    fileprivate var withoutEnd: String {
        guard contains("."), !contains("e") else { return self }
        var text = self
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return text
    }
}
