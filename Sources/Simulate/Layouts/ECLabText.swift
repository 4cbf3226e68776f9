import Glibc
import Measurements

/// The text files of BioLogic's EC-Lab: Latin-1, CRLF, tab-separated, names on the line that the head counts to.
///
/// All spectra of one state stand in one staircase file (SPEIS) as loops; sweeps become cyclic voltammetry, traces
/// become chronoamperometry or, under a current, chronopotentiometry. Currents are in mA, the imaginary part is negated.
/// - Source: real files of EC-Lab 10 to 11.6, in words: FORMATS-EIS 3.1.
public struct ECLabText: FileLayout {
    /// The layout has no state.
    public init() {}
    /// Id of the layout.
    public var id: String { "eclab" }
    /// What it looks like.
    public var summary: String { "EC-Lab text: SPEIS, CV, CA and CP files with a counted head" }

    /// One file a state for the spectra, one a recording for the others.
    public func files(_ recordings: [SimulatedRecording], of header: FileHeader) -> [WrittenRecordings] {
        var files: [WrittenRecordings] = []
        var states: [String?] = []
        for recording in recordings where recording.kind == .impedance && !states.contains(recording.state) {
            states.append(recording.state)
            let spectra = recordings.filter { $0.kind == .impedance && $0.state == recording.state }
            let name = "impedance" + (recording.state.map { "-" + $0 } ?? "")
            files.append(Self.file(name, Self.staircase(spectra), spectra, header))
        }
        for recording in recordings where recording.kind != .impedance {
            files.append(Self.file(recording.name, Self.trace(recording), [recording], header))
        }
        return files
    }

    /// A technique's own part of a file.
    private struct Technique {
        var title: String
        var settings: [(String, String)]
        var loops: [Range<Int>] = []
        var names: [String]
        var rows: [[String]]
    }

    private static func file(
        _ name: String, _ technique: Technique, _ recordings: [SimulatedRecording], _ header: FileHeader
    ) -> WrittenRecordings {
        var lines = [
            "", technique.title, "", "Device : \(FileHeader.instrument)",
            "Acquisition started on : \(date(header.measuredAt))", "Comments : device \(header.device)",
            "Electrode surface area : 0.001 cm\u{B2}", "Cycle Definition : Charge/Discharge alternance",
        ]
        lines += technique.settings.map { key, value in
            key + String(repeating: " ", count: max(1, 20 - key.count)) + value
                + String(repeating: " ", count: max(1, 20 - value.count))
        }
        if !technique.loops.isEmpty {
            lines += ["", "Number of loops : \(technique.loops.count)"]
            for (k, loop) in technique.loops.enumerated() {
                lines.append("Loop \(k) from point number \(loop.lowerBound) to \(loop.upperBound - 1)")
            }
        }
        lines.append("")
        // The count takes in the first two lines and the line of names.
        let count = lines.count + 3
        lines = ["EC-Lab ASCII FILE", "Nb header lines : \(count)                          "] + lines
        lines.append(technique.names.joined(separator: "\t") + "\t")
        lines += technique.rows.map { $0.joined(separator: "\t") }
        let text = lines.joined(separator: "\r\n") + "\r\n"
        // Every character above is below 256, so that its scalar is its Latin-1 byte.
        let bytes = text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
        return WrittenRecordings(file: OutputFileText(path: name + ".mpt", bytes: bytes), recordings: recordings)
    }

