import Foundation
import Measurements
import TestSupport
import Testing

@testable import Diagnostics

@Suite struct LissajousTests {
    private func sine(bias: Double, periods: Double, noise: Double = 0) throws -> (Recording, TheoryGolden) {
        let golden = try TheoryGolden.named("G23")
        let admittance = golden.expected["Y_S"].numbers
        let (amplitude, f) = (golden.params["amplitude"].number, golden.params["f"].number)
        let n = Int(4000 * periods)
        let random = Sweeps.normals(n + 1, seed: 11)
        let time = (0...n).map { periods / f * Double($0) / Double(n) }
        let phase = time.map { 2 * Double.pi * f * $0 }
        let voltage = phase.map { bias + amplitude * sin($0) }
        let current = phase.indices.map { i in
            1e-3 * bias + amplitude * (admittance[0] * sin(phase[i]) + admittance[1] * cos(phase[i]))
                + 1e-7 * noise * random[i]
        }
        return (Sweeps.recording(voltage, current, time_s: time), golden)
    }

    @Test func `G23: a period of a small sine about any bias gives pi dU^2 Im Y`() throws {
        for bias in [0, 0.4, -0.3] {
            let (recording, golden) = try sine(bias: bias, periods: 3)
            let result = try Sweeps.run([recording])
            let area = try #require(result.metrics.first { $0.id == "hysteresis.lissajous_area" })
            // A polygon of 4000 corners is 4e-7 short of its ellipse.
            #expect(abs(area.value / golden.expected["area_W"].number - 1) < 1e-6, "\(bias)")
            let Y = try #require(result.metrics.first { $0.id == "hysteresis.lissajous_Im_Y" })
            #expect(abs(Y.value / golden.expected["Y_S"][1].number - 1) < 1e-6)
            #expect(abs((Y.at.bias_V ?? 9) - bias) < 1e-9)
            let f = try #require(result.metrics.first { $0.id == "hysteresis.lissajous_frequency" })
            #expect(abs(f.value / 0.3 - 1) < 1e-6)
        }
    }

    @Test func `noise gives the area its error, and counts as distortion`() throws {
        let (recording, golden) = try sine(bias: 0.2, periods: 2, noise: 5)
        let result = try Sweeps.run([recording])
        let area = try #require(result.metrics.first { $0.id == "hysteresis.lissajous_area" })
        let se = try #require(area.se)
        #expect(abs(area.value - golden.expected["area_W"].number) < 4 * se)
        // 5e-7 A beside an amplitude of 10 mV times |Y|, whose rms is smaller by a root of two.
        let size = hypot(golden.expected["Y_S"][0].number, golden.expected["Y_S"][1].number) * 0.01 / 2.0.squareRoot()
        let distortion = try #require(result.metrics.first { $0.id == "hysteresis.lissajous_distortion" })
        #expect(abs(distortion.value / (5e-7 / size) - 1) < 0.1)
    }

    @Test func `a triangle is no sine, and less than a period is none`() throws {
        let voltage = Sweeps.triangle([0, 1, -1, 1, -1, 0], step: 0.01)
        let triangle = Sweeps.recording(voltage, voltage, time_s: voltage.indices.map { Double($0) })
        #expect(!(try Sweeps.run([triangle])).metrics.contains { $0.id == "hysteresis.lissajous_area" })
        let (short, _) = try sine(bias: 0.2, periods: 0.8)
        #expect(!(try Sweeps.run([short])).metrics.contains { $0.id == "hysteresis.lissajous_area" })
    }
}
