import Diagnostics
import Findings
import Glibc
import Measurements
import Simulate

/// What the diagnosis of one device costs, without reading and drawing.
enum DeviceBench {
    /// Rows for the stated targets; none where a device cannot be simulated.
    static func rows() -> [PinchBench.Row] {
        guard let bench = try? sampleBenches(["C01"]).first, let long = longLoop() else { return [] }
        let all = bench.recordings(seed: 1).map(\.ingested)
        let spectra = all.filter { $0.kind == .impedance }.prefix(5)
        let small = all.filter { $0.id.hasPrefix("step") }
        let large = all.filter { $0.id.hasPrefix("pulse-") }
        let loops = all.filter { $0.kind == .iv }
        let train = all.filter { $0.kind == .pulses }
        let steady = all.filter { $0.kind == .steady }
        let usual = device(spectra + loops.prefix(3) + small.prefix(5))
        // A second train is the first under another name: the fit reads it anew.
        let second = train.map { recording in
            var copy = recording
            copy.id += "-again"
            return copy
        }
        let full = device(spectra + loops.prefix(6) + small + large + train + second + steady)
        func screen(_ device: Device) -> Double { cpu_s(of: 9) { _ = diagnose(device, options: options(.screen)) } }
        func whole(_ device: Device) -> Double { cpu_s(of: 5) { _ = diagnose(device, options: options(.full)) } }
        return [
            .init(
                what: "5 spectra, 3 loops, 5 steps at depth screen", measured: screen(usual) * 1e3, limit: 40,
                unit: "ms CPU"),
            .init(what: "the same at depth full", measured: whole(usual), limit: 2.5, unit: "s CPU"),
            .init(
                what: "what full adds for 5 spectra, 6 loops, 9 steps, 2 trains (joint fit)",
                measured: whole(full) - screen(full), limit: 1.5, unit: "s CPU"),
            .init(what: "all links of that device", measured: links(full) * 1e3, limit: 5, unit: "ms CPU"),
            .init(
                what: "forward prediction of a loop of 1000 points",
                measured: predictionOfOne(device(spectra + loops + [long]), device(spectra + loops)) * 1e3,
                limit: 2, unit: "ms CPU"),
        ]
    }

    private static func device(_ recordings: some Sequence<Recording>) -> Device {
        Device(id: "C01", recordings: recordings.sorted { ($0.kind.rawValue, $0.id) < ($1.kind.rawValue, $1.id) })
    }

    private static func options(_ depth: Depth) -> DiagnoseOptions {
        var options = DiagnoseOptions()
        options.depth = depth
        return options
    }

    /// Two cycles of 125 points a leg at 0.05 V/s.
    private static func longLoop() -> Recording? {
        guard let model = try? sampleBenches(["C01"]).first?.model else { return nil }
        let sweeps = TriangleSweeps(
            high_V: 0.8, low_V: -0.8, rates: [.init(0.05, cycles: 2)], samplesPerLeg: 125)
        return try? sweeps.measure(DeviceUnderTest(model, id: "C01", noise: MeasurementNoise(relative: 0.004)))
            .first?.ingested
    }

    private static func evidence(_ device: Device) -> Evidence {
        let analysis = diagnose(device, options: options(.screen))
        var result = DiagnosticResult()
        (result.metrics, result.labels, result.curves) = (analysis.metrics, analysis.labels, analysis.curves)
        return Evidence(device: device, options: options(.screen), result: result)
    }

    private static func links(_ device: Device) -> Double {
        let found = evidence(device)
        return cpu_s(of: 9) { for link in DiagnosticLinks.all { _ = link.test(found) } }
    }

    /// What the loop costs that the first device has and the second has not.
    private static func predictionOfOne(_ with: Device, _ without: Device) -> Double {
        let (more, less) = (prediction(with), prediction(without))
        // A time without its work would look like speed.
        return more.loops == less.loops + 1 ? more.cpu_s - less.cpu_s : .infinity
    }

    private static func prediction(_ device: Device) -> (cpu_s: Double, loops: Int) {
        let found = evidence(device)
        let input = ImpedanceDiagnostics.prepared(
            HysteresisDiagnostics.prepared(DiagnosticInput(device: device, options: options(.screen))))
        let curves = ForwardPrediction().predict(input, found).curves
        let cost = cpu_s(of: 15) { _ = ForwardPrediction().predict(input, found) }
        return (cost, curves.filter { $0.id == "prediction.loop" }.count)
    }

    /// The least processor time of several runs: other programs make each one slower, none faster.
    private static func cpu_s(of count: Int, _ work: () -> Void) -> Double {
        (0..<count).reduce(.infinity) { least, _ in
            var (start, end) = (timespec(), timespec())
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &start)
            work()
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end)
            return min(least, Double(end.tv_sec - start.tv_sec) + Double(end.tv_nsec - start.tv_nsec) * 1e-9)
        }
    }
}
