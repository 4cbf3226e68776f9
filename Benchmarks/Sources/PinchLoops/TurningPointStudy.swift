import Diagnostics

/// How often the turning points of simulated sweeps are all found, and no other.
enum TurningPointStudy {
    /// Rates by the noise of the voltage, in steps.
    static func run(_ trials: Int) {
        print("turning points of \(trials) sweeps: all found, none too many, each within its plateau and its noise")
        print("| noise, steps | right | of |\n|---|---|---|")
        let noises = [0, 0.05, 0.5, 1, 2]
        var sums = (right: 0, all: 0)
        for noise in noises {
            var right = 0
            let count = trials / noises.count
            for seed in 0..<count where isRight(noise, UInt64(seed)) { right += 1 }
            print("| \(noise) | \(right) | \(count) |")
            sums = (sums.right + right, sums.all + count)
        }
        print("| all | \(sums.right) | \(sums.all) |\n")
    }

    /// One sweep: 1 to 4 cycles, 60 to 250 steps a volt, plateaus of up to 8 points, doubled and missing points.
    private static func isRight(_ noise: Double, _ seed: UInt64) -> Bool {
        var random = Draw(seed: seed &* 31 &+ UInt64(noise * 1000))
        let step = 1 / Double(random.integer(60, 250))
        let hold = [1, 1, 2, 8][random.integer(0, 3)]
        let isBipolar = random.uniform() < 0.5
        var vertices = [0.0]
        for _ in 0..<random.integer(1, 4) { vertices += isBipolar ? [1, -1] : [1, 0] }
        if isBipolar { vertices.append(0) }
        var voltage: [Double] = []
        var marks: [Double] = []
        for (k, end) in vertices.enumerated().dropFirst() {
            let from = vertices[k - 1]
            let n = Int((abs(end - from) / step).rounded())
            for i in (k == 1 ? 0 : 1)...n {
                let isVertex = i == n && k < vertices.count - 1
                // One in thirty points is missing, one in twenty is doubled; vertices are held.
                if !isVertex, random.uniform() < 1.0 / 30 { continue }
                let repeats = isVertex ? hold : (random.uniform() < 0.05 ? 2 : 1)
                if isVertex { marks.append(Double(voltage.count) + 0.5 * Double(hold - 1)) }
                for _ in 0..<repeats { voltage.append(from + (end - from) * Double(i) / Double(n)) }
            }
        }
        let measured = voltage.map { $0 + noise * step * random.normal() }
        let found = TurningPoints(of: measured).turns.map { 0.5 * Double($0.first + $0.last) }
        let near = 0.5 * Double(hold) + 2 + 2 * noise
        return found.count == marks.count && zip(found, marks).allSatisfy { abs($0 - $1) <= near }
    }
}
