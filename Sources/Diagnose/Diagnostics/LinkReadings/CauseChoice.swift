internal import Glibc
internal import Measurements

/// Names the fewest causes that explain all failed links of a device; never a score.
///
/// A cause has the links that betray it and others that it may fail besides. Of sets of causes that explain as much, the
/// smallest is taken, then the one with the most of the betraying links among the failed ones, then the one that fewest
/// links that hold speak against.
enum CauseChoice {
    private struct Cause {
        let words: String
        let core: Set<String>
        var also: Set<String> = []
        /// Whether it turns signs, and nothing else.
        var turnsSigns = false
        /// Whether it changes all by one factor.
        var isFactor = false
    }

    private static let causes: [Cause] = [
        Cause(
            words: "the current-voltage curve was not steady, or the device changed between the measurements",
            core: ["L1", "L8"], also: ["L4", "L5", "L7", "L9"]),
        Cause(
            words:
                "the memory's time is not one: a second memory, steps that are not small, or a wrong law towards 0 V",
            core: ["L2", "L6", "L10"], also: ["L11", "L12", "L13"]),
        Cause(
            words:
                "a capacitance that the measurements do not share: a slow branch, leakage, or rates that are not slow",
            core: ["L4", "L7", "L14"], also: ["L5"]),
        Cause(words: "the law of conduction is not the one assumed", core: ["L9"]),
        Cause(
            words: "the series resistance: the fixture, a hidden R_s, or a spike that is not resolved",
            core: ["L3", "L19"], also: ["L2", "L9", "L14"]),
        Cause(
            words: "a sign: the current of one instrument in the photovoltaic convention, or Im Z turned",
            core: ["L4", "L5"], also: ["L1", "L3", "L8", "L14", "L15", "L16"], turnsSigns: true),
        Cause(
            words: "the time axis of one instrument: times and charges are off by one factor",
            core: ["L2", "L4", "L14"],
            also: ["L10", "L11", "L13"]),
        Cause(
            words: "the current scale of one instrument: its area, range or gain is off by one factor",
            core: ["L1", "L8", "L9", "L19"], also: ["L4", "L14"], isFactor: true),
    ]

    /// The causes of the inconsistent results; empty where none is.
    static func causes(of results: [LinkResult]) -> [CommonCause] {
        let failed = distinct(results.filter { $0.verdict == .inconsistent }.map(\.id))
        guard !failed.isEmpty else { return [] }
        let turned = Set(
            failed.filter { id in
                results.filter { $0.id == id && $0.verdict == .inconsistent }.allSatisfy(hasOppositeSigns)
            })
        // A link holds where it was tested and never failed.
        let holding = Set(results.filter { $0.verdict == .consistent || $0.verdict == .smallBias }.map(\.id))
            .subtracting(failed)
        let chosen = best(Set(failed), turned: turned, holding: holding, isFactor: hasOneFactor(results))
        var list = chosen.map { index -> CommonCause in
            let cause = causes[index]
            let explained = failed.filter { explains(cause, $0, turned) }
            let against = cause.core.intersection(holding).sorted(by: order)
            return CommonCause(
                cause: cause.words, links: explained, against: against,
                reason: sentence(cause.words, explained, against))
        }
        for id in failed where !chosen.contains(where: { explains(causes[$0], id, turned) }) {
            // The prediction fails with any other link: alone it is its own cause, else it goes with them.
            if id == wholeLoop, failed.count > 1 {
                guard list.isEmpty else { continue }
                let others = failed.filter { $0 != wholeLoop }
                let words = DiagnosticLinks.all.first { $0.id == others[0] }?.disagreement ?? ""
                list.append(
                    CommonCause(
                        cause: words, links: [others[0], id], against: [], reason: sentence(words, [others[0], id], []))
                )
                continue
            }
            if list.contains(where: { $0.links.contains(id) }) { continue }
            let words = DiagnosticLinks.all.first { $0.id == id }?.disagreement ?? ""
            list.append(CommonCause(cause: words, links: [id], against: [], reason: sentence(words, [id], [])))
        }
        return list
    }

