public import Findings
import Measurements
import Models

/// Equal pulses that potentiate, then equal pulses that depress, each followed by a short read.
///
/// The recording is a trace in time. Each pulse and each read has a sample soon after its beginning and two in its last
/// fifth, each rest one at either end: when the edges fall is known to a fiftieth, as it is of an instrument that records
/// throughout.
public struct PulseTrain: MeasurementProtocol {
    /// Voltage of the potentiating pulses, V.
    public var up_V = 0.7
    /// Voltage of the depressing pulses, V; with `depressing` 0 unused.
    public var down_V = -0.5
    /// Width of a pulse, s.
    public var width_s = 0.01
    /// Rest at 0 V after a pulse, before its read, s.
    public var rest_s = 0.002
    /// Width of a read, s.
    public var readWidth_s = 0.001
    /// Read voltage, V.
    public var read_V = 0.1
    /// Number of potentiating pulses.
    public var potentiating = 20
    /// Number of depressing pulses.
    public var depressing = 20

    /// Twenty pulses each way.
    public init() {}

    /// Pulses.
    public init(
        up_V: Double, down_V: Double, width_s: Double, rest_s: Double, readWidth_s: Double, read_V: Double = 0.1,
        count: Int
    ) {
        self.up_V = up_V
        self.down_V = down_V
        self.width_s = width_s
        self.rest_s = rest_s
        self.readWidth_s = readWidth_s
        self.read_V = read_V
        potentiating = count
        depressing = count
    }

    /// Id of the protocol.
    public var id: String { "pulses" }
    /// What it does.
    public var summary: String { "equal pulses up, then equal pulses down, each followed by a rest and a read" }

    /// One recording.
    public func measure(_ device: DeviceUnderTest) throws(Failure) -> [SimulatedRecording] {
        let name = "pulses"
        var run = device.run(at: 0, relativeTolerance: 1e-6)
        var trace = TimeTrace(time_s: [], voltage_V: [], current_A: [])
        func note(_ start_s: Double, _ level_V: Double, _ times: [Double], _ currents: [Double]) {
            trace.time_s += times.map { start_s + $0 }
            trace.voltage_V += times.map { _ in level_V }
            trace.current_A += currents
        }
        note(0, 0, [0], [run.current_A])
        let train = [(up_V, potentiating), (down_V, depressing)].flatMap { level_V, count in
            [Double](repeating: level_V, count: max(0, count))
        }
        for pulse_V in train {
            let stretches = [
                (pulse_V, width_s, Self.within), (0, rest_s, Self.between), (read_V, readWidth_s, Self.within),
                (0, rest_s, Self.between),
            ]
            for (level_V, length_s, places) in stretches {
                let start_s = run.time_s
                let times = places.map { $0 * length_s }
                run.jump(to: level_V)
                note(start_s, level_V, times, try run.hold(for: length_s, samples_s: times))
            }
        }
        var stream = device.stream(name)
        trace.current_A = stream.adding(device.noise, to: trace.current_A)
        var recording = SimulatedRecording(name: name, kind: .pulses, data: .trace(trace))
        recording.read_V = read_V
        recording.state = device.stateName
        return [recording]
    }

    /// Samples of a pulse or a read, as parts of its width.
    private static let within = [0.02, 0.82, 1]
    /// Samples of a rest, as parts of its length.
    private static let between = [0.02, 0.98]
}
