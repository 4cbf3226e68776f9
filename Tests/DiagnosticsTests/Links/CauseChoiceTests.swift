import Measurements
import Testing

@testable import Diagnostics

/// Which cause explains links that fail together.
@Suite struct CauseChoiceTests {
    private static func result(_ id: String, _ verdict: Verdict, a: Double = 1, b: Double = 2) -> LinkResult {
        LinkResult(
            id, verdict, at: Place(bias_V: 0.5),
            a: LinkSide(name: "a", value: a, se: 0.01, unit: .none, from: ["x"]),
            b: LinkSide(name: "b", value: b, se: 0.01, unit: .none, from: ["y"]), reason: "test")
    }

    private static func causes(_ failed: [String], holding: [String] = []) -> [CommonCause] {
        CauseChoice.causes(
            of: failed.map { result($0, .inconsistent) } + holding.map { result($0, .consistent) })
    }

    @Test(arguments: [
        (["L1", "L8"], "not steady"), (["L2", "L6", "L10"], "memory's time"), (["L4", "L7", "L14"], "capacitance"),
        (["L9"], "law of conduction"), (["L3", "L19"], "series resistance"), (["L8", "L1", "L4"], "not steady"),
        (["L2", "L3", "L19"], "series resistance"), (["L2", "L4", "L14"], "time axis"), (["L4", "L14"], "capacitance"),
    ])
    func `links that fail together have the one cause of the table`(_ failed: [String], _ words: String) {
        let causes = Self.causes(failed)
        #expect(causes.count == 1)
        #expect(causes.first?.cause.contains(words) == true, "\(causes)")
        #expect(Set(causes.first?.links ?? []) == Set(failed))
    }

    @Test func `no link that fails is no cause, and undecided is no failure`() {
        #expect(Self.causes([], holding: ["L1"]).isEmpty)
        #expect(CauseChoice.causes(of: [Self.result("L1", .undecided), Self.result("L2", .smallBias)]).isEmpty)
    }

    @Test func `two groups have two causes, and each link is named once where one cause covers it`() {
        let causes = Self.causes(["L1", "L8", "L3", "L19"])
        #expect(causes.map(\.links) == [["L1", "L8"], ["L3", "L19"]])
    }

    @Test func `what speaks against a cause is said`() {
        let cause = Self.causes(["L1"], holding: ["L8"]).first
        #expect(cause?.against == ["L8"] && cause?.reason.contains("L8 would then fail too, but holds") == true)
    }

    @Test func `opposite signs throughout are a turned sign`() {
        let failed = ["L4", "L5", "L8"].map { Self.result($0, .inconsistent, a: 1, b: -1) }
        let causes = CauseChoice.causes(of: failed)
        #expect(causes.count == 1 && causes.first?.cause.contains("sign") == true)
        // One of them with equal signs is no turned sign.
        let mixed = failed.dropLast() + [Self.result("L8", .inconsistent), Self.result("L1", .inconsistent)]
        #expect(CauseChoice.causes(of: Array(mixed)).first?.cause.contains("steady") == true)
    }

    @Test func `the prediction fails with any link, and is a cause of its own only alone`() {
        #expect(Self.causes(["L2", "L4", "L14", "L17"]).map(\.links) == [["L2", "L4", "L14", "L17"]])
        #expect(Self.causes(["L17"]).map(\.links) == [["L17"]])
        #expect(Self.causes(["L17", "L18"]).map(\.links) == [["L18", "L17"]])
    }

    @Test func `one factor in all currents is their scale`() {
        func at(_ id: String, _ d: Double) -> LinkResult {
            var result = Self.result(id, .inconsistent)
            (result.d, result.s, result.k, result.bound) = (d, 0.03, 1.2, 0.1823215567939546)
            return result
        }
        let alike = CauseChoice.causes(of: [at("L8", 0.26), at("L8", 0.262), at("L19", -0.263)])
        #expect(alike.count == 1 && alike.first?.cause.contains("current scale") == true)
        let unlike = CauseChoice.causes(of: [at("L8", 0.26), at("L8", 0.9), at("L1", 0.5)])
        #expect(unlike.first?.cause.contains("not steady") == true)
    }

    @Test func `a link outside of the table speaks for itself`() {
        let causes = Self.causes(["L18"])
        #expect(causes.first?.cause == SmallSignal().disagreement && causes.first?.links == ["L18"])
    }
}
