public import Findings
internal import Measurements

/// Tables of RRAM arrays without a single name: tab-separated, the cell's address in front.
///
/// Nothing in the file tells a sweep from a cycling table, so the user names the layout: `--columns "layout=cycling"`.
/// - `forming`: address, V_WL, V_BL, R, success
/// - `sweep`: address, pulse width in ns, V1, V2, R before, R after
/// - `cycling`: address, then R of HRS and LRS by turns
/// - `read`: one R a line
public struct RRAMTable: FileFormat {
    /// `rram-table`.
    public let id = "rram-table"
    /// Name for people.
    public let name = "RRAM array table without names"
    /// Usual extensions.
    public let extensions = ["csv", "txt"]
    /// Its layouts were seen in instruments' files.
    public let evidence = FormatEvidence.documentation
    /// What can be wrong with such a file.
    public let findings = RRAMFindings.all

    /// Makes the format.
    public init() {}

    /// Likely with rows of numbers at tabs, an address in front, and no names.
    public func sniff(_ head: Span<UInt8>, _ text: TextHead) -> Sniff {
        let lines = text.prefix(30).lines.filter { !$0.trimmingBlanks().isEmpty }
        guard lines.count >= 2 else { return Sniff(.none, "fewer than two lines") }
        var addresses: [Double] = []
        for line in lines {
            guard line.contains("\t") else { return Sniff(.none, "not every line has tabs") }
            let cells = line.split(separator: "\t").map { ConditionFields.number(String($0)) }
            guard cells.count >= 3, cells.allSatisfy({ $0 != nil }), let address = cells[0] else {
                return Sniff(.none, "not every line is three and more numbers at tabs")
            }
            addresses.append(address)
        }
        guard addresses.allSatisfy({ $0 >= 0 && $0 == $0.rounded() }), !FrequencyShape.isFrequency(addresses) else {
            return Sniff(.none, "the first column holds no addresses")
        }
        return Sniff(.likely, "numbers at tabs without names, whole numbers (addresses) in front")
    }

    /// Reads a whole file by the layout that the user names.
    ///
    /// - Throws: `rram.layout`, `columns.syntax`, `recording.too-short`.
    public func read(_ bytes: Span<UInt8>, from source: FileSource) throws(Failure) -> ReadResult {
        let request = try ColumnRequest(source.options)
        guard let name = request.layout else {
            // Columns named one by one make it a plain table.
            if !request.entries.isEmpty { return try PlainTable().read(bytes, from: source) }
            throw Failure(.rramLayout(source, ""))
        }
        guard let layout = RRAMLayout(rawValue: name) else { throw Failure(.rramLayout(source, name)) }
        var findings: [Finding] = []
        let rows = RRAMRows(bytes, source, &findings)
        var origin = Provenance(file: source.name, sha256: source.sha256, format: id)
        origin.instrument = "RRAM array, layout \"\(name)\" by the user"
        var recordings: [Recording] = []
        var short = 0
        for reads in layout.reads(rows, &findings) {
            do throws(Failure) {
                recordings.append(try reads.recording(origin, &findings))
            } catch {
                guard error.findings.last?.code == RecordingFindings.tooShort.code else { throw error }
                findings += error.findings.dropLast().filter { !findings.contains($0) }
                short += 1
            }
        }
        if recordings.isEmpty {
            throw Failure(.tooShort(origin, rows.lines, count: 0), after: findings)
        }
        if short > 0 {
            findings.append(
                Finding(
                    RRAMFindings.single,
                    "\(short) \(short == 1 ? "cell has" : "cells have") fewer than two reads; left out",
                    at: source.at()))
        }
        return ReadResult(recordings: recordings, findings: findings)
    }
}

/// What can be wrong with a table of an RRAM array.
enum RRAMFindings {
    static let layout = FindingKind(
        "rram.layout", .error,
        "A table without names from an RRAM array: nothing in it tells what its columns hold, so the layout has to be named."
    )
    static let single = FindingKind(
        "rram.single-read", .note, "A cell that was read once makes no series; it is left out.")
    static let ragged = FindingKind(
        "rram.row-length", .warning, "A row of an RRAM table lacks a cell that its layout needs; it is left out.")
    static let all = [layout, single, ragged]
}

extension Finding {
    fileprivate static func rramLayout(_ source: FileSource, _ name: String) -> Finding {
        let valid = RRAMLayout.allCases.map(\.rawValue)
        return Finding(
            RRAMFindings.layout,
            name.isEmpty
                ? "the columns have no names, and the layout cannot be told from numbers"
                : "there is no layout \"\(name)\"", at: source.at(1),
            fix: (name.isEmpty ? "" : Suggestion.fix(for: name, in: valid) + "; ")
                + "name the layout, --columns \"layout=cycling\" (\(valid.joined(separator: ", "))), or the columns, "
                + "--columns \"V=2;I=3\"")
    }
}
