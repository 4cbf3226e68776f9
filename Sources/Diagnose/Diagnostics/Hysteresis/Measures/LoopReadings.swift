internal import Glibc

/// Readings of a lobe at one voltage or one current (THEORY D.3).
enum LoopReadings {
    /// Both branches' currents at a magnitude of the voltage; `nil` where a branch does not reach it.
    static func currents(_ lobe: Lobe, at u: Double) -> (fwd: Estimate, bwd: Estimate)? {
        guard let fwd = lobe.fwd?.reading(at: u), let bwd = lobe.bwd?.reading(at: u) else { return nil }
        return (fwd, bwd)
    }

    /// `I_bwd / I_fwd` and `(I_bwd - I_fwd) / I_bwd`; `nil` where the divisor lies within its noise.
    static func ratios(_ lobe: Lobe, at u: Double) -> (onOff: Estimate?, pointIndex: Estimate?) {
        guard let read = currents(lobe, at: u) else { return (nil, nil) }
        let index = Estimate.ratio(read.fwd, read.bwd).map { Estimate(1 - $0.value, se: $0.se) }
        return (Estimate.ratio(read.bwd, read.fwd), index)
    }

    /// Which bound an on/off ratio is where points stand at the current limit; `nil` inside for "not usable".
    static func onOffBound(_ lobe: Lobe, at u: Double) -> (usable: Bool, isLowerBound: Bool) {
        let fwd = lobe.fwd?.isMasked(at: u) ?? false
        let bwd = lobe.bwd?.isMasked(at: u) ?? false
        return (!fwd, bwd)
    }

    /// `|V_fwd| - |V_bwd|` where each branch first reaches half of the lobe's largest current; positive is inductive.
    static func halfMaxShift_V(_ lobe: Lobe) -> Estimate? {
        guard let fwd = lobe.fwd, let bwd = lobe.bwd else { return nil }
        let largest = max(fwd.current_A.map { abs($0) }.max() ?? 0, bwd.current_A.map { abs($0) }.max() ?? 0)
        guard largest > 0, let a = firstReach(fwd, 0.5 * largest), let b = firstReach(bwd, 0.5 * largest) else {
            return nil
        }
        let se = a.se.flatMap { sa in b.se.map { sqrt(sa * sa + $0 * $0) } }
        return Estimate(a.value - b.value, se: se)
    }

    /// Smallest voltage magnitude at which a branch reaches a current, by linear interpolation.
    static func firstReach(_ branch: Branch, _ current_A: Double) -> Estimate? {
        guard branch.isDense else { return nil }
        let size = branch.current_A.map { abs($0) }
        guard let i = size.indices.dropFirst().first(where: { size[$0 - 1] < current_A && size[$0] >= current_A })
        else { return nil }
        let slope = (size[i] - size[i - 1]) / (branch.u_V[i] - branch.u_V[i - 1])
        let value = branch.u_V[i - 1] + (current_A - size[i - 1]) / slope
        return Estimate(value, se: branch.noise_A(at: i).map { $0 / slope })
    }
}
