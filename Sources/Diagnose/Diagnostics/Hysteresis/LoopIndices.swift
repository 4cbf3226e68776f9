public import Findings
public import Measurements

/// On/off ratio and the other named hysteresis indices of every lobe.
public struct LoopIndices: Diagnostic {
    /// A diagnostic without settings.
    public init() {}
    /// Stable id.
    public var id: String { "hysteresis.loop-indices" }
    /// The current-voltage family.
    public var family: Family { .hysteresis }
    /// What it may give.
    public var metrics: [MetricDefinition] {
        [
            .init(
                "hysteresis.on_off", "I_{bwd}/I_{fwd}", .none,
                "Current on the way back over current on the way out at V_read.",
                source: "THEORY D.3"),
            .init(
                "hysteresis.point_index", "HI", .none, "(I_bwd - I_fwd)/I_bwd at V_read.", source: "THEORY D.3"),
            .init(
                "hysteresis.integral_index", "HI_{int}", .none,
                "Integral of (I_bwd - I_fwd) dV over the integral of (I_bwd + I_fwd) dV.", source: "THEORY D.3"),
            .init(
                "hysteresis.half_max_shift", "ΔV_{1/2}", .volt,
                "|V| on the way out less |V| on the way back where half of the lobe's largest current is first reached; "
                    + "positive is inductive.", source: "THEORY D.3"),
        ]
    }

    /// Reads every lobe of every cycle.
    public func run(on input: DiagnosticInput) throws(Failure) -> DiagnosticResult {
        var result = DiagnosticResult()
        for sweep in input.preparedSweeps where !sweep.cycles.isEmpty {
            let read = sweep.readVoltage_V(input.options)
            if read > sweep.largest_V { result.findings.append(outside(read, sweep)) }
            for sign in [LobeSign.positive, .negative] {
                result.metrics += readings(sign, at: read, of: sweep)
                result.metrics += integrals(sign, of: sweep)
            }
        }
        return result
    }

    private func readings(_ sign: LobeSign, at read: Double, of sweep: PreparedSweep) -> [Metric] {
        var onOff = CycleSeries()
        var index = CycleSeries()
        for cycle in sweep.cycles {
            guard let lobe = cycle.lobe(sign) else { continue }
            let limit = LoopReadings.onOffBound(lobe, at: read)
            guard limit.usable else { continue }
            let ratios = LoopReadings.ratios(lobe, at: read)
            onOff.add(cycle.number, ratios.onOff, bound: limit.isLowerBound ? .lower : nil)
            index.add(cycle.number, ratios.pointIndex, bound: limit.isLowerBound ? .lower : nil)
        }
        var place = sweep.place
        place.lobe = sign.rawValue
        place.V_read = sign.factor * read
        let at = "at \(QuantityText.text(sign.factor * read, unit: .volt)), linear interpolation"
        return onOff.metrics("hysteresis.on_off", .none, at: place, of: sweep, rule: "I_bwd/I_fwd " + at)
            + index.metrics("hysteresis.point_index", .none, at: place, of: sweep, rule: "(I_bwd - I_fwd)/I_bwd " + at)
    }

    private func integrals(_ sign: LobeSign, of sweep: PreparedSweep) -> [Metric] {
        var integral = CycleSeries()
        var shift = CycleSeries()
        for cycle in sweep.cycles {
            guard let lobe = cycle.lobe(sign), !lobe.isClamped else { continue }
            let bound: Bound? = (lobe.integrals?.maskedFraction ?? 0) > 0.05 ? .lower : nil
            integral.add(cycle.number, lobe.integrals?.integralIndex, bound: bound)
            shift.add(cycle.number, LoopReadings.halfMaxShift_V(lobe))
        }
        var place = sweep.place
        place.lobe = sign.rawValue
        return integral.metrics(
            "hysteresis.integral_index", .none, at: place, of: sweep,
            rule: "integral of difference over integral of sum")
            + shift.metrics(
                "hysteresis.half_max_shift", .volt, at: place, of: sweep,
                rule: "|V_fwd| - |V_bwd| at half of the lobe's largest current")
    }

    private func outside(_ read: Double, _ sweep: PreparedSweep) -> Finding {
        Finding(
            .readOutsideSweep,
            "the read voltage \(QuantityText.text(read, unit: .volt)) lies outside the sweep \(sweep.name), "
                + "which reaches \(QuantityText.text(sweep.largest_V, unit: .volt))",
            at: sweep.position(of: 0), fix: "set V_read_V to a voltage inside the sweep")
    }
}

extension FindingKind {
    static let readOutsideSweep = FindingKind(
        "iv.read-outside-sweep", .warning,
        "The read voltage is larger than any voltage of the sweep, so that no ratio can be read there.")
}
