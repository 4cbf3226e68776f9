import Models

/// The volatile batch: three CALM devices that forget within a second, and a perovskite with two slow branches.
extension SampleDevices {
    static var volatile: [SampleDevice] { [C01, C02, C03, P01] }

    private static let quiet = MeasurementNoise(current: 0.002, floor_A: 1e-9)

    /// The golden device of THEORY G04 to G07.
    private static var C01: SampleDevice {
        var model = ConductanceActivated()
        model.C_m = 2e-8
        let biases = [0.3, 0.4, 0.5, 0.6, 0.7]
        return SampleDevice(
            id: "C01", batch: "volatile", believedClass: "volatile", model: model, noise: quiet,
            shows: "all links of a volatile chemical inductor; the spectrum at 0.45 V stops at 5 Hz, too early",
            sessions: [
                SampleDevice.Session(
                    PlainText(),
                    [
                        ImpedanceSeries(
                            biases: biases.map { ImpedanceSeries.Bias($0, low_Hz: 0.1) } + [.init(0.45, low_Hz: 5)]),
                        SmallSteps(biases_V: biases, samples: 800),
                        LargeSteps(heights_V: [0.5, 0.6, 0.7, 0.8], samples: 200),
                        Staircase(high_V: 0.8, step_V: 0.01),
                        TriangleSweeps(
                            high_V: 1, low_V: -1,
                            rates: [0.018, 0.04, 0.08, 0.2].map { .init($0, cycles: 5) } + [
                                .init(0.5, cycles: 2), .init(10, cycles: 2),
                            ],
                            samplesPerLeg: 125),
                        PulseTrain(up_V: 0.7, down_V: -0.5, width_s: 0.01, rest_s: 0.002, readWidth_s: 1e-3, count: 20),
                        RetentionReads(write_V: 0.8, width_s: 0.5, first_s: 5e-4, last_s: 0.1),
                    ])
            ])
    }

    /// A faster device with asymmetric rates, mostly in EC-Lab files.
    private static var C02: SampleDevice {
        var model = ConductanceActivated()
        (model.g_L, model.g_H, model.V_h, model.V_x) = (2e-5, 5e-4, 0.4, 0.06)
        (model.tau_0, model.gamma, model.C_m, model.R_s) = (0.05, 0.4, 1e-9, 50)
        let biases = [0.25, 0.35, 0.4, 0.5]
        return SampleDevice(
            id: "C02", batch: "volatile", believedClass: "volatile", model: model, noise: quiet,
            shows: "a faster device with asymmetric rates, in EC-Lab files; the spectrum at 0.3 V stops at 20 Hz",
            sessions: [
                SampleDevice.Session(
                    ECLabText(),
                    [
                        ImpedanceSeries(
                            biases: biases.map { ImpedanceSeries.Bias($0, low_Hz: 0.5) } + [.init(0.3, low_Hz: 20)]),
                        TriangleSweeps(
                            high_V: 0.8, low_V: -0.8, rates: [0.05, 0.1, 0.2, 0.5, 1, 20].map { .init($0, cycles: 3) },
                            samplesPerLeg: 75),
                        SmallSteps(biases_V: biases, samples: 700),
                    ]),
                SampleDevice.Session(
                    PlainText(),
                    [
                        LargeSteps(heights_V: [0.4, 0.5, 0.6], samples: 200),
                        PulseTrain(up_V: 0.6, down_V: -0.4, width_s: 3e-3, rest_s: 5e-4, readWidth_s: 2e-4, count: 20),
                        RetentionReads(write_V: 0.7, width_s: 0.2, first_s: 1e-4, last_s: 7e-3),
                    ]),
            ])
    }

    /// A slower device with a higher threshold.
    private static var C03: SampleDevice {
        var model = ConductanceActivated()
        (model.g_L, model.g_H, model.V_h, model.V_x) = (5e-6, 8e-4, 0.6, 0.1)
        (model.tau_0, model.gamma, model.C_m, model.R_s) = (1, 0.6, 1e-7, 30)
        let biases = [0.4, 0.5, 0.6, 0.7, 0.8]
        return SampleDevice(
            id: "C03", batch: "volatile", believedClass: "volatile", model: model, noise: quiet,
            shows: "a slower device with a higher threshold; the spectrum at 0.65 V stops at 1 Hz",
            sessions: [
                SampleDevice.Session(
                    PlainText(),
                    [
                        ImpedanceSeries(
                            biases: biases.map { ImpedanceSeries.Bias($0, low_Hz: 0.02) } + [.init(0.65, low_Hz: 1)]),
                        SmallSteps(biases_V: biases, samples: 800),
                        LargeSteps(heights_V: [0.6, 0.7, 0.8, 0.9], samples: 200),
                        Staircase(high_V: 0.9, step_V: 0.0125),
                        TriangleSweeps(
                            high_V: 1.2, low_V: -1.2,
                            rates: [0.0035, 0.01, 0.02, 0.05, 0.1, 2].map { .init($0, cycles: 3) },
                            samplesPerLeg: 125),
                        PulseTrain(up_V: 0.9, down_V: -0.5, width_s: 0.05, rest_s: 0.01, readWidth_s: 5e-3, count: 20),
                        RetentionReads(write_V: 1, width_s: 2, read_V: 0.05, first_s: 5e-3, last_s: 0.8),
                    ])
            ])
    }

    /// The golden two-branch device of THEORY G09, on both sides of its crossover at 0.34 V.
    private static var P01: SampleDevice {
        let biases = [0.29, 0.305, 0.39, 0.42, 0.46]
        return SampleDevice(
            id: "P01", batch: "volatile", believedClass: "volatile", model: TwoBranch(),
            noise: MeasurementNoise(current: 0.002, floor_A: 2e-11),
            shows:
                "a perovskite that turns from capacitive (regular) to inductive (inverted) at 0.34 V; its retention is "
                + "that of the slow current (tau_L), read when the surface charge (tau_C) is gone",
            sessions: [
                SampleDevice.Session(
                    ECLabText(),
                    [
                        ImpedanceSeries(
                            biases: biases.map { ImpedanceSeries.Bias($0, low_Hz: 0.005) }, high_Hz: 3e5, perDecade: 22)
                    ]),
                SampleDevice.Session(
                    PlainText(),
                    [
                        // By 1 mV: over 10 mV the surface capacitance changes so much that its share of the current is no
                        // exponential, and the slow time comes out a tenth too low.
                        SmallSteps(biases_V: biases, step_V: 0.001, samples: 800),
                        LargeSteps(heights_V: [0.3, 0.45], samples: 200),
                        Staircase(high_V: 0.5, step_V: 0.01, dwell_s: 30),
                        TriangleSweeps(
                            high_V: 0.6, low_V: -0.6,
                            rates: [5e-4, 1e-3, 2e-3, 5e-3].map { .init($0, cycles: 4) } + [.init(0.5, cycles: 2)],
                            samplesPerLeg: 125),
                        // The surface charge is gone by the first read; what is left is the slow current.
                        RetentionReads(write_V: 0.45, width_s: 20, read_V: 0.1, first_s: 4, last_s: 24, reads: 30),
                    ]),
            ])
    }
}
