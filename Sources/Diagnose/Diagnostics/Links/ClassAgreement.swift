internal import Glibc
internal import Kernels
import Measurements

/// L12: each source of the memory time at 0 V gives the device the same class, and so does what it was said to be
/// (THEORY H, G.3).
public struct ClassAgreement: DiagnosticLink {
    /// The link has no state.
    public init() {}
    /// `L12`.
    public var id: String { "L12" }
    /// Short title.
    public var title: String { "Volatility class" }
    /// What must hold.
    public var statement: String { "retention, τ(V) of steps and paired pulses give one class; it is the stated one" }
    /// What a disagreement usually means.
    public var disagreement: String { "a memory with a threshold, a read that disturbs, or a mistaken label" }

    /// Compares the classes of the sources that decide one.
    public func test(_ evidence: Evidence) -> [LinkResult] {
        let required_s = evidence.options.t_req_s / log(1 / evidence.options.r_c)
        // A bound that is too short to decide a class still excludes what lies below it.
        let longest = evidence.metrics("volatility.tau_at_0V").filter { $0.bound == .lower && $0.value > 0 }
            .max { $0.value < $1.value }
        var votes: [(name: String, isKept: Bool, from: [String])] = []
        for metric in evidence.metrics("volatility.tau_at_0V") where metric.at.definition != "pooled" {
            let name = metric.at.definition ?? "?"
            if metric.bound == .lower {
                if metric.value >= required_s { votes.append((name, true, metric.from)) }
                continue
            }
            guard metric.bound == nil, let estimate = Volatility.estimate(metric) else { continue }
            if let longest, longest.value < required_s, Volatility.beyond(longest, [estimate]).isEmpty { continue }
            let p = NormalDistribution.cumulative((estimate.logTau - log(required_s)) / estimate.sd)
            if p >= 0.95 || p <= 0.05 { votes.append((name, p >= 0.95, metric.from)) }
        }
        let stated = evidence.device.statedClass
        if !votes.isEmpty, stated == "volatile" || stated == "nonvolatile" {
            votes.append(("what it was said to be", stated == "nonvolatile", []))
        }
        guard votes.count >= 2 else {
            return [.notTested(id, needs: "two sources that decide a class, or one and a stated class")]
        }
        let kept = votes.filter(\.isKept)
        let lost = votes.filter { !$0.isKept }
        let from = Array(Set(votes.flatMap(\.from))).sorted()
        let sides = [kept, lost].map { group in
            LinkSide(
                name: group.map(\.name).joined(separator: ", "), value: Double(group.count), se: nil, unit: .none,
                from: from)
        }
        if kept.isEmpty || lost.isEmpty {
            let word = kept.isEmpty ? "volatile" : "nonvolatile"
            return [
                LinkResult(
                    id, .consistent,
                    reason: "\(word) by " + votes.map(\.name).joined(separator: ", "))
            ]
        }
        return [
            LinkResult(
                id, .inconsistent, a: sides[0], b: sides[1],
                reason: "nonvolatile by \(sides[0].name); volatile by \(sides[1].name)")
        ]
    }
}
