internal import Findings
internal import Measurements

/// Currents against their voltage near 0 V, and reads below zero: an offset, a charging current, or noise.
struct NegativeResistance: QualityCheck {
    let kinds = [Self.nearZero, Self.reads]

    /// Near 0 V is below this part of the largest voltage.
    private static let near = 0.05

    func findings(_ recording: Recording) -> [Finding] {
        switch recording.data {
        case .sweep(let sweep): nearZero(sweep, recording)
        case .reads(let reads): negative(reads, recording)
        case .trace, .spectrum: []
        }
    }

    private func nearZero(_ sweep: VoltageSweep, _ recording: Recording) -> [Finding] {
        let (v, current) = (sweep.voltage_V, sweep.current_A)
        let reach = v.reduce(0) { max($0, abs($1)) }
        guard reach > 0 else { return [] }
        var (asked, against, far, farAgainst) = (0, 0, 0, 0)
        var first: Int?
        var highest = 0.0
        var sum = 0.0
        for i in v.indices where v[i] != 0 && current[i] != 0 {
            let isAgainst = (v[i] < 0) != (current[i] < 0)
            if abs(v[i]) > 2 * Self.near * reach {
                far += 1
                if isAgainst { farAgainst += 1 }
            } else if abs(v[i]) <= Self.near * reach {
                asked += 1
                sum += current[i]
                guard isAgainst else { continue }
                against += 1
                if first == nil { first = i }
                highest = max(highest, abs(v[i]))
            }
        }
        // A generator, or currents without any sign of their own, are another story.
        guard against >= 5, against * 10 >= asked * 3, farAgainst * 20 <= far, let first else { return [] }
        let mean = QuantityText.text(sum / Double(asked), unit: .ampere)
        return [
            Finding(
                Self.nearZero,
                "\(against) of \(asked) currents below \(QuantityText.text(highest, unit: .volt)) run against their "
                    + "voltage (mean \(mean)); V/I is no resistance there",
                at: recording.provenance.position(of: first),
                fix: "read well above \(QuantityText.text(highest, unit: .volt)); zero the instrument, or sweep slower")
        ]
    }

    private func negative(_ reads: ReadSeries, _ recording: Recording) -> [Finding] {
        let below = reads.conductance_S.indices.filter { reads.conductance_S[$0] < 0 }
        guard let first = below.first else { return [] }
        let count = "\(below.count) of \(reads.conductance_S.count) reads"
        let isAll = below.count == reads.conductance_S.count
        return [
            Finding(
                Self.reads,
                isAll
                    ? "all \(below.count) reads have a negative resistance"
                    : "\(count) have a negative resistance; they are kept as they are",
                at: recording.provenance.position(of: first),
                fix: isAll
                    ? "check the signs of read voltage and current"
                    : "read at a higher voltage or average longer; exclude them only with a reason")
        ]
    }

    static let nearZero = FindingKind(
        "iv.negative-resistance", .note,
        "Many currents within 5 % of the largest voltage run against their voltage: an offset of the instrument, a charging "
            + "or slowly relaxing current of the device, or noise. V/I from there is no resistance.")
    static let reads = FindingKind(
        "reads.negative", .warning,
        "Reads have a negative resistance: the current read is below the offset or the noise of the instrument.")
}
