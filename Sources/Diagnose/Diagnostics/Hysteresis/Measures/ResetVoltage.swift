internal import Glibc

/// Where an outgoing branch resets, by the definitions R1 to R3 of THEORY D.5.
struct ResetVoltage: Sendable {
    /// The values with R1 first.
    ///
    /// Empty for a branch without a reset.
    let values: [SwitchingValue]

    /// Looks for a fall of |I| by 5 % and by five times the noise before the vertex.
    init(_ branch: Branch, _ slopes: BranchSlopes) {
        let size = branch.current_A.map { abs($0) }
        guard let top = size.indices.max(by: { size[$0] < size[$1] }), top > 0, top + 2 < size.count,
            let least = size[top...].min(),
            size[top] - least > max(0.05 * size[top], 5 * (branch.noise_A(at: top) ?? 0))
        else {
            values = []
            return
        }
        let step = 0.5 * (branch.u_V[top + 1] - branch.u_V[top - 1])
        var found = [
            SwitchingValue(
                definition: "R1", V: Estimate(branch.u_V[top], se: step / (12.0).squareRoot()),
                rule: "|V| of the largest |I| before the fall on \(branch.name)")
        ]
        if let i = slopes.interiorPeak(of: slopes.slope_S.map { -$0 }, where: { slopes.slope_S[$0] < 0 }) {
            found.append(
                SwitchingValue(
                    definition: "R2",
                    V: Estimate(BranchSlopes.peak(slopes.u_V, slopes.slope_S.map { -$0 }, at: i), se: step),
                    rule: "minimum of dI/dV on \(branch.name), Savitzky-Golay over \(slopes.window) points"))
        }
        if let chord = Self.chord(branch, size, top) {
            found.append(
                SwitchingValue(
                    definition: "R3", V: Estimate(chord, se: step / (12.0).squareRoot()),
                    rule:
                        "largest distance above the chord from the origin to the end of \(branch.name), axes scaled to 1"
                ))
        }
        values = found.filter(\.V.isFinite)
    }

    private static func chord(_ branch: Branch, _ size: [Double], _ top: Int) -> Double? {
        guard let end = size.last, let reach = branch.u_V.last, reach > 0, size[top] > 0 else { return nil }
        let above = size.indices.map { size[$0] / size[top] - end / size[top] * branch.u_V[$0] / reach }
        guard let i = above.indices.max(by: { above[$0] < above[$1] }), i > 0, i + 1 < size.count else { return nil }
        return BranchSlopes.peak(branch.u_V, above, at: i)
    }
}
