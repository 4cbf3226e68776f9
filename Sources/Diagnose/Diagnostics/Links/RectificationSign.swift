internal import Glibc
import Measurements

/// L15: a memory whose conductance grows with the voltage rectifies, inducts and is potentiated to one side
/// (THEORY B.1, D.3, G.3).
public struct RectificationSign: DiagnosticLink {
    /// The link has no state.
    public init() {}
    /// `L15`.
    public var id: String { "L15" }
    /// Short title.
    public var title: String { "Sign of rectification" }
    /// What must hold.
    public var statement: String {
        "RR_{ss} > 1, R_{a} > 0 at positive bias and potentiation by positive pulses go together"
    }
    /// What a disagreement usually means.
    public var disagreement: String { "the contacts rectify, not the memory" }

    /// A sign with what gave it.
    private struct Sign {
        let name: String
        let isPositive: Bool
        let from: [String]
    }

    /// Compares the signs of all that are certain (each beyond two standard errors).
    public func test(_ evidence: Evidence) -> [LinkResult] {
        let signs = [rectification(evidence), branch(evidence), pulses(evidence)].compactMap { $0 }
        guard signs.count >= 2 else {
            let have = signs.first.map { "; there is \($0.name) alone" } ?? ""
            return [
                .notTested(
                    id, needs: "two of steady rectification, R_a at a positive and a negative bias, pulses" + have)
            ]
        }
        let rising = signs.filter(\.isPositive)
        let falling = signs.filter { !$0.isPositive }
        guard !rising.isEmpty, !falling.isEmpty else {
            let words = rising.isEmpty ? "negative" : "positive"
            return [
                LinkResult(
                    id, .consistent,
                    reason: "\(signs.map(\.name).joined(separator: ", ")): conductance grows toward \(words) voltage")
            ]
        }
        return [
            LinkResult(
                id, .inconsistent,
                a: side(rising), b: side(falling),
                reason: "\(rising.map(\.name).joined(separator: ", ")) say positive, "
                    + "\(falling.map(\.name).joined(separator: ", ")) negative")
        ]
    }

    private func side(_ signs: [Sign]) -> LinkSide {
        LinkSide(
            name: signs.map(\.name).joined(separator: ", "), value: Double(signs.count), se: nil, unit: .none,
            from: Array(Set(signs.flatMap(\.from))).sorted())
    }

    /// Steady rectification at the highest voltage where it is certain.
    private func rectification(_ evidence: Evidence) -> Sign? {
        let certain = evidence.metrics("rectification.steady").filter { metric in
            guard let se = metric.se, metric.value > 0 else { return false }
            return abs(log(metric.value)) > max(2 * se / metric.value, evidence.options.s_sys_R)
        }
        return certain.max { abs($0.at.V ?? 0) < abs($1.at.V ?? 0) }.map {
            Sign(name: "steady rectification", isPositive: $0.value > 1, from: $0.from)
        }
    }

    /// R_a at positive and at negative biases: of opposite signs where the conductance grows with the voltage.
    private func branch(_ evidence: Evidence) -> Sign? {
        let known = evidence.metrics("impedance.R_a").filter { metric in
            guard let se = metric.se, let bias_V = metric.at.bias_V else { return false }
            return abs(metric.value) > 2 * se && bias_V != 0
        }
        let above = known.filter { ($0.at.bias_V ?? 0) > 0 }
        let below = known.filter { ($0.at.bias_V ?? 0) < 0 }
        guard let up = above.first, let down = below.first,
            above.allSatisfy({ ($0.value > 0) == (up.value > 0) }),
            below.allSatisfy({ ($0.value > 0) == (down.value > 0) }), (up.value > 0) != (down.value > 0)
        else { return nil }
        return Sign(name: "R_a", isPositive: up.value > 0, from: up.from + down.from)
    }

    /// The direction in which positive pulses move the conductance.
    private func pulses(_ evidence: Evidence) -> Sign? {
        let trains = evidence.metrics("pulses.dynamic_range").filter { metric in
            guard let V = metric.at.V, let se = metric.se else { return false }
            return V != 0 && metric.value - 1 > 2 * se
                && ["potentiation", "depression"].contains(metric.at.branch ?? "")
        }
        let votes = trains.map { ($0.at.branch == "potentiation") == (($0.at.V ?? 0) > 0) }
        guard let first = votes.first, votes.allSatisfy({ $0 == first }) else { return nil }
        return Sign(name: "pulses", isPositive: first, from: Array(Set(trains.flatMap(\.from))).sorted())
    }
}
