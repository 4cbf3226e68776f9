import ComplexModule
import Foundation
import Kernels
import Testing

@Suite struct RootFindingTests {
    @Test func `Brent finds zeros to the last digits`() throws {
        let root = try #require(RootFinding.zero(of: { cos($0) - $0 }, from: 0, to: 1))
        #expect(abs(root - 0.7390851332151607) < 1e-15)
        let cubic = try #require(RootFinding.zero(of: { ($0 - 1e-3) * ($0 * $0 + 1) }, from: -5, to: 4))
        #expect(abs(cubic - 1e-3) < 1e-15)
    }

    @Test func `Brent needs few calls on a smooth function`() {
        var calls = 0
        let root = RootFinding.zero(
            of: {
                calls += 1
                return exp($0) - 5
            }, from: 0, to: 5)
        #expect(abs((root ?? 0) - log(5)) < 1e-14)
        #expect(calls < 20)
    }

    @Test func `without a change of sign there is no answer`() {
        #expect(RootFinding.zero(of: { $0 * $0 + 1 }, from: -1, to: 1) == nil)
        #expect(RootFinding.zero(of: { _ in .nan }, from: -1, to: 1) == nil)
        #expect(RootFinding.zero(of: { $0 }, from: 0, to: 1) == 0)
    }

    @Test func `the roots of a quadratic do not cancel`() {
        let roots = RootFinding.quadratic(1, 1e9, 1)
        #expect(abs(roots[0].real / -1e-9 - 1) < 1e-15)
        #expect(abs(roots[1].real / -1e9 - 1) < 1e-15)
    }

    @Test func `complex roots come as a pair`() {
        let roots = RootFinding.quadratic(1, 2, 5)
        #expect(roots == [Complex(-1, -2), Complex(-1, 2)])
        #expect(RootFinding.quadratic(0, 2, 1) == [Complex(-0.5)])
        #expect(RootFinding.quadratic(0, 0, 1).isEmpty)
        #expect(RootFinding.quadratic(1, 0, 0) == [Complex(0), Complex(0)])
    }

    @Test func `the roots of a cubic keep their digits over twelve decades`() {
        // (s + 1e-6)(s + 2)(s + 1e6)
        let wide = RootFinding.roots([2.0 * 1e-6 * 1e6, 2e6 + 1 + 2e-6, 1e6 + 2 + 1e-6, 1])
        for (root, wanted) in zip(wide, [-1e-6, -2, -1e6]) {
            #expect(abs(root.real / wanted - 1) < 1e-14 && root.imaginary == 0)
        }
        // (s + 2)(s² - 4 s + 13)
        let pair = RootFinding.roots([26, 5, -2, 1])
        #expect(pair.count == 3 && abs(pair[0].real + 2) < 1e-14)
        #expect((pair[1] - Complex(2, -3)).length < 1e-14 && (pair[2] - Complex(2, 3)).length < 1e-14)
    }

    @Test func `roots of lower degree come from the same door`() {
        #expect(RootFinding.roots([1]).isEmpty)
        #expect(RootFinding.roots([1, 2]) == [Complex(-0.5)])
        #expect(RootFinding.roots([0, 0, 0, 1]).allSatisfy { $0 == .zero })
        // (s - 1)³: a threefold root is known to a third of the digits.
        for root in RootFinding.roots([-1, 3, -3, 1]) { #expect((root - 1).length < 1e-4) }
    }

    @Test func `the smallest value is found between two points`() {
        let x = RootFinding.minimum(of: { ($0 - 0.3) * ($0 - 0.3) }, from: -2, to: 5, tolerance: 1e-9)
        #expect(abs(x - 0.3) < 1e-7)
    }
}
