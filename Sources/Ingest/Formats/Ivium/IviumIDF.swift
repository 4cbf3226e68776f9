public import Findings
internal import Measurements

/// Ivium `.idf` and `.ids`: impedance, one experiment or several.
///
/// Lines `Key=value` between short binary words, Latin-1; then a line `primary_data`, the number of columns, the number of
/// rows, and rows `Z'  Z''  f`, the frequency last, Z'' not negated. Blocks `osc_data` are passed over.
public struct IviumIDF: FileFormat {
    /// `ivium-idf`.
    public let id = "ivium-idf"
    /// Name for people.
    public let name = "Ivium data (.idf, .ids)"
    /// Usual extensions.
    public let extensions = ["idf", "ids"]
    /// The layout was checked, on files whose values were simulated.
    public let evidence = FormatEvidence.documentation
    /// What can be wrong with such a file.
    public let findings = IviumFindings.all

    /// Makes the format.
    public init() {}

    /// Certain with sixteen zero bytes in front and a line `Method=`.
    public func sniff(_ head: Span<UInt8>, _ text: TextHead) -> Sniff {
        guard head.count > 32, (0..<16).allSatisfy({ head[$0] == 0 }) else {
            return Sniff(.none, "the file does not start with sixteen zero bytes")
        }
        var scanner = LineScanner(head)
        while let line = scanner.next(head) {
            let text = IviumFile.text(head, line)
            if text.hasPrefix("Method=") {
                return Sniff(.certain, "sixteen zero bytes in front, and line \(line.number) is \"\(text)\"")
            }
        }
        return Sniff(.none, "sixteen zero bytes in front, but no line \"Method=\"")
    }

    /// Reads a whole file.
    ///
    /// - Throws: `ivium.no-impedance`, `recording.too-short`.
    public func read(_ bytes: Span<UInt8>, from source: FileSource) throws(Failure) -> ReadResult {
        let file = IviumFile(bytes, source: source)
        var findings: [Finding] = []
        var recordings: [Recording] = []
        for (i, experiment) in file.experiments.enumerated() {
            guard experiment.isImpedance else {
                findings.append(.otherMethod(source, experiment, i + 1))
                continue
            }
            findings += experiment.numbers.findings
            HeaderCheck.count(
                experiment.declared, holds: experiment.numbers.count, "\"primary_data\"",
                at: source.at(experiment.line), &findings)
            recordings += spectra(experiment, source, &findings)
        }
        if recordings.isEmpty { throw Failure(.noImpedance(source, file), after: findings) }
        return ReadResult(recordings: recordings, findings: findings)
    }

    private func spectra(
        _ experiment: IviumFile.Experiment, _ source: FileSource, _ findings: inout [Finding]
    ) -> [Recording] {
        var origin = Provenance(file: source.name, sha256: source.sha256, format: id)
        origin.instrument = "Ivium"
        origin.measuredAt = DateText.iso(experiment.header["starttime"]?.text ?? "")
        let columns = experiment.numbers.columns
        var spectra = SpectrumBuilder(lines: experiment.numbers.lines, columns: experiment.columns)
        spectra.real_ohm = columns[0]
        spectra.imaginary_ohm = columns[1]
        spectra.frequency_Hz = columns[2]
        func number(_ key: String) -> Double? { experiment.header[key].flatMap { ConditionFields.number($0.text) } }
        let technique = experiment.header["Technique"]?.text ?? ""
        spectra.conditions.bias_V = technique.hasSuffix("E") ? number("E start") : nil
        if technique.hasSuffix("I") { spectra.conditions.control = .current }
        // Whether it is zero to peak or rms is nowhere said, so it is kept as a word.
        if let amplitude = experiment.header["Frequencies.amp[1]"]?.text, !amplitude.isEmpty {
            spectra.conditions.settings = ["amplitude as stated": amplitude]
        }
        if let area = experiment.header["Data Options.Area"] {
            spectra.conditions.area_m2 = ElectrodeArea.stated(
                cm2: ConditionFields.number(area.text), at: area.position, &findings)
        }
        spectra.reason = "Ivium's method \"Impedance\""
        return spectra.recordings(origin, &findings)
    }
}

/// What can be wrong with an Ivium file.
enum IviumFindings {
    static let noImpedance = FindingKind(
        "ivium.no-impedance", .error, "The file has no experiment with the method \"Impedance\" and its primary data.")
    static let otherMethod = FindingKind(
        "ivium.other-method", .warning,
        "An experiment of another method than impedance: the columns of its data are not known, so it is not read.")
    static let all = [noImpedance, otherMethod]
}

extension Finding {
    fileprivate static func otherMethod(
        _ source: FileSource, _ experiment: IviumFile.Experiment, _ number: Int
    ) -> Finding {
        Finding(
            IviumFindings.otherMethod,
            "experiment \(number) is of the method \"\(experiment.method)\" with \(experiment.cells) columns; only "
                + "\"Impedance\" with 3 is read", at: source.at(experiment.line),
            fix: "export it as a table with names and units")
    }

    fileprivate static func noImpedance(_ source: FileSource, _ file: IviumFile) -> Finding {
        Finding(
            IviumFindings.noImpedance,
            file.experiments.isEmpty
                ? "no block \"primary_data\" was found"
                : "none of \(file.experiments.count) experiments is an impedance",
            at: source.at(), fix: "export the experiments as tables with names and units")
    }
}
