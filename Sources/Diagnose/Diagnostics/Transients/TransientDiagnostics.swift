/// The diagnostics of the time domain.
public enum TransientDiagnostics {
    /// All, in alphabetical order.
    public static let all: [any Diagnostic] = [
        CurrentSteps(),
        PulseTrains(),
        Retention(),
        StepTransients(),
    ]
}
