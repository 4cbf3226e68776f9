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
        /// Whether the curves are wanted after the reports are made; they are most of a device's memory.
        var keepsCurves = false
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
        /// What travels inside a PDF.
        var attached: Set<AttachedPart> = []
        /// The one page that is wanted, from 1; `nil` for all.
        var page: Int?
        /// Width of figures where these are wanted alone; `nil` for pages.
        var figureWidth: Points?
    }

    let options: Options

    /// Analyzes every device of the inputs.
    ///
    /// - Throws: when nothing usable came in.
    func analyze(_ inputs: [String]) throws(Failure) -> Outcome {
        let survey = try survey(inputs, options: options.ingest)
        return try run(survey, report: nil, text: nil)
    }

    /// Analyzes every device of the inputs and writes its report.
    ///
    /// - Throws: when nothing usable came in, or a font is missing.
    func report(_ inputs: [String], _ report: Report) throws(Failure) -> Outcome {
        let survey = try survey(inputs, options: options.ingest)
        PangoText.skipSystemFonts()
        let text = try PangoText()
        try Self.check(report.folder)
        return try run(survey, report: report, text: text)
    }

    /// What laying a template out for a device has to say, empty loops included; nothing is drawn or written.
    ///
    /// - Throws: when a font is missing, or the template asks for more than any report needs.
    func findings(of template: Template, for device: DeviceAnalysis) throws(Failure) -> [Finding] {
        PangoText.skipSystemFonts()
        let text = try PangoText()
        var layout = LayoutOptions(date: options.date ?? Self.newestDate(device), references: ReportReferences.all)
        layout.tellsEmpty = true
        let analysis = Analysis(tool: Version.tool, options: options.diagnose, devices: [device])
        let laid = try layOut(template, analysis: analysis, device: device, text: text, options: layout)
        return laid.findings + text.findings
    }

    /// Looks at the folder for the reports before any work is done, so that one that cannot be written is told once.
    private static func check(_ folder: String) throws(Failure) {
        var standing = folder
        while FilePath.kind(standing) == .missing, FilePath.parent(standing) != standing {
            standing = FilePath.parent(standing)
        }
        guard FilePath.kind(standing) != .folder || !FilePath.isWritable(standing) else { return }
        throw Failure(
            Finding(
                FilesFindings.unwritable, "cannot write into the folder \"\(folder)\"",
                at: SourcePosition(file: folder), fix: "choose another place with -o"))
    }

    /// What one lane makes of one device; without a device where its files are no measurements.
    private struct Piece: Sendable {
        var device: DeviceAnalysis?
        var written: [String] = []
        var findings: [Finding] = []
        var marks: [SharedDevices.Mark] = []
        var failed: Bool
    }

    /// Runs the devices through the stages.
    ///
    /// - Parameter text: sets the text of the first lane, which runs on this thread.
    private func run(
        _ survey: Survey, report: Report?, text: PangoText?
    ) throws(Failure) -> Outcome {
        let progress = ProgressLine(total: survey.entries.count, quiet: options.quiet)
        let names = OutputNames.unique(survey.entries.map(\.id))
        let pieces = Lanes.run(
            count: survey.entries.count, jobs: options.jobs, first: text,
            makeLane: { report == nil ? nil : try? PangoText() },
            work: { lane, index in
                let piece = process(survey.entries[index], name: names[index], report: report, text: lane)
                progress.step()
                return piece
            })
        progress.finish()
        var outcome = Outcome(
            findings: (report?.template.warnings ?? []) + survey.findings
                + SharedDevices.findings(pieces.flatMap(\.marks)))
        for piece in pieces {
            if let device = piece.device { outcome.devices.append(device) }
            outcome.findings += piece.findings
            outcome.written += piece.written
            outcome.failed = outcome.failed || piece.failed
        }
        if outcome.devices.allSatisfy(\.recordings.isEmpty), let failure = Failure(outcome.allFindings + [.nothingRead])
        {
            throw failure
        }
        outcome.failed = outcome.failed || survey.findings.contains { $0.severity == .error }
        return outcome
    }

    private func process(_ entry: DeviceEntry, name: String, report: Report?, text: PangoText?) -> Piece {
        let ingested = ingest(entry, options: options.ingest)
        guard !ingested.device.recordings.isEmpty else { return unread(ingested, entry) }
        var analysis = diagnose(ingested.device, options: options.diagnose)
        let marks = SharedDevices.marks(ingested.device)
        var piece = Piece(device: analysis, marks: marks, failed: ingested.failedFiles > 0)
        guard let report, let text else {
            if report != nil || !options.keepsCurves { piece.device?.curves = [] }
            return piece
        }
        do {
            let before = analysis.findings.count
            piece.written = try render(&analysis, of: ingested.device, report, name: name, text: text)
            // A template that asked for what is not there gives a report with something missing.
            piece.failed = piece.failed || analysis.findings[before...].contains { $0.severity == .error }
        } catch {
            piece.findings += error.findings
            piece.failed = true
        }
        piece.device = analysis.afterReport
        return piece
    }

    /// A device without a recording: no report, and a word why.
    ///
    /// A folder of other things is no device at all.
    private func unread(_ ingested: IngestedDevice, _ entry: DeviceEntry) -> Piece {
        let mayBeMeasured = entry.files.contains { $0.isNamed || IngestedDevice.isExpected($0.name) }
        guard ingested.failedFiles > 0 || mayBeMeasured else {
            return Piece(device: nil, findings: ingested.findings, failed: false)
        }
        var analysis = diagnose(ingested.device, options: options.diagnose)
        analysis.curves = []
        analysis.findings.append(
            Finding(
                .noRecordings, "no file of device \"\(entry.id)\" could be read; the device is left out",
                at: entry.files.first.map { SourcePosition(file: $0.name) },
                fix: "mend or export its files again; see what is read with pinch inspect",
                // Why each file was left out is a warning of its own, which `--quiet` does not print.
                notes: ingested.findings.filter { $0.severity == .warning }.prefix(5).map {
                    Finding.Note($0.message, at: $0.position)
                }))
        return Piece(device: analysis, failed: true)
    }

    /// Lays out and exports one device; findings of the layout join the device's own.
    private func render(
        _ device: inout DeviceAnalysis, of measured: Device, _ report: Report, name: String, text: PangoText
    ) throws(Failure) -> [String] {
        text.beginDocument()
        let analysis = Analysis(tool: Version.tool, options: options.diagnose, devices: [device])
        var laid = try layOut(
            report.template, analysis: analysis, device: device, text: text,
            options: LayoutOptions(date: options.date ?? Self.newestDate(device), references: ReportReferences.all))
        let maker = ReportFiles(report: report, text: text)
        let files: [OutputFile]
        if let width = report.figureWidth {
            files = try maker.figures(of: laid, device: device.id, width: width)
        } else {
            laid.document.attachments = try report.attached.files(of: measured, analysis: analysis, name: name)
            files = try maker.pages(of: laid.document, device: device)
            if report.page == nil { device.findings += laid.document.linkFindings }
        }
        device.findings += laid.findings + text.findings
        return try writeOutputs(files, to: report.folder, name: name)
    }

    /// The newest date in the data, as a report's date; empty where the data state none, or none that is certain.
    static func newestDate(_ device: DeviceAnalysis) -> String {
        device.recordings.map { String($0.measuredAt.prefix(10)) }.filter(CommonOptions.isDate).max() ?? ""
    }
}

extension Finding {
    fileprivate static let nothingRead = Finding(
        .nothingRead, "no INPUT holds measured data that could be read", fix: "see what is read with pinch inspect")
}

extension FindingKind {
    static let nothingRead = FindingKind(
        "input.nothing-read", .error, "Files were there, and none of them gave a recording; nothing is written.")
    static let noRecordings = FindingKind(
        "device.no-recordings", .error, "None of a device's files gave a recording; the other devices go on without it."
    )
}

extension DeviceAnalysis {
    /// What is asked of a device once its report is written: its findings, and whether it had recordings.
    ///
    /// The rest would make the memory of a run grow with the number of devices.
    fileprivate var afterReport: DeviceAnalysis {
        var kept = self
        kept.recordings = Array(recordings.prefix(1))
        kept.metrics = []
        kept.labels = []
        kept.links = []
        kept.curves = []
        return kept
    }
}
