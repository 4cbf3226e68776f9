import Findings
import Foundation
import Measurements
import Testing

@testable import Models
@testable import Simulate

@Suite struct ProtocolTests {
    static let quiet = DeviceUnderTest(ConductanceActivated(), id: "D", noise: .none)

    /// Time, voltage and current of a recording.
    static func samples(_ recording: SimulatedRecording) -> (t: [Double], V: [Double], I: [Double]) {
        switch recording.data {
        case .trace(let trace): (trace.time_s, trace.voltage_V, trace.current_A)
        case .sweep(let sweep): (sweep.time_s, sweep.voltage_V, sweep.current_A)
        default: ([], [], [])
        }
    }

    @Test(arguments: DeviceModels.all.map(\.id))
    func `every protocol measures every model in time order, and numbers only`(_ id: String) throws {
        let device = DeviceUnderTest(try DeviceModels.named(id), id: "D")
        // The full defaults take long in a debug build; trains and reads of two kinds of edges are enough here.
        for measurement in MeasurementProtocols.all where measurement.id != "pulses" {
            let recordings = try measurement.measure(device)
            #expect(!recordings.isEmpty)
            #expect(Set(recordings.map(\.name)).count == recordings.count)
            for recording in recordings {
                let (t, V, I) = Self.samples(recording)
                #expect(zip(t, t.dropFirst()).allSatisfy { $0 <= $1 }, "\(recording.name)")
                #expect((t + V + I).allSatisfy { $0.isFinite }, "\(recording.name)")
                if case .spectrum(let spectrum) = recording.data {
                    #expect(!spectrum.real_ohm.isEmpty)
                    #expect((spectrum.real_ohm + spectrum.imaginary_ohm).allSatisfy { $0.isFinite })
                    #expect(zip(spectrum.frequency_Hz, spectrum.frequency_Hz.dropFirst()).allSatisfy { $0 > $1 })
                } else {
                    #expect(t.count == V.count && t.count == I.count && !t.isEmpty)
                }
            }
        }
    }

    @Test func `a small step begins and ends on the steady currents`() throws {
        let recording = try SmallSteps(biases_V: [0.5]).measure(Self.quiet)[0]
        let (t, V, I) = Self.samples(recording)
        let model = Self.quiet.model
        // The step lies about its bias, so that step and spectrum tell of one operating point.
        #expect(abs(I[0] / model.operatingPoint(at: 0.495).current_A - 1) < 1e-9)
        let end = try #require(I.last)
        // Twelve relaxation times leave 6e-6 of the change.
        #expect(abs(end / model.operatingPoint(at: 0.505).current_A - 1) < 1e-5)
        let first = try #require(t.firstIndex { $0 > 0 })
        #expect(abs(V[first - 1] - 0.495) < 1e-15 && abs(V[first] - 0.505) < 1e-15)
        // The spike begins at dV/R_s, less the fifth of a charging time that has passed.
        let spike = 0.01 / model.seriesResistance_ohm * Foundation.exp(-0.2)
        #expect(abs((I[first] - I[0]) / spike - 1) < 0.02)
    }

    @Test func `a staircase stands on the steady curve`() throws {
        let recording = try Staircase(high_V: 0.6, step_V: 0.1).measure(Self.quiet)[0]
        let (_, V, I) = Self.samples(recording)
        for (level_V, current_A) in zip(V, I) {
            let steady_A = Self.quiet.model.operatingPoint(at: level_V).current_A
            #expect(abs(current_A - steady_A) <= 1e-4 * abs(steady_A) + 1e-15)
        }
    }

    @Test func `reads after a write relax with the time constant at 0 V`() throws {
        let model = ConductanceActivated()
        let recording = try RetentionReads(
            write_V: 0.8, width_s: 0.5, first_s: 1e-3, last_s: 0.02, reads: 12
        ).measure(Self.quiet)[0]
        let (t, V, I) = Self.samples(recording)
        #expect(t.count >= 8 && t.first == 1e-3 && t.last == 0.02)
        // What relaxes is the conductance behind the series resistance.
        let inner = zip(V, I).map { 1 / ($0 / $1 - model.R_s) }
        let rest = model.conductance_S(model.activation(at: 0))
        let change = (inner[0] - rest, inner[inner.count - 1] - rest)
        let rate = Foundation.log(change.0 / change.1) / (t[t.count - 1] - t[0])
        // Reads of at most 0.4 % of the time run an eighth slower than the rest at 0 V.
        #expect(abs(rate * model.relaxationTime_s(at: 0) - 1) < 1e-3)
    }

    @Test func `a read never takes more than a two-hundredth of the time since the one before`() throws {
        for device in SampleDevices.all {
            for session in device.sessions {
                for reads in session.protocols.compactMap({ $0 as? RetentionReads }) {
                    let bench = DeviceUnderTest(device.model, id: "D", noise: .none, heldState: session.heldState)
                    let (t, _, _) = Self.samples(try reads.measure(bench)[0])
                    let charging_s = device.model.seriesResistance_ohm * device.model.fastCapacitance_F
                    let closest = zip(t, t.dropFirst()).map { $1 - $0 }.min() ?? 0
                    #expect(closest >= 200 * 14 * charging_s && t.count >= 20, "\(device.id)")
                }
            }
        }
    }

    @Test func `pulses raise the conductance step by step, then lower it`() throws {
        var train = PulseTrain()
        (train.potentiating, train.depressing) = (6, 6)
        let recording = try train.measure(Self.quiet)[0]
        let (_, V, I) = Self.samples(recording)
        let reads = zip(V, I).filter { $0.0 == 0.1 }.map(\.1)
        // Three samples a read; the last is the settled one.
        let settled = stride(from: 2, to: reads.count, by: 3).map { reads[$0] }
        #expect(settled.count == 12)
        #expect(settled[1] > settled[0] && settled[11] < settled[6])
    }

    @Test func `the samples of a train leave each edge open by a fiftieth of its neighbors at most`() throws {
        var train = PulseTrain()
        (train.potentiating, train.depressing) = (3, 0)
        let (t, V, _) = Self.samples(try train.measure(Self.quiet)[0])
        let edges = V.indices.dropFirst().filter { V[$0] != V[$0 - 1] }
        // Each pulse and each read begins and ends.
        #expect(edges.count == 12)
        let longest = max(train.width_s, train.rest_s)
        #expect(edges.allSatisfy { t[$0] - t[$0 - 1] < 0.0401 * longest })
    }

    @Test func `a held state is measured as it is`() throws {
        var device = Self.quiet
        device.heldState = [0.9]
        device.stateName = "LRS"
        let recording = try ImpedanceSeries(biases: [.init(0.1, low_Hz: 1e3)]).measure(device)[0]
        guard case .spectrum(let spectrum) = recording.data else {
            Issue.record("no spectrum")
            return
        }
        let R = 20 + 1 / ConductanceActivated().conductance_S(0.9)
        #expect(abs((spectrum.real_ohm.last ?? 0) / R - 1) < 1e-2)
        #expect(recording.state == "LRS")
    }
}
