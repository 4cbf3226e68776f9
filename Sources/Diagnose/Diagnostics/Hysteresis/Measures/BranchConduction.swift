internal import Glibc
internal import Measurements

/// What is said of the conduction of one branch: exponents of straight ranges, and laws range by range.
struct BranchConduction {
    let points: ConductionPoints
    let place: Place
    let sweep: PreparedSweep
    private let physics: ConductionPhysics

    init(_ points: ConductionPoints, _ branch: Branch, _ sweep: PreparedSweep) {
        self.points = points
        self.sweep = sweep
        var place = sweep.place
        place.lobe = branch.lobe.rawValue
        place.branch = branch.name
        self.place = place
        physics = ConductionPhysics(sweep.conditions)
    }

    /// Adds all of it.
    func report(into result: inout DiagnosticResult) {
        result.curves.append(curve("conduction.points", points.x, points.y, place))
        slopes(&result)
        result.labels.append(
            Label(
                "conduction.used", points.range, at: place, from: sweep.sources,
                rule: "what of the branch one state carries, off the noise and the limit"))
        let ranges = ConductionRanges(points, physics).ranges
        let choices = ranges.map { ConductionChoice(points.part($0), physics) }
        let names = ConductionChoice.names(choices)
        for k in ranges.indices { law(choices[k], names[k], ranges[k], k + 1, &result) }
        if ranges.count > 1 { whole(choices, &result) }
    }

    private func slopes(_ result: inout DiagnosticResult) {
        for (k, line) in LogLogSegments(points).lines.enumerated() {
            var at = place
            at.component = k + 1
            result.metrics.append(
                metric(
                    "conduction.slope", line.slope, n: line.samples.count, at,
                    "line of ln|I| over ln|V| \(span(line.samples))"))
            let x = [points.x[line.samples.lowerBound], points.x[line.samples.upperBound - 1]]
            result.curves.append(
                curve("conduction.segment", x, x.map { line.intercept + line.slope.value * $0 }, at))
        }
    }

    /// One range: where it lies, its law, every law beside it, and what their coefficients mean.
    private func law(
        _ choice: ConductionChoice, _ name: String, _ range: Range<Int>, _ number: Int, _ result: inout DiagnosticResult
    ) {
        guard let best = choice.best else { return }
        var at = place
        at.component = number
        let ends = (points.x[range.lowerBound], points.x[range.upperBound - 1])
        let rule = "ends of the range"
        result.metrics.append(metric("conduction.V_from", Estimate(exp(ends.0)), unit: .volt, n: range.count, at, rule))
        result.metrics.append(metric("conduction.V_to", Estimate(exp(ends.1)), unit: .volt, n: range.count, at, rule))
        result.labels.append(
            Label(
                "conduction.mechanism", name, at: at, from: sweep.sources,
                rule:
                    "lowest AIC on the range; of several within 6 the one with the fewest parameters; none where it misses by "
                    + "15 %" + (physics.isKnown ? "" : "; plausibility not judged (thickness not known)")))
        if !choice.excluded.isEmpty {
            result.labels.append(
                Label(
                    "conduction.implausible", choice.excluded.map(\.rawValue).joined(separator: ", "), at: at,
                    from: sweep.sources, rule: "permittivity outside 1 to 300, or barrier outside 0.05 to 10 V"))
        }
        for fit in choice.fits {
            var of = at
            of.definition = fit.law.rawValue
            result.metrics.append(
                metric(
                    "conduction.aic", Estimate(fit.aic - best.aic), n: range.count, of,
                    "AICc of ln|I| \(span(range)), rms \(Self.percent(fit.deviation))"))
        }
        for (fit, quantity) in choice.quantities where quantity.id != "conduction.crossover" || fit.law == best.law {
            var of = at
            of.definition = fit.law.rawValue
            result.metrics.append(
                metric(
                    quantity.id, quantity.value, unit: quantity.unit, of,
                    quantity.rule + (quantity.isPlausible ? "" : "; not plausible")))
        }
        let x = (0...40).map { ends.0 + (ends.1 - ends.0) * Double($0) / 40 }
        at.definition = best.law.rawValue
        result.curves.append(curve("conduction.fit", x, x.map(best.value), at))
    }

    /// The whole branch by one law each, beside the laws of its ranges together.
    private func whole(_ choices: [ConductionChoice], _ result: inout DiagnosticResult) {
        let n = points.x.count
        let parts = choices.compactMap(\.best)
        guard parts.count == choices.count else { return }
        // Of each range its law's parameters, and where it ends.
        let parameters = parts.reduce(0) { $0 + $1.law.parameters } + parts.count - 1
        let ranges = TransportLaw.criterion(parts.reduce(0) { $0 + $1.square }, n, parameters)
        let fits = ConductionChoice(points, physics).fits
        let best = min(ranges, fits.map(\.aic).min() ?? ranges)
        var at = place
        at.definition = "\(parts.count) ranges"
        let rule = "AICc of ln|I| \(span(0..<n)), the whole branch"
        result.metrics.append(metric("conduction.aic", Estimate(ranges - best), n: n, at, rule))
        for fit in fits {
            at.definition = fit.law.rawValue
            result.metrics.append(metric("conduction.aic", Estimate(fit.aic - best), n: n, at, rule))
        }
    }

    private func metric(
        _ id: String, _ value: Estimate, unit: SIUnit = .none, n: Int? = nil, _ at: Place, _ rule: String
    ) -> Metric {
        Metric(id, value.value, se: value.se, unit: unit, n: n, at: at, from: sweep.sources, rule: rule)
    }

    private func curve(_ id: String, _ x: [Double], _ y: [Double], _ place: Place) -> Curve {
        Curve(
            id, at: place, from: sweep.sources,
            columns: [CurveColumn("V", .volt, x.map { exp($0) }), CurveColumn("I", .ampere, y.map { exp($0) })])
    }

    private func span(_ samples: Range<Int>) -> String {
        let ends = [points.x[samples.lowerBound], points.x[samples.upperBound - 1]].map {
            QuantityText.text(exp($0), unit: .volt, digits: 3)
        }
        return "from \(ends[0]) to \(ends[1])"
    }

    private static func percent(_ deviation: Double) -> String {
        DecimalText.significant(100 * deviation, digits: 2) + " %"
    }
}
