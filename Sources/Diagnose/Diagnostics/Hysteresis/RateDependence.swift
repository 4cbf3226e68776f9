public import Findings
internal import Glibc
public import Measurements

/// How the loops change with the scan rate and with the vertex: the peak of the area, and the law behind it.
public struct RateDependence: Diagnostic {
    /// A diagnostic without settings.
    public init() {}
    /// Stable id.
    public var id: String { "hysteresis.rate-dependence" }
    /// The current-voltage family.
    public var family: Family { .hysteresis }
    /// What it may give.
    public var metrics: [MetricDefinition] {
        [
            .init(
                "hysteresis.tau_peak", "τ_{peak}", .second,
                "Relaxation time from the rate at which a lobe's area is largest, 0.592 U/v_peak, by the triangle law plus a "
                    + "capacitor; only where measured rates bracket the peak. Within a factor of 2 for strongly nonlinear "
                    + "activation.", source: "THEORY D.4"),
            .init(
                "hysteresis.v_peak", "v_{peak}", .voltPerSecond,
                "Scan rate at which the memory's part of the area is largest.",
                source: "THEORY D.4"),
            .init(
                "hysteresis.C_area", "C_{A}", .farad,
                "Capacitance of the part of the area that grows as 2 C v U, by the triangle law plus a capacitor.",
                source: "THEORY D.4"),
            .init(
                "hysteresis.rate_misfit", "χ²/ν", .none,
                "Chi² a degree of freedom of the triangle law (plus a capacitor from four rates on) through the areas, each with 2 % "
                    + "beside its noise; beyond 4 the law misses.", source: "THEORY D.4"),
            .init(
                "hysteresis.vertex_exponent", "dln|A|/dlnU", .none,
                "Exponent of a lobe's area against its vertex at one rate; 3 for a linearly activated memory.",
                source: "THEORY D.4"),
        ]
    }

    /// Puts together loops of one state, one polarity, and one vertex (or one rate).
    public func run(on input: DiagnosticInput) throws(Failure) -> DiagnosticResult {
        var result = DiagnosticResult()
        let rows = RateRow.all(input.preparedSweeps)
        var groups: [(state: String?, sign: LobeSign)] = []
        for row in rows where !groups.contains(where: { $0.state == row.state && $0.sign == row.sign }) {
            groups.append((row.state, row.sign))
        }
        for group in groups {
            let own = rows.filter { $0.state == group.state && $0.sign == group.sign }
            rateSeries(own, group.state, group.sign, &result)
            vertexSeries(own, group.state, group.sign, &result)
        }
        return result
    }

    private func rateSeries(_ rows: [RateRow], _ state: String?, _ sign: LobeSign, _ result: inout DiagnosticResult) {
        // The vertex with the most rates; of several the largest.
        let vertices = rows.map(\.reach_V).sorted(by: >)
        let series = vertices.map { U in rows.filter { abs($0.reach_V - U) <= 0.02 * U }.byRate }
        guard let used = series.max(by: { $0.count < $1.count }), used.count >= 2 else { return }
        let place = Place(state: state, lobe: sign.rawValue)
        let from = used.flatMap(\.sources)
        result.curves.append(
            Curve(
                "iv.rate-area", at: place, from: from,
                columns: [
                    CurveColumn("v", .voltPerSecond, used.map(\.rate_V_per_s)),
                    CurveColumn("A", .watt, used.map(\.area.value)),
                    CurveColumn("A_se", .watt, used.map { $0.area.se ?? 0 }),
                    CurveColumn("H", .none, used.map { $0.H?.value ?? 0 }),
                    CurveColumn("H_se", .none, used.map { $0.H?.se ?? 0 }),
                ]))
        guard used.count >= 3 else { return }
        let U = used.map(\.reach_V).reduce(0, +) / Double(used.count)
        let points = used.map { TriangleLaw.Point(rate_V_per_s: $0.rate_V_per_s, area_W: $0.area.value, sd_W: $0.sd_W) }
        guard let law = TriangleLaw(points, reach_V: U, withCapacitor: used.count >= 4) else {
            result.findings.append(Self.notBracketed(state, sign, used.count))
            return
        }
        let isBracketed = Self.isBracketed(law, used)
        // Without a peak the law draws on both parts at will, unless the memory's is small throughout.
        let isCapacitor = used.allSatisfy { row in
            let parts = law.parts_W(row.rate_V_per_s)
            return abs(parts.memory) < 0.2 * abs(parts.capacitor)
        }
        if let chi = law.chiSquare, chi.isFinite {
            result.metrics.append(
                Metric(
                    "hysteresis.rate_misfit", chi, unit: .none, n: used.count, at: place, from: from,
                    rule: Self.rule(law, used.count, U)))
        }
        // A law that misses, or that no peak holds, is no line to draw through the areas.
        if !Self.misses(law), isBracketed || isCapacitor { result.curves.append(Self.curve(law, points, place, from)) }
        if let C = law.capacitance_F, C.isFinite, isBracketed || isCapacitor {
            result.metrics.append(
                Metric(
                    "hysteresis.C_area", C.value, se: C.se, unit: .farad, n: used.count, at: place, from: from,
                    rule: Self.rule(law, used.count, U)))
        }
        guard isBracketed else {
            result.findings.append(Self.notBracketed(state, sign, used.count))
            return
        }
        report(law, used, U, place, from, &result)
    }

