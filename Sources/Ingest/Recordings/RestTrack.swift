internal import Findings
internal import Measurements

/// The rows of an impedance table at rest (frequency 0): how the current settled after each change of the bias.
///
/// Only where the bias was changed in steps is there something to see; a rest at one voltage is no measurement.
enum RestTrack {
    /// The rests of all spectra as one trace; `nil` where they hold no step.
    /// - Parameter table: the whole table as a trace, rests and spectra alike.
    static func recording(
        _ table: TraceBuilder, frequency_Hz: [Double], _ origin: Provenance, _ findings: inout [Finding]
    ) -> Recording? {
        let rows = frequency_Hz.indices.filter { frequency_Hz[$0] == 0 }
        guard rows.count >= 2 * TraceShape.heldSamples, table.conditions.control == .voltage,
            table.time_s.count == frequency_Hz.count, table.voltage_V.count == frequency_Hz.count,
            table.current_A.count == frequency_Hz.count
        else { return nil }
        var track = table
        track.time_s = rows.map { table.time_s[$0] }
        track.voltage_V = rows.map { table.voltage_V[$0] }
        track.current_A = rows.map { table.current_A[$0] }
        track.lines = rows.compactMap { $0 < table.lines.count ? table.lines[$0] : nil }
        _ = track.keepFinite()
        // Open circuit before each spectrum has no current at all.
        guard TimeBase.fault(track.time_s) == nil, track.current_A.contains(where: { $0 != 0 }) else { return nil }
        let shape = TraceShape.judge(voltage_V: track.voltage_V, hasTime: true)
        guard shape.kind == .steady || shape.kind == .transient else { return nil }
        track.stated = TraceShape.Verdict(kind: shape.kind, reason: "rests before spectra; " + shape.reason)
        track.conditions.bias_V = nil
        track.conditions.amplitude_V = nil
        guard let recording = try? track.recording(origin, &findings) else { return nil }
        findings.append(
            Finding(
                kept, "the \(track.current_A.count) rows at rest are kept as a trace of their own: \(shape.reason)",
                at: SourcePosition(file: origin.file, line: track.lines.first)))
        return recording
    }

    static let kept = FindingKind(
        "impedance.rest-track", .note,
        "The rows at rest before each spectrum of a series hold how the current settled after each change of the bias; "
            + "they are a recording of their own.")
}
