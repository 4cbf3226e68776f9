/// Why something could not be done: one or more findings, so that one run shows every fault.
public struct Failure: Error, Sendable, Hashable {
    /// The findings; never empty.
    public let findings: [Finding]

    /// Fails for one reason.
    public init(_ finding: Finding) { findings = [finding] }

    /// Fails for several reasons; `nil` when there is none.
    public init?(_ findings: [Finding]) {
        guard !findings.isEmpty else { return nil }
        self.findings = findings
    }
}

extension Failure {
    /// Fails for a reason that came to light after other things were found.
    public init(_ fault: Finding, after findings: [Finding]) { self = Failure(findings + [fault]) ?? Failure(fault) }
}
