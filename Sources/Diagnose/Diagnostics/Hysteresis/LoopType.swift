public import Findings
internal import Glibc
public import Measurements

/// Sense of the lobes, type of the loop, crossings and the pinch, and whether the loop shows a memory at all.
public struct LoopType: Diagnostic {
    /// A diagnostic without settings.
    public init() {}
    /// Stable id.
    public var id: String { "hysteresis.loop-type" }
    /// The current-voltage family.
    public var family: Family { .hysteresis }
    /// What it may give.
    public var metrics: [MetricDefinition] {
        [
            .init(
                "hysteresis.type", "", .none,
                "Signs of H+ and H-: C+-, C-+ (crossing at the pinch), N++, N-- (touching), none, undecided.",
                source: "THEORY D.2"),
            .init(
                "hysteresis.sense", "", .none,
                "Sense of one lobe: inductive (H > 0), capacitive (H < 0), none, undecided.",
                source: "THEORY D.2"),
            .init(
                "hysteresis.crossing_V", "V_{x}", .volt,
                "Voltage away from the pinch where the branches cross: capacitive on one side, inductive on the other.",
                source: "THEORY D.3"),
            .init(
                "hysteresis.C_pinch", "C_{pinch}", .farad,
                "(I_up - I_dn)/(2v) at V = 0: the capacitance that opens the pinch.", source: "THEORY D.3"),
            .init(
                "hysteresis.pinch_offset", "ΔI_{0}", .ampere,
                "I_up - I_dn at V = 0: how far the pinch is open.", source: "THEORY D.3"),
            .init(
                "memory.present", "", .none,
                "Whether the loop stays open once the displacement current seen at V = 0 is taken off: yes, none, undecided.",
                source: "THEORY D.2, D.3"),
        ]
    }

    /// Judges every sweep, and the device over its sweeps.
    public func run(on input: DiagnosticInput) throws(Failure) -> DiagnosticResult {
        var result = DiagnosticResult()
        var memories: [(verdict: String, sweep: PreparedSweep)] = []
        for (index, sweep) in input.preparedSweeps.enumerated() {
            let loop = input.pooledLoop(index)
            guard loop.lobes.contains(where: { $0.fwd != nil && $0.bwd != nil }) else { continue }
            senses(loop, sweep, &result)
            crossings(loop, sweep, &result)
            let offset = pinchOffset_A(loop)
            if let offset, offset.isFinite { result.metrics.append(opening(offset, sweep)) }
            if let offset, let rate = sweep.rate_V_per_s, rate > 0 { result.metrics.append(pinch(offset, rate, sweep)) }
            memories.append((memory(loop, offset), sweep))
        }
        if !memories.isEmpty { result.labels.append(present(memories)) }
        return result
    }

    private func senses(_ loop: PooledLoop, _ sweep: PreparedSweep, _ result: inout DiagnosticResult) {
        var verdicts: [LobeSign: LoopVerdict] = [:]
        for sign in [LobeSign.positive, .negative] {
            var series = CycleSeries()
            for cycle in sweep.cycles {
                guard let lobe = cycle.lobe(sign), !lobe.isClamped else { continue }
                series.add(cycle.number, lobe.integrals?.H)
            }
            guard let H = series.overall(of: sweep)?.estimate else { continue }
            let verdict = LoopVerdict(H)
            verdicts[sign] = verdict
            var place = sweep.place
            place.lobe = sign.rawValue
            result.labels.append(
                Label(
                    "hysteresis.sense", verdict.sense, at: place, from: sweep.sources,
                    rule: "sign of H beyond 3 standard errors and 0.001"))
        }
        guard !verdicts.isEmpty else { return }
        let both = verdicts.count == 2
        let type =
            both ? LoopVerdict.type(verdicts[.positive] ?? .undecided, verdicts[.negative] ?? .undecided) : "undecided"
        result.labels.append(
            Label(
                "hysteresis.type", type, at: sweep.place, from: sweep.sources,
                rule: both
                    ? "signs of H+ and H- beyond 3 standard errors and 0.001"
                    : "one polarity only, the other missing or clamped"
            ))
    }

