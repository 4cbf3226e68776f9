internal import Glibc
internal import Kernels

/// The sign of the voltage in a lobe.
enum LobeSign: String, Sendable, Hashable {
    case positive = "+"
    case negative = "-"

    /// +1 or -1.
    var factor: Double { self == .positive ? 1 : -1 }
}

/// One branch of a lobe as a function: current against the magnitude of the voltage, increasing, each voltage once.
struct Branch: Sendable, Hashable {
    let lobe: LobeSign
    /// `fwd`: the magnitude of the voltage grew while it was measured.
    let isForward: Bool
    /// Magnitude of the voltage, V, strictly increasing; shape [n], n ≥ 2.
    private(set) var u_V: [Double]
    /// Current with its sign, A; shape [n].
    private(set) var current_A: [Double]
    /// Noise of each current, A²; shape [n], or empty where it is unknown.
    private(set) var variance_A2: [Double]
    /// The smallest of them, A².
    private var leastVariance_A2 = 0.0
    /// Points at the current limit; shape [n], or empty where there are none.
    private(set) var masked: [Bool]

    /// `fwd+`, `bwd+`, `fwd-` or `bwd-`.
    var name: String { (isForward ? "fwd" : "bwd") + lobe.rawValue }
    /// Whether the voltage itself (with its sign) was rising.
    var isRising: Bool { isForward == (lobe == .positive) }
    /// Smallest and largest magnitude of the voltage.
    var range_V: ClosedRange<Double> { (u_V.first ?? 0)...(u_V.last ?? 0) }
    /// Whether a current may be read between the points: two straight lines are no branch.
    var isDense: Bool { u_V.count >= 5 }
    /// Median distance of neighboring points, V.
    var step_V: Double {
        guard u_V.count >= 2 else { return 0 }
        return (u_V[u_V.count - 1] - u_V[0]) / Double(u_V.count - 1)
    }

    /// Sorts samples by voltage and joins those of equal voltage; `nil` where fewer than two voltages remain.
    init?(lobe: LobeSign, isForward: Bool, points: [(u: Double, current: Double, masked: Bool)]) {
        self.lobe = lobe
        self.isForward = isForward
        var ordered = isForward ? points : points.reversed()
        if !zip(ordered, ordered.dropFirst()).allSatisfy({ $0.u < $1.u }) {
            // Ties keep their order in time, so that the result does not depend on the sort.
            ordered = ordered.enumerated().sorted { ($0.element.u, $0.offset) < ($1.element.u, $1.offset) }.map(
                \.element)
        }
        let near = 1e-9 * max(abs(ordered.last?.u ?? 0), abs(ordered.first?.u ?? 0))
        u_V = []
        current_A = []
        masked = []
        var k = 0
        while k < ordered.count {
            var end = k + 1
            while end < ordered.count, ordered[end].u - ordered[k].u <= near { end += 1 }
            let same = ordered[k..<end]
            u_V.append(ordered[k].u)
            current_A.append(end == k + 1 ? ordered[k].current : same.map(\.current).reduce(0, +) / Double(same.count))
            masked.append(same.contains(where: \.masked))
            k = end
        }
        if !masked.contains(true) { masked = [] }
        variance_A2 = []
        guard u_V.count >= 2 else { return nil }
        variance_A2 = BranchNoise.variance_A2(along: u_V, current_A: current_A)
        leastVariance_A2 = variance_A2.min() ?? 0
    }

    /// The mean of branches of the same voltages; `nil` where they differ, so that points must be sorted first.
    init?(meanOf branches: [Branch]) {
        guard let first = branches.first else { return nil }
        let n = first.u_V.count
        let near = 1e-9 * max(first.u_V.last ?? 0, 1e-300)
        guard branches.allSatisfy({ $0.u_V.count == n && $0.u_V.elementsEqual(first.u_V) { abs($0 - $1) <= near } })
        else { return nil }
        var sum = [Double](repeating: 0, count: n)
        for branch in branches { for i in 0..<n { sum[i] += branch.current_A[i] } }
        lobe = first.lobe
        isForward = first.isForward
        u_V = first.u_V
        current_A = sum.map { $0 / Double(branches.count) }
        masked =
            branches.contains { !$0.masked.isEmpty } ? (0..<n).map { i in branches.contains { $0.isMasked(i) } } : []
        variance_A2 = BranchNoise.variance_A2(along: u_V, current_A: current_A)
        leastVariance_A2 = variance_A2.min() ?? 0
    }

