import Foundation
import TestSupport
import Testing

@testable import Diagnostics

/// The bias at which a quantity changes its sign.
@Suite struct SignChangeTests {
    private func points(_ biases: [Double], _ value: (Double) -> Double, sd: Double, seed: UInt64) -> [SignChange.Point]
    {
        var random = SeededRandom(seed: seed)
        return biases.map { V in
            let normal =
                (-2 * log(Double.random(in: 1e-12..<1, using: &random))).squareRoot()
                * cos(Double.random(in: 0..<(2 * .pi), using: &random))
            let y = value(V) + sd * normal
            return SignChange.Point(V: V, value: y, se: sd, isCertain: abs(y) > 2 * sd, from: "r\(V)")
        }
    }

    @Test func `a bent curve's zero lies in its interval`() throws {
        var (outside, far) = (0, 0)
        for seed in 0..<300 {
            let list = points([0.1, 0.2, 0.3, 0.4, 0.5, 0.6], { exp(2 * $0) - exp(0.7) }, sd: 0.02, seed: UInt64(seed))
            let change = try #require(SignChange.all(list).first)
            if abs(change.V - 0.35) > 1.96 * change.se_V { outside += 1 }
            if abs(change.V - 0.35) > 3 * change.se_V { far += 1 }
        }
        // 15 of 300 expected, with 4 of chance and 2 of the bend that noise hides.
        #expect(outside <= 30)
        #expect(far <= 4)
    }

    @Test func `every crossing is found, and noise about zero is none`() {
        let wave = SignChange.all(
            points(stride(from: 0, through: 1, by: 0.05).map { $0 }, { cos(9 * $0) }, sd: 1e-3, seed: 1))
        #expect(wave.count == 3)
        for (change, truth) in zip(wave, [0.5, 1.5, 2.5].map { $0 * .pi / 9 }) {
            #expect(abs(change.V - truth) < 2e-3 && change.between_V.contains(change.V))
        }
        var found = 0
        for seed in 0..<50 {
            // Within two errors of zero throughout, on average: 1 of 20 points passes for certain.
            found +=
                SignChange.all(points((0..<6).map { 0.1 * Double($0) }, { _ in 0 }, sd: 1, seed: UInt64(seed))).count
        }
        #expect(found <= 5)
    }

    @Test func `exact data, two points and one side`() throws {
        let exact = try #require(SignChange.all(points([0, 1], { 2 * $0 - 0.5 }, sd: 0, seed: 1)).first)
        #expect(abs(exact.V - 0.25) < 1e-9 && exact.se_V < 1e-5)
        #expect(SignChange.all(points([0, 1, 2], { $0 + 1 }, sd: 0.1, seed: 1)).isEmpty)
        #expect(SignChange.all([]).isEmpty)
        let broken = [
            SignChange.Point(V: 0, value: .nan, se: 0.1, isCertain: true, from: "a"),
            SignChange.Point(V: 1, value: 1, se: .infinity, isCertain: true, from: "b"),
        ]
        #expect(SignChange.all(broken).isEmpty)
    }
}
