import Measurements
import Testing

@testable import Diagnostics

/// What loops show of the memory at 0 V (THEORY H).
@Suite struct LoopMemoryTests {
    private static func read(_ tau: Metric, rates: [Double]) -> DiagnosticResult {
        var result = DiagnosticResult()
        result.metrics = [tau]
        // A cycle of 4 V: at 1 V/s it takes 4 s.
        result.curves = rates.map {
            Curve(
                "iv.cycle", at: Place(rate_V_per_s: $0, cycle: 1), from: ["iv-\($0)"],
                columns: [CurveColumn("V", .volt, [0, 1, 0, -1, 0]), CurveColumn("I", .ampere, [0, 1, 0, -1, 0])])
        }
        return LoopMemory().read(
            Evidence(device: Device(id: "D", recordings: []), options: DiagnoseOptions(), result: result))
    }

    private static func tau(_ value: Double, se: Double?, bound: Bound? = nil) -> Metric {
        Metric(
            "volatility.tau_at_0V", value, se: se, unit: .second,
            at: Place(definition: bound == nil ? "pooled" : "retention"), from: ["r"], rule: "test", bound: bound)
    }

    @Test func `a fast loop keeps what a slow one forgets`() {
        let result = Self.read(Self.tau(1, se: 0.05), rates: [100, 1, 0.01])
        #expect(
            result.labels.filter { $0.id == "volatility.apparent" }.map(\.value) == [
                "keeps its state within a cycle", "partly forgets within a cycle", "forgets within a cycle",
            ])
        let ratios = result.metrics.map(\.value)
        #expect(zip(ratios, [25, 0.25, 0.0025]).allSatisfy { abs($0 / $1 - 1) < 1e-12 })
        #expect(result.labels.first { $0.id == "volatility.range" }?.value == "1 s to 1000 s")
    }

    @Test func `where the error spans a limit nothing is said`() {
        // 0.1 of a cycle within one error.
        let result = Self.read(Self.tau(0.4, se: 0.2), rates: [1])
        #expect(result.labels.filter { $0.id == "volatility.apparent" }.isEmpty)
        #expect(result.metrics.count == 1)
    }

    @Test func `a lower bound tells that a state is kept, never that it is lost`() {
        let long = Self.read(Self.tau(1e5, se: nil, bound: .lower), rates: [1])
        #expect(long.labels.map(\.value) == ["> 1000 s", "keeps its state within a cycle"])
        #expect(long.metrics.first?.bound == .lower)
        let short = Self.read(Self.tau(0.01, se: nil, bound: .lower), rates: [1])
        #expect(short.labels.isEmpty)
    }

    @Test(arguments: [(5e-4, "< 1 ms"), (0.5, "1 ms to 1 s"), (1000, "1 s to 1000 s"), (1001, "> 1000 s")])
    func `ranges are those of the theory`(_ value: Double, _ range: String) {
        #expect(LoopMemory.range(Self.tau(value, se: 0)) == range)
    }
}
