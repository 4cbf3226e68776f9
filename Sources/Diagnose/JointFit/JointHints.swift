/// What the diagnostics found that a joint fit may start from; nothing of it enters the fit itself.
public struct JointHints: Sendable {
    /// A small-signal reading at a bias.
    public struct Branch: Sendable {
        /// Bias, V.
        public var bias_V: Double
        /// Fast conductance `1/R_b`, S.
        public var fast_S: Double
        /// Conductance of the memory's branch `1/R_a`, S.
        public var memory_S: Double
        /// Its time, s.
        public var time_s: Double

        /// Holds a reading.
        public init(bias_V: Double, fast_S: Double, memory_S: Double, time_s: Double) {
            self.bias_V = bias_V
            self.fast_S = fast_S
            self.memory_S = memory_S
            self.time_s = time_s
        }
    }

    /// A value at a voltage.
    public struct Point: Sendable {
        /// Voltage, V.
        public var voltage_V: Double
        /// The value, SI.
        public var value: Double

        /// Holds a point.
        public init(_ voltage_V: Double, _ value: Double) {
            self.voltage_V = voltage_V
            self.value = value
        }
    }

    /// Series resistance, ohm.
    public var series_ohm: Double?
    /// Fast capacitance, F.
    public var capacitance_F: Double?
    /// Steady chord conductances `I/V` at voltages, S.
    public var conductances: [Point] = []
    /// Conductances that were seen in states that need not be steady, S: of written states, and ends of loops.
    public var written_S: [Double] = []
    /// Times of the memory at voltages, s.
    public var times: [Point] = []
    /// The memory's branch of each spectrum.
    public var branches: [Branch] = []
    /// Capacitance of a second, capacitive branch at biases, F.
    public var surfaces: [Point] = []
    /// Its time, s.
    public var surfaceTime_s: Double?

    /// No hints.
    public init() {}
}
