public import Findings
internal import FoundationEssentials
internal import Measurements

/// The analysis document as bytes: JSON with sorted keys, SI units, full precision, never NaN.
public enum AnalysisFile {
    /// One JSON document, indented, ending in a newline.
    ///
    /// - Throws: `analysis.not-finite` if a number is not finite: a bug of a diagnostic, never written to a file.
    public static func json(_ analysis: Analysis) throws(Failure) -> [UInt8] {
        // The encoder builds a tree of all it is given, many times the size of the text: so it is given one device
        // after another, and the texts are put where an empty list of devices stands.
        var frame = analysis
        frame.devices = []
        let outline = try encode(frame, pretty: true)
        guard let place = outline.firstRange(of: Array("\n  \"devices\" : [\n\n  ]".utf8)), !analysis.devices.isEmpty
        else { return try whole(analysis) }
        var bytes = Array(outline[..<place.lowerBound])
        bytes += Array("\n  \"devices\" : [\n".utf8)
        for (i, device) in analysis.devices.enumerated() {
            if i > 0 { bytes += [0x2C, 0x0A] }
            indent(try encode(device, pretty: true).dropLast(), into: &bytes)
        }
        bytes += Array("\n  ]".utf8)
        bytes += outline[place.upperBound...]
        return bytes
    }

    /// The same document, encoded in one go.
    static func whole(_ analysis: Analysis) throws(Failure) -> [UInt8] { try encode(analysis, pretty: true) }

    /// Adds lines with the indent of an element of a list in the document; line ends stand nowhere inside texts.
    private static func indent(_ text: ArraySlice<UInt8>, into bytes: inout [UInt8]) {
        for (i, line) in text.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            if i > 0 { bytes.append(0x0A) }
            if !line.isEmpty { bytes += [0x20, 0x20, 0x20, 0x20] }
            bytes += line
        }
    }

    /// One device a line, each line a JSON object; no document around them.
    public static func ndjson(_ analysis: Analysis) throws(Failure) -> [UInt8] {
        var bytes: [UInt8] = []
        for device in analysis.devices { bytes += try encode(device, pretty: false) }
        return bytes
    }

    /// The curves of all devices, one curve a line.
    public static func curves(_ analysis: Analysis) throws(Failure) -> [UInt8] {
        struct Line: Encodable {
            let device: String
            let curve: Curve
        }
        var bytes: [UInt8] = []
        for device in analysis.devices {
            for curve in device.curves { bytes += try encode(Line(device: device.id, curve: curve), pretty: false) }
        }
        return bytes
    }

    /// Reads a document that `json` wrote.
    ///
    /// - Throws: `analysis.unreadable` with the parser's words, `analysis.schema` for another schema.
    public static func read(_ bytes: [UInt8], file: String) throws(Failure) -> Analysis {
        let analysis: Analysis
        do {
            analysis = try JSONDecoder().decode(Analysis.self, from: Data(bytes))
        } catch {
            throw Failure(
                Finding(
                    .analysisUnreadable, "not an analysis document: \(error)", at: SourcePosition(file: file),
                    fix: "give a file that pinch analyze wrote"))
        }
        guard analysis.schema == Analysis.currentSchema else {
            throw Failure(
                Finding(
                    .analysisSchema,
                    "schema \"\(analysis.schema)\" where \"\(Analysis.currentSchema)\" was expected",
                    at: SourcePosition(file: file), fix: "run pinch analyze again with this version"))
        }
        return analysis
    }

    /// Whether bytes begin as a document or a line that `json` or `ndjson` wrote.
    ///
    /// - Parameter head: the first kilobytes of a file are enough.
    public static func isAnalysis(_ head: [UInt8]) -> Bool {
        guard head.first == UInt8(ascii: "{") else { return false }
        // Keys are sorted, so a document begins with its depth, and a line with its batch and class.
        return ["{\n  \"depth\"", "{\"batch\":", "{\"depth\":"].contains { head.starts(with: Array($0.utf8)) }
    }

    /// Reads a document that `json` wrote, or the devices that `ndjson` wrote, which state no options.
    ///
    /// - Throws: `analysis.unreadable` with the line, `analysis.schema`.
    public static func readAny(_ bytes: [UInt8], file: String) throws(Failure) -> Analysis {
        guard bytes.starts(with: Array("{\"batch\":".utf8)) else { return try read(bytes, file: file) }
        var analysis = Analysis(tool: "", options: DiagnoseOptions(), devices: [])
        for (number, line) in bytes.split(separator: 0x0A).enumerated() {
            do {
                analysis.devices.append(try JSONDecoder().decode(DeviceAnalysis.self, from: Data(line)))
            } catch {
                throw Failure(
                    Finding(
                        .analysisUnreadable, "not a device of an analysis: \(error)",
                        at: SourcePosition(file: file, line: number + 1),
                        fix: "give a file that pinch analyze --format ndjson wrote"))
            }
        }
        return analysis
    }

    private static func encode(_ value: some Encodable, pretty: Bool) throws(Failure) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting =
            pretty ? [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted] : [.sortedKeys, .withoutEscapingSlashes]
        do {
            return Array(try encoder.encode(value)) + [0x0A]
        } catch {
            throw Failure(Finding(.analysisNotFinite, "the analysis could not be written: \(error)"))
        }
    }
}

extension FindingKind {
    static let analysisUnreadable = FindingKind(
        "analysis.unreadable", .error, "The file is not a JSON document of the shape that pinch analyze writes.")
    static let analysisSchema = FindingKind(
        "analysis.schema", .error, "The analysis file was written by another version with another shape.")
    static let analysisNotFinite = FindingKind(
        "analysis.not-finite", .error,
        "A diagnostic gave a number that is not finite. That is a fault of the program: please report it.")
}
