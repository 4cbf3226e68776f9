extension TraceBuilder {
    /// Leaves out the rows without a finite voltage, current or (where there is one) time.
    ///
    /// - Returns: the lines of the rows left out.
    mutating func keepFinite() -> [Int] {
        var kept: [Int] = []
        var lost: [Int] = []
        for i in current_A.indices {
            let isWhole =
                current_A[i].isFinite && (i < voltage_V.count ? voltage_V[i].isFinite : voltage_V.isEmpty)
                && (i < time_s.count ? time_s[i].isFinite : time_s.isEmpty)
            if isWhole {
                kept.append(i)
            } else if i < lines.count {
                lost.append(lines[i])
            }
        }
        guard kept.count < current_A.count else { return [] }
        if !time_s.isEmpty { time_s = kept.map { time_s[$0] } }
        if !voltage_V.isEmpty { voltage_V = kept.map { voltage_V[$0] } }
        lines = kept.compactMap { $0 < lines.count ? lines[$0] : nil }
        current_A = kept.map { current_A[$0] }
        return lost
    }
}
