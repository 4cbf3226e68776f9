internal import Circuits
internal import Findings
import Glibc
internal import Measurements

/// The law and the voltage scales of the biases of one state and polarity.
struct TrendSeries {
    /// Scatter of a logarithm about a straight line beyond which its slope is no voltage scale.
    private static let allowedScatter = 0.1

    private let selection: TrendSelection
    private let at: Place
    private let allowed: Double
    private let position: SourcePosition

    /// From the points of one state and polarity; `allowed` is the relative scatter of resistances that a law may leave.
    init(_ points: [TrendPoint], at: Place, allowed: Double, position: SourcePosition) {
        selection = TrendSelection(points)
        self.at = at
        self.allowed = allowed
        self.position = position
    }

    /// Metrics, label and curves; a finding where there are biases but too few.
    var result: DiagnosticResult {
        var result = DiagnosticResult()
        guard selection.biasCount >= TrendSelection.fewest else {
            if selection.known > 1 { result.findings.append(tooFew) }
            return result
        }
        let law = ConductionLaw(
            selection.lawPoints, memorySign: selection.memorySign, fastSign: selection.fastSign, allowed: allowed)
        result.labels.append(
            Label("impedance.law", law.verdict.rawValue, at: at, from: from, rule: law.words + selectionWords))
        for (name, fit) in [("exponential", law.exponential?.fit), ("quasi-linear", law.quasiLinear?.fit)] {
            guard let fit else { continue }
            var place = at
            place.definition = name
            result.metrics.append(
                Metric(
                    "impedance.law_chi2_nu", fit.chi2_nu, unit: .none, n: selection.points.count, at: place, from: from,
                    rule:
                        "ln R_b and ln|R_a| with the errors of their fits and the correlation of these; "
                        + "\(fit.degreesOfFreedom) degrees of freedom"))
        }
        result.metrics += activation(law)
        let lines = TrendLines(selection, law)
        for (element, line) in lines.all {
            result.metrics += voltageScale(element, line, law)
        }
        result.curves += TrendCurves(selection, law, lines, at: at, from: from).all
        if law.verdict == .neither { result.findings.append(neither(law)) }
        return result
    }

    private var from: [String] { selection.points.map(\.recordingID) }

    private var selectionWords: String {
        let name = selection.points.first?.circuit.rawValue ?? ""
        let left = selection.leftOut.isEmpty ? "" : " (left out: \(selection.leftOut))"
        return "; \(name) at \(selection.biasCount) biases\(left)"
    }

    /// Threshold and steepness of a quasi-linear conduction, where they are known.
    private func activation(_ law: ConductionLaw) -> [Metric] {
        guard law.verdict == .quasiLinear, let sigmoid = law.quasiLinear, let errors = sigmoid.scaleErrors_V else {
            return []
        }
        // An error of the size of the steepness tells no threshold, as where all biases lie on one side of it.
        guard errors.V_h < sigmoid.V_x, errors.V_x < 0.5 * sigmoid.V_x else { return [] }
        return [("impedance.V_h", sigmoid.V_h, errors.V_h), ("impedance.V_x", sigmoid.V_x, errors.V_x)].map {
            Metric(
                $0, $1, se: $2, unit: .volt, n: selection.points.count, at: at, from: from,
                rule:
                    "sigmoid conductance through R_b and R_a at all biases; se from the covariance, scaled by chi2_nu "
                    + "\(DecimalText.significant(sigmoid.fit.chi2_nu, digits: 3)) where that is above 1")
        }
    }

    /// V_m of an element; none where its logarithm is no straight line, or level.
    private func voltageScale(_ element: String, _ line: TrendLine, _ law: ConductionLaw) -> [Metric] {
        // A time may well be exponential where conduction is not (THEORY B.1, both sides of V_h).
        let isLaw = element == "tau_k" || (law.verdict != .quasiLinear && law.verdict != .neither)
        guard isLaw, line.holds(allowed: Self.allowedScatter), abs(line.slope) > line.quantile * line.slopeError else {
            return []
        }
        var place = at
        place.of = element
        let ends = [-1, 1].map { -1 / (line.slope + $0 * line.quantile * line.slopeError) }.sorted()
        let scatter =
            line.scatter > 0 ? ", \(DecimalText.significant(line.scatter, digits: 2)) added to each error" : ""
        return [
            Metric(
                "impedance.V_m", -1 / line.slope, se: line.slopeError / (line.slope * line.slope), low: ends[0],
                high: ends[1], level: 0.95, unit: .volt, n: selection.points.count, at: place, from: from,
                rule:
                    "weighted line through ln|\(element)| against the voltage without the drop over R_s (chi2_nu "
                    + "\(DecimalText.significant(line.chi2_nu, digits: 3))\(scatter)); interval by that of the slope")
        ]
    }

    private var tooFew: Finding {
        Finding(
            .impedanceTrendTooFew,
            "R_a is known at \(selection.known) biases\(place), where a law of bias needs \(TrendSelection.fewest)"
                + (selection.leftOut.isEmpty ? "" : " of one circuit and sign (\(selection.leftOut))"),
            at: position, fix: "measure impedance at more biases")
    }

    private func neither(_ law: ConductionLaw) -> Finding {
        func nu(_ fit: LawFit?) -> String { fit.map { DecimalText.significant($0.chi2_nu, digits: 2) } ?? "no fit" }
        return Finding(
            .impedanceTrendNeither,
            "R_b and R_a\(place) follow neither an exponential law (chi2_nu \(nu(law.exponential?.fit))) nor a quasi-linear "
                + "one (\(nu(law.quasiLinear?.fit))), so V_m is left out", at: position)
    }

    private var place: String {
        let state = at.state.map { " of \($0)" } ?? ""
        return state + (at.lobe == "-" ? " of negative bias" : " of positive bias")
    }
}

extension FindingKind {
    static let impedanceTrendTooFew = FindingKind(
        "impedance.trend-too-few", .note,
        "Too few biases with a memory to tell an exponential law of conduction from a quasi-linear one.")
    static let impedanceTrendNeither = FindingKind(
        "impedance.law-neither", .note,
        "The resistances follow neither law of conduction over the biases: several processes, or a device that drifted "
            + "from bias to bias.")
}
