public import Findings
internal import Measurements

/// Spectra exported from RelaxIS 3: several side by side, each with five columns and a line of conditions.
///
/// `Data: Frequency`, `Data: Z'`, `Data: Z''` (not negated), then `DC=..., TM=...` with the spectrum's name behind it.
public struct RelaxISExport: FileFormat {
    /// `relaxis-export`.
    public let id = "relaxis-export"
    /// Name for people.
    public let name = "RelaxIS 3 spectrum export"
    /// Usual extensions.
    public let extensions = ["csv", "txt"]
    /// Written after descriptions of real files; it has read none itself.
    public let evidence = FormatEvidence.documentation
    /// What can be wrong with such a file.
    public let findings = RelaxISFindings.all

    /// Makes the format.
    public init() {}

    /// Certain when the first line says so.
    public func sniff(_ head: Span<UInt8>, _ text: TextHead) -> Sniff {
        let first = text.prefix(1).first
        if first.hasPrefix("RelaxIS"), first.holds("Spectrum export") {
            return Sniff(.certain, "the first line is \"\(first.trimmingBlanks())\"")
        }
        return Sniff(.none, "the first line is not \"RelaxIS 3.0 Spectrum export\"")
    }

    /// One spectrum's place in the rows.
    private struct Group {
        var uses: [ColumnUse]
        var conditions: String
        var name: String
    }

    /// Reads a whole file, a recording a spectrum.
    ///
    /// - Throws: `relaxis.no-names`, `recording.too-short`.
    public func read(_ bytes: Span<UInt8>, from source: FileSource) throws(Failure) -> ReadResult {
        var scanner = LineScanner(bytes)
        var header = HeaderBlock()
        var names: [String] = []
        while names.isEmpty, let line = scanner.next(bytes) {
            let cells = Self.cells(bytes, line)
            if cells.contains("Data: Frequency") { names = cells } else { header.add(line, bytes) }
        }
        let namesLine = scanner.line
        let stated = scanner.next(bytes).map { Self.cells(bytes, $0) } ?? []
        let groups = Self.groups(names, stated)
        guard !groups.isEmpty else {
            throw Failure(
                Finding(
                    RelaxISFindings.noNames, "no line names \"Data: Frequency\", \"Data: Z'\" and \"Data: Z''\"",
                    at: source.at(namesLine), fix: "export frequency, Z' and Z'' from RelaxIS"))
        }
        let comma = DecimalMark.isComma(bytes, scanner, separator: .tab, option: source.options.decimalMark)
        let reader = TableReader(columns: groups.flatMap(\.uses), separator: .tab, decimalComma: comma)
        let table = reader.read(bytes, &scanner, source: source)
        var result = ReadResult(findings: table.findings)
        var origin = Provenance(file: source.name, sha256: source.sha256, format: id)
        origin.instrument = "RelaxIS 3"
        origin.measuredAt = DateText.iso(header.value("Date", source: source)?.text ?? "")
        for (i, group) in groups.enumerated() {
            var spectra = SpectrumBuilder(columns: group.uses.map(\.source))
            for row in table.lines.indices where (0..<3).contains(where: { table.columns[3 * i + $0][row].isFinite }) {
                spectra.frequency_Hz.append(table.columns[3 * i][row])
                spectra.real_ohm.append(table.columns[3 * i + 1][row])
                spectra.imaginary_ohm.append(table.columns[3 * i + 2][row])
                spectra.lines.append(table.lines[row])
            }
            spectra.conditions = Self.conditions(group)
            spectra.reason = "a RelaxIS export of a spectrum"
            result.recordings += spectra.recordings(origin, &result.findings)
        }
        if result.recordings.isEmpty {
            throw Failure(.tooShort(origin, table.lines, count: 0), after: result.findings)
        }
        return result
    }

    private static func groups(_ names: [String], _ stated: [String]) -> [Group] {
        let starts = names.indices.filter { names[$0] == "Data: Frequency" }
        return starts.enumerated().compactMap { rank, start in
            let end = rank + 1 < starts.count ? starts[rank + 1] : names.count
            guard let real = (start..<end).first(where: { names[$0] == "Data: Z'" }),
                let imaginary = (start..<end).first(where: { names[$0] == "Data: Z''" })
            else { return nil }
            let units = [(start, Quantity.frequency, "Hz"), (real, .realZ, "Ohm"), (imaginary, .imaginaryZ, "Ohm")]
            let uses = units.map { index, quantity, unit in
                var label = ColumnLabel(names[index])
                label.quantity = quantity
                label.take(unit: unit, from: "code table")
                // A spectrum with fewer points leaves its cells empty; one alone has none.
                return ColumnUse(index: index, label: label, isRequired: starts.count == 1)
            }
            let texts = start < stated.count ? Array(stated[start..<min(end, stated.count)]) : []
            return Group(
                uses: uses, conditions: texts.first ?? "",
                name: texts.dropFirst().filter { !$0.isEmpty }.joined(separator: ", "))
        }
    }

    /// `DC=-0.080042, TM=33.741076`: the bias in volts; the rest is kept as it stands.
    private static func conditions(_ group: Group) -> Conditions {
        var conditions = Conditions()
        for part in group.conditions.split(separator: ",") {
            let sides = part.split(separator: "=").map { String($0).trimmingBlanks() }
            if sides.count == 2, sides[0] == "DC" { conditions.bias_V = ConditionFields.number(sides[1]) }
        }
        var settings: [String: String] = [:]
        if !group.conditions.isEmpty { settings["conditions"] = group.conditions }
        if !group.name.isEmpty { settings["spectrum"] = group.name }
        conditions.settings = settings.isEmpty ? nil : settings
        return conditions
    }

    private static func cells(_ bytes: Span<UInt8>, _ line: TextLine) -> [String] {
        TextBytes.string(bytes, line.range).split(separator: "\t", omittingEmptySubsequences: false)
            .map { String($0).trimmingBlanks() }
    }
}

/// What can be wrong with a RelaxIS export.
enum RelaxISFindings {
    static let noNames = FindingKind(
        "relaxis.no-names", .error, "A RelaxIS export without columns of frequency, Z' and Z''.")
    static let all = [noNames]
}
