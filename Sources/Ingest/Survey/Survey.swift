internal import Files
public import Findings

/// Finds the devices behind files, folders and sample sheets, without reading the measurements.
///
/// A folder with a sheet is read by it. Without one, each leaf folder is a device (its parent the batch), and loose
/// files are a device each. `README*`, `truth.json`, `pinch.json`, dotfiles and sheets are passed over in silence.
/// - Parameter inputs: paths as the user gave them; their order does not matter, the same file twice counts once.
/// - Returns: devices sorted by id, ids unique.
/// - Throws: `input.empty`, `file.missing`, `file.unreadable`, `sheet.*` where no INPUT has anything usable; beside
///   INPUTs that do, the same stand in the findings.
public func survey(_ inputs: [String], options: IngestOptions) throws(Failure) -> Survey {
    var collector = SurveyCollector(
        pattern: try options.namePattern.map { (text) throws(Failure) in try NamePattern(text) })
    var faults: [Finding] = []
    for input in inputs.sorted(by: FolderWalk.precedes) {
        do throws(Failure) { try collector.add(input) } catch { faults += error.findings }
    }
    guard !collector.entries.isEmpty else {
        throw Failure(faults)
            ?? Failure(
                Finding(
                    SurveyFindings.empty, "no input was given", fix: "name a file, a folder or a sample sheet"))
    }
    var survey = collector.survey()
    survey.findings = faults + survey.findings
    return survey
}

/// The devices behind the INPUTs of a command.
public struct Survey: Sendable, Hashable {
    /// The devices, by id; ids are unique.
    public var entries: [DeviceEntry]
    /// What was found that belongs to no device (a sheet's faults, files that no row names).
    public var findings: [Finding]

    /// Holds devices and findings.
    public init(entries: [DeviceEntry] = [], findings: [Finding] = []) {
        self.entries = entries
        self.findings = findings
    }
}
