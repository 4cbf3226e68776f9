import Circuits
import ComplexModule
import Diagnostics
import Findings
import Foundation
import Measurements
import Models
import RealModule
import Simulate
import TestSupport
import Testing

/// Trends with bias, from spectra to the label.
@Suite struct BiasTrendsTests {
    /// Spectra of one device at several biases.
    private func series(
        _ circuit: (Double) -> MaxwellCircuit, _ biases: [Double], noise: Double, seed: UInt64, low_Hz: Double = 0.01
    ) -> [Recording] {
        biases.enumerated().map { index, V in
            var recording = ImpedanceSamples.recording(
                circuit(V).impedance_ohm(at:),
                frequency_Hz: ImpedanceSamples.frequencies(from: 1e5, to: low_Hz, perDecade: 10), noise: noise,
                seed: seed * 1000 + UInt64(index), bias_V: V)
            recording.id = "impedance-\(index)"
            return recording
        }
    }

    /// CALM at an applied voltage, with 20 ohm in series (golden case G04).
    private func calm(at u_V: Double) -> MaxwellCircuit {
        let linear = ConductanceActivated().linearized(at: u_V)
        let slopes = linear.slopes
        return MaxwellCircuit(
            series_ohm: 20, fastConductance_S: slopes.f_u, capacitance_F: 1e-8,
            branches: [
                .init(
                    conductance_S: slopes.f_x[0] * slopes.g_u[0] / -slopes.g_x[0], time_s: -1 / slopes.g_x[0])
            ])
    }

    private func run(_ recordings: [Recording]) throws -> DiagnosticResult {
        let result = try ImpedanceSamples.run(recordings)
        for metric in result.metrics {
            #expect([metric.value, metric.se ?? 0, metric.low ?? 0, metric.high ?? 0].allSatisfy { $0.isFinite })
        }
        #expect(result.curves.flatMap(\.columns).allSatisfy { $0.values.allSatisfy { $0.isFinite } })
        return result
    }

    private let trendIDs = ["impedance.V_m", "impedance.C_lf_zero_V", "impedance.law_chi2_nu"]

    @Test func `exact spectra of golden case G09 give its voltage scales and its crossover`() throws {
        let biases = [0.25, 0.29, 0.32, 0.36, 0.4, 0.45]
        let result = try run(series(ImpedanceSamples.twoBranch, biases, noise: 0, seed: 1, low_Hz: 0.001))
        #expect(result.verdict("impedance.law") == "exponential")
        for (of, scale) in [("R_b", 0.1), ("R_a", 0.06), ("L_a", 0.06)] {
            let metric = try #require(result.metrics.first { $0.id == "impedance.V_m" && $0.at.of == of })
            // The spectra stand at internal voltages but have 30 ohm in series: a drop of 1e-6 of the voltage scale.
            #expect(abs(metric.value / scale - 1) < 1e-3, "\(of): \(metric.value)")
            #expect(metric.at.lobe == "+" && metric.from.count == 6)
        }
        #expect(!result.metrics.contains { $0.id == "impedance.V_m" && $0.at.of == "tau_k" })
        let zero = try #require(result.first("impedance.C_lf_zero_V"))
        let golden = try TheoryGolden.named("G09").expected["crossover_u"].number
        // The balance of the two branches is straight but for C_g, a thousandth of it.
        #expect(abs(zero.value - golden) < 2e-5)
        #expect(zero.at.of == "C_lf" && zero.at.component == nil)
    }

