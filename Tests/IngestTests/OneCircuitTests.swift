import Foundation
import Measurements
import Testing

@testable import Ingest

/// A fixture called `circuit29...` of any format holds one circuit at 29 frequencies from 10 kHz to 1 mHz:
/// 100 ohm in series with 200 ohm parallel 0.8 µF and with 500 ohm parallel a Warburg element of 4e-4 S s^(1/2).
@Suite struct OneCircuitTests {
    private static let fixtures = Fixtures.all.filter { $0.contains("/circuit29") }

    private func impedance(_ f: Double) -> (real: Double, imaginary: Double) {
        let omega = 2 * Double.pi * f
        // 1/(1/R + iωC) and 1/(1/R + Y√(iω)), with √i = (1 + i)/√2.
        let arc = (re: 1 / 200.0, im: omega * 8e-7)
        let warburg = 4e-4 * (omega / 2).squareRoot()
        let slow = (re: 1 / 500.0 + warburg, im: warburg)
        let (a, b) = (arc.re * arc.re + arc.im * arc.im, slow.re * slow.re + slow.im * slow.im)
        return (100 + arc.re / a + slow.re / b, -arc.im / a - slow.im / b)
    }

    @Test(arguments: fixtures) func `every format gives the same impedances of one circuit`(name: String) throws {
        let recordings = Fixtures.read(name).0.recordings
        let recording = try #require(recordings.first)
        guard case .spectrum(let z) = recording.data else {
            Issue.record("no spectrum")
            return
        }
        #expect(recordings.count == 1 && z.frequency_Hz.count == 29)
        for i in z.frequency_Hz.indices {
            let nominal = pow(10, 4 - Double(i) / 4)
            // The files hold five to eight digits.
            #expect(abs(z.frequency_Hz[i] - nominal) < 1e-5 * nominal)
            let exact = impedance(nominal)
            let size = (exact.real * exact.real + exact.imaginary * exact.imaginary).squareRoot()
            #expect(abs(z.real_ohm[i] - exact.real) < 1e-4 * size)
            #expect(abs(z.imaginary_ohm[i] - exact.imaginary) < 1e-4 * size)
        }
    }

    @Test func `the circuit stands in fixtures of at least seven formats`() {
        #expect(Set(Self.fixtures.map { $0.split(separator: "/")[0] }).count >= 7)
    }
}
