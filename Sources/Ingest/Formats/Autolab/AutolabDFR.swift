public import Findings
internal import Measurements

/// Autolab GPES/FRA `.dfr`: a version, the number of points, a 1, then nine numbers a point, one a line.
///
/// The first three are f, Z' and -Z''. As place alone tells what a number is, points count only while the frequency
/// runs on as it began: a lost line would make a frequency of an impedance.
public struct AutolabDFR: FileFormat {
    /// `autolab-dfr`.
    public let id = "autolab-dfr"
    /// Name for people.
    public let name = "Autolab FRA .dfr"
    /// Usual extensions.
    public let extensions = ["dfr"]
    /// The layout is described; no file of an instrument was seen.
    public let evidence = FormatEvidence.documentation
    /// What can be wrong with such a file.
    public let findings = DFRFindings.all

    /// Makes the format.
    public init() {}

    /// Certain with the version in front and two whole numbers below.
    public func sniff(_ head: Span<UInt8>, _ text: TextHead) -> Sniff {
        let text = text.prefix(3)
        let first = text.first.trimmingBlanks()
        guard first.hasPrefix("VERSION") else { return Sniff(.none, "the first line does not start with \"VERSION\"") }
        guard Int(text[2].trimmingBlanks()) != nil, Int(text[3].trimmingBlanks()) != nil else {
            return Sniff(.none, "no number of points stands below \"\(first)\"")
        }
        return Sniff(.certain, "the first line is \"\(first)\", a number of points below")
    }

    /// Reads a whole file.
    ///
    /// - Throws: `dfr.layout`, `recording.too-short`.
    public func read(_ bytes: Span<UInt8>, from source: FileSource) throws(Failure) -> ReadResult {
        var scanner = LineScanner(bytes)
        _ = scanner.next(bytes)
        let declared = scanner.next(bytes).flatMap { Int(TextBytes.string(bytes, $0.range).trimmingBlanks()) }
        guard let declared, scanner.next(bytes) != nil else { throw Failure(.noCount(source)) }
        var findings: [Finding] = []
        let points = DFRPoints(bytes, &scanner, decimalMark: source.options.decimalMark)
        if let line = points.brokenAt, points.frequency_Hz.count < declared { findings.append(.broken(source, line)) }
        HeaderCheck.count(declared, holds: points.frequency_Hz.count, "the header", at: source.at(2), &findings)
        var spectra = SpectrumBuilder(lines: points.lines, columns: Self.columns)
        spectra.frequency_Hz = points.frequency_Hz
        spectra.real_ohm = points.real_ohm
        spectra.imaginary_ohm = points.imaginary_ohm
        spectra.signConversion = "the file stores -Im Z; the sign was turned"
        let origin = Provenance(file: source.name, sha256: source.sha256, format: id)
        let made = spectra.recordings(origin, &findings)
        if made.isEmpty { throw Failure(.tooShort(origin, points.lines, count: 0), after: findings) }
        return ReadResult(recordings: made, findings: findings)
    }

    private static let columns = [
        ColumnSource(quantity: "f", name: "1st of nine", number: 1, unit: "Hz", unitSource: "code table", factor: 1),
        ColumnSource(
            quantity: "ReZ", name: "2nd of nine", number: 1, unit: "ohm", unitSource: "code table", factor: 1),
        ColumnSource(
            quantity: "ImZ", name: "3rd of nine", number: 1, unit: "ohm", unitSource: "code table", factor: -1),
    ]
}

/// The points of a `.dfr` file, as far as their places are certain.
struct DFRPoints {
    private(set) var frequency_Hz: [Double] = []
    private(set) var real_ohm: [Double] = []
    private(set) var imaginary_ohm: [Double] = []
    /// The line of each frequency.
    private(set) var lines: [Int] = []
    /// Where the points end before the file does; `nil` where they go on to its end.
    private(set) var brokenAt: Int?

    /// Reads points until the end, a line that is no number, or a frequency that does not go on.
    init(_ bytes: Span<UInt8>, _ scanner: inout LineScanner, decimalMark: Character?) {
        let comma = DecimalMark.isComma(bytes, scanner, separator: .tab, option: decimalMark)
        var point: [Double] = []
        var first = 0
        while let line = scanner.next(bytes) {
            let cell = TextBytes.trimmed(bytes, line.range)
            if cell.isEmpty, point.isEmpty { continue }
            guard let value = DecimalParser.double(bytes, cell, decimalComma: comma), value.isFinite,
                line.isEnded || point.count >= 3
            else {
                brokenAt = line.number
                return
            }
            if point.isEmpty { first = line.number }
            point.append(value)
            guard point.count == 9 else { continue }
            guard goesOn(point[0]) else {
                brokenAt = first
                return
            }
            frequency_Hz.append(point[0])
            real_ohm.append(point[1])
            imaginary_ohm.append(-point[2])
            lines.append(first)
            point = []
        }
        if !point.isEmpty { brokenAt = first }
    }

    /// Whether a frequency follows those before: the same way, by a step of about the size of the first one.
    private func goesOn(_ f: Double) -> Bool {
        guard f > 0 else { return false }
        guard let last = frequency_Hz.last else { return true }
        guard f != last else { return false }
        guard frequency_Hz.count > 1 else { return true }
        let (step, first) = (f / last, frequency_Hz[1] / frequency_Hz[0])
        guard (step > 1) == (first > 1) else { return false }
        let (a, b) = (step > 1 ? step : 1 / step, first > 1 ? first : 1 / first)
        // A sweep has equal ratios or equal differences; the latter let the ratio grow towards low frequencies.
        return a <= b * b * b * b || abs(f - last) <= 1.5 * abs(frequency_Hz[1] - frequency_Hz[0])
    }
}

/// What can be wrong with a `.dfr` file.
enum DFRFindings {
    static let layout = FindingKind(
        "dfr.layout", .error, "A .dfr file does not state its number of points, so its numbers have no meaning.")
    static let broken = FindingKind(
        "dfr.broken", .warning,
        "A .dfr file is cut or has lost a line, so that what follows cannot be told; the points before are kept.")
    static let all = [layout, broken]
}

extension Finding {
    fileprivate static func noCount(_ source: FileSource) -> Finding {
        Finding(
            DFRFindings.layout, "the number of points was expected on line 2", at: source.at(2),
            fix: "copy the file again from the instrument")
    }

    fileprivate static func broken(_ source: FileSource, _ line: Int) -> Finding {
        Finding(
            DFRFindings.broken, "nine numbers a point do not go on from this line; the points before are kept",
            at: source.at(line), fix: "copy the file again from the instrument")
    }
}
