public import Findings
import Measurements
import Models

/// A write pulse, then short reads at a low voltage with 0 V between them, evenly spaced on a log axis of time.
///
/// Only the reads are recorded, each by its last sample; time counts from the end of the write pulse.
public struct RetentionReads: MeasurementProtocol {
    /// Voltage of the write pulse, V.
    public var write_V = 0.8
    /// Width of the write pulse, s.
    public var width_s = 0.5
    /// Read voltage, V.
    public var read_V = 0.1
    /// Time from the write to the first read, s.
    public var first_s = 1e-3
    /// Time from the write to the last read, s.
    public var last_s = 0.3
    /// Number of reads.
    public var reads = 40
    /// Width of a read as a part of the time between the first two, unless the fast charge needs longer to settle.
    public var duty = 0.05

    /// Forty reads within 0.3 s.
    public init() {}

    /// A retention measurement.
    public init(
        write_V: Double, width_s: Double, read_V: Double = 0.1, first_s: Double, last_s: Double, reads: Int = 40
    ) {
        self.write_V = write_V
        self.width_s = width_s
        self.read_V = read_V
        self.first_s = first_s
        self.last_s = last_s
        self.reads = reads
    }

    /// Id of the protocol.
    public var id: String { "retention" }
    /// What it does.
    public var summary: String { "a write pulse, then short reads at low voltage, log-spaced in time" }

    /// One recording.
    public func measure(_ device: DeviceUnderTest) throws(Failure) -> [SimulatedRecording] {
        let name = "retention"
        let wanted = Sampling.logarithmic(first_s, last_s, count: reads)
        let spacing_s = wanted.count > 1 ? wanted[1] - wanted[0] : first_s
        let charging_s = device.model.seriesResistance_ohm * device.model.fastCapacitance_F
        // Twenty charging times leave 2e-9 of the spike at the read's edge.
        let read_s = max(duty * spacing_s, 20 * charging_s)
        var run = device.run(at: 0, relativeTolerance: 1e-6)
        run.jump(to: write_V)
        _ = try run.hold(for: width_s)
        let end_s = run.time_s
        var (times, currents): ([Double], [Double]) = ([], [])
        for t in wanted {
            run.jump(to: 0)
            _ = try run.hold(for: max(0, end_s + t - read_s - run.time_s))
            run.jump(to: read_V)
            currents += try run.hold(for: read_s, samples_s: [read_s])
            times.append(run.time_s - end_s)
        }
        var stream = device.stream(name)
        let trace = TimeTrace(
            time_s: times, voltage_V: times.map { _ in read_V },
            current_A: stream.adding(device.noise, to: currents))
        var recording = SimulatedRecording(name: name, kind: .retention, data: .trace(trace))
        recording.read_V = read_V
        recording.state = device.stateName
        return [recording]
    }
}
