internal import Findings
internal import Measurements

/// A sheet of Clarius' capacitance unit (CVU): `F_AB`, `DCV_AB` and two parts of an impedance, `Cp_AB` and `Gp_AB`.
///
/// The letters behind the last `_` are the two terminals. Frequencies that are swept make spectra, one a bias; a sweep of
/// the bias at one frequency makes none.
struct ClariusCVU {
    /// Names of both parts, in the order of the form, and the unit of each.
    private static let forms: [(first: String, second: String, units: [String], form: ImpedanceForm)] = [
        ("Cp", "Gp", ["F", "S"], .parallel), ("Cp", "D", ["F", "1"], .parallelLoss),
        ("Cs", "Rs", ["F", "ohm"], .series), ("Cs", "D", ["F", "1"], .seriesLoss),
        ("Z", "Theta", ["ohm", "deg"], .polar),
        ("R", "jX", ["ohm", "ohm"], .parts), ("R", "X", ["ohm", "ohm"], .parts), ("G", "jB", ["S", "S"], .admittance),
    ]

    /// Positions of frequency, both parts and the bias (which may be missing) among the names.
    let frequency: Int, first: Int, second: Int, bias: Int?
    private let units: [String]
    private let form: ImpedanceForm
    private let names: [String]
    private let symbols: [String]

    /// Finds the columns; `nil` where they are not those of a capacitance unit.
    init?(_ names: [String]) {
        for (i, name) in names.enumerated() where name.hasPrefix("F_") {
            let pair = name.dropFirst(2)
            func place(_ what: String) -> Int? { names.firstIndex(of: what + "_" + pair) }
            for known in Self.forms {
                guard let a = place(known.first), let b = place(known.second) else { continue }
                (frequency, first, second, bias) = (i, a, b, place("DCV"))
                (units, form, self.names) = (known.units, known.form, names)
                symbols =
                    form == .polar ? ["|Z|", "phase"] : form == .parts ? ["ReZ", "ImZ"] : [known.first, known.second]
                return
            }
        }
        return nil
    }

    /// The positions to read.
    var columns: [Int] { [frequency, first, second] + [bias].compactMap(\.self) }

    /// The spectra, one a bias.
    /// - Parameter values: of the columns, in their order.
    func recordings(
        _ values: [[Double]], lines: [Int], _ origin: Provenance, sheet: String, _ findings: inout [Finding]
    ) -> [Recording] {
        guard let f = values.first, values.count == columns.count, let top = f.filter(\.isFinite).max() else {
            return []
        }
        guard f.contains(where: { $0.isFinite && abs($0 - top) > 1e-6 * top }) else {
            findings.append(.oneFrequency(origin, lines.first, top, sheet))
            return []
        }
        var spectra = SpectrumBuilder(lines: lines, columns: sources)
        spectra.frequency_Hz = f
        let isPolar = form == .polar
        spectra.take(form, values[1], isPolar ? values[2].map { $0 * Trigonometry.radiansPerDegree } : values[2])
        if bias != nil {
            spectra.bias_V = values[3]
            var count = 0.0
            spectra.loop = values[3].indices.map { i in
                if i > 0, abs(values[3][i] - values[3][i - 1]) > 1e-6 { count += 1 }
                return count
            }
        }
        spectra.conditions.settings = sheet.isEmpty ? nil : ["sheet": sheet]
        spectra.reason = "\"\(names[first])\" and \"\(names[second])\" over \"\(names[frequency])\""
        return spectra.recordings(origin, &findings)
    }

    private var sources: [ColumnSource] {
        let meanings: [(Int, String, String, Double)] =
            [
                (frequency, "f", "Hz", 1), (first, symbols[0], units[0], 1),
                (second, symbols[1], units[1], form == .polar ? Trigonometry.radiansPerDegree : 1),
            ] + (bias.map { [($0, "bias", "V", 1)] } ?? [])
        return meanings.map { at, quantity, unit, factor in
            ColumnSource(
                quantity: quantity, name: names[at], number: at + 1, unit: unit, unitSource: "code table",
                factor: factor)
        }
    }

    static let oneFrequency = FindingKind(
        "clarius.one-frequency", .note,
        "A capacitance over the voltage at one frequency is no spectrum; it is left out.")
}

extension Finding {
    fileprivate static func oneFrequency(
        _ origin: Provenance, _ line: Int?, _ frequency_Hz: Double, _ sheet: String
    ) -> Finding {
        Finding(
            ClariusCVU.oneFrequency,
            (sheet.isEmpty ? "the table" : "sheet \"\(sheet)\"")
                + " holds one frequency, \(QuantityText.text(frequency_Hz, unit: .hertz)); it is no spectrum and is left out",
            at: SourcePosition(file: origin.file, line: line), fix: "sweep the frequency at each bias")
    }
}
