internal import Kernels

/// Cuts runs at V = 0 into pieces of one polarity, and groups the pieces into cycles.
struct SweepSegments {
    /// A piece of a run: one branch of one lobe.
    struct Piece: Sendable {
        var lobe: LobeSign
        var isForward: Bool
        var points: [(u: Double, current: Double, masked: Bool)]
        var samples: ClosedRange<Int>
        /// Swept voltage (V) and the time it took (s; 0 without times).
        var swept_V: Double
        var duration_s: Double

        var range_V: ClosedRange<Double> {
            var low = Double.infinity
            var high = 0.0
            for point in points {
                low = min(low, point.u)
                high = max(high, point.u)
            }
            return min(low, high)...high
        }
        func isSameBranch(as other: Piece) -> Bool { lobe == other.lobe && isForward == other.isForward }
    }

    /// The samples that the pieces are cut from.
    struct Samples {
        let voltage_V: [Double]
        let current_A: [Double]
        /// Empty where times are unknown or run backwards.
        let time_s: [Double]
        let masked: [Bool]
        /// A longer time between two samples is a pause, in which nothing was swept: ten usual ones.
        let pauseFrom_s: Double

        /// Samples of a sweep, in order of time; `time_s` may be empty.
        init(voltage_V: [Double], current_A: [Double], time_s: [Double], masked: [Bool]) {
            self.voltage_V = voltage_V
            self.current_A = current_A
            self.time_s = time_s
            self.masked = masked
            let steps = zip(time_s.dropFirst(), time_s).map { $0 - $1 }
            pauseFrom_s = RobustStatistics.median(steps.filter { $0 > 0 }).map { 10 * $0 } ?? .infinity
        }

        /// The voltage swept from one sample to another and the time it took, without the pauses between them.
        func swept(_ range: ClosedRange<Int>) -> (voltage_V: Double, duration_s: Double) {
            let whole_V = abs(voltage_V[range.upperBound] - voltage_V[range.lowerBound])
            guard !time_s.isEmpty else { return (whole_V, 0) }
            var swept = (voltage_V: whole_V, duration_s: 0.0)
            for i in range.dropFirst() {
                let step_s = time_s[i] - time_s[i - 1]
                if step_s > pauseFrom_s {
                    swept.voltage_V -= abs(voltage_V[i] - voltage_V[i - 1])
                } else {
                    swept.duration_s += step_s
                }
            }
            return (max(0, swept.voltage_V), swept.duration_s)
        }
    }

    /// The pieces of every cycle, in order of time.
    private(set) var cycles: [[Piece]] = []
    /// Samples after the last whole lobe that belong to no cycle.
    private(set) var remainder = 0

    /// Cuts and groups.
    ///
    /// A cycle holds each branch at most once: the first repetition opens the next cycle. So it does not matter where
    /// a sweep starts, and unipolar loops (0, U, 0) count as cycles. A single loop that starts within a branch and
    /// ends where it started has that branch in two parts, which are joined.
    init(_ points: TurningPoints, _ samples: Samples) {
        var current: [Piece] = []
        for run in points.runs {
            for piece in Self.pieces(of: run, samples, points) {
                if current.contains(where: { $0.isSameBranch(as: piece) }) {
                    cycles.append(current)
                    current = []
                }
                current.append(piece)
            }
        }
        if !current.isEmpty { cycles.append(current) }
        settleTail(abutting: max(3 * points.step_V, 4 * points.noise_V))
    }

