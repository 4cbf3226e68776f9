internal import Glibc
import Measurements

/// L10: every measurement of the memory time at 0 V gives the same time (THEORY C.6, H, G.3).
public struct MemoryAtRest: DiagnosticLink {
    /// The link has no state.
    public init() {}
    /// `L10`.
    public var id: String { "L10" }
    /// Short title.
    public var title: String { "Memory time at 0 V" }
    /// What must hold.
    public var statement: String { "τ(0 V): retention = decay of paired pulses = τ(V) of steps extrapolated to 0 V" }
    /// What a disagreement usually means.
    public var disagreement: String { "several memories, a read that disturbs, or the wrong law of extrapolation" }

    /// Compares every pair of sources; a bound is compared with the estimates that it may exclude.
    public func test(_ evidence: Evidence) -> [LinkResult] {
        let found = evidence.metrics("volatility.tau_at_0V").filter {
            $0.at.definition != "pooled" && $0.value > 0
        }
        let sources = Self.withSpectra(found, evidence)
        guard sources.count >= 2 else {
            let missing = ["retention", "steps at several voltages", "paired pulses"]
            let have = sources.compactMap(\.at.definition).joined(separator: ", ")
            return [
                .notTested(
                    id,
                    needs: "two of \(missing.joined(separator: ", "))" + (have.isEmpty ? "" : "; there is \(have)"))
            ]
        }
        var results: [LinkResult] = []
        for (index, a) in sources.enumerated() {
            for b in sources[(index + 1)...] where LinkPairing.sameState(a.at, b.at) {
                results.append(compare(a, b, evidence))
            }
        }
        return results.isEmpty ? [.notTested(id, needs: "two sources in the same state")] : results
    }

    /// The sources with the extrapolation of steps alone replaced by that of spectra and steps, where this is surer.
    ///
    /// Both rest on the same steps, so that they are not compared with each other. That of the steps holds what another
    /// law would say; here the law is put to the test.
    private static func withSpectra(_ sources: [Metric], _ evidence: Evidence) -> [Metric] {
        var list = sources
        let states = Set(sources.map(\.at.state))
        for state in states.sorted(by: { ($0 ?? "") < ($1 ?? "") }) {
            let index = list.firstIndex { $0.at.state == state && ($0.at.definition ?? "").hasPrefix("steps T") }
            let alone = index.flatMap { Volatility.estimate(list[$0]) }
            // Where steps alone are sure enough to decide, nothing is gained.
            if let alone, alone.sd < log(evidence.options.k_L10) / 2.93 { continue }
            guard let joint = ExtrapolatedTime.atRest(evidence, state: state) else { continue }
            if let alone, alone.sd <= joint.sd { continue }
            let metric = Metric(
                "volatility.tau_at_0V", joint.side.value, se: joint.side.se,
                low: exp(joint.logTau - 1.959964 * joint.sd),
                high: exp(joint.logTau + 1.959964 * joint.sd), level: 0.95, unit: .second,
                at: Place(state: state, definition: joint.side.name), from: joint.side.from, rule: "T1")
            if let index { list[index] = metric } else { list.append(metric) }
        }
        return list
    }

    private func compare(_ a: Metric, _ b: Metric, _ evidence: Evidence) -> LinkResult {
        let names = (a.at.definition ?? "a", b.at.definition ?? "b")
        let place = Place(state: a.at.state, definition: "\(names.0) and \(names.1)")
        let compare = LinkComparison(
            id: id, place: place, systematic: evidence.options.s_sys_tau, factor: evidence.options.k_L10)
        switch (a.bound, b.bound) {
        case (nil, nil):
            let result = compare.positive(side(a, names.0), side(b, names.1))
            // Two memories have two times at rest, and a source tells of the one that moves it most.
            guard result.verdict == .inconsistent, SlowTimes.areTwo(a.at.state, evidence) else { return result }
            return compare.needs(
                "one memory: the spectra show two, and each source tells of its own (\(result.reason))")
        case (.lower, nil): return bounded(by: a, b, compare, names: names)
        case (nil, .lower): return bounded(by: b, a, compare, names: (names.1, names.0))
        default: return compare.needs("one time that is not a bound")
        }
    }

    /// An estimate clearly below what another record excludes contradicts it; clearly above it agrees.
    private func bounded(
        by bound: Metric, _ estimate: Metric, _ compare: LinkComparison, names: (String, String)
    ) -> LinkResult {
        let b = side(estimate, names.1)
        guard let se = b.se, se > 0 else { return compare.needs("the error of the time that is not a bound") }
        let sd = (se / estimate.value * se / estimate.value + compare.systematic * compare.systematic).squareRoot()
        let z = log(estimate.value / bound.value) / sd
        let a = LinkSide(name: names.0, value: bound.value, se: nil, unit: .second, from: bound.from)
        let verdict: Verdict = z > 1.645 ? .consistent : z < -2 ? .inconsistent : .undecided
        let held = QuantityText.text(bound.value, unit: .second, digits: 2)
        let reason =
            switch verdict {
            case .consistent: "the time is longer than \(held), as the record without decay asks"
            case .inconsistent: "the record without decay excludes times below \(held)"
            default: "the time is too uncertain to be told from the bound \(held)"
            }
        return LinkResult(id, verdict, at: compare.place, a: a, b: b, reason: reason)
    }

    /// A time with the error of its logarithm where it has an interval.
    private func side(_ metric: Metric, _ name: String) -> LinkSide {
        var side = metric.side(name)
        if let estimate = Volatility.estimate(metric) { side.se = metric.value * estimate.sd }
        return side
    }
}
