public import Findings

/// What a reader's knowledge of a format rests on.
public enum FormatEvidence: String, Sendable, Codable, CaseIterable {
    /// It was checked on a file that an instrument or its program wrote.
    case instrumentFile = "instrument's file"
    /// It follows descriptions, or other programs' readers; it has read no file of an instrument yet.
    case documentation = "documentation only"
}

/// A file format: recognizes its files by their content and reads them.
///
/// A format never touches the file system, prints, or looks at the clock: it is handed bytes. Text in UTF-16 comes as
/// UTF-8, a file inside gzip or alone in a zip archive comes expanded.
public protocol FileFormat: Sendable {
    /// Stable public id, the argument of `--input-format`.
    var id: String { get }
    /// Name for people.
    var name: String { get }
    /// Usual extensions, lower case, without a dot; a hint, never a proof.
    var extensions: [String] { get }
    /// What the reader was checked on.
    var evidence: FormatEvidence { get }
    /// The kinds of finding that only this format gives.
    var findings: [FindingKind] { get }
    /// What the beginning of a file says; the reason names what was seen, or what is missing.
    ///
    /// - Parameters:
    ///   - head: about `FileHead.length` first bytes, whole lines where the file is text.
    ///   - text: its first lines as texts; none where it is binary.
    func sniff(_ head: Span<UInt8>, _ text: TextHead) -> Sniff
    /// Reads a whole file.
    ///
    /// - Throws: findings where nothing certain can be had.
    func read(_ bytes: Span<UInt8>, from source: FileSource) throws(Failure) -> ReadResult
    /// Makes the format.
    init()
}

/// The formats, in alphabetical order.
public enum FileFormats {
    /// All formats.
    public static let all: [any FileFormat] = [
        Agilent4294A(),
        ArcOneCSV(),
        AutolabDFR(),
        AutolabNova(),
        AutolabP00(),
        AutolabZ60W(),
        BioLogicMPR(),
        BioLogicMPT(),
        CHInstrumentsText(),
        ClariusText(),
        ClariusWorkbook(),
        EasyExpertCSV(),
        EasyExpertPlain(),
        ElchemeaI2B(),
        GamryDTA(),
        HZBJSON(),
        HZBKeyedText(),
        HZBPixelTable(),
        HZBTracking(),
        HZBWideTable(),
        IviumIDF(),
        KAUSTText(),
        KeithleyScript(),
        KeithleyTSP(),
        KeysightE4990A(),
        LabOneCSV(),
        LabVIEWMeasurement(),
        ModuLabCSV(),
        OscilloscopeCSV(),
        PSTraceCSV(),
        PalmSensSession(),
        PlainTable(),
        PlainWorkbook(),
        PreamplifierCSV(),
        PrincetonText(),
        RRAMTable(),
        RelaxISExport(),
        VersaStudioPAR(),
        WinDETAText(),
        ZPlotZ(),
        ZahnerISM(),
        ZahnerText(),
    ]

    /// The format of an id.
    public static func named(_ id: String) -> (any FileFormat)? { all.first { $0.id == id } }
}