    /// The link that fails with any other.
    private static let wholeLoop = "L17"

    /// Whether the resistances and currents that are compared all differ by one factor, at three places and more.
    private static func hasOneFactor(_ results: [LinkResult]) -> Bool {
        let rows = results.compactMap { result -> (d: Double, s: Double)? in
            guard result.verdict == .inconsistent, ["L1", "L8", "L9", "L19"].contains(result.id), let d = result.d,
                let s = result.s, let k = result.k, let bound = result.bound, abs(bound - log(k)) < 1e-12
            else { return nil }
            return (abs(d), s)
        }
        let isCurrent = results.contains { $0.verdict == .inconsistent && ["L1", "L8", "L9"].contains($0.id) }
        guard rows.count >= 3, isCurrent, let least = rows.min(by: { $0.d < $1.d }),
            let most = rows.max(by: { $0.d < $1.d })
        else { return false }
        return most.d - least.d < 2 * hypot(least.s, most.s) && most.d < 1.25 * least.d
    }

    private static func hasOppositeSigns(_ result: LinkResult) -> Bool {
        // The sense of a loop is all sign; L15 and L16 compare words.
        if ["L5", "L15", "L16"].contains(result.id) { return true }
        return (result.a?.value ?? 0) * (result.b?.value ?? 0) < 0
    }

    private static func explains(_ cause: Cause, _ id: String, _ turned: Set<String>) -> Bool {
        id == wholeLoop
            || (cause.core.contains(id) || cause.also.contains(id)) && (!cause.turnsSigns || turned.contains(id))
    }

    /// The best set of causes by the numbers of their places; there are few enough to try them all.
    private static func best(
        _ failed: Set<String>, turned: Set<String>, holding: Set<String>, isFactor: Bool
    ) -> [Int] {
        var best: (score: [Int], set: [Int]) = ([Int.max], [])
        for mask in 0..<(1 << causes.count) {
            let set = causes.indices.filter { mask & (1 << $0) != 0 }
            let open = failed.count { id in !set.contains { explains(causes[$0], id, turned) } }
            // A cause none of whose betraying links failed explains nothing.
            let isBetrayed = set.allSatisfy { k in
                causes[k].core.contains { failed.contains($0) && explains(causes[k], $0, turned) }
            }
            guard isBetrayed, isFactor || !set.contains(where: { causes[$0].isFactor }) else { continue }
            let betrayed = failed.count { id in
                set.contains { causes[$0].core.contains(id) && explains(causes[$0], id, turned) }
            }
            // Where signs are turned throughout, a turned sign is simpler than anything else.
            let unturned = turned == failed && set.contains(where: { !causes[$0].turnsSigns }) ? 1 : 0
            let against = set.reduce(0) { $0 + causes[$1].core.intersection(holding).count }
            // One factor throughout is simpler than what would change each place by its own.
            let unlike = isFactor && !set.contains(where: { causes[$0].isFactor }) ? 1 : 0
            let score = [open, set.count, unturned, unlike, -betrayed, against]
            if score.lexicographicallyPrecedes(best.score) { best = (score, set) }
        }
        return best.set
    }

    private static func sentence(_ words: String, _ links: [String], _ against: [String]) -> String {
        let failed = list(links)
        var text =
            links.count == 1
            ? "\(failed) fails: \(words)" : "\(failed) fail together, most simply by one cause: \(words)"
        if !against.isEmpty {
            text += "; \(list(against)) would then fail too, but \(against.count == 1 ? "holds" : "hold")"
        }
        return text
    }

    private static func list(_ ids: [String]) -> String {
        guard ids.count > 1, let last = ids.last else { return ids.first ?? "" }
        return ids.dropLast().joined(separator: ", ") + " and " + last
    }

    private static func distinct(_ ids: [String]) -> [String] {
        Array(Set(ids)).sorted(by: order)
    }

    private static func order(_ a: String, _ b: String) -> Bool {
        (Int(a.dropFirst()) ?? 0) < (Int(b.dropFirst()) ?? 0)
    }
}
