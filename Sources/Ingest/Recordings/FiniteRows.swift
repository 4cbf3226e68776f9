internal import Findings
internal import Measurements

/// Marks that instruments write instead of a reading.
enum OverflowMark {
    /// 9.9E37 and 9.91E37 in any unit that readings come in, to single precision.
    static func stands(_ value: Double) -> Bool {
        let size = abs(value)
        // Nearly all readings end here.
        guard size > 9e27, size < 1e38 else { return false }
        return marks.contains { abs(size - $0) <= 1e-6 * $0 }
    }

    private static let marks = [9.9e37, 9.91e37, 9.9e34, 9.91e34, 9.9e31, 9.91e31, 9.9e28, 9.91e28]

    static let kind = FindingKind(
        "table.overflow", .warning,
        "Samples hold an instrument's overflow mark (9.9E37 or 9.91E37, of either sign) instead of a reading; they are "
            + "left out.")
}

extension TraceBuilder {
    /// Leaves out the rows without a finite voltage, current or (where there is one) time.
    ///
    /// - Returns: the lines of the rows left out.
    mutating func keepFinite() -> [Int] {
        keepRows { row in
            row.current_A.isFinite && row.voltage_V.isFinite && row.time_s.isFinite
        }.lines
    }

    /// Leaves out the rows with an overflow mark, with a finding.
    mutating func dropOverflow(_ origin: Provenance, _ findings: inout [Finding]) {
        let all = current_A.count
        let lost = keepRows { row in !OverflowMark.stands(row.current_A) && !OverflowMark.stands(row.voltage_V) }
        guard lost.count > 0 else { return }
        findings.append(
            Finding(
                OverflowMark.kind,
                "\(lost.count) of \(all) samples hold an overflow mark such as 9.9E37 instead of a reading and are left out",
                at: SourcePosition(file: origin.file, line: lost.lines.first), fix: "measure with a larger range"))
    }

    /// Keeps rows; a column that is not there counts as 0.
    private mutating func keepRows(
        _ isKept: (_ row: (time_s: Double, voltage_V: Double, current_A: Double)) -> Bool
    ) -> (count: Int, lines: [Int]) {
        var kept: [Int] = []
        var lost: [Int] = []
        for i in current_A.indices {
            let isWhole = (voltage_V.isEmpty || i < voltage_V.count) && (time_s.isEmpty || i < time_s.count)
            let voltage = i < voltage_V.count ? voltage_V[i] : 0
            let time = i < time_s.count ? time_s[i] : 0
            if isWhole, isKept((time, voltage, current_A[i])) {
                kept.append(i)
            } else if i < lines.count {
                lost.append(lines[i])
            }
        }
        let count = current_A.count - kept.count
        guard count > 0 else { return (0, []) }
        if !time_s.isEmpty { time_s = kept.map { time_s[$0] } }
        if !voltage_V.isEmpty { voltage_V = kept.map { voltage_V[$0] } }
        lines = kept.compactMap { $0 < lines.count ? lines[$0] : nil }
        current_A = kept.map { current_A[$0] }
        return (count, lost)
    }
}
