internal import Findings
internal import Measurements

/// Tables of reads of both states, one recording a state, as endurance measurements store them.
enum StateTables {
    /// Both states of one measurement.
    struct Pair: Sendable {
        /// R_HRS and R_LRS by cycle.
        let values: [CycleValues]
        /// High over low resistance by cycle, where both are known.
        let windows: [(Int, Double)]
        let from: [String]
        let position: SourcePosition
    }

    /// The pairs of a device: recordings of one file and kind whose states differ in HRS and LRS alone.
    static func pairs(_ recordings: [Recording]) -> [Pair] {
        recordings.compactMap { high in
            guard high.kind == .endurance, case .reads(let highReads) = high.data, let state = high.conditions.state,
                state.contains("HRS"),
                let low = recordings.first(where: {
                    $0.kind == high.kind && $0.provenance.file == high.provenance.file
                        && $0.conditions.state == state.replacing("HRS", with: "LRS")
                }), case .reads(let lowReads) = low.data
            else { return nil }
            let from = [high.id, low.id]
            let values = [
                values("hysteresis.R_HRS", highReads, from), values("hysteresis.R_LRS", lowReads, from),
            ]
            var partners: [Int: Double] = [:]
            for (cycle, value) in zip(values[1].cycle, values[1].value) where partners[cycle] == nil {
                partners[cycle] = value
            }
            let windows = zip(values[0].cycle, values[0].value).compactMap { cycle, value in
                partners[cycle].map { (cycle, value / $0) }
            }
            return Pair(values: values, windows: windows, from: from, position: high.provenance.position(of: 0))
        }
    }

    private static func values(_ id: String, _ reads: ReadSeries, _ from: [String]) -> CycleValues {
        var values = CycleValues(id, .ohm, at: Place(), from: from, hasLaw: true)
        for (index, conductance) in zip(reads.index, reads.conductance_S) {
            // A read below the instrument's zero has no resistance.
            guard conductance > 0, index.isFinite, abs(index) < 1e15 else { continue }
            values.add(Int(index.rounded()), 1 / conductance)
        }
        return values
    }
}
