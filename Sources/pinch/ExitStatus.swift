internal import ArgumentParser
internal import Findings

/// What the command's exit tells: the one place that knows the numbers.
enum ExitStatus: Int32, Sendable {
    /// All done.
    case done = 0
    /// Done, and a gate or `--strict` failed.
    case gateFailed = 1
    /// Nothing usable came in, or a template, rule or option file is bad.
    case refused = 2
    /// Some devices or files failed; the others are written.
    case partial = 3
    /// The command line is wrong.
    case usage = 64
    /// A fault of ours.
    case fault = 70

    /// Where several hold: the first of 70, 64, 2, 3, 1.
    static func worst(_ all: [ExitStatus]) -> ExitStatus {
        for status in [ExitStatus.fault, .usage, .refused, .partial, .gateFailed] where all.contains(status) {
            return status
        }
        return .done
    }

    /// The error that makes the argument parser leave with this status.
    var exitCode: ExitCode { ExitCode(rawValue) }
}
