internal import Findings
internal import Measurements

/// A 4294A file taken apart: header values and traces.
struct Agilent4294AFile {
    /// One trace.
    struct Trace {
        /// `A` or `B`.
        var name: String
        /// Line that opens it.
        var line: Int
        /// Frequency, real part, imaginary part.
        var numbers: NumberTable
    }

    /// The header's lines.
    private(set) var header = HeaderBlock()
    /// The traces, in the order of the file.
    private(set) var traces: [Trace] = []
    private let source: FileSource

    /// The value of a header's key.
    subscript(key: String) -> PlacedText? { header.value(key, source: source) }

    /// The columns of each trace.
    static let columns = [
        use(0, "Frequency", .frequency, "Hz", isRequired: true), use(1, "Data Trace Real", nil, "", isRequired: true),
        use(2, "Data Trace Imag", nil, "", isRequired: false),
    ]

    private static func use(
        _ index: Int, _ name: String, _ quantity: Quantity?, _ unit: String, isRequired: Bool
    ) -> ColumnUse {
        var label = ColumnLabel(name)
        label.quantity = quantity
        if !unit.isEmpty { label.take(unit: unit, from: "code table") }
        return ColumnUse(index: index, label: label, isRequired: isRequired)
    }

    /// Takes a file apart.
    init(_ bytes: Span<UInt8>, source: FileSource) {
        self.source = source
        var scanner = LineScanner(bytes)
        var trace: (name: String, line: Int)?
        while let line = scanner.next(bytes) {
            let text = TextBytes.string(bytes, line.range).trimmingBlanks()
            if text.hasPrefix("\"TRACE:"), let (_, name) = HeaderBlock.pair(text) {
                trace = (name, line.number)
            } else if let opened = trace, text.hasPrefix("\"Frequency\"") {
                let reader = TableReader(columns: Self.columns, separator: .tab, expectedCells: 3)
                let numbers = reader.read(bytes, &scanner, source: source) { bytes, line in
                    TextBytes.trimmed(bytes, line.range).first.map { bytes[$0] == UInt8(ascii: "\"") } ?? true
                }
                traces.append(Trace(name: opened.name, line: opened.line, numbers: numbers))
                trace = nil
            } else if traces.isEmpty {
                header.add(line, bytes)
            }
        }
    }

    /// What the traces mean.
    func spectra(_ source: FileSource, _ findings: inout [Finding]) throws(Failure) -> SpectrumBuilder {
        guard let parameter = self["MEASURE PARAMETER"] else {
            throw Failure(.unknownParameter("no line \"MEASURE PARAMETER\" says what was measured", source.at(1)))
        }
        var spectra = SpectrumBuilder()
        spectra.reason = "two traces over frequency, measured as \"\(parameter.text)\""
        let pair = Self.pair(parameter.text)
        if pair == nil, !Self.isComplex(parameter.text) {
            throw Failure(.unknownParameter("the measured parameter is \"\(parameter.text)\"", parameter.position))
        }
        guard let a = traces.first(where: { $0.name == "A" }) else { return spectra }
        checkCount(a, &findings)
        guard let pair else {
            // Z stands whole in trace A, Y in trace B.
            spectra.frequency_Hz = a.numbers.columns[0]
            spectra.lines = a.numbers.lines
            spectra.take(.parts, a.numbers.columns[1], a.numbers.columns[2])
            spectra.columns = [Self.columns[0].source, column(.resistance, 2), column(.reactance, 3)]
            return spectra
        }
        guard let b = traces.first(where: { $0.name == "B" }) else { return spectra }
        checkCount(b, &findings)
        // Rows of both traces pair where their frequencies are one and the same text, so one and the same number.
        var places: [Double: Int] = [:]
        for (i, f) in b.numbers.columns[0].enumerated() where places[f] == nil { places[f] = i }
        var rows: [(a: Int, b: Int)] = []
        for (i, f) in a.numbers.columns[0].enumerated() {
            if i < b.numbers.count, b.numbers.columns[0][i] == f {
                rows.append((i, i))
            } else if let j = places[f] {
                rows.append((i, j))
            }
        }
        if rows.count != max(a.numbers.count, b.numbers.count) {
            findings.append(.unequalTraces(source, a, b, used: rows.count))
        }
        let toRadians = Self.isInRadians(parameter.text) ? 1 : Trigonometry.radiansPerDegree
        spectra.frequency_Hz = rows.map { a.numbers.columns[0][$0.a] }
        spectra.lines = rows.map { a.numbers.lines[$0.a] }
        let second = rows.map { b.numbers.columns[1][$0.b] * (pair.second.isAngle ? toRadians : 1) }
        pair.hand(rows.map { a.numbers.columns[1][$0.a] }, second, to: &spectra)
        var angle = column(pair.second, 2)
        if pair.second.isAngle {
            angle.factor = toRadians
            angle.unit = toRadians == 1 ? "rad" : "deg"
        }
        spectra.columns = [Self.columns[0].source, column(pair.first, 2), angle]
        return spectra
    }