    /// Spectra at several biases as the loops of one staircase.
    private static func staircase(_ spectra: [SimulatedRecording]) -> Technique {
        var technique = Technique(
            title: "Staircase Potentio Electrochemical Impedance Spectroscopy",
            settings: [
                ("Mode", "Single sine"), ("Ei (V)", fixed(spectra.first?.bias_V ?? 0, 4)),
                ("Ef (V)", fixed(spectra.last?.bias_V ?? 0, 4)), ("N", "\(max(0, spectra.count - 1))"),
                ("Va (mV)", fixed(1e3 * (spectra.first?.amplitude_V ?? 0), 1)),
            ],
            names: [
                "freq/Hz", "Re(Z)/Ohm", "-Im(Z)/Ohm", "|Z|/Ohm", "Phase(Z)/deg", "time/s", "<Ewe>/V", "cycle number",
            ], rows: [])
        var time_s = 0.0
        for (k, recording) in spectra.enumerated() {
            guard case .spectrum(let spectrum) = recording.data else { continue }
            let begin = technique.rows.count
            for (i, f) in spectrum.frequency_Hz.enumerated() {
                let (re, im) = (spectrum.real_ohm[i], spectrum.imaginary_ohm[i])
                time_s += 0.1 + 3 / f
                technique.rows.append(
                    [f, re, -im, hypot(re, im), atan2(im, re) * 180 / .pi, time_s, recording.bias_V ?? 0]
                        .map { ScientificText.wide($0, decimals: 7) } + ["\(k + 1)"])
            }
            technique.loops.append(begin..<technique.rows.count)
        }
        return technique
    }

    /// A sweep as cyclic voltammetry, a trace as chronoamperometry or chronopotentiometry.
    private static func trace(_ recording: SimulatedRecording) -> Technique {
        switch recording.data {
        case .sweep(let sweep):
            let high_V = sweep.voltage_V.max() ?? 0
            let low_V = sweep.voltage_V.min() ?? 0
            return Technique(
                title: "Cyclic Voltammetry",
                settings: [
                    ("Ei (V)", "0.000"), ("dE/dt", fixed(1e3 * (recording.rate_V_per_s ?? 0), 3)),
                    ("dE/dt unit", "mV/s"), ("E1 (V)", fixed(high_V, 3)), ("E2 (V)", fixed(low_V, 3)),
                ],
                names: ["time/s", "control/V", "Ewe/V", "<I>/mA", "cycle number"],
                rows: sweep.voltage_V.indices.map { i in
                    [
                        ScientificText.wide(sweep.time_s[i], decimals: 8),
                        ScientificText.wide(sweep.voltage_V[i], decimals: 6),
                        ScientificText.wide(sweep.voltage_V[i], decimals: 6),
                        ScientificText.wide(1e3 * sweep.current_A[i], decimals: 6),
                        "\(recording.cycles.indices.contains(i) ? recording.cycles[i] : 1)",
                    ]
                })
        case .trace(let trace):
            // EC-Lab's time starts at 0.
            let begin_s = trace.time_s.first ?? 0
            let isFed = recording.control == .current
            return Technique(
                title: isFed ? "Chronopotentiometry" : "Chronoamperometry / Chronocoulometry",
                settings: isFed
                    ? [("Is (mA)", fixed(1e3 * (trace.current_A.first ?? 0), 6)), ("vs.", "<None>")]
                    : [("Ei (V)", fixed(trace.voltage_V.first ?? 0, 3)), ("vs.", "Ref")],
                names: ["time/s", "Ewe/V", "<I>/mA"],
                rows: trace.time_s.indices.map { i in
                    [
                        ScientificText.wide(trace.time_s[i] - begin_s, decimals: 12),
                        ScientificText.wide(trace.voltage_V[i], decimals: 6),
                        ScientificText.wide(1e3 * trace.current_A[i], decimals: 6),
                    ]
                })
        case .spectrum, .reads:
            return Technique(title: "Open Circuit Voltage", settings: [], names: ["time/s"], rows: [])
        }
    }

    private static func fixed(_ value: Double, _ decimals: Int) -> String {
        DecimalText.fixed(value, decimals: decimals)
    }

    /// ISO 8601 as month, day, year.
    private static func date(_ iso: String) -> String {
        let parts = iso.split(separator: "T")
        let day = (parts.first ?? "").split(separator: "-")
        guard parts.count == 2, day.count == 3 else { return iso }
        return "\(day[1])/\(day[2])/\(day[0]) \(parts[1])"
    }
}
