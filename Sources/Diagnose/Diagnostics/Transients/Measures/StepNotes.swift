import Findings
import Measurements

/// What is to be said of the steps of one recording, collected step by step and told once.
struct StepNotes {
    /// What answers the step: `current` or `voltage`.
    let answer: String
    private var steps: [String: [Int]] = [:]
    private var worst = 1.0
    private var samples = StepFit.fewestSamples

    init(answer: String) { self.answer = answer }

    /// A step with too few samples for a fit.
    mutating func addShort(_ number: Int) { add(TransientFindings.holdTooShort, number) }

    /// What the fit of a step gives reason to say.
    mutating func add(_ shape: StepShape) {
        let (fit, number) = (shape.fit, shape.fit.step.number)
        if fit.drift != nil { add(TransientFindings.drift, number) }
        if StepMemory.goesOn(shape) { add(TransientFindings.movingBefore, number) }
        if fit.saturatedCount > 0 { add(TransientFindings.saturated, number) }
        if fit.isTooSlow { add(TransientFindings.recordTooShort, number) }
        if !fit.isTooSlow, shape.unsettledFactor > 1 { add(TransientFindings.notSettled, number) }
        if !fit.rivals.isEmpty { add(TransientFindings.orderUndecided, number) }
        guard shape.isMisfit else { return }
        add(TransientFindings.misfit, number)
        worst = max(worst, fit.lack.ratio)
    }

    /// A step whose answer goes up and down without end.
    mutating func addSpiking(_ number: Int) { add(TransientFindings.spiking, number) }

    private mutating func add(_ kind: FindingKind, _ number: Int) { steps[kind.code, default: []].append(number) }

    /// The findings, each with the numbers of its steps.
    func findings(at place: SourcePosition) -> [Finding] {
        texts.compactMap { kind, text, fix in
            guard let mine = steps[kind.code], !mine.isEmpty else { return nil }
            let shown = mine.prefix(10).map { "\($0)" }.joined(separator: ", ") + (mine.count > 10 ? ", ..." : "")
            return Finding(kind, (mine.count == 1 ? "step " : "steps ") + shown + ": " + text, at: place, fix: fix)
        }
    }

    private var texts: [(kind: FindingKind, text: String, fix: String)] {
        let other = answer == "current" ? "voltage" : "current"
        return [
            (
                TransientFindings.holdTooShort,
                "fewer than \(samples) samples, or none that vary in time, after the \(other) settled",
                "record more samples after the step"
            ),
            (
                TransientFindings.recordTooShort,
                "the \(answer) still moves at the end of the record; its time is only known to exceed the record",
                "hold the level longer"
            ),
            (
                TransientFindings.drift,
                "the \(answer) drifts with one slope before the step and after it; the drift is taken off",
                "let the device and the instrument settle before the step"
            ),
            (
                TransientFindings.movingBefore,
                "the \(answer) moves before the step already, and no faster after it; its components may be that motion",
                "hold the level before the step until the \(answer) is still"
            ),
            (
                TransientFindings.saturated,
                "the \(answer) stands at the limit of the instrument for a while; those samples are left out",
                answer == "current"
                    ? "choose a larger current range or compliance" : "choose a larger limit of the voltage"
            ),
            (
                TransientFindings.spiking,
                "the \(answer) goes up and down without end, so it has no final value and no times of relaxation",
                "hold the level longer for a better rate, or step to a level at which it rests"
            ),
            (
                TransientFindings.notSettled,
                "held for less than five of the slowest times; the final \(answer) is extrapolated by the fit",
                "hold the level longer"
            ),
            (
                TransientFindings.misfit,
                "the best sum of exponentials leaves \(DecimalText.significant(worst, digits: 2)) times the noise",
                "step by less: a relaxation is exponential only while its time stays the same"
            ),
            (
                TransientFindings.orderUndecided, "another number of exponentials fits almost as well",
                "record more samples, or with less noise"
            ),
        ]
    }
}
