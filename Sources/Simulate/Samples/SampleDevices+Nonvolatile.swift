import Models

/// The nonvolatile batch: three CALM devices whose relaxation at 0 V takes weeks, and whose set takes seconds.
extension SampleDevices {
    static var nonvolatile: [SampleDevice] {
        var first = ConductanceActivated()
        (first.g_L, first.g_H, first.V_h, first.V_x) = (1e-6, 1e-4, 0, 0.035)
        (first.tau_0, first.C_m, first.R_s) = (1e7, 1e-9, 50)
        var second = first
        (second.g_L, second.g_H, second.V_h, second.V_x) = (5e-6, 2e-4, 0.02, 0.04)
        (second.tau_0, second.C_m, second.R_s) = (2e7, 2e-9, 30)
        var third = first
        (third.g_L, third.g_H, third.V_h, third.V_x) = (2e-6, 5e-5, -0.02, 0.03)
        (third.tau_0, third.gamma, third.C_m, third.R_s) = (5e6, 0.45, 1e-9, 100)
        return [
            device("N01", first, vertex_V: 1.6, set_V: [1.0, 1.1, 1.2], reset_V: [-1.0, -1.1, -1.2], in: ECLabText()),
            device(
                "N02", second, vertex_V: 1.8, set_V: [1.2, 1.3, 1.4], reset_V: [-1.2, -1.3, -1.4], in: PlainText()),
            device("N03", third, vertex_V: 1.5, set_V: [0.9, 1.0, 1.1], reset_V: [-0.8, -0.9, -1.0], in: PlainText()),
        ]
    }

    /// A device with its measurements; spectra, sweeps and set steps start from known states.
    private static func device(
        _ id: String, _ model: ConductanceActivated, vertex_V: Double, set_V: [Double], reset_V: [Double],
        in layout: any FileLayout
    ) -> SampleDevice {
        let low = [0.01]
        let high = [0.95]
        let pulse_s = 0.05 * model.relaxationTime_s(at: set_V[2])
        let spectra = ImpedanceSeries(
            biases: [.init(0.1, low_Hz: 1), .init(0.3, low_Hz: 0.1)], high_Hz: 1e6, perDecade: 7)
        return SampleDevice(
            id: id, batch: "nonvolatile", believedClass: "nonvolatile", model: model,
            noise: MeasurementNoise(current: 0.005, floor_A: 1e-10),
            shows:
                "a memory that no spectrum can see (too slow at its biases): class from retention and switching times",
            sessions: [
                SampleDevice.Session(layout, [spectra], heldState: high, stateName: "LRS"),
                SampleDevice.Session(layout, [spectra], heldState: low, stateName: "HRS"),
                SampleDevice.Session(
                    layout,
                    [
                        TriangleSweeps(
                            high_V: vertex_V, low_V: -vertex_V, rates: [0.1, 1, 10].map { .init($0) }, samplesPerLeg: 80
                        )
                    ], heldState: low),
                SampleDevice.Session(PlainText(), [LargeSteps(heights_V: set_V, samples: 200)], heldState: low),
                SampleDevice.Session(PlainText(), [LargeSteps(heights_V: reset_V, samples: 200)], heldState: high),
                SampleDevice.Session(
                    PlainText(),
                    [
                        PulseTrain(
                            up_V: set_V[2], down_V: reset_V[2], width_s: pulse_s, rest_s: pulse_s,
                            readWidth_s: 0.1 * pulse_s, count: 30),
                        RetentionReads(
                            write_V: set_V[2], width_s: 5 * model.relaxationTime_s(at: set_V[2]), first_s: 1,
                            last_s: 1000),
                    ], heldState: low),
            ])
    }
}