    private func column(_ quantity: AnalyzerQuantity, _ number: Int) -> ColumnSource {
        ColumnSource(
            quantity: quantity.symbol, name: Self.columns[number - 1].label.name, number: number,
            unit: quantity.unit, unitSource: "header", factor: 1)
    }

    private func checkCount(_ trace: Trace, _ findings: inout [Finding]) {
        guard let declared = self["NUMBER of POINTS"] else { return }
        HeaderCheck.count(
            Int(declared.text), holds: trace.numbers.count, "\"NUMBER of POINTS\" of trace \(trace.name)",
            at: declared.position, &findings)
    }

    /// Conditions and settings of the header.
    var conditions: Conditions {
        var conditions = Conditions()
        if let (level, unit) = Self.quantity(self["OSC LEVEL"]?.text) {
            if unit.dimension == .voltage { conditions.amplitude_V = Amplitude.zeroToPeak(rms: level) }
            if unit.dimension == .current { conditions.control = .current }
        }
        if let bias = self["DC BIAS"]?.text {
            if bias.uppercased() == "OFF" { conditions.bias_V = 0 }
            if let (level, unit) = Self.quantity(bias), unit.dimension == .voltage { conditions.bias_V = level }
        }
        var settings: [String: String] = [:]
        for (key, name) in [
            ("ADAPTER", "adapter"), ("POINT DELAY TIME", "point delay"), ("SWEEP DELAY TIME", "sweep delay"),
            ("OSC LEVEL", "oscillator level (rms)"), ("BW", "bandwidth"), ("SWEEP AVERAGING", "sweep averaging"),
            ("POINT AVERAGING", "point averaging"),
        ] {
            if let value = self[key]?.text, !value.isEmpty { settings[name] = value }
        }
        conditions.settings = settings.isEmpty ? nil : settings
        return conditions
    }

    /// `500 mVolt` as a number in SI with its unit.
    private static func quantity(_ text: String?) -> (Double, UnitText)? {
        let parts = (text ?? "").split(separator: " ")
        guard parts.count == 2, let number = ConditionFields.number(String(parts[0])),
            let unit = UnitText.parse(String(parts[1]))
        else { return nil }
        return (number * ExactPower.ten(unit.exponent), unit)
    }

    private static func isInRadians(_ text: String) -> Bool { text.uppercased().holds("(RAD") }

    private static func isComplex(_ text: String) -> Bool { text.uppercased().holds("COMPLEX") }

    /// The pair that a text means: `IMPEDANCE MAG PHASE (DEG)`, `Cp-D`, `R-X`.
    static func pair(_ text: String) -> AnalyzerPair? {
        let upper = text.uppercased()
        let isAdmittance = upper.holds("ADMITTANCE")
        if isAdmittance || upper.holds("IMPEDANCE") {
            if upper.holds("PHASE") {
                return isAdmittance
                    ? AnalyzerPair(first: .modulusY, second: .thetaY) : AnalyzerPair(first: .modulusZ, second: .thetaZ)
            }
            if upper.holds("REAL") || upper.holds("R-X") || upper.holds("G-B") {
                return isAdmittance
                    ? AnalyzerPair(first: .conductance, second: .susceptance)
                    : AnalyzerPair(first: .resistance, second: .reactance)
            }
        }
        let words = upper.split { $0 == " " || $0 == "-" || $0 == "/" || $0 == "," || $0 == "(" || $0 == ")" }
        let quantities = words.map { AnalyzerQuantity(String($0)) }
        guard let found = AnalyzerPair.find(quantities), found.first < found.second else { return nil }
        return found.pair
    }
}

extension Finding {
    fileprivate static func unknownParameter(_ what: String, _ place: SourcePosition) -> Finding {
        Finding(
            Agilent4294AFindings.parameter,
            what + "; wanted is a pair that makes an impedance, as |Z|-theta, R-X, Cp-D or Cp-G", at: place,
            fix: "save the measurement with such a parameter")
    }

    fileprivate static func unequalTraces(
        _ source: FileSource, _ a: Agilent4294AFile.Trace, _ b: Agilent4294AFile.Trace, used: Int
    ) -> Finding {
        Finding(
            Agilent4294AFindings.unequal,
            "trace A has \(a.numbers.count) rows, trace B \(b.numbers.count); the \(used) rows at equal frequencies are used",
            at: source.at(b.line), fix: "copy or save the file again")
    }
}