    /// Joins or drops a last cycle that is no cycle.
    private mutating func settleTail(abutting near: Double) {
        guard cycles.count >= 2, let tail = cycles.last, let piece = tail.first else { return }
        let hasPair = tail.contains { a in tail.contains { $0.lobe == a.lobe && $0.isForward != a.isForward } }
        guard !hasPair else { return }
        if cycles.count == 2, tail.count == 1, let head = cycles[0].first, head.isSameBranch(as: piece),
            abs(head.range_V.lowerBound - piece.range_V.upperBound) <= near
                || abs(head.range_V.upperBound - piece.range_V.lowerBound) <= near
        {
            // Two parts of one branch at one rate: order in time does not matter for the function I(V).
            var joined = head
            joined.points += piece.points
            joined.swept_V += piece.swept_V
            joined.duration_s += piece.duration_s
            cycles[0][0] = joined
        } else {
            remainder = tail.map(\.samples.count).reduce(0, +)
        }
        cycles.removeLast()
    }

    private static func pieces(of run: TurningPoints.Run, _ s: Samples, _ points: TurningPoints) -> [Piece] {
        guard run.last > run.first else { return [] }
        let zero = 1e-9 * max(abs(s.voltage_V[run.first]), abs(s.voltage_V[run.last]), points.step_V)
        var above: [Int] = []
        var below: [Int] = []
        var zeros: [Int] = []
        for i in run.first...run.last {
            if s.voltage_V[i] > zero {
                above.append(i)
            } else if s.voltage_V[i] < -zero {
                below.append(i)
            } else {
                zeros.append(i)
            }
        }
        let order: [LobeSign] = run.rising ? [.negative, .positive] : [.positive, .negative]
        let crossing = zeros.isEmpty ? crossingPoint(above, below, s) : nil
        var pieces: [Piece] = []
        for sign in order {
            let own = sign == .positive ? above : below
            guard !own.isEmpty else { continue }
            let outward = (sign == .positive) == run.rising
            // A doubled zero: its first reading ends the branch before it, its second begins the branch after it.
            let atZero = zeros.isEmpty ? crossing : (outward ? zeros.last : zeros.first).map { point($0, s) }
            if let piece = piece(sign, outward: outward, own, atZero, s) { pieces.append(piece) }
        }
        return withoutSlivers(pieces, below: max(1.2 * points.step_V, 4 * points.noise_V))
    }

    /// A sweep that begins or ends a hair beyond 0 V has no lobe there.
    private static func withoutSlivers(_ pieces: [Piece], below sliver: Double) -> [Piece] {
        guard pieces.count == 2 else { return pieces }
        let largest = pieces.map(\.range_V.upperBound).max() ?? 0
        return pieces.filter {
            let reach = $0.range_V.upperBound
            return $0.points.count >= 2 && (reach >= sliver || reach > 0.05 * largest)
        }
    }

    private static func point(_ i: Int, _ s: Samples) -> (u: Double, current: Double, masked: Bool) {
        (abs(s.voltage_V[i]), s.current_A[i], !s.masked.isEmpty && s.masked[i])
    }

    /// The point at V = 0 between the nearest samples of either sign; `nil` where a run does not cross.
    private static func crossingPoint(
        _ positive: [Int], _ negative: [Int], _ s: Samples
    ) -> (u: Double, current: Double, masked: Bool)? {
        guard let above = positive.min(by: { s.voltage_V[$0] < s.voltage_V[$1] }),
            let below = negative.max(by: { s.voltage_V[$0] < s.voltage_V[$1] })
        else { return nil }
        let fraction = -s.voltage_V[below] / (s.voltage_V[above] - s.voltage_V[below])
        return (0, s.current_A[below] + fraction * (s.current_A[above] - s.current_A[below]), false)
    }

    private static func piece(
        _ sign: LobeSign, outward: Bool, _ own: [Int], _ atZero: (u: Double, current: Double, masked: Bool)?,
        _ s: Samples
    ) -> Piece? {
        guard let first = own.first, let last = own.last else { return nil }
        var points = own.map { point($0, s) }
        if let atZero { points.insert((0, atZero.current, atZero.masked), at: outward ? 0 : points.count) }
        let swept = s.swept(first...last)
        return Piece(
            lobe: sign, isForward: outward, points: points, samples: first...last,
            swept_V: swept.voltage_V, duration_s: swept.duration_s)
    }
}
