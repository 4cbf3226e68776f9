public import Findings
import Measurements
import Models

/// A write pulse, then short reads at a low voltage with 0 V between them, about evenly spaced on a log axis of time.
///
/// Only the reads are recorded, each by its last sample; time counts from the end of the write pulse. A read relaxes
/// the state with the time constant of its own voltage, so the reads stay rare at every time: where the log axis would
/// have them closer than `rarity` read widths, some are left out.
public struct RetentionReads: MeasurementProtocol {
    /// Voltage of the write pulse, V.
    public var write_V = 0.8
    /// Width of the write pulse, s; `nil` for ten relaxation times at its voltage.
    public var width_s: Double?
    /// Read voltage, V; low, since a read is to leave the relaxation time nearly as it is at 0 V.
    public var read_V = 0.02
    /// Time from the write to the first read, s; `nil` for a two-hundredth of the time to the last.
    public var first_s: Double?
    /// Time from the write to the last read, s; `nil` for ten of the slowest relaxation times at 0 V, at most 10 000 s.
    public var last_s: Double?
    /// Most reads.
    public var reads = 40
    /// Least distance of two reads in widths of a read; 250 keeps the duty at 0.4 % where reads are closest.
    public var rarity = 250.0

    /// Up to forty reads over the relaxation of the device.
    public init() {}

    /// A retention measurement.
    public init(
        write_V: Double, width_s: Double? = nil, read_V: Double = 0.02, first_s: Double? = nil, last_s: Double? = nil,
        reads: Int = 40
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
        let read_s = readWidth_s(device)
        var run = device.run(at: 0, relativeTolerance: 1e-6)
        run.jump(to: write_V)
        _ = try run.hold(for: width_s ?? 10 * device.slowest_s(at: write_V))
        let end_s = run.time_s
        let times = readTimes_s(device, read_s: read_s)
        var currents: [Double] = []
        for t in times {
            run.jump(to: 0)
            _ = try run.hold(for: max(0, end_s + t - read_s - run.time_s))
            run.jump(to: read_V)
            currents += try run.hold(for: read_s, samples_s: [read_s])
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

    /// Times of the reads' ends since the write, s, rising.
    private func readTimes_s(_ device: DeviceUnderTest, read_s: Double) -> [Double] {
        let (first_s, last_s) = span_s(device)
        var times: [Double] = []
        for t in Sampling.logarithmic(first_s, last_s, count: reads) {
            let rest_s = t - (times.last ?? 0)
            // No read comes before the first, so that one may follow the write more closely.
            if rest_s >= (times.isEmpty ? 10 : rarity) * read_s { times.append(t) }
        }
        return times
    }

    /// First and last time, s.
    private func span_s(_ device: DeviceUnderTest) -> (first: Double, last: Double) {
        let slowest_s = device.slowest_s(at: 0)
        let last_s = self.last_s ?? min(10 * slowest_s, 1e4)
        return (first_s ?? 0.005 * last_s, last_s)
    }

    /// Fourteen charging times, which leave a millionth of the spike, or a small part of the time to the first read.
    private func readWidth_s(_ device: DeviceUnderTest) -> Double {
        let charging_s = device.model.seriesResistance_ohm * device.model.fastCapacitance_F
        return max(14 * charging_s, 1e-4 * span_s(device).first)
    }
}
