import Diagnostics
import Glibc
import Measurements

/// A bipolar switch whose thresholds are drawn cycle by cycle: a sweep with known truth.
struct Switch {
    var setShape = 12.0
    var setScale_V = 0.6
    var noise = 0.01
    var pointsPerCycle = 500

    /// Cycles of 0, 1, -1, 0 V; the thresholds that were drawn.
    func recording(cycles: Int, seed: UInt64) -> (recording: Recording, sets_V: [Double]) {
        var random = Draw(seed: seed)
        var (voltage, current, time): ([Double], [Double], [Double]) = ([], [], [])
        var sets: [Double] = []
        for _ in 0..<cycles {
            let set = setScale_V * pow(-log(random.uniform()), 1 / setShape)
            let reset = 0.5 * (1 + 0.05 * random.normal())
            let low = 1e-6 * exp(0.2 * random.normal())
            let high = 1e-4 * exp(0.05 * random.normal())
            var G = low
            sets.append(set)
            for k in 0..<pointsPerCycle {
                let x = 4 * Double(k) / Double(pointsPerCycle)
                let V = x < 1 ? x : (x < 3 ? 2 - x : x - 4)
                if x < 1, V >= set { G = high }
                if x >= 2, x < 3, V < -reset { G = max(low, 0.8 * G) }
                voltage.append(V)
                current.append(G * V * (1 + noise * random.normal()))
                time.append(0.008 * Double(time.count))
            }
        }
        return (
            Recording(
                id: "iv-\(seed)", kind: .iv,
                data: .sweep(VoltageSweep(voltage_V: voltage, current_A: current, time_s: time)),
                provenance: Provenance(file: "switch.csv")), sets
        )
    }
}

/// Everything that a diagnosis says of recordings.
func diagnosed(_ recordings: [Recording], depth: Depth = .full) -> DeviceAnalysis {
    var options = DiagnoseOptions()
    options.depth = depth
    return diagnose(Device(id: "D", recordings: recordings), options: options)
}
