import Measurements
import Testing

@testable import Simulate

@Suite struct SampleBenchTests {
    @Test(arguments: ["C02", "N03", "RC01"])
    func `noise put on the clean response is that of the protocols`(id: String) throws {
        let bench = try #require(try sampleBenches([id]).first)
        let device = try #require(SampleDevices.all.first { $0.id == id })
        let drawn = bench.recordings(seed: 7)
        var measured: [SimulatedRecording] = []
        for session in device.sessions {
            for protocol_ in session.protocols {
                measured += try protocol_.measure(device.onBench(session, seed: 7))
            }
        }
        #expect(drawn.map(\.name) == measured.map(\.name))
        #expect(bench.heldStates.count == drawn.count)
        for (a, b) in zip(drawn, measured) {
            for (x, y) in zip(numbers(a.data), numbers(b.data)) {
                // The size of the noise comes by another order of operations: equal to rounding.
                #expect(abs(x - y) <= 1e-13 * abs(y), "\(a.name)")
            }
        }
        #expect(bench.recordings(seed: 8)[0].data != drawn[0].data)
    }

    private func numbers(_ data: RecordingData) -> [Double] {
        switch data {
        case .spectrum(let spectrum): spectrum.real_ohm + spectrum.imaginary_ohm
        case .trace(let trace): trace.current_A
        case .sweep(let sweep): sweep.current_A
        case .reads(let reads): reads.conductance_S
        }
    }
}
