import Glibc
import Measurements
import TestSupport
import Testing

@testable import Diagnostics

/// What one link says over several biases.
@Suite struct LinkSeriesTests {
    /// Results of a link at biases from 0.1 V, with given logarithmic differences and errors of one hundredth.
    private static func results(_ differences: [Double], sd: Double = 0.01) -> [LinkResult] {
        differences.enumerated().map { index, d in
            let compare = LinkComparison(
                id: "L1", place: Place(bias_V: 0.1 + 0.1 * Double(index)), systematic: 0.03, factor: 1.25)
            return compare.positive(
                LinkSide(name: "impedance", value: 1000 * exp(d), se: 1000 * exp(d) * sd, unit: .ohm, from: ["z"]),
                LinkSide(name: "steady I-V", value: 1000, se: 0, unit: .ohm, from: ["iv"]))
        }
    }

    @Test func `mean, Q and slope are those of a weighted line, without the systematic part`() throws {
        let series = try #require(LinkSeriesReading.all(Self.results([0.00, 0.01, 0.02, 0.01])).first)
        #expect(series.n == 4 && series.of == "ln(A/B)" && series.between == ["impedance", "steady I-V"])
        #expect(series.low_V == 0.1 && abs(series.high_V - 0.4) < 1e-12)
        #expect(abs((series.mean ?? 0) - 0.01) < 1e-9)
        // One hundredth over the root of four; the 3 % that instruments differ by do not grow smaller with the number.
        #expect(abs((series.se ?? 0) - 0.005) < 1e-9 && series.s_sys == 0.03)
        // (1 + 0 + 1 + 0) hundredths squared over one hundredth squared.
        #expect(abs((series.q ?? 0) - 2) < 1e-6)
        #expect(abs((series.p_q ?? 0) - 0.5724) < 1e-4)
        // Differences -1.5, -0.5, 0.5, 1.5 tenths of a volt: sum of products 0.2e-3 over 0.05 V².
        #expect(abs((series.slope_per_V ?? 0) - 0.04) < 1e-6)
        #expect(series.reading == .equal)
    }

    @Test(arguments: [
        ([0.2, 0.21, 0.2, 0.19], LinkSeries.Reading.offset), ([-0.1, -0.03, 0.04, 0.11], .trend),
        ([0.1, -0.1, -0.1, 0.1], .scatter), ([0.02, 0.01, 0.02, 0.015], .equal),
    ])
    func `an offset, a trend and a scatter are told apart`(_ d: [Double], _ reading: LinkSeries.Reading) throws {
        let series = try #require(LinkSeriesReading.all(Self.results(d)).first)
        #expect(series.reading == reading, "\(series.reason)")
    }

    @Test func `what is certain but smaller than instruments differ by is no trend`() throws {
        let series = try #require(LinkSeriesReading.all(Self.results([0, 0.001, 0.002, 0.003], sd: 1e-4)).first)
        #expect((series.p_q ?? 1) < 1e-6 && series.reading == .equal)
    }

    @Test func `opposite signs at a bias are counted and nothing is averaged`() throws {
        let values = [(-1e-4, -1.05e-4), (-2e-4, 2e-4), (-3e-4, -3.1e-4)]
        let metrics = values.enumerated().flatMap { index, pair in
            [("impedance.C_lf", pair.0), ("transient.C_lf", pair.1)].map { id, value in
                Metric(
                    id, value, se: 1e-6, unit: .farad, at: Place(bias_V: 0.3 + 0.1 * Double(index)),
                    from: ["\(id)-\(index)"],
                    rule: "test")
            }
        }
        let results = TripleIdentity().test(DiagnosticLinksTests.evidence(metrics))
        let series = try #require(LinkSeriesReading.all(results).first)
        #expect(series.reading == .signs && series.mean == nil && series.q == nil)
        #expect(series.reason.contains("1 of 3"))
    }

    @Test func `signed differences count in units of the larger size`() throws {
        // Capacitances a decade apart, each 10 % off: the mean is a tenth, whatever their sizes.
        let metrics = [1e-6, 1e-5, 1e-4].enumerated().flatMap { index, size in
            [("impedance.C_lf", -size), ("hysteresis.C_lf", -0.9 * size)].map { id, value in
                Metric(
                    id, value, se: 0.01 * size, unit: .farad, at: Place(bias_V: 0.3 + 0.1 * Double(index)),
                    from: ["\(id)-\(index)"], rule: "test")
            }
        }
        let results = TripleIdentity().test(DiagnosticLinksTests.evidence(metrics))
        let series = try #require(LinkSeriesReading.all(results).first { $0.between == ["impedance", "loop"] })
        #expect(series.of == "(A-B)/m")
        #expect(abs((series.mean ?? 0) + 0.1) < 1e-6)
    }

    @Test(arguments: [(1, 3.8415), (2, 5.9915), (3, 7.8147), (4, 9.4877), (5, 11.0705), (7, 14.0671), (10, 18.3070)])
    func `the upper tail of chi-square is 5 % at its 95 % point`(_ degrees: Int, _ point: Double) {
        // The table has four decimals.
        #expect(abs(ChiSquared.upperTail(point, degrees: degrees) - 0.05) < 1e-5)
    }

    @Test func `one bias, or one place measured twice, is no series`() {
        #expect(LinkSeriesReading.all(Self.results([0.1])).isEmpty)
        var twice = Self.results([0.1, 0.2])
        twice[1].at.bias_V = 0.105
        #expect(LinkSeriesReading.all(twice).isEmpty)
    }
}
