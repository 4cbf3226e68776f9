import Measurements

/// The relaxation time against voltage over large steps.
enum SwitchingTimes {
    static func result(of steps: [StepEvidence]) -> DiagnosticResult { DiagnosticResult() }
}
