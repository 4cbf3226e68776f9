import Circuits
import ComplexModule
import Findings
import Foundation
import Kernels
import RealModule
import TestSupport
import Testing

@Suite struct CircuitFitTests {
    private let frequency_Hz = (0..<60).map { pow(10, 5 - 7.0 * Double($0) / 59) }

    /// A spectrum of a circuit with noise proportional to |Z|.
    private func spectrum(
        _ code: String, _ values: [Double], noise: Double = 0, seed: UInt64 = 1
    ) throws -> (Circuit, [Double], [Double]) {
        let circuit = try Circuit(code: code)
        var random = SeededStream(seed: seed)
        let z = circuit.impedance_ohm(values, at: frequency_Hz.map { 2 * .pi * $0 })
        let noisy = z.map { z in
            Complex(z.real + noise * z.length * random.normal(), z.imaginary + noise * z.length * random.normal())
        }
        return (circuit, noisy.map(\.real), noisy.map(\.imaginary))
    }

    @Test(arguments: [
        ("R0-p(C1,R1,R2-L1)", [50, 1e-6, 1000, 500, 50.0]),
        ("R0-p(R1,C1)", [20, 3000, 1e-7]),
        ("R0-p(R1,Q1)", [20, 3000, 1e-6, 0.82]),
        ("R0-p(R1,C1)-p(R2,C2)", [10, 300, 1e-7, 2000, 1e-4]),
        ("R0-Zarc1", [35, 800, 2e-3, 0.75]),
        ("R0-p(C1,R1-Ws1)", [12, 2e-6, 100, 400, 1.5]),
        ("R0-p(C1,R1-W1)", [12, 2e-6, 100, 60]),
        ("R0-G1", [5, 700, 0.02]),
        ("L0-R0-p(C1,R1)", [1e-5, 20, 1e-5, 500]),
    ])
    func `a clean spectrum gives its values back without a start`(_ code: String, _ values: [Double]) throws {
        let (circuit, re, im) = try spectrum(code, values)
        let fit = try fitCircuit(circuit, frequency_Hz: frequency_Hz, real_ohm: re, imaginary_ohm: im)
        // No noise: what is left is rounding, as it is written in the last bits of Z.
        #expect(fit.residualSumOfSquares < 1e-16, "\(code): \(fit.residualSumOfSquares)")
        for (found, wanted) in zip(fit.values, values) {
            #expect(abs(found.value - wanted) < 1e-5 * abs(wanted), "\(code) \(found.name): \(found.value), \(wanted)")
        }
    }

    @Test func `a conduction capacitance is found with its signs`() throws {
        let (circuit, re, im) = try spectrum("R0-p(C1,R1,R2-L1)", [50, 1e-6, 1000, -4000, -400], noise: 1e-4)
        let fit = try fitCircuit(circuit, frequency_Hz: frequency_Hz, real_ohm: re, imaginary_ohm: im)
        #expect(abs((fit.value("R2")?.value ?? 0) + 4000) < 100)
        #expect(abs((fit.value("L1")?.value ?? 0) + 400) < 20)
    }