    /// The same branch with a constant current added.
    func shifted(by current_A: Double) -> Branch {
        var branch = self
        branch.current_A = self.current_A.map { $0 + current_A }
        return branch
    }

    /// The same branch at other voltages within its range, increasing, by linear interpolation; `nil` for fewer than two.
    func read(along grid: [Double]) -> Branch? {
        guard grid.count >= 2 else { return nil }
        let points = grid.compactMap { u in current(at: u).map { (u: u, current: $0.value, masked: isMasked(at: u)) } }
        // The order of points is that of time: a way back begins at its vertex.
        return Branch(lobe: lobe, isForward: isForward, points: isForward ? points : points.reversed())
    }

    /// Standard deviation of the noise at a sample; `nil` where unknown.
    func noise_A(at i: Int) -> Double? { variance_A2.indices.contains(i) ? sqrt(variance_A2[i]) : nil }

    /// Whether a sample is at the current limit.
    func isMasked(_ i: Int) -> Bool { masked.indices.contains(i) && masked[i] }

    /// Current at a magnitude of the voltage, by linear interpolation; `nil` outside the branch.
    func current(at u: Double) -> Estimate? {
        guard let place = Interpolation.place(of: u, in: u_V.span) else { return nil }
        let i = place.lower
        let f = place.fraction
        let value = current_A[i] + f * (current_A[i + 1] - current_A[i])
        guard !variance_A2.isEmpty else { return Estimate(value) }
        return Estimate(value, se: sqrt((1 - f) * (1 - f) * variance_A2[i] + f * f * variance_A2[i + 1]))
    }

    /// The same as a reading, whose error a jump elsewhere in the window does not raise.
    ///
    /// A jump counts as noise for ten samples around it, as its place is uncertain by a step. A current read off the step is
    /// not: where the noise is three times what its undisturbed side has, that side's counts.
    /// `nil` also where it would stand between the points of a branch of fewer than five.
    func reading(at u: Double) -> Estimate? {
        guard isDense || u_V.contains(where: { abs($0 - u) <= 1e-9 * range_V.upperBound }) else { return nil }
        guard var value = current(at: u), let se = value.se, se > 0,
            let place = Interpolation.place(of: u, in: u_V.span)
        else { return current(at: u) }
        let near = place.fraction < 0.5 ? place.lower : place.lower + 1
        if let robust = BranchNoise.robust_A(at: near, along: u_V, current_A: current_A), se > 3 * robust {
            value.se = robust
        }
        return value
    }

    /// Whether the current at a magnitude of the voltage rests on a point at the current limit.
    func isMasked(at u: Double) -> Bool {
        guard !masked.isEmpty, let place = Interpolation.place(of: u, in: u_V.span) else { return false }
        if place.fraction < 1e-9 { return isMasked(place.lower) }
        if place.fraction > 1 - 1e-9 { return isMasked(place.lower + 1) }
        return isMasked(place.lower) || isMasked(place.lower + 1)
    }

    /// The part of the branch inside a range of voltage magnitudes, with interpolated ends; `nil` if nothing is left.
    func clipped(to range: ClosedRange<Double>) -> Branch? {
        guard let first = current(at: range.lowerBound), let last = current(at: range.upperBound),
            range.upperBound > range.lowerBound
        else { return nil }
        let inside = u_V.indices.filter { u_V[$0] > range.lowerBound && u_V[$0] < range.upperBound }
        var part = self
        part.u_V = [range.lowerBound] + inside.map { u_V[$0] } + [range.upperBound]
        part.current_A = [first.value] + inside.map { current_A[$0] } + [last.value]
        if !variance_A2.isEmpty {
            let ends = [first, last].map { ($0.se ?? 0) * ($0.se ?? 0) }
            part.variance_A2 = [ends[0]] + inside.map { variance_A2[$0] } + [ends[1]]
        }
        if !masked.isEmpty {
            part.masked =
                [isMasked(at: range.lowerBound)] + inside.map { masked[$0] } + [isMasked(at: range.upperBound)]
        }
        return part
    }
}
