public import Findings
internal import Glibc
public import Measurements

/// Area and index of each lobe once the displacement current of the fast capacitance is taken off.
public struct DisplacementCurrent: Diagnostic {
    /// A diagnostic without settings.
    public init() {}
    /// Stable id.
    public var id: String { "hysteresis.displacement" }
    /// The current-voltage family.
    public var family: Family { .hysteresis }
    /// What it may give.
    public var metrics: [MetricDefinition] {
        [
            .init(
                "hysteresis.area_conduction", "A_{c}", .watt,
                "Area of a lobe of I - C_m dV/dt, all counted cycles as one: what the displacement current leaves. Given where "
                    + "R_s C_m v is below 1 % of the largest voltage.", source: "THEORY D.1"),
            .init(
                "hysteresis.H_conduction", "H_{c}", .none,
                "The index H of a lobe of I - C_m dV/dt; hysteresis.H itself is that of the current as measured.",
                source: "THEORY D.1, D.2"),
        ]
    }

    /// Corrects every sweep with a rate whose state's C_m is known.
    public func run(on input: DiagnosticInput) throws(Failure) -> DiagnosticResult {
        var result = DiagnosticResult()
        for (index, sweep) in input.preparedSweeps.enumerated() {
            guard let rate = sweep.rate_V_per_s, rate > 0, !sweep.cycles.isEmpty,
                let capacitance = FastCapacitance(input, state: sweep.conditions.state), capacitance.value.value > 0
            else { continue }
            let lag_V = capacitance.series_ohm * capacitance.value.value * rate
            guard lag_V < 0.01 * sweep.largest_V else {
                result.findings.append(tooFast(lag_V, sweep))
                continue
            }
            for lobe in input.pooledLoop(index).lobes {
                result.metrics += Self.metrics(lobe, capacitance, rate, sweep)
            }
        }
        return result
    }

    private static func metrics(
        _ lobe: Lobe, _ capacitance: FastCapacitance, _ rate: Double, _ sweep: PreparedSweep
    ) -> [Metric] {
        let current = capacitance.value.value * rate
        // A rising voltage charges: on such a branch the device carries less than the meter reads.
        func corrected(_ branch: Branch?) -> Branch? {
            branch.map { $0.shifted(by: $0.isRising ? -current : current) }
        }
        guard let plain = lobe.integrals,
            let found = LoopIntegrals(corrected(lobe.fwd), corrected(lobe.bwd), sign: lobe.sign)
        else { return [] }
        // What an error of C_m does: the area shifts by twice C v times the reach, as that of a capacitor.
        let shift = abs(found.area_W.value - plain.area_W.value) * (capacitance.value.se ?? 0) / capacitance.value.value
        func widened(_ se: Double?, by error: Double) -> Double? { se.map { sqrt($0 * $0 + error * error) } }
        var place = sweep.place
        place.lobe = lobe.sign.rawValue
        let rule =
            "I - C_m dV/dt, C_m = \(QuantityText.text(capacitance.value.value, unit: .farad)) \(capacitance.source), v "
            + "\(sweep.rateSource); trapezoid over all counted cycles"
        let from = sweep.sources + capacitance.from
        var metrics = [
            Metric(
                "hysteresis.area_conduction", found.area_W.value, se: widened(found.area_W.se, by: shift), unit: .watt,
                at: place, from: from, rule: rule, bound: found.maskedFraction > 0.05 ? .lower : nil)
        ]
        if let H = found.H {
            metrics.append(
                Metric(
                    "hysteresis.H_conduction", H.value,
                    se: widened(H.se, by: found.absolute_W > 0 ? shift / found.absolute_W : 0), unit: .none, at: place,
                    from: from, rule: rule, bound: found.maskedFraction > 0.05 ? .lower : nil))
        }
        return metrics
    }

    private func tooFast(_ lag_V: Double, _ sweep: PreparedSweep) -> Finding {
        Finding(
            .sweepDisplacement,
            "the displacement current of \(sweep.name) is not taken off: R_s C_m v = "
                + "\(QuantityText.text(lag_V, unit: .volt)) is 1 % and more of the largest voltage",
            at: sweep.position(of: 0), fix: "sweep more slowly")
    }
}

extension FindingKind {
    static let sweepDisplacement = FindingKind(
        "iv.displacement-kept", .note,
        "The fast capacitance is known, but charging it through the series resistance lags behind the sweep, so that C_m dV/dt "
            + "is not its current.")
}
