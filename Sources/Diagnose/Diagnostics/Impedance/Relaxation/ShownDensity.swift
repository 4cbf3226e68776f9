import Findings
import Measurements

/// The density that is shown: as the data want it, or held to the signs that the options ask for.
struct ShownDensity {
    private let density: RelaxationDensity
    private let signs: RelaxationSigns
    private let windows: RelaxationWindows
    /// What the density misses where no sign is forbidden.
    private let freeMiss: Double
    /// Significant relaxations below zero that a density without negative values leaves out.
    private let dropped: [RelaxationTerm]

    init?(_ form: RelaxationForm, _ terms: RelaxationTerms, signs wanted: RelaxationSigns) {
        // In the admittance what is capacitive is negative by nature, so there nothing is forbidden.
        let signs = wanted == .positive && form.name == "art" ? .any : wanted
        guard let free = RelaxationDensity(form.data) else { return nil }
        // Those beyond the band count as well: their flanks reach into it.
        let peaks = terms.terms.filter(\.isSignificant)
        var windows = RelaxationWindows(free.time_s, terms: signs == .windowed ? peaks : [])
        dropped = signs == .positive ? peaks.filter { $0.area < 0 } : []
        freeMiss = free.miss
        self.signs = signs
        var held: RelaxationDensity? =
            switch signs {
            case .any: free
            case .positive: free.held(to: free.time_s.map { _ in 1 })
            case .windowed: free.held(to: windows.signs)
            }
        // Two that are needed together may neither be significant alone: then the sum of all tells the signs.
        if signs == .windowed, (held?.miss ?? .infinity) > Self.worse * freeMiss {
            let all = RelaxationWindows(free.time_s, terms: terms.terms)
            if let other = free.held(to: all.signs), other.miss < (held?.miss ?? .infinity) / Self.worse {
                (held, windows) = (other, all)
            }
        }
        guard let held else { return nil }
        self.windows = windows
        density = held
    }

    /// Whether the peaks are withheld: those of a spectrum whose loop was dropped describe no device.
    var dropsPeaks: Bool { !dropped.isEmpty }

    func curve(_ id: String, _ spectrum: PreparedSpectrum, _ unit: SIUnit) -> Curve {
        var at = spectrum.at
        if signs != .any { at.definition = signs.rawValue }
        return Curve(
            id, at: at, from: [spectrum.recordingID],
            columns: [CurveColumn("t", .second, density.time_s), CurveColumn("gamma", unit, density.density)])
    }

    /// What the rule of a peak adds on the density beside it; empty where no sign is forbidden.
    func rule(_ form: RelaxationForm) -> String {
        let miss = "; it misses \(form.quantity) by \(Judgment.percent(density.miss)) rms"
        switch signs {
        case .any: return ""
        case .positive: return "; density not negative" + miss
        case .windowed:
            let words = windows.windows.map { window in
                (window.sign < 0 ? "negative" : "positive")
                    + (window.from_s > 0 ? " from \(QuantityText.text(window.from_s, unit: .second, digits: 2))" : "")
            }
            return "; density by windows: " + words.joined(separator: ", ") + miss
        }
    }

    /// Tells what the signs cost: a loop that is dropped, or a worse description.
    func finding(_ form: RelaxationForm, _ spectrum: PreparedSpectrum) -> Finding? {
        let miss =
            "misses \(form.quantity) by \(Judgment.percent(density.miss)) rms, with signs "
            + Judgment.percent(freeMiss)
        if !dropped.isEmpty {
            let list = dropped.map {
                QuantityText.text($0.area, unit: form.unit, digits: 3) + " at "
                    + QuantityText.text($0.time_s, unit: .second, digits: 3)
            }
            return spectrum.finding(
                .impedanceRelaxationsDropped,
                "the inductive loop of \(form.quantity) (\(list.joined(separator: ", "))) is dropped by a density without negative values, which \(miss); "
                    + "no peaks are given",
                fix: "set relaxation_signs to \"windowed\", or leave it out")
        }
        guard signs != .any, density.miss > Self.worse * freeMiss,
            density.miss > max(Self.visible, 3 * (spectrum.noise ?? 0))
        else {
            return nil
        }
        return spectrum.finding(
            .impedanceRelaxationSigns, "the density held to \"\(signs.rawValue)\" signs \(miss)",
            fix: "leave relaxation_signs out")
    }

    /// How many times worse than the free density one must be to be told of.
    private static let worse = 1.5
    /// What nobody sees in a figure, as of spectra without noise.
    private static let visible = 0.001
}

extension RelaxationTerm {
    /// Whether its area exceeds three standard errors.
    var isSignificant: Bool { areaSE.map { abs(area) > 3 * $0 } ?? false }
}
