internal import ArgumentParser
internal import Diagnostics
internal import Files
internal import Findings

/// How a run ends: one sentence on what was done, and the exit status.
enum Closing {
    /// Says on standard error what was written.
    static func say(_ outcome: Pipeline.Outcome, folder: String, quiet: Bool) {
        guard !quiet else { return }
        let warnings = outcome.allFindings.count { $0.severity == .warning }
        let errors = outcome.allFindings.count { $0.severity == .error }
        var text = "\(outcome.devices.count) device\(outcome.devices.count == 1 ? "" : "s"), "
        text += "\(outcome.written.count) file\(outcome.written.count == 1 ? "" : "s") written to \(folder)"
        if errors + warnings > 0 {
            text += "; \(errors) error\(errors == 1 ? "" : "s"), \(warnings) warning\(warnings == 1 ? "" : "s")"
        }
        StandardStreams.write(text + "\n", to: .error)
    }

    /// Leaves with the status that the outcome asks for; returns where all is well.
    static func leave(_ outcome: Pipeline.Outcome, strict: Bool) throws {
        var statuses: [ExitStatus] = []
        if outcome.failed { statuses.append(.partial) }
        if strict, outcome.allFindings.contains(where: { $0.severity >= .warning }) { statuses.append(.gateFailed) }
        let status = ExitStatus.worst(statuses)
        if status != .done { throw status.exitCode }
    }
}
