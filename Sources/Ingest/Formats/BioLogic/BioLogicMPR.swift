public import Findings
internal import Measurements

/// BioLogic EC-Lab binary (`.mpr`): modules of settings, data and log; layouts before and since EC-Lab 11.50.
///
/// Columns are known by number; the sum of their widths must meet the module's length exactly, else nothing is read. The
/// settings tell the technique, the log the start; amplitudes and the area's unit are not in known places.
public struct BioLogicMPR: FileFormat {
    /// `biologic-mpr`.
    public let id = "biologic-mpr"
    /// Name for people.
    public let name = "BioLogic EC-Lab binary"
    /// Usual extensions.
    public let extensions = ["mpr"]
    /// Checked on an instrument's file.
    public let evidence = FormatEvidence.instrumentFile
    /// What can be wrong with such a file.
    public let findings = MPRFindings.all

    /// Makes the format.
    public init() {}

    /// Certain by the first bytes.
    public func sniff(_ head: Span<UInt8>, _ text: TextHead) -> Sniff {
        guard TextBytes.starts(head, with: "BIO-LOGIC MODULAR FILE") else {
            return Sniff(.none, "the file does not start with \"BIO-LOGIC MODULAR FILE\"")
        }
        return Sniff(.certain, "the file starts with \"BIO-LOGIC MODULAR FILE\"")
    }

    /// Reads a whole file.
    ///
    /// - Throws: `mpr.no-data`, `mpr.unknown-column`, `binary.layout`, `binary.short`, `recording.too-short`.
    public func read(_ bytes: Span<UInt8>, from source: FileSource) throws(Failure) -> ReadResult {
        let modules = try MPRModule.all(bytes, source)
        guard let module = modules.first(where: { $0.name == "VMP data" }) else {
            throw Failure(.noData(source, modules.map(\.name)))
        }
        var findings: [Finding] = []
        let data = try MPRData(bytes, module, source, &findings)
        var origin = Provenance(file: source.name, sha256: source.sha256, format: id)
        origin.measuredAt = measuredAt(bytes, modules, source) ?? Self.day(module.date)
        let technique = technique(bytes, modules, source)
        var conditions = Conditions()
        if technique.isCurrentControlled { conditions.control = .current }
        let run = ECLabRun(technique: technique, columns: data.columns, table: data.table, conditions: conditions)
        return ReadResult(recordings: try run.recordings(origin, &findings), findings: findings)
    }

    private func technique(_ bytes: Span<UInt8>, _ modules: [MPRModule], _ source: FileSource) -> ECLabTechnique {
        guard let settings = modules.first(where: { $0.name == "VMP Set" }), settings.length > 0 else {
            return ECLabTechnique("")
        }
        var cursor = ByteCursor(source, .little, at: settings.start)
        return (try? cursor.uint8("the technique", bytes)).map(ECLabTechnique.init(id:)) ?? ECLabTechnique("")
    }

    /// The start that the log states; `nil` where it is none.
    private func measuredAt(_ bytes: Span<UInt8>, _ modules: [MPRModule], _ source: FileSource) -> String? {
        guard let log = modules.first(where: { $0.name == "VMP LOG" }), log.length >= 593 else { return nil }
        var cursor = ByteCursor(source, .little, at: log.start + 585)
        return (try? cursor.float64("the start", bytes)).flatMap(Self.date(serialDays:))
    }

    /// Days since 1899-12-30 as a date, to the second; `nil` outside 1980 to 2100.
    static func date(serialDays days: Double) -> String? {
        guard days > 29_221, days < 73_051 else { return nil }
        // 1970-01-01 is day 25,569.
        return CivilDate.iso(secondsSince1970: ((days - 25_569) * 86_400).rounded())
    }

    /// `02.26.25` or `02/26/25` as `2025-02-26`: the month comes first here, whatever stands between.
    private static func day(_ date: String) -> String {
        let parts = date.split { "/.".contains($0) }.map(String.init)
        guard parts.count == 3, parts.allSatisfy({ $0.count == 2 && Int($0) != nil }) else { return date }
        return "20\(parts[2])-\(parts[0])-\(parts[1])"
    }
}

/// What can be wrong with a binary EC-Lab file.
enum MPRFindings {
    static let noData = FindingKind("mpr.no-data", .error, "A binary EC-Lab file has no module of data.")
    static let all = [noData] + MPRDataFindings.all
}

extension Finding {
    fileprivate static func noData(_ source: FileSource, _ names: [String]) -> Finding {
        Finding(
            MPRFindings.noData,
            "no module \"VMP data\" was found, only " + names.map { "\"\($0)\"" }.joined(separator: ", "),
            at: source.at(), fix: "copy the file again, or export it as text (.mpt) from EC-Lab")
    }
}
