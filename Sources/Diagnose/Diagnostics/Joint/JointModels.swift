internal import Findings
internal import Glibc
internal import JointFit
internal import Measurements

/// One model for all recordings of a device: which explains them, with which parameters, and what it misses where.
///
/// Runs after the diagnostics, whose numbers are its starts, at depth `full`.
public struct JointModels: Sendable {
    /// The question has no state.
    public init() {}

    /// Fewest recordings of a device that a joint fit joins.
    private static let fewestRecordings = 4

    /// Fits the models and chooses; nothing where there is too little to join.
    func explain(_ input: DiagnosticInput, _ evidence: Evidence) -> DiagnosticResult {
        var result = DiagnosticResult()
        let hints = JointHints(evidence, input)
        let data = JointRecordings(input, hints: hints, limit: JointRecordings.forFit).data
        guard data.spectra.count + data.traces.count >= Self.fewestRecordings, !data.traces.isEmpty else {
            return result
        }
        let hasMemory = evidence.labels("memory.present").contains { $0.value == "yes" }
        guard hasMemory else { return result }
        guard var verdict = Self.judged(data, hints) else { return result }
        var (used, leftOut) = (data, [JointResidual]())
        if case .model = verdict.choice, let best = verdict.told {
            leftOut = best.residuals.filter { $0.misfit > JointVerdict.bound }
            // What the model misses must not pull at its parameters.
            if !leftOut.isEmpty {
                used = Self.without(leftOut, of: best, data)
                verdict = Self.judged(used, hints) ?? verdict
            }
        }
        guard let best = verdict.told else { return result }
        result.labels.append(Self.label(verdict, used, leftOut: leftOut))
        result.metrics += Self.measures(verdict)
        result.metrics += leftOut.map { Self.misfit($0, best.model, rule: Self.leftOutRule) }
        if case .none(_, let worst, let misfit) = verdict.choice {
            result.findings.append(Self.unexplained(best, worst: worst, misfit: misfit))
        } else {
            result.metrics += Self.parameters(best)
            result.findings += Self.reservations(verdict, best, leftOut: leftOut)
        }
        result.curves += Self.curves(best, used)
        return result
    }

    /// All models fitted to some recordings, and the verdict on them; `nil` where none could be fitted.
    private static func judged(_ data: JointData, _ hints: JointHints) -> JointVerdict? {
        var fits: [JointFit] = []
        for model in JointModel.allCases {
            if let fit = fitJointly(model, to: data, hints: hints, known: fits) { fits.append(fit) }
        }
        tryAgain(&fits, data, hints)
        return JointVerdict(fits)
    }

    /// The recordings but for some; residuals stand in the order of the recordings, spectra first.
    private static func without(_ leftOut: [JointResidual], of fit: JointFit, _ data: JointData) -> JointData {
        func isKept(_ index: Int) -> Bool {
            let one = fit.residuals[index]
            return !leftOut.contains { $0.name == one.name && $0.from == one.from }
        }
        return JointData(
            spectra: data.spectra.indices.filter(isKept).map { data.spectra[$0] },
            traces: data.traces.indices.filter { isKept(data.spectra.count + $0) }.map { data.traces[$0] })
    }

    /// T1 again from where T2 went: a bell with three free rates finds its way where one with two is caught.
    private static func tryAgain(_ fits: inout [JointFit], _ data: JointData, _ hints: JointHints) {
        guard let bell = fits.firstIndex(where: { $0.model == .calm }),
            let freed = fits.first(where: { $0.model == .calmT2 }), freed.chiSquare < fits[bell].chiSquare - 10,
            let again = fitJointly(.calm, to: data, hints: hints, known: [freed]),
            again.chiSquare < fits[bell].chiSquare
        else { return }
        fits[bell] = again
    }

    private static func rule(_ fit: JointFit) -> String {
        "\(fit.model.rawValue) fitted to \(fit.residuals.count) recordings at once (\(fit.count) readings), each weighted by its "
            + "own noise; errors widened by the misfit"
    }

    private static func label(_ verdict: JointVerdict, _ data: JointData, leftOut: [JointResidual]) -> Label {
        let from = data.spectra.flatMap(\.from) + data.traces.flatMap(\.from)
        let others = zip(verdict.fits, verdict.bic).dropFirst().map { fit, bic in
            "\(fit.model.rawValue) by \(DecimalText.significant(bic - (verdict.bic.first ?? 0), digits: 3))"
        }
        let lead = others.isEmpty ? "" : "; lowest BIC, before " + others.joined(separator: ", ")
        switch verdict.choice {
        case .model(let model):
            return Label(
                "model.chosen", model.rawValue, from: from,
                rule: "misses at most \(percent(JointVerdict.bound)) of the signal of each recording"
                    + (leftOut.isEmpty ? "" : " but " + words(leftOut)) + lead)
        case .undecided(let models):
            return Label(
                "model.chosen", "undecided", from: from,
                rule: models.map(\.rawValue).joined(separator: " and ") + " within 10 units of BIC")
        case .none(let best, let worst, let misfit):
            return Label(
                "model.chosen", "none", from: from,
                rule: "no model explains this: \(best.rawValue), the best, misses \(percent(misfit)) of \(worst)" + lead
            )
        }
    }

    private static func measures(_ verdict: JointVerdict) -> [Metric] {
        guard let best = verdict.told, let least = verdict.bic.first else { return [] }
        let rule = rule(best)
        let all = best.residuals.flatMap(\.from)
        var metrics = zip(verdict.fits, verdict.bic).map { fit, bic in
            Metric(
                "model.delta_BIC", bic - least, unit: .none, at: Place(definition: fit.model.rawValue), from: all,
                rule: "BIC above the lowest; chi² scaled by the least chi² per degree of freedom where that is above 1")
        }
        metrics.append(
            Metric(
                "model.chi2_nu", best.reducedChiSquare, unit: .none, n: best.count,
                at: Place(definition: best.model.rawValue), from: all, rule: rule))
        for residual in best.residuals {
            metrics.append(
                misfit(
                    residual, best.model,
                    rule: "root mean square of what is missed beyond the noise, relative to the current or |Z|"))
        }
        return metrics
    }