    private static func notBracketed(_ state: String?, _ sign: LobeSign, _ count: Int) -> Finding {
        Finding(
            .sweepPeakNotBracketed,
            "no tau_peak in the lobe \(sign.rawValue)\(state.map { " in state \($0)" } ?? ""): the area has no largest "
                + "value between the slowest and the fastest of \(count) rates", fix: "measure at more rates")
    }

    /// Whether a rate between the others has the largest memory part, beyond two errors of both ends.
    private static func isBracketed(_ law: TriangleLaw, _ rows: [RateRow]) -> Bool {
        let sizes = rows.map { abs($0.area.value - law.parts_W($0.rate_V_per_s).capacitor) }
        guard let k = sizes.indices.max(by: { sizes[$0] < sizes[$1] }), k > 0, k < sizes.count - 1 else { return false }
        return [0, sizes.count - 1].allSatisfy { end in
            sizes[end] + 2 * hypot(rows[end].sd_W, rows[k].sd_W) < sizes[k]
        }
    }

    private func report(
        _ law: TriangleLaw, _ rows: [RateRow], _ U: Double, _ place: Place, _ from: [String],
        _ result: inout DiagnosticResult
    ) {
        var tau = law.tau_s
        var rule = Self.rule(law, rows.count, U)
        // A law that misses has no say; the parabola through the three highest areas needs none.
        if Self.misses(law), let chi = law.chiSquare, let v = Self.parabola(law, rows) {
            let value = 0.592158 * U / v
            tau = Estimate(value, se: value)
            rule =
                "0.592 U/v_peak, parabola in ln v through the three largest areas; the triangle law misses (chi²/ν "
                + "\(DecimalText.significant(chi, digits: 2))), so that only the order of magnitude holds"
        }
        result.metrics.append(
            Metric(
                "hysteresis.tau_peak", tau.value, se: tau.se, unit: .second, n: rows.count, at: place, from: from,
                rule: rule))
        let v = U / (TriangleLaw.peak * tau.value)
        result.metrics.append(
            Metric(
                "hysteresis.v_peak", v, se: tau.se.map { v * $0 / tau.value }, unit: .voltPerSecond, n: rows.count,
                at: place,
                from: from, rule: rule))
    }

    /// Beyond a chi² of 4 a degree of freedom the activation is not linear, and the law describes no more than an order.
    private static func misses(_ law: TriangleLaw) -> Bool { law.chiSquare.map { $0 > 4 } ?? false }

    private static func parabola(_ law: TriangleLaw, _ rows: [RateRow]) -> Double? {
        let sizes = rows.map { abs($0.area.value - law.parts_W($0.rate_V_per_s).capacitor) }
        guard let k = sizes.indices.max(by: { sizes[$0] < sizes[$1] }) else { return nil }
        return exp(BranchSlopes.peak(rows.map { log($0.rate_V_per_s) }, sizes, at: k))
    }

    private static func rule(_ law: TriangleLaw, _ count: Int, _ U: Double) -> String {
        "triangle law" + (law.capacitance_F == nil ? "" : " plus 2 C v U")
            + " through the areas at \(count) rates, U = \(QuantityText.text(U, unit: .volt, digits: 3))"
            + (law.chiSquare.map { ", chi²/ν \(DecimalText.significant($0, digits: 2))" } ?? "")
    }

    private static func curve(_ law: TriangleLaw, _ points: [TriangleLaw.Point], _ place: Place, _ from: [String])
        -> Curve
    {
        let ends = (points.first?.rate_V_per_s ?? 1, points.last?.rate_V_per_s ?? 1)
        let rates = (0...60).map { ends.0 / 2 * pow(4 * ends.1 / ends.0, Double($0) / 60) }
        let parts = rates.map(law.parts_W)
        return Curve(
            "iv.rate-law", at: place, from: from,
            columns: [
                CurveColumn("v", .voltPerSecond, rates),
                CurveColumn("A", .watt, parts.map { $0.memory + $0.capacitor }),
                CurveColumn("memory", .watt, parts.map(\.memory)),
                CurveColumn("capacitor", .watt, parts.map(\.capacitor)),
            ])
    }

    /// Rows of one rate and several vertices.
    private func vertexSeries(_ rows: [RateRow], _ state: String?, _ sign: LobeSign, _ result: inout DiagnosticResult) {
        var rates: [Double] = []
        for row in rows where !rates.contains(where: { abs($0 - row.rate_V_per_s) <= 0.02 * $0 }) {
            rates.append(row.rate_V_per_s)
        }
        for rate in rates.sorted() {
            let own = rows.filter { abs($0.rate_V_per_s - rate) <= 0.02 * rate && $0.area.value != 0 }
            guard let exponent = VertexExponent(own) else { continue }
            result.metrics.append(
                Metric(
                    "hysteresis.vertex_exponent", exponent.value.value, se: exponent.value.se, unit: .none,
                    n: exponent.count,
                    at: Place(state: state, rate_V_per_s: rate, lobe: sign.rawValue),
                    from: Array(Set(own.flatMap(\.sources))).sorted(),
                    rule: "line of ln|A| over ln U at \(exponent.count) vertices from \(exponent.span)"))
        }
    }
}

extension FindingKind {
    static let sweepPeakNotBracketed = FindingKind(
        "iv.peak-not-bracketed", .note,
        "Loops at three rates or more, but the largest area is that of the slowest or of the fastest: the memory's time lies "
            + "beyond them.")
}
