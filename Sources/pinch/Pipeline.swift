internal import Diagnostics
internal import Drawing
internal import Export
internal import Files
internal import Findings
internal import Ingest
internal import Layout
internal import Measurements
internal import Plots
internal import Templates

/// The five calls, in one direction: ingest, diagnose, parse the template, lay out, export.
///
/// The template is read first, so that its faults show before any work is done. Devices go through lane by lane,
/// each from its files to its report, so that memory does not grow with their number.
struct Pipeline: Sendable {
    /// What the run is told.
    struct Options: Sendable {
        var ingest = IngestOptions()
        var diagnose = DiagnoseOptions()
        var jobs = 1
        var date: String?
        var quiet = false
    }

    /// What became of a run.
    struct Outcome: Sendable {
        /// The devices, in the order of their ids.
        var devices: [DeviceAnalysis] = []
        /// Findings that belong to no device.
        var findings: [Finding] = []
        /// Output files written.
        var written: [String] = []
        /// Some devices or files failed.
        var failed = false

        /// All findings, those of the devices included.
        var allFindings: [Finding] { findings + devices.flatMap(\.findings) }
    }

    /// How a report is to be made.
    struct Report: Sendable {
        var template: Template
        var formats: [any OutputFormat]
        var folder: String
    }

    let options: Options

    /// Analyzes every device of the inputs.
    ///
    /// - Throws: when nothing usable came in.
    func analyze(_ inputs: [String]) async throws(Failure) -> Outcome {
        let survey = try survey(inputs, options: options.ingest)
        return await run(survey, report: nil)
    }

    /// Analyzes every device of the inputs and writes its report.
    ///
    /// - Throws: when nothing usable came in, or a font is missing.
    func report(_ inputs: [String], _ report: Report) async throws(Failure) -> Outcome {
        let survey = try survey(inputs, options: options.ingest)
        PangoText.skipSystemFonts()
        _ = try PangoText()
        return await run(survey, report: report)
    }

    /// What one lane makes of one device.
    private struct Piece: Sendable {
        var device: DeviceAnalysis
        var written: [String] = []
        var findings: [Finding] = []
        var failed: Bool
    }

    private func run(_ survey: Survey, report: Report?) async -> Outcome {
        let progress = ProgressLine(total: survey.entries.count, quiet: options.quiet)
        let names = OutputNames.unique(survey.entries.map(\.id))
        let pieces = await Lanes.run(
            count: survey.entries.count, jobs: options.jobs,
            makeLane: { report == nil ? nil : try? PangoText() },
            work: { lane, index in
                let piece = process(survey.entries[index], name: names[index], report: report, text: lane)
                progress.step()
                return piece
            })
        progress.finish()
        var outcome = Outcome(findings: survey.findings)
        for piece in pieces {
            outcome.devices.append(piece.device)
            outcome.findings += piece.findings
            outcome.written += piece.written
            outcome.failed = outcome.failed || piece.failed
        }
        outcome.failed = outcome.failed || survey.findings.contains { $0.severity == .error }
        return outcome
    }

    private func process(_ entry: DeviceEntry, name: String, report: Report?, text: PangoText?) -> Piece {
        let ingested = ingest(entry, options: options.ingest)
        var analysis = diagnose(ingested.device, options: options.diagnose)
        var piece = Piece(device: analysis, failed: ingested.failedFiles > 0)
        guard let report, let text else {
            piece.device.curves = report == nil ? analysis.curves : []
            return piece
        }
        do {
            piece.written = try render(&analysis, report, name: name, text: text)
        } catch {
            piece.findings += error.findings
            piece.failed = true
        }
        analysis.curves = []
        piece.device = analysis
        return piece
    }

    /// Lays out and exports one device; findings of the layout join the device's own.
    private func render(
        _ device: inout DeviceAnalysis, _ report: Report, name: String, text: PangoText
    ) throws(Failure) -> [String] {
        text.beginDocument()
        let document = Analysis(tool: Version.tool, options: options.diagnose, devices: [device])
        let laid = try layOut(
            report.template, analysis: document, device: device, text: text,
            options: LayoutOptions(date: options.date ?? Self.newestDate(device), references: ReportReferences.all))
        var files: [OutputFile] = []
        for format in report.formats { files += try export(laid.document, format: format, text: text) }
        device.findings += laid.findings + text.findings + laid.document.linkFindings
        return try writeOutputs(files, to: report.folder, name: name)
    }

    /// The newest date in the data, as a report's date; empty where the data state none, or none that is certain.
    static func newestDate(_ device: DeviceAnalysis) -> String {
        device.recordings.map { String($0.measuredAt.prefix(10)) }.filter(isISODate).max() ?? ""
    }

    /// Whether a text is a date as ISO 8601 has it; dates whose order of day and month is open are not.
    private static func isISODate(_ text: String) -> Bool {
        let shape = text.map { $0.isASCII && $0.isNumber ? "0" : String($0) }.joined()
        return shape == "0000-00-00"
    }
}
