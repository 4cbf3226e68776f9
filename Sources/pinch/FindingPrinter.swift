internal import Files
internal import Findings

/// Prints findings to standard error, with color on a terminal that wants it.
struct FindingPrinter: Sendable {
    /// When to color.
    enum ColorChoice: String, Sendable, CaseIterable { case auto, always, never }

    let useColor: Bool
    let quiet: Bool
    let verbose: Bool

    /// Decides once; NO_COLOR is honored.
    init(color: ColorChoice, quiet: Bool, verbose: Bool, environment: [String: String]) {
        switch color {
        case .always: useColor = true
        case .never: useColor = false
        case .auto:
            useColor = (environment["NO_COLOR"] ?? "").isEmpty && StandardStreams.isTerminal(.error)
        }
        self.quiet = quiet
        self.verbose = verbose
    }

    /// Prints findings: errors always, warnings unless `--quiet`, notes with `--verbose` only.
    ///
    /// Crowds of one kind in one file are folded unless `--verbose`.
    func print(_ findings: [Finding]) {
        for finding in verbose ? findings : FoldedFindings.folded(findings) where shows(finding.severity) {
            StandardStreams.write(colored(finding) + "\n", to: .error)
        }
    }

    private func shows(_ severity: Severity) -> Bool {
        switch severity {
        case .error: true
        case .warning: !quiet
        case .note: verbose
        }
    }

    private func colored(_ finding: Finding) -> String {
        guard useColor else { return finding.text }
        let code =
            switch finding.severity {
            case .error: "31"
            case .warning: "33"
            case .note: "36"
            }
        return "\u{1B}[\(code)m" + finding.text + "\u{1B}[0m"
    }
}
