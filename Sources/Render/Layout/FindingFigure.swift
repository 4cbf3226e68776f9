internal import Diagnostics
internal import Findings
internal import Measurements
internal import Plots

/// The figure that shows what a finding speaks of, among those drawn before it.
struct FindingFigure {
    /// Its number on the pages.
    let number: Int
    /// The place that a link leads to.
    let place: String

    /// What the ids of figures begin with, by the first word of a finding's code where that differs.
    private static let families: [String: [String]] = [
        "iv": ["iv", "hysteresis"], "jv": ["iv", "hysteresis"], "hysteresis": ["hysteresis", "iv"],
        "circuit": ["impedance"], "fit": ["impedance"], "stability": ["impedance"], "reads": ["pulses", "retention"],
    ]

    /// The same by the kind of the recording whose file a finding names.
    private static let kinds: [RecordingKind: [String]] = [
        .iv: ["iv", "hysteresis"], .steady: ["iv", "hysteresis"], .transient: ["transient"], .pulses: ["pulses"],
        .retention: ["retention"], .impedance: ["impedance"],
    ]

    /// Looks for the figure; `nil` where none of the kind was drawn so far.
    init?(of finding: Finding, in session: LayoutSession) {
        let word = String(finding.code.prefix { $0 != "." })
        let recording = finding.position.flatMap { position in
            session.input.device.recordings.first { $0.file == position.file }
        }
        let families = recording.flatMap { Self.kinds[$0.kind] } ?? Self.families[word] ?? [word]
        for family in families {
            guard let index = session.figures.firstIndex(where: { $0.id.hasPrefix(family + ".") }) else { continue }
            number = index + 1
            // The first figure of an id has the id as its place.
            place = session.figures[index].id
            return
        }
        return nil
    }
}