    @Test func `exact spectra of golden case G04 are quasi-linear and nothing else`() throws {
        let result = try run(series({ calm(at: $0) }, [0.3, 0.4, 0.5, 0.6, 0.7], noise: 0, seed: 1))
        #expect(result.verdict("impedance.law") == "quasi-linear")
        #expect(!result.metrics.contains { $0.id == "impedance.V_m" && $0.at.of != "tau_k" })
        let chi2 = Dictionary(
            uniqueKeysWithValues: result.metrics.filter { $0.id == "impedance.law_chi2_nu" }
                .map { ($0.at.definition ?? "", $0.value) })
        let right = try #require(chi2["quasi-linear"])
        #expect(right < 0.01)
        #expect(try #require(chi2["exponential"]) > 1000)
        #expect(abs(try #require(result.first("impedance.V_h")).value - 0.5) < 1e-4)
        #expect(abs(try #require(result.first("impedance.V_x")).value - 0.08) < 1e-4)
        let curves = result.curves.filter { $0.id == "impedance.trend" }
        #expect(Set(curves.compactMap(\.at.of)) == ["R_b", "R_a", "L_a", "tau_k"])
        let time = try #require(curves.first { $0.at.of == "tau_k" })
        // The memory time is that of the bell, tau_0/2 = 0.1 s at V_h = 0.5 V.
        let middle = try #require(time["V"].indices.min { abs(time["V"][$0] - 0.505) < abs(time["V"][$1] - 0.505) })
        #expect(abs(time["value"][middle] - 0.1) < 2e-3)
    }

    @Test func `at 1 % noise both laws are named, and their numbers lie in their intervals`() throws {
        var (named, far, total) = (0, 0, 0)
        let seeds: UInt64 = 12
        for seed in 0..<seeds {
            let perovskite = try run(
                series(ImpedanceSamples.twoBranch, [0.29, 0.31, 0.36, 0.4, 0.45], noise: 0.01, seed: seed))
            if perovskite.verdict("impedance.law") == "exponential" { named += 1 }
            for metric in perovskite.metrics where metric.id == "impedance.V_m" || metric.id == "impedance.C_lf_zero_V"
            {
                let truth = metric.id == "impedance.C_lf_zero_V" ? 0.340326 : metric.at.of == "R_b" ? 0.1 : 0.06
                guard metric.at.of != "tau_k" else { continue }
                total += 1
                if abs(metric.value - truth) > 3 * (metric.se ?? 0) { far += 1 }
            }
            let inductor = try run(
                series({ calm(at: $0) }, [0.3, 0.4, 0.5, 0.6], noise: 0.01, seed: seed, low_Hz: 0.1))
            if inductor.verdict("impedance.law") == "quasi-linear" { named += 1 }
            for (id, truth) in [("impedance.V_h", 0.5), ("impedance.V_x", 0.08)] {
                let metric = try #require(inductor.first(id))
                total += 1
                if abs(metric.value - truth) > 3 * (metric.se ?? 0) { far += 1 }
            }
        }
        #expect(named >= 2 * Int(seeds) - 1)
        #expect(total >= 5 * Int(seeds) && far <= 1, "\(far) of \(total)")
    }

