public import Findings
internal import Measurements

/// CSV that PalmSens' PSTrace exports: impedance in blocks, voltammetry and amperometry as pairs of columns.
///
/// UTF-16; `Z''` is negated with or without a minus in its name; lines may stand in quotation marks as a whole, mixed with
/// bare ones, and may end in a comma.
public struct PSTraceCSV: FileFormat {
    /// `pstrace-csv`.
    public let id = "pstrace-csv"
    /// Name for people.
    public let name = "PSTrace (CSV)"
    /// Usual extensions.
    public let extensions = ["csv"]
    /// From descriptions only.
    public let evidence = FormatEvidence.documentation
    /// What can be wrong with such a file.
    public let findings: [FindingKind] = []

    /// Makes the format.
    public init() {}

    /// Certain with the names of a spectrum, or with the date line and pairs of units.
    public func sniff(_ head: Span<UInt8>, _ text: TextHead) -> Sniff {
        var hasDate = false
        for (i, line) in text.prefix(40).lines.enumerated()
        where hasDate || line.holds("Date and time") || line.holds("neg. Phase") {
            let cells = PSTraceBlocks.cells(line)
            if (cells.first ?? "").hasPrefix("Date and time") { hasDate = true }
            if PSTraceBlocks.isNames(cells), cells.contains(where: { $0.hasPrefix("neg. Phase") }) {
                return Sniff(.certain, "line \(i + 1) names \"freq / Hz\", \"neg. Phase\" and \"Z' / Ohm\"")
            }
            if hasDate, PSTraceBlocks.isUnits(cells) {
                return Sniff(.certain, "a line \"Date and time\", and units in pairs on line \(i + 1)")
            }
        }
        return Sniff(
            .none, "no line names \"freq / Hz\" and \"neg. Phase\", and no \"Date and time\" above pairs of units")
    }

    /// Reads a whole file.
    ///
    /// - Throws: `palmsens.nothing`.
    public func read(_ bytes: Span<UInt8>, from source: FileSource) throws(Failure) -> ReadResult {
        let bare = PSTraceBlocks.bare(bytes)
        let blocks = PSTraceBlocks(bare.span, source: source)
        var findings = blocks.findings
        var origin = Provenance(file: source.name, sha256: source.sha256, format: id)
        origin.measuredAt = DateText.iso(blocks.date)
        var recordings: [Recording] = []
        for block in blocks.spectra {
            let table = block.table
            guard table.has(.realZ), table.has(.imaginaryZ), table.has(.frequency) else {
                findings.append(.noFrequency(source, block.line))
                continue
            }
            var spectra = SpectrumBuilder(lines: table.numbers.lines, columns: table.sources)
            spectra.frequency_Hz = table[.frequency]
            spectra.real_ohm = table[.realZ]
            spectra.imaginary_ohm = table[.imaginaryZ]
            spectra.bias_V = table[.bias]
            spectra.conditions.bias_V = PalmSensMeasurement.bias(block.title)
            spectra.signConversion = "the file stores -Im Z; the sign was turned"
            spectra.reason = block.title.isEmpty ? "names of PSTrace" : "a block of PSTrace, \"\(block.title)\""
            recordings += spectra.recordings(origin, &findings)
        }
        for trace in traces(blocks.curves) {
            do throws(Failure) {
                recordings.append(try trace.recording(origin, &findings))
            } catch { findings += error.findings }
        }
        if recordings.isEmpty {
            throw Failure(
                Finding(
                    PalmSensFindings.nothing, "neither rows of a spectrum nor pairs of columns with units were found",
                    at: source.at(), fix: "export the data again from PSTrace"), after: findings)
        }
        return ReadResult(recordings: recordings, findings: findings)
    }

    /// The curves as traces; scans that follow one another under one title are one.
    private func traces(_ curves: [PSTraceCurve]) -> [TraceBuilder] {
        var made: [(stem: String, trace: TraceBuilder)] = []
        for curve in curves {
            let stem = Self.stem(curve.title)
            if let last = made.last, !stem.isEmpty, last.stem == stem, last.trace.time_s.isEmpty, curve.isSweep {
                made[made.count - 1].trace.voltage_V += curve.x
                made[made.count - 1].trace.current_A += curve.current_A
                made[made.count - 1].trace.lines += curve.lines
            } else {
                made.append((stem, trace(curve)))
            }
        }
        return made.map(\.trace)
    }

    /// The title up to the number of its scan; empty where it has none.
    private static func stem(_ title: String) -> String {
        guard let mark = title.firstRange(of: "Scan ") else { return "" }
        return String(title[..<mark.lowerBound]) + title[mark.upperBound...].drop { $0.isNumber }
    }

    private func trace(_ curve: PSTraceCurve) -> TraceBuilder {
        var trace = TraceBuilder(lines: curve.lines, columns: curve.columns)
        trace.current_A = curve.current_A
        guard curve.isSweep else {
            trace.time_s = curve.x
            return trace
        }
        trace.voltage_V = curve.x
        trace.stated = TraceShape.Verdict(
            kind: .iv, reason: curve.title.isEmpty ? "a current against a voltage" : "curve \"\(curve.title)\"")
        return trace
    }
}
