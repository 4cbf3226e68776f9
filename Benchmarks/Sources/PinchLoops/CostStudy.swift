import Diagnostics
import Glibc
import Measurements

/// What loops cost in processor time and memory.
enum CostStudy {
    static func run() {
        let cycles = Switch().recording(cycles: 1000, seed: 1).recording
        report("1,000 cycles of 500 points, screen", [cycles], .screen)
        report("1,000 cycles of 500 points, full", [cycles], .full)
        var random = Draw(seed: 2)
        let n = 1_000_000
        let V = (0..<n).map { i -> Double in
            let x = 4 * Double(i) / Double(n)
            return x < 1 ? x : (x < 3 ? 2 - x : x - 4)
        }
        let I = V.indices.map { i in
            1e-4 * V[i] * (i > n / 4 && i < n / 2 ? 1.3 - 0.3 * V[i] : 1) * (1 + 0.01 * random.normal())
        }
        let long = Recording(
            id: "iv-long", kind: .iv,
            data: .sweep(VoltageSweep(voltage_V: V, current_A: I, time_s: V.indices.map { 1e-5 * Double($0) })),
            provenance: Provenance(file: "long.csv"))
        report("one sweep of 1,000,000 points, full", [long], .full)
    }

    private static func report(_ name: String, _ recordings: [Recording], _ depth: Depth) {
        // The first run pays for pages and caches; the better of three is the work.
        var best = Double.infinity
        var count = 0
        for _ in 0..<3 {
            let start = clock()
            let analysis = diagnosed(recordings, depth: depth)
            best = min(best, Double(clock() - start) / 1e6)
            count = analysis.metrics.count
        }
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        print(
            "\(name): \(Int(best * 1000)) ms of processor, \(count) metrics; peak so far \(usage.ru_maxrss / 1024) MB")
    }
}