    private static let leftOutRule =
        "as misfit of all recordings together; then left out of the fit, for the model misses it"

    private static func misfit(_ residual: JointResidual, _ model: JointModel, rule: String) -> Metric {
        Metric(
            "model.misfit", residual.misfit, se: residual.misfitError,
            low: max(0, residual.misfit - 1.96 * residual.misfitError),
            high: residual.misfit + 1.96 * residual.misfitError, level: 0.95, unit: .none, n: residual.count,
            at: Place(definition: model.rawValue, of: residual.name), from: residual.from, rule: rule)
    }

    private static func words(_ residuals: [JointResidual]) -> String {
        residuals.map { "\($0.name) (\(percent($0.misfit)))" }.joined(separator: ", ")
    }

    /// What a reader must know of a model that was chosen.
    private static func reservations(_ verdict: JointVerdict, _ fit: JointFit, leftOut: [JointResidual]) -> [Finding] {
        var findings: [Finding] = []
        if !leftOut.isEmpty {
            findings.append(
                Finding(
                    .modelLeftOut,
                    "\(fit.model.rawValue) explains all recordings but \(words(leftOut)), left out of the fit",
                    fix: "look whether they were taken in another state, in another range, or drift"))
        }
        if fit.reducedChiSquare > Self.contradiction {
            findings.append(
                Finding(
                    .modelContradiction,
                    "recordings pull against each other: chi² per degree of freedom is \(DecimalText.significant(fit.reducedChiSquare, digits: 2)) with \(fit.model.rawValue)",
                    fix: "look at the misfit of each recording; errors of parameters are widened by the disagreement"))
        }
        let unknown = fit.estimates.filter { $0.se == nil }.map(\.parameter.name)
        if case .model = verdict.choice, !unknown.isEmpty {
            findings.append(
                Finding(
                    .modelUndetermined,
                    "the recordings do not determine \(unknown.joined(separator: ", ")) of \(fit.model.rawValue); no file of the model is written if it needs them",
                    fix: "measure where they show: pinch explain model.\(unknown[0])"))
        }
        return findings
    }

    /// χ² per degree of freedom beyond which the recordings contradict each other, whatever each misses of its signal.
    private static let contradiction = 3.0

    private static func parameters(_ fit: JointFit) -> [Metric] {
        let from = fit.residuals.flatMap(\.from)
        return fit.estimates.compactMap { estimate in
            guard let se = estimate.se else { return nil }
            return Metric(
                "model." + estimate.parameter.name, estimate.value, se: se, low: estimate.interval?.lowerBound,
                high: estimate.interval?.upperBound, level: estimate.interval == nil ? nil : 0.95,
                unit: estimate.parameter.unit, at: Place(definition: fit.model.rawValue), from: from, rule: rule(fit))
        }
    }

    private static func unexplained(_ fit: JointFit, worst: String, misfit: Double) -> Finding {
        Finding(
            .modelNone,
            "no model explains all recordings at once: \(fit.model.rawValue), the best, misses \(percent(misfit)) of \(worst)",
            fix: "look at the misfit of each recording: one that stands out was taken in another state, or drifts")
    }

    private static func percent(_ part: Double) -> String { DecimalText.significant(100 * part, digits: 2) + " %" }

    /// Measured and predicted currents of each trace, for figures.
    private static func curves(_ fit: JointFit, _ data: JointData) -> [Curve] {
        zip(data.traces, fit.residuals.dropFirst(data.spectra.count)).map { trace, residual in
            let shown = trace.sd_A.indices.filter { trace.sd_A[$0].isFinite }
            var time = 0.0
            let times = trace.interval_s.map { interval -> Double in
                time += interval
                return time
            }
            func column(_ name: String, _ unit: SIUnit, _ values: [Double]) -> CurveColumn {
                CurveColumn(name, unit, shown.map { values[$0] })
            }
            return Curve(
                "model.prediction", at: Place(definition: fit.model.rawValue, of: trace.name), from: trace.from,
                columns: [
                    column("t", .second, times), column("V", .volt, trace.voltage_V),
                    column("I", .ampere, trace.current_A),
                    column("fit", .ampere, residual.predicted), column("sd", .ampere, trace.sd_A),
                ])
        }
    }
}

extension FindingKind {
    static let modelNone = FindingKind(
        "model.none", .note,
        "No model of the list explains all recordings of the device at once: the best misses more than 15 % of the signal of more "
            + "than a tenth of them beyond their noise. That is a result, not a failure: the device has more in it than these models."
    )
}

extension FindingKind {
    static let modelLeftOut = FindingKind(
        "model.left-out", .warning,
        "A model explains nine in ten recordings and misses more than 15 % of the signal of the rest; those were left out, "
            + "and the model fitted again.")
    static let modelContradiction = FindingKind(
        "model.contradiction", .note,
        "A model comes near every recording, and not as near as their noise: calibration, drift, or more in the device than "
            + "the model has.")
    static let modelUndetermined = FindingKind(
        "model.undetermined", .note, "Parameters of the chosen model show in no recording.")
}

/// The kinds of finding of the joint fit.
enum JointFindings {
    static let all: [FindingKind] = [
        .modelContradiction, .modelLeftOut, .modelNone, .modelUndetermined, .modelUnreadable,
    ]
}
