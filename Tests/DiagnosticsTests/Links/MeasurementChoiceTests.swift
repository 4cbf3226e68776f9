import Glibc
import Measurements
import Testing

@testable import Diagnostics

/// What to measure next, from what is open.
@Suite struct MeasurementChoiceTests {
    private static func list(
        _ metrics: [Metric], labels: [Label] = [], recordings: [Recording] = []
    ) -> [NextMeasurement] {
        var result = DiagnosticResult()
        result.metrics = metrics
        result.labels = [Label("memory.present", "yes", at: Place(of: "device"), from: [], rule: "test")] + labels
        let evidence = Evidence(
            device: Device(id: "D", recordings: recordings), options: DiagnoseOptions(), result: result)
        return MeasurementChoice(evidence, LinkRun.results(evidence)).list()
    }

    private static func spectrum(_ bias_V: Double) -> Recording {
        var conditions = Conditions()
        conditions.bias_V = bias_V
        return Recording(
            id: "z-\(bias_V)", kind: .impedance,
            data: .spectrum(ImpedanceSpectrum(frequency_Hz: [1], real_ohm: [1], imaginary_ohm: [0])),
            conditions: conditions, provenance: Provenance(file: "z"))
    }

    private static func metric(
        _ id: String, _ value: Double, _ unit: SIUnit, _ at: Place, from: String, relative: Double = 0.01
    ) -> Metric {
        Metric(id, value, se: relative * abs(value), unit: unit, at: at, from: [from], rule: "test")
    }

    /// Spectra at 0.4 and 0.5 V with a memory of 2 s and 1 s.
    private static var spectra: [Metric] {
        [(0.4, 2.0), (0.5, 1.0)].flatMap { (bias: Double, tau: Double) -> [Metric] in
            [("tau_k", tau), ("tau_V", tau), ("R_dc", 1000)].map {
                metric(
                    "impedance." + $0.0, $0.1, $0.0 == "R_dc" ? .ohm : .second, Place(bias_V: bias), from: "z-\(bias)")
            }
        }
    }

    @Test func `spectra without steps and without a steady curve ask for both, at their biases`() throws {
        let list = Self.list(Self.spectra, recordings: [Self.spectrum(0.4), Self.spectrum(0.5)])
        let steps = try #require(list.first { $0.kind == .transient && $0.decides.contains("L2") })
        #expect(steps.voltages_V == [0.4, 0.5])
        // Ten times the longest memory, at both.
        #expect(abs((steps.duration_s ?? 0) - 40) < 1e-9)
        #expect(steps.decides.contains("L3") && steps.decides.contains("L4"))
        // A tenth between instruments, one and two hundredths of the two: ±1.96 s against ln 1.5.
        #expect(abs((steps.expected_s ?? 0) - (0.01 + 1e-4 + 4e-4).squareRoot()) < 1e-9)
        #expect(steps.expectation.contains("±0.20") && steps.expectation.contains("±0.41"))
        #expect(list.map(\.decides.count) == list.map(\.decides.count).sorted(by: >))
    }

    @Test func `an undecided comparison says by how much its larger error must shrink`() throws {
        let step = Self.metric(
            "transient.tau_V", 1.1, .second, Place(bias_V: 0.5, V: 0.505, step: 1), from: "t-1", relative: 0.5)
        let list = Self.list(Self.spectra + [step], recordings: [Self.spectrum(0.4), Self.spectrum(0.5)])
        let surer = try #require(list.first { $0.what.contains("times smaller") })
        // With no difference ln 1.5/2.926 = 0.1386 is asked for; less a tenth and one hundredth leaves 0.0954; 0.5 is 5.2
        // times that.
        #expect(surer.what.contains("5.2 times smaller") && surer.decides == ["L2"])
        #expect(abs((surer.expected_s ?? 0) - log(1.5) / 2.9264) < 1e-6)
    }

    @Test func `what would take more than a week is out of reach and comes last`() throws {
        let slow = [(0.4, 2e6), (0.5, 1e6)].flatMap { (bias: Double, tau: Double) -> [Metric] in
            ["tau_k", "tau_V"].map {
                Self.metric("impedance." + $0, tau, .second, Place(bias_V: bias), from: "z-\(bias)")
            }
        }
        let list = Self.list(slow, recordings: [Self.spectrum(0.4), Self.spectrum(0.5)])
        let out = list.map { $0.what.contains("out of reach") }
        #expect(out.contains(true))
        #expect(list.allSatisfy { ($0.duration_s ?? 0) <= 7 * 86_400 || $0.what.contains("out of reach") })
        #expect(out == out.sorted { !$0 && $1 })
        #expect(Set(list.map(\.what)).count == list.count, "alike entries are one")
    }

    @Test func `nothing is asked of a device without a memory, and at most five of any`() {
        var result = DiagnosticResult()
        result.labels = [Label("memory.present", "none", at: Place(of: "device"), from: [], rule: "test")]
        let evidence = Evidence(device: Device(id: "D"), options: DiagnoseOptions(), result: result)
        #expect(MeasurementChoice(evidence, LinkRun.results(evidence)).list().isEmpty)
        #expect(Self.list(Self.spectra).count <= MeasurementChoice.most)
    }

    @Test func `retention alone asks for steps, and steps alone for retention`() {
        func asked(_ definition: String) -> NextMeasurement? {
            let tau = Self.metric(
                "volatility.tau_at_0V", 10, .second, Place(definition: definition), from: "r-1")
            return Self.list([tau]).first { $0.decides.contains("L10") }
        }
        #expect(asked("retention")?.kind == .transient)
        #expect(asked("steps T1")?.kind == .retention)
        #expect(asked("steps T1")?.duration_s == 50)
    }
}
