internal import Circuits
import Glibc

/// The biases of one state and polarity to which a law can be fitted, and what was left out for it.
struct TrendSelection: Sendable {
    /// Fewest biases that a law with two numbers and four parameters needs to be told from another.
    static let fewest = 4

    /// The points taken, by rising size of the bias.
    let points: [TrendPoint]
    /// Biases with a memory resistance, whether taken or not.
    let known: Int
    /// What was left out and why; empty for nothing.
    let leftOut: String
    /// Sign of R_a, and of R_b.
    let memorySign, fastSign: Double

    /// Number of different biases.
    var biasCount: Int { Self.distinct(points) }

    /// Chooses among the points of one state and polarity: those of the most frequent circuit, then the longest run of
    /// one sign of R_a and R_b.
    init(_ all: [TrendPoint]) {
        let memory = all.filter { $0.R_a != nil && $0.R_b != nil && $0.tau_k != nil }
            .sorted { (abs($0.bias_V), $0.recordingID) < (abs($1.bias_V), $1.recordingID) }
        known = Self.distinct(memory)
        // Of circuits that are equally frequent the simpler.
        let counts = CircuitChoice.Name.allCases.map { name in (name, memory.filter { $0.circuit == name }.count) }
        let family = counts.max { $0.1 < $1.1 }?.0
        let ofFamily = memory.filter { $0.circuit == family }
        var runs: [[TrendPoint]] = []
        for point in ofFamily {
            if let last = runs.last?.last, Self.signs(last) == Self.signs(point) {
                runs[runs.count - 1].append(point)
            } else {
                runs.append([point])
            }
        }
        // Of runs that are equally long the one at the larger bias, where more current flows.
        let longest = runs.map(Self.distinct).max() ?? 0
        points = runs.last { Self.distinct($0) == longest } ?? []
        let signs = points.first.map(Self.signs) ?? [1, 1]
        (memorySign, fastSign) = (signs[0], signs[1])
        var words: [String] = []
        if ofFamily.count < memory.count { words.append("\(memory.count - ofFamily.count) of other circuits") }
        if points.count < ofFamily.count { words.append("\(ofFamily.count - points.count) of other signs") }
        leftOut = words.joined(separator: ", ")
    }

    private static func signs(_ point: TrendPoint) -> [Double] {
        [point.R_a, point.R_b].map { ($0?.value ?? 0) < 0 ? -1 : 1 }
    }

    /// How many biases differ by more than a microvolt.
    static func distinct(_ points: [TrendPoint]) -> Int {
        let biases = points.map(\.bias_V).sorted()
        return biases.isEmpty ? 0 : 1 + zip(biases, biases.dropFirst()).count { $1 - $0 > 1e-6 }
    }

    /// The resistances as the laws see them.
    var lawPoints: [LawPoint] {
        points.compactMap { point in
            let V = abs(point.bias_V)
            guard let fast = point.logarithm(point.R_b, at: V), let memory = point.logarithm(point.R_a, at: V) else {
                return nil
            }
            return LawPoint(
                V: V, series_ohm: max(point.R_s?.value ?? 0, 0), fast: fast, memory: memory,
                fast_ohm: exp(fast.y), memory_ohm: exp(memory.y), correlation: point.correlation)
        }
    }
}
