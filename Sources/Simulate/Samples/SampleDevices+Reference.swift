import Models

/// The reference batch: devices without memory, which every diagnostic must recognize as such.
extension SampleDevices {
    static var reference: [SampleDevice] {
        [
            device(
                "R01", PlainResistor(), rates: [0.1, 1], low_Hz: 0.1, in: PlainText(),
                shows: "a resistor of 10 kilohm: no memory in any diagnostic"),
            device(
                "RC01", PlainRC(), rates: [0.1, 1, 10], low_Hz: 0.1, in: ECLabText(),
                shows: "a resistor and a capacitor: an open loop by displacement current, but no memory"),
        ]
    }

    private static func device(
        _ id: String, _ model: any DeviceModel, rates: [Double], low_Hz: Double, in layout: any FileLayout,
        shows: String
    ) -> SampleDevice {
        SampleDevice(
            id: id, batch: "reference", believedClass: "", model: model,
            noise: MeasurementNoise(current: 0.002, floor_A: 1e-10), shows: shows,
            sessions: [
                SampleDevice.Session(
                    layout,
                    [
                        ImpedanceSeries(
                            biases: [.init(0, low_Hz: low_Hz), .init(0.5, low_Hz: low_Hz)], high_Hz: 1e6, perDecade: 7),
                        TriangleSweeps(
                            high_V: 1, low_V: -1, rates: rates.map { .init($0) }, samplesPerLeg: 75),
                    ]),
                SampleDevice.Session(
                    PlainText(),
                    [SmallSteps(biases_V: [0.5], samples: 600), Staircase(high_V: 0.8, step_V: 0.02, dwell_s: 0.5)]),
            ])
    }
}
