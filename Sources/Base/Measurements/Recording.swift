/// What kind of measurement a recording is; decided by the sheet, else from the shape of the data.
public enum RecordingKind: String, Sendable, Codable, CaseIterable {
    /// Cyclic or single current-voltage sweep.
    case iv
    /// Current-voltage points held until steady (step-and-hold staircase).
    case steady
    /// One or more voltage steps in time.
    case transient
    /// Trains of pulses.
    case pulses
    /// Reads after a write, in time.
    case retention
    /// Reads against the number of cycles.
    case endurance
    /// Impedance spectrum.
    case impedance
}

/// Current against voltage as swept, file order; time where the file has it.
public struct VoltageSweep: Sendable, Codable, Hashable {
    /// Applied voltage, V; shape [n].
    public var voltage_V: [Double]
    /// Current into the device, passive sign, A; shape [n].
    public var current_A: [Double]
    /// Time of each sample, s; shape [n], or empty where the file has none (then rates come from the header or are unknown).
    public var time_s: [Double]

    /// Holds a sweep; the arrays have equal length (or `time_s` is empty).
    public init(voltage_V: [Double], current_A: [Double], time_s: [Double] = []) {
        precondition(voltage_V.count == current_A.count && (time_s.isEmpty || time_s.count == voltage_V.count))
        self.voltage_V = voltage_V
        self.current_A = current_A
        self.time_s = time_s
    }
}

/// Voltage and current against time.
public struct TimeTrace: Sendable, Codable, Hashable {
    /// Time, s, not decreasing; shape [n].
    public var time_s: [Double]
    /// Applied voltage, V; shape [n], or empty where the file does not record it.
    public var voltage_V: [Double]
    /// Current into the device, passive sign, A; shape [n].
    public var current_A: [Double]

    /// Holds a trace; the arrays have equal length (or `voltage_V` is empty).
    public init(time_s: [Double], voltage_V: [Double], current_A: [Double]) {
        precondition(time_s.count == current_A.count && (voltage_V.isEmpty || voltage_V.count == time_s.count))
        self.time_s = time_s
        self.voltage_V = voltage_V
        self.current_A = current_A
    }
}

/// An impedance spectrum in file order, time dependence exp(+iωt): inductive means a positive imaginary part.
public struct ImpedanceSpectrum: Sendable, Codable, Hashable {
    /// Frequency, Hz, positive; shape [n].
    public var frequency_Hz: [Double]
    /// Re Z, ohm; shape [n].
    public var real_ohm: [Double]
    /// Im Z, ohm, negative for a capacitor; shape [n].
    public var imaginary_ohm: [Double]

    /// Holds a spectrum; the arrays have equal length.
    public init(frequency_Hz: [Double], real_ohm: [Double], imaginary_ohm: [Double]) {
        precondition(frequency_Hz.count == real_ohm.count && real_ohm.count == imaginary_ohm.count)
        self.frequency_Hz = frequency_Hz
        self.real_ohm = real_ohm
        self.imaginary_ohm = imaginary_ohm
    }
}

/// Reads without a full trace: retention, endurance and pulse tables of instruments that store reads only.
public struct ReadSeries: Sendable, Codable, Hashable {
    /// Index of each read (pulse or cycle number), from 1; shape [n].
    public var index: [Double]
    /// Time of each read, s; shape [n] or empty.
    public var time_s: [Double]
    /// Height of the pulse before each read, V; shape [n] or empty.
    public var pulse_V: [Double]
    /// Width of the pulse before each read, s; shape [n] or empty.
    public var width_s: [Double]
    /// Read voltage, V; shape [n] or empty.
    public var read_V: [Double]
    /// Conductance read, S; shape [n].
    public var conductance_S: [Double]

    /// Holds reads.
    public init(
        index: [Double], time_s: [Double] = [], pulse_V: [Double] = [], width_s: [Double] = [], read_V: [Double] = [],
        conductance_S: [Double]
    ) {
        precondition(index.count == conductance_S.count)
        self.index = index
        self.time_s = time_s
        self.pulse_V = pulse_V
        self.width_s = width_s
        self.read_V = read_V
        self.conductance_S = conductance_S
    }
}

/// The measured numbers of a recording.
public enum RecordingData: Sendable, Codable, Hashable {
    case sweep(VoltageSweep)
    case trace(TimeTrace)
    case spectrum(ImpedanceSpectrum)
    case reads(ReadSeries)

    /// Number of samples.
    public var count: Int {
        switch self {
        case .sweep(let sweep): sweep.voltage_V.count
        case .trace(let trace): trace.time_s.count
        case .spectrum(let spectrum): spectrum.frequency_Hz.count
        case .reads(let reads): reads.index.count
        }
    }
}

/// One measurement of one device: numbers, kind, conditions, origin.
public struct Recording: Sendable, Codable, Hashable {
    /// Id within the device, made of the kind and the content (`impedance-3f2a`), so it does not depend on order.
    public var id: String
    /// What kind of measurement it is.
    public var kind: RecordingKind
    /// Why it is taken as that kind, in words.
    public var kindReason: String
    /// The numbers.
    public var data: RecordingData
    /// What it was taken under.
    public var conditions: Conditions
    /// Where it came from.
    public var provenance: Provenance
    /// Samples excluded by the user (`exclude` of the sheet): drawn gray, never used; indices into the data.
    public var excluded: [Int]

    /// Makes a recording; `id` may be filled in later from the content.
    public init(
        id: String = "", kind: RecordingKind, kindReason: String = "", data: RecordingData,
        conditions: Conditions = Conditions(), provenance: Provenance, excluded: [Int] = []
    ) {
        self.id = id
        self.kind = kind
        self.kindReason = kindReason
        self.data = data
        self.conditions = conditions
        self.provenance = provenance
        self.excluded = excluded
    }
}