    @Test func `positive and negative biases are apart, and R_a changes its sign between them`() throws {
        let biases = [-0.8, -0.7, -0.6, -0.5, 0.3, 0.4, 0.5, 0.6, 0.7]
        let result = try run(series({ calm(at: $0) }, biases, noise: 1e-4, seed: 2))
        let laws = result.labels.filter { $0.id == "impedance.law" }
        #expect(laws.contains { $0.at.lobe == "+" && $0.value == "quasi-linear" })
        for metric in result.metrics where metric.id == "impedance.V_m" || metric.id == "impedance.law_chi2_nu" {
            #expect(metric.at.lobe == "+" || metric.at.lobe == "-")
        }
        // R_a diverges at 0 V; a memory this weak below it may not show at all, and then nothing crosses. No parabola goes
        // through conductances of four decades, so the interval is the gap.
        let crossing = result.metrics.first { $0.id == "impedance.C_lf_zero_V" && $0.at.of == "R_a" }
        let hasNegative = result.metrics.contains { $0.id == "impedance.R_a" && $0.value < 0 }
        #expect((crossing != nil) == hasNegative)
        if let crossing { #expect(abs(crossing.value) < 0.3) }
    }

    @Test func `a branch that crosses zero in the middle gives a crossing, and the law its longer side`() throws {
        // 1/R_a is a straight line through 0.42 V.
        let circuit: (Double) -> MaxwellCircuit = { V in
            MaxwellCircuit(
                series_ohm: 50, fastConductance_S: 1e-3, capacitance_F: 1e-7,
                branches: [.init(conductance_S: 5e-3 * (V - 0.42), time_s: 0.1)])
        }
        let result = try run(series(circuit, [0.1, 0.2, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9], noise: 1e-3, seed: 1))
        let crossing = try #require(result.metrics.first { $0.id == "impedance.C_lf_zero_V" && $0.at.of == "R_a" })
        #expect(abs(crossing.value - 0.42) < 4 * (crossing.se ?? 0) + 1e-4)
        let label = try #require(result.labels.first { $0.id == "impedance.law" })
        #expect(label.from.count == 5 && label.rule.contains("3 of other signs"))
    }

    @Test func `too few biases are a sentence, one bias repeated is nothing`() throws {
        let two = try run(series({ calm(at: $0) }, [0.5, 0.6], noise: 0.01, seed: 1))
        #expect(two.findings.contains { $0.code == "impedance.trend-too-few" && $0.message.contains("at 2 biases") })
        #expect(two.labels.allSatisfy { $0.id != "impedance.law" })
        let repeated = try run(series({ calm(at: $0) }, [0.5, 0.5, 0.5, 0.5, 0.5], noise: 0.01, seed: 1))
        #expect(repeated.findings.allSatisfy { $0.code != "impedance.trend-too-few" })
        #expect(repeated.metrics.allSatisfy { !trendIDs.contains($0.id) })
        // Four biases of which one is measured twice are four.
        let four = try run(series({ calm(at: $0) }, [0.3, 0.4, 0.4, 0.5, 0.6], noise: 0.01, seed: 1, low_Hz: 0.1))
        #expect(four.verdict("impedance.law") == "quasi-linear")
        let none = try run(series({ _ in ImpedanceSamples.plainRC }, [0.1, 0.2, 0.3, 0.4], noise: 0.01, seed: 1))
        #expect(none.metrics.allSatisfy { !trendIDs.contains($0.id) })
        #expect(none.findings.allSatisfy { !$0.code.hasPrefix("impedance.trend") })
    }

    @Test func `states are never mixed, and a bias that is not known is left out`() throws {
        var list = series({ calm(at: $0) }, [0.3, 0.4, 0.5, 0.6], noise: 0.01, seed: 1, low_Hz: 0.1)
        for index in [1, 3] { list[index].conditions.state = "LRS" }
        var lost = list[0]
        lost.id = "impedance-lost"
        lost.conditions.bias_V = nil
        let result = try run(list + [lost])
        #expect(result.labels.allSatisfy { $0.id != "impedance.law" })
        #expect(result.findings.filter { $0.code == "impedance.trend-too-few" }.count == 2)
    }

    @Test func `two spectra of one bias that differ as states do ask for their names; heat is no state`() throws {
        // A hundred times, written between them; and 20 %, which drifts make.
        let states = series({ _ in ImpedanceSamples.plainRC }, [0.1], noise: 0.001, seed: 3)
        func with(_ fast_S: Double, kelvin: Double? = nil, state: String? = nil) throws -> [Finding] {
            var other = try #require(
                series(
                    { _ in MaxwellCircuit(series_ohm: 50, fastConductance_S: fast_S, capacitance_F: 1e-6) }, [0.1],
                    noise: 0.001, seed: 4
                ).first)
            other.id = "impedance-9"
            other.conditions.temperature_K = kelvin
            other.conditions.state = state
            let device = Device(id: "D", recordings: states + [other])
            return diagnose(device, options: DiagnoseOptions()).findings.filter {
                $0.code == "impedance.unnamed-states"
            }
        }
        let found = try with(1e-5)
        #expect(found.count == 1)
        let message = found.first?.message ?? ""
        #expect(message.contains("2 spectra at 100") && message.contains("times in |Z|"), "\(message)")
        #expect(try with(1.2e-3).isEmpty)
        #expect(try with(1e-5, kelvin: 350).isEmpty)
        #expect(try with(1e-5, state: "HRS").isEmpty)
    }
}
