public import Findings
internal import Measurements

/// Gamry `.DTA`: impedance (ZCURVE), sweeps, steps and fast pulses (CURVE, CURVE1, ..., VFPCURVE).
///
/// EISPOT, EISGALV, EISHYB, CHRONOA, CHRONOP, CV, LSV, VFP600; OCP and CORPOT are told to be no such measurement.
/// A header of `KEY<tab>TYPE<tab>value`, then tables: a line `NAME<tab>TABLE<tab>count`, names, units, rows that start
/// with a tab (or blanks, in edited files). Counts are upper bounds or absent; amplitudes are rms. Files of others that
/// hold a table ZCURVE are read too.
public struct GamryDTA: FileFormat {
    /// `gamry-dta`.
    public let id = "gamry-dta"
    /// Name for people.
    public let name = "Gamry DTA"
    /// Usual extensions.
    public let extensions = ["dta"]
    /// Checked on an instrument's file.
    public let evidence = FormatEvidence.instrumentFile
    /// What can be wrong with such a file.
    public let findings = GamryFindings.all

    /// Makes the format.
    public init() {}

    /// Certain with `EXPLAIN` and `TAG` in front, likely with a table of impedances anywhere.
    public func sniff(_ head: Span<UInt8>, _ text: TextHead) -> Sniff {
        if text.first.hasPrefix("EXPLAIN"), text[2].hasPrefix("TAG") {
            return Sniff(.certain, "the file starts with \"EXPLAIN\" and \"TAG\"")
        }
        if text.first.hasPrefix("VFP600") { return Sniff(.certain, "the file starts with \"VFP600\"") }
        if let line = Self.impedanceTable(head) {
            return Sniff(.certain, "line \(line) opens a table \"ZCURVE\"")
        }
        return Sniff(.none, "the file does not start with \"EXPLAIN\" and \"TAG\"")
    }

    /// The line that opens a table of impedances, which may follow a long one of the open circuit.
    private static func impedanceTable(_ head: Span<UInt8>) -> Int? {
        var lines = 1
        for i in head.indices {
            if head[i] == 0x0A { lines += 1 }
            guard head[i] == UInt8(ascii: "Z"), i == 0 || head[i - 1] == 0x0A || head[i - 1] == 0x0D else { continue }
            let rest = i..<head.count
            if TextBytes.starts(head, rest, with: "ZCURVE\tTABLE") || TextBytes.starts(head, rest, with: "ZCURVE TABLE")
            {
                return lines
            }
        }
        return nil
    }

    /// Reads a whole file.
    ///
    /// - Throws: `gamry.no-table`, `recording.too-short`.
    public func read(_ bytes: Span<UInt8>, from source: FileSource) throws(Failure) -> ReadResult {
        let file = GamryFile(bytes, source: source)
        var findings = file.findings
        var origin = Provenance(file: source.name, sha256: source.sha256, format: id)
        origin.measuredAt = DateText.iso([file["DATE"], file["TIME"]].compactMap(\.self).joined(separator: " "))
        origin.instrument = file["PSTAT"] ?? file["PSTATSECTION"] ?? ""
        let area = ElectrodeArea.stated(cm2: file.number("AREA"), at: file.place("AREA", source), &findings)
        let content = GamryContent(file: file, area_m2: area)
        var recordings: [Recording] = []
        for table in file.tables where table.name == "ZCURVE" {
            HeaderCheck.range(
                (file.number("FREQINIT"), file.number("FREQFINAL")), of: table[.frequency].filter { $0 > 0 }, .hertz,
                "a range", at: file.place("FREQINIT", source), &findings)
            recordings += try content.spectra(table, source).recordings(origin, &findings)
        }
        if let trace = content.trace(source, &findings) { recordings.append(try trace.recording(origin, &findings)) }
        if let pulses = content.pulses() { recordings.append(try pulses.recording(origin, &findings)) }
        for table in file.tables where Self.isOpenCircuit(table) {
            findings.append(.openCircuit(source, table, isAlone: recordings.isEmpty))
        }
        if recordings.isEmpty, !file.tables.contains(where: { $0.name != "OCVCURVE" && Self.isOpenCircuit($0) }) {
            throw Failure(.noTable(source, file), after: findings)
        }
        return ReadResult(recordings: recordings, findings: findings)
    }

    /// Whether a table holds a voltage in time and no current.
    private static func isOpenCircuit(_ table: GamryTable) -> Bool {
        table.name == "OCVCURVE"
            || !table[.voltage].isEmpty && !table[.time].isEmpty && table[.current].isEmpty
                && table[.frequency].isEmpty
    }
}

/// What can be wrong with a Gamry file.
enum GamryFindings {
    static let noTable = FindingKind(
        "gamry.no-table", .error, "The file has no table ZCURVE or CURVE with the columns of a measurement.")
    static let openCircuit = FindingKind(
        "gamry.open-circuit", .note, "An open-circuit voltage holds no current, so it is no measurement of the device.")
    static let all = [noTable, openCircuit] + GamryTableFindings.all
}

extension Finding {
    fileprivate static func openCircuit(_ source: FileSource, _ table: GamryTable, isAlone: Bool) -> Finding {
        Finding(
            GamryFindings.openCircuit,
            "the open-circuit record \"\(table.name)\"\(isAlone ? "" : " before the experiment") is left out",
            at: source.at(table.line))
    }

    fileprivate static func noTable(_ source: FileSource, _ file: GamryFile) -> Finding {
        let names = file.tables.map { "\"\($0.name)\"" }.joined(separator: ", ")
        return Finding(
            GamryFindings.noTable,
            "no table ZCURVE or CURVE with rows was found" + (names.isEmpty ? "" : "; the file has \(names)"),
            at: source.at(), fix: "export the file again from the instrument's program")
    }
}
