import Foundation
import TestSupport
import Testing

@testable import Diagnostics

@Suite struct NonlinearityLabelTests {
    /// Entries of the table of normalized A in NeuroSim's source (`formula.cpp`), which has six decimals.
    private static let table: [(label: Double, A: Double)] = [
        (0.01, 126.268958), (0.04, 31.566827), (0.06, 21.044185), (0.07, 18.037668), (0.1, 12.625807),
        (0.2, 6.311253), (0.31, 4.069785), (0.5, 2.519877), (0.75, 1.675322), (0.9, 1.393062), (1.0, 1.251653),
        (1.27, 0.980196), (1.5, 0.825164), (1.75, 0.702081), (2.0, 0.609035), (2.4, 0.499181), (2.88, 0.405812),
        (3.0, 0.386830), (4.22, 0.249748), (5.0, 0.192406), (6.0, 0.135619), (7.0, 0.090139), (8.0, 0.052781),
        (9.0, 0.022810),
    ]

    @Test func `the closed form gives NeuroSim's normalized A to its six decimals`() throws {
        // Rounding of the table, half a millionth, and what its authors' own search left: 0.2 millionths.
        for entry in Self.table {
            let A = try #require(NonlinearityLabel.normalizedA(label: entry.label))
            #expect(abs(A - entry.A) < 7e-7, "\(entry.label): \(A)")
        }
    }

    @Test func `the golden labels and A belong together, both ways`() throws {
        let golden = try TheoryGolden.named("G20")
        for (text, value) in golden.expected["A_of_label"].members {
            let label = try #require(Double(text))
            let A = try #require(NonlinearityLabel.normalizedA(label: label))
            #expect(abs(A / value.number - 1) < golden.relativeTolerance, "\(label): \(A)")
            #expect(abs(NonlinearityLabel.label(nu: 1 / value.number) / label - 1) < 1e-8)
        }
        let A_hat = golden.expected["A_hat_G06_potentiation"].number
        #expect(
            abs(NonlinearityLabel.label(nu: 1 / A_hat) / golden.expected["label_G06_potentiation"].number - 1) < 1e-9)
        #expect(abs(1 / A_hat / golden.expected["nu_G06_potentiation"].number - 1) < 1e-9)
    }

    @Test func `the label is the largest distance from the straight line`() {
        for nu in [0.01, 0.5, 2, 10, 40.0] {
            let gaps = (0...100_000).map { k -> Double in
                let P = Double(k) / 100_000
                return expm1(-nu * P) / expm1(-nu) - P
            }
            // A grid of 1e-5 misses the top by its curvature, ν²/8 times 1e-10 or so.
            #expect(abs(NonlinearityLabel.label(nu: nu) - (gaps.max() ?? 0) / (0.07 * 2.0.squareRoot())) < 1e-6)
        }
    }

    @Test func `a straight line has label zero, an accelerating curve the negative of its mirror`() {
        #expect(NonlinearityLabel.label(nu: 0) == 0)
        #expect(NonlinearityLabel.label(nu: -3) == -NonlinearityLabel.label(nu: 3))
        // The series joins the closed form.
        #expect(abs(NonlinearityLabel.label(nu: 0.999e-3) / NonlinearityLabel.label(nu: 1.001e-3) - 0.998) < 1e-4)
        #expect(NonlinearityLabel.normalizedA(label: 0) == nil && NonlinearityLabel.normalizedA(label: 10.2) == nil)
        #expect((NonlinearityLabel.normalizedA(label: -1) ?? 0) < 0)
    }
}
