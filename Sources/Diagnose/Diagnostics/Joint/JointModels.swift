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
        var fits: [JointFit] = []
        for model in JointModel.allCases {
            if let fit = fitJointly(model, to: data, hints: hints, known: fits) { fits.append(fit) }
        }
        Self.tryAgain(&fits, data, hints)
        guard let verdict = JointVerdict(fits), let best = verdict.told else { return result }
        result.labels.append(Self.label(verdict, data))
        result.metrics += Self.measures(verdict)
        if case .none(_, let worst, let misfit) = verdict.choice {
            result.findings.append(Self.unexplained(best, worst: worst, misfit: misfit, evidence))
        } else {
            result.metrics += Self.parameters(best)
        }
        result.curves += Self.curves(best, data)
        return result
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

    private static func label(_ verdict: JointVerdict, _ data: JointData) -> Label {
        let from = data.spectra.flatMap(\.from) + data.traces.flatMap(\.from)
        let others = zip(verdict.fits, verdict.bic).dropFirst().map { fit, bic in
            "\(fit.model.rawValue) by \(DecimalText.significant(bic - (verdict.bic.first ?? 0), digits: 3))"
        }
        let lead = others.isEmpty ? "" : "; lowest BIC, before " + others.joined(separator: ", ")
        switch verdict.choice {
        case .model(let model):
            return Label(
                "model.chosen", model.rawValue, from: from,
                rule: "misses at most \(percent(JointVerdict.bound)) of the signal of nine in ten recordings" + lead)
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
                Metric(
                    "model.misfit", residual.misfit, se: residual.misfitError,
                    low: max(0, residual.misfit - 1.96 * residual.misfitError),
                    high: residual.misfit + 1.96 * residual.misfitError, level: 0.95, unit: .none, n: residual.count,
                    at: Place(definition: best.model.rawValue, of: residual.name), from: residual.from,
                    rule: "root mean square of what is missed beyond the noise, relative to the current or |Z|"))
        }
        return metrics
    }

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

    private static func unexplained(_ fit: JointFit, worst: String, misfit: Double, _ evidence: Evidence) -> Finding {
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

/// The kinds of finding of the joint fit.
enum JointFindings {
    static let all: [FindingKind] = [.modelNone, .modelUnreadable]
}