    private func crossings(_ loop: PooledLoop, _ sweep: PreparedSweep, _ result: inout DiagnosticResult) {
        // What lies nearer is the pinch (THEORY D.3).
        let pinch_V = max(2 * loop.step_V, 0.010)
        for lobe in loop.lobes {
            for crossing in LoopCrossings.crossings_V(lobe, pinch_V: pinch_V) where crossing.isFinite {
                var place = sweep.place
                place.lobe = lobe.sign.rawValue
                result.metrics.append(
                    Metric(
                        "hysteresis.crossing_V", lobe.sign.factor * crossing.value, se: crossing.se, unit: .volt,
                        at: place,
                        from: sweep.sources,
                        rule:
                            "zero of I_bwd - I_fwd, its sign beyond 4 standard errors on both sides; the pinch is left out"
                    ))
            }
        }
    }

    /// `I_up - I_dn` at V = 0, from parabolas through both within 5 % of the largest voltage.
    ///
    /// A memory opens the branches on either side of 0 V by unequal amounts, which a line would take for an offset.
    private func pinchOffset_A(_ loop: PooledLoop) -> Estimate? {
        let width = max(3 * loop.step_V, 0.05 * loop.largest_V)
        return loop.read(at: 0, halfWidth_V: width, degree: 2, settled: true)?.difference
    }

    private func opening(_ offset: Estimate, _ sweep: PreparedSweep) -> Metric {
        Metric(
            "hysteresis.pinch_offset", offset.value, se: offset.se, unit: .ampere, at: sweep.place,
            from: sweep.sources,
            rule: "I_up - I_dn at V = 0 by parabolas through +-5 % of the largest voltage")
    }

    private func pinch(_ offset: Estimate, _ rate: Double, _ sweep: PreparedSweep) -> Metric {
        Metric(
            "hysteresis.C_pinch", offset.value / (2 * rate), se: offset.se.map { $0 / (2 * rate) }, unit: .farad,
            at: sweep.place, from: sweep.sources,
            rule:
                "(I_up - I_dn)/(2v) at V = 0 by parabolas through +-5 % of the largest voltage; rate \(sweep.rateSource)"
        )
    }

    /// Takes the displacement loop off each lobe (its area is offset times reach in both) and asks what is left.
    ///
    /// What is left is divided by the whole integral of |I|, so that a nearly pure capacitor does not divide by nothing.
    private func memory(_ loop: PooledLoop, _ offset: Estimate?) -> String {
        var undecided = false
        for lobe in loop.lobes {
            guard let integrals = lobe.integrals, integrals.absolute_W > 0, let se = integrals.area_W.se,
                let fwd = lobe.fwd
            else { continue }
            // A loop at the current limit throughout is the source's.
            guard !lobe.isClamped else {
                undecided = true
                continue
            }
            let reach = fwd.range_V.upperBound - fwd.range_V.lowerBound
            let displacement = (offset?.value ?? 0) * reach
            // The vertex is one sample: on which side of the turn it was taken shifts the area by half a step of the offset.
            let vertex = loop.step_V * (offset?.value ?? 0)
            let error = sqrt(se * se + pow((offset?.se ?? 0) * reach, 2) + vertex * vertex) / integrals.absolute_W
            let left = Estimate((integrals.area_W.value - displacement) / integrals.absolute_W, se: error)
            if left.isSignificant(3, floor: 0.01) { return "yes" }
            if left.isSignificant(3, floor: 1e-3) || 3 * error > 0.05 { undecided = true }
        }
        return undecided || offset == nil ? "undecided" : "none"
    }

    private func present(_ memories: [(verdict: String, sweep: PreparedSweep)]) -> Label {
        let verdicts = memories.map(\.verdict)
        let value = verdicts.contains("yes") ? "yes" : (verdicts.allSatisfy { $0 == "none" } ? "none" : "undecided")
        return Label(
            "memory.present", value, at: Place(of: "hysteresis"), from: memories.flatMap(\.sweep.sources),
            rule: "a loop whose area, less the displacement current seen at V = 0, exceeds 1 % of the integral of |I| "
                + "and 3 standard errors is a memory")
    }
}
