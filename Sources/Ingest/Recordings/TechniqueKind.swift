internal import Measurements

/// The kind that an instrument's technique implies.
enum TechniqueKind {
    /// A verdict by the technique's name; `nil` where the shape of the data must decide.
    static func verdict(_ technique: String, voltage_V: [Double], hasTime: Bool) -> TraceShape.Verdict? {
        let name = technique.lowercased()
        if name.contains("voltammetry") || name == "cv" || name == "lsv" || name.contains("linear sweep") {
            return TraceShape.Verdict(kind: .iv, reason: "technique \"\(technique)\"")
        }
        guard name.hasPrefix("chrono") else { return nil }
        // The source holds the current: the shape of the voltage is the answer.
        if name.hasPrefix("chronopotentio") {
            return TraceShape.Verdict(kind: .transient, reason: "technique \"\(technique)\"")
        }
        let shape = TraceShape.judge(voltage_V: voltage_V, hasTime: hasTime)
        if !voltage_V.isEmpty, [.transient, .pulses, .steady].contains(shape.kind) { return shape }
        return TraceShape.Verdict(kind: .transient, reason: "technique \"\(technique)\"")
    }
}