    @Test func `intervals hold the truth as often as they say`() throws {
        let truth = [50, 1e-6, 1000, 500, 50.0]
        var inside = Array(repeating: 0, count: truth.count)
        let seeds = 400
        for seed in 0..<seeds {
            let (circuit, re, im) = try spectrum("R0-p(C1,R1,R2-L1)", truth, noise: 0.01, seed: UInt64(seed))
            var options = CircuitFitOptions()
            options.starts = ["R0": 40, "C1": 2e-6, "R1": 800, "R2": 700, "L1": 30]
            let fit = try fitCircuit(
                circuit, frequency_Hz: frequency_Hz, real_ohm: re, imaginary_ohm: im, options: options)
            for (k, value) in fit.values.enumerated() where value.interval?.contains(truth[k]) == true {
                inside[k] += 1
            }
        }
        // 95 % of 400 is 380 with a standard deviation of 4.4; four of them.
        for (k, count) in inside.enumerated() { #expect(abs(count - 380) < 18, "value \(k): \(count) of \(seeds)") }
    }

    @Test func `values fixed, tied and bounded stay so`() throws {
        let (circuit, re, im) = try spectrum("R0-p(R1,C1)-p(R2,C2)", [10, 300, 1e-7, 300, 1e-4], noise: 1e-3)
        var options = CircuitFitOptions()
        options.fixed = ["R0": 10]
        options.ties = ["R2": "R1"]
        options.bounds = ["C1": 1e-8...5e-7, "C2": 1e-5...1e-3]
        let fit = try fitCircuit(
            circuit, frequency_Hz: frequency_Hz, real_ohm: re, imaginary_ohm: im, options: options)
        #expect(fit.values.map(\.origin) == [.fixed, .fitted, .fitted, .tied, .fitted])
        #expect(fit.value("R2")?.value == fit.value("R1")?.value && fit.value("R2")?.se != nil)
        #expect(fit.value("R0")?.value == 10 && fit.value("R0")?.se == nil)
        #expect(fit.freeNames == ["R1", "C1", "C2"])
        #expect(abs((fit.value("R1")?.value ?? 0) - 300) < 2)
    }

    @Test func `a value on its bound is told and the others keep their errors`() throws {
        let (circuit, re, im) = try spectrum("R0-p(R1,Q1)", [20, 3000, 1e-6, 1], noise: 1e-3, seed: 3)
        let fit = try fitCircuit(circuit, frequency_Hz: frequency_Hz, real_ohm: re, imaginary_ohm: im)
        let n = try #require(fit.value("Q1.n"))
        if n.origin == .bound {
            #expect(n.value == 1 && n.se == nil)
        } else {
            #expect(n.value < 1 && n.value > 0.999)
        }
        #expect((fit.value("R1")?.se ?? 0) > 0)
    }

    @Test(arguments: [
        ("R0-R1-p(R2,C1)", ["R0", "R1"]), ("p(C1,C2,R1)", ["C1", "C2"]), ("R0-p(R1,R2,C1)", ["R1", "R2"]),
        ("W1-W2-R1", ["W1", "W2"]), ("R0-p(R1-R2,C1)", ["R1", "R2"]),
    ])
    func `values that no spectrum can tell apart are named`(_ code: String, _ pair: [String]) throws {
        let (circuit, re, im) = try spectrum("R0-p(R1,C1)", [20, 3000, 1e-7])
        _ = circuit
        let failure = #expect(throws: Failure.self) {
            try fitCircuit(try Circuit(code: code), frequency_Hz: frequency_Hz, real_ohm: re, imaginary_ohm: im)
        }
        let finding = try #require(failure?.findings.first)
        #expect(finding.code == "circuit.unidentifiable")
        for name in pair { #expect(finding.message.contains("\"\(name)\""), "\(finding.message)") }
        var options = CircuitFitOptions()
        options.fixed = [pair[0]: code.hasPrefix("p") ? 1e-9 : 10]
        _ = try? fitCircuit(
            try Circuit(code: code), frequency_Hz: frequency_Hz, real_ohm: re, imaginary_ohm: im, options: options)
    }

    @Test func `a value that the points hardly show has a profile interval`() throws {
        // The second arc is a hundredth of the noise of the first.
        let (circuit, re, im) = try spectrum("R0-p(R1,C1)-p(R2,C2)", [10, 1000, 1e-6, 3, 1e-2], noise: 0.01, seed: 8)
        var options = CircuitFitOptions()
        options.starts = ["R0": 10, "R1": 1000, "C1": 1e-6, "R2": 3, "C2": 1e-2]
        let fit = try fitCircuit(
            circuit, frequency_Hz: frequency_Hz, real_ohm: re, imaginary_ohm: im, options: options)
        let C2 = try #require(fit.value("C2"))
        #expect(C2.isProfiled)
        #expect((C2.interval?.upperBound ?? 0) / max(C2.interval?.lowerBound ?? 1, 1e-300) > 5)
    }

    @Test func `bad points and bad names are refused with a sentence`() throws {
        let circuit = try Circuit(code: "R0-p(R1,C1)")
        func code(_ f: [Double], _ re: [Double], _ im: [Double], _ options: CircuitFitOptions = .init()) -> String? {
            do throws(Failure) {
                _ = try fitCircuit(circuit, frequency_Hz: f, real_ohm: re, imaginary_ohm: im, options: options)
                return nil
            } catch { return error.findings.first?.code }
        }
        #expect(code([1], [1], [1]) == "circuit.points")
        #expect(code([1, 0, 2], [1, 1, 1], [1, 1, 1]) == "circuit.points")
        #expect(code([1, 3, 2], [1, 0, 1], [1, 0, 1]) == "circuit.points")
        #expect(code([1, 3, 2], [1, .nan, 1], [1, 0, 1]) == "circuit.points")
        var options = CircuitFitOptions()
        options.starts = ["R9": 1]
        #expect(code(frequency_Hz, frequency_Hz, frequency_Hz, options) == "circuit.value")
        options.starts = ["C1": -1]
        #expect(code(frequency_Hz, frequency_Hz, frequency_Hz, options) == "circuit.value")
        options.starts = [:]
        // All weights zero: errors without bound; and errors of nothing.
        options.deviations_ohm = frequency_Hz.map { _ in (.infinity, .infinity) }
        #expect(code(frequency_Hz, frequency_Hz, frequency_Hz, options) == "circuit.points")
        options.deviations_ohm = frequency_Hz.map { _ in (0, 0) }
        #expect(code(frequency_Hz, frequency_Hz, frequency_Hz, options) == "circuit.points")
        options.deviations_ohm = []
        options.ties = ["R1": "C1"]
        #expect(code(frequency_Hz, frequency_Hz, frequency_Hz, options) == "circuit.value")
        options.ties = ["R1": "R0", "R0": "R1"]
        #expect(code(frequency_Hz, frequency_Hz, frequency_Hz, options) == "circuit.value")
        // Noise alone: fitted or refused, never a trap.
        var random = SeededStream(seed: 5)
        let noise = (0..<60).map { _ in random.normal() }
        _ = code(frequency_Hz, noise, noise.reversed())
    }
}
