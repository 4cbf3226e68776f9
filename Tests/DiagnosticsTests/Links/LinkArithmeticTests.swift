import Measurements
import TestSupport
import Testing

@testable import Diagnostics

@Suite struct LinkArithmeticTests {
    @Test func `golden case G22: log ratio, z, equivalence and verdict`() throws {
        let golden = try TheoryGolden.named("G22")
        let p = golden.params
        let test = try #require(
            LinkArithmetic.positive(
                (p["A"].number, p["sd_A"].number), (p["B"].number, p["sd_B"].number),
                systematic: p["sys_ln"].number, factor: p["factor"].number))
        #expect(golden.agrees(test.d, golden.expected["ln_ratio"]))
        #expect(golden.agrees(test.s, golden.expected["sd_ln"]))
        #expect(golden.agrees(test.z, golden.expected["z"]))
        #expect(golden.agrees(test.pDifference, golden.expected["p_difference"]))
        #expect(golden.agrees(test.pEquivalence, golden.expected["p_equivalence"]))
        #expect(test.verdict.rawValue == golden.expected["verdict"].text)
    }

    @Test func `verdicts follow the order small bias, consistent, inconsistent, undecided`() {
        // bound ln 1.25 = 0.223
        #expect(LinkArithmetic(d: 0.10, s: 0.03, bound: 0.223).verdict == .smallBias)
        #expect(LinkArithmetic(d: 0.02, s: 0.03, bound: 0.223).verdict == .consistent)
        #expect(LinkArithmetic(d: 0.60, s: 0.10, bound: 0.223).verdict == .inconsistent)
        #expect(LinkArithmetic(d: 0.10, s: 0.30, bound: 0.223).verdict == .undecided)
        // Different from zero, larger errors than the bound allows, but inside it: not known to be large.
        #expect(LinkArithmetic(d: 0.21, s: 0.09, bound: 0.223).verdict == .undecided)
    }

    @Test func `signed quantities of opposite sign are never consistent once both are resolved`() {
        for scale in [1e-9, 1.0, 1e6] {
            let test = LinkArithmetic.signed(
                (-1 * scale, 0.02 * scale), (0.8 * scale, 0.02 * scale), systematic: 0.1, factor: 1.5, floor: 0)
            #expect(test.verdict == .inconsistent)
        }
    }

    @Test func `without any error the verdict is by the values alone`() {
        #expect(LinkArithmetic(d: 0, s: 0, bound: 0.1).verdict == .consistent)
        #expect(LinkArithmetic(d: 1, s: 0, bound: 0.1).verdict == .inconsistent)
    }

    @Test func `a value that is not positive has no logarithm`() {
        #expect(LinkArithmetic.positive((-1, 0.1), (1, 0.1), systematic: 0, factor: 1.2) == nil)
    }

    @Test func `Holm turns a lone two-sigma outlier among many into undecided and keeps a clear one`() {
        func result(z: Double, _ verdict: Verdict) -> LinkResult {
            LinkResult("L1", verdict, z: z, reason: "")
        }
        let many = (0..<19).map { _ in result(z: 0.3, .consistent) }
        let corrected = HolmCorrection.apply(to: many + [result(z: 2.3, .inconsistent)])
        #expect(corrected.last?.verdict == .undecided)
        #expect(corrected.last?.reason.contains("Holm") == true)
        let clear = HolmCorrection.apply(to: many + [result(z: 6, .inconsistent)])
        #expect(clear.last?.verdict == .inconsistent)
    }
}
