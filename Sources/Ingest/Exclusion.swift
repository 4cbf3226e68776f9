internal import Findings
internal import Measurements

/// Samples that the user excludes.
///
/// Written as `f>1e5; V>0.8; t<=2; point=3`; a sample that any term names is excluded.
struct Exclusion {
    private struct Term {
        var name: String
        var comparison: String
        var value: Double
    }

    private var terms: [Term] = []

    /// Reads the text of the sheet; a term that cannot be read is a finding and excludes nothing.
    init(_ field: PlacedText, _ findings: inout [Finding]) {
        for part in field.text.split(separator: ";") {
            let text = String(part).trimmingBlanks()
            if text.isEmpty { continue }
            guard let term = Self.term(text) else {
                findings.append(
                    Finding(
                        ExclusionFindings.syntax, "\"\(text)\" is no condition; it excludes nothing",
                        at: field.position, fix: "write conditions such as \"f>1e5; V>0.8\""))
                continue
            }
            terms.append(term)
        }
    }

    private static func term(_ text: String) -> Term? {
        for comparison in [">=", "<=", ">", "<", "="] {
            guard let at = text.firstRange(of: comparison) else { continue }
            let name = String(text[..<at.lowerBound]).trimmingBlanks()
            guard ["f", "V", "I", "t", "n", "cycle", "point"].contains(name),
                let value = ConditionFields.number(String(text[at.upperBound...]))
            else { return nil }
            return Term(name: name, comparison: comparison, value: value)
        }
        return nil
    }

    /// The samples of a recording that are excluded, in order.
    func indices(in data: RecordingData) -> [Int] {
        var isExcluded = [Bool](repeating: false, count: data.count)
        for term in terms {
            for (i, value) in Self.column(term.name, data).enumerated() where Self.holds(term, value) {
                isExcluded[i] = true
            }
        }
        return isExcluded.indices.filter { isExcluded[$0] }
    }

    private static func holds(_ term: Term, _ value: Double) -> Bool {
        switch term.comparison {
        case ">=": value >= term.value
        case "<=": value <= term.value
        case ">": value > term.value
        case "<": value < term.value
        default: value == term.value
        }
    }

    /// The numbers that a term speaks of; empty where the recording has none such.
    private static func column(_ name: String, _ data: RecordingData) -> [Double] {
        if name == "point" { return (0..<data.count).map { Double($0 + 1) } }
        return switch (data, name) {
        case (.spectrum(let spectrum), "f"): spectrum.frequency_Hz
        case (.sweep(let sweep), "V"): sweep.voltage_V
        case (.sweep(let sweep), "I"): sweep.current_A
        case (.sweep(let sweep), "t"): sweep.time_s
        case (.sweep(let sweep), "cycle"): CycleCount.cycles(sweep.voltage_V)
        case (.trace(let trace), "V"): trace.voltage_V
        case (.trace(let trace), "I"): trace.current_A
        case (.trace(let trace), "t"): trace.time_s
        case (.reads(let reads), "n"), (.reads(let reads), "cycle"): reads.index
        case (.reads(let reads), "t"): reads.time_s
        default: []
        }
    }
}

/// Which cycle each sample of a sweep belongs to, for exclusions: a cycle ends where the starting voltage is passed
/// the second time since it began (out and back on both sides).
enum CycleCount {
    /// The cycle of each sample, from 1.
    static func cycles(_ voltage_V: [Double]) -> [Double] {
        var result: [Double] = []
        result.reserveCapacity(voltage_V.count)
        walk(voltage_V) { result.append(Double($0)) }
        return result
    }

    /// The number of cycles, at least 1.
    static func count(_ voltage_V: [Double]) -> Int {
        var last = 1
        walk(voltage_V) { last = $0 }
        return last
    }

    /// Hands over the cycle of one sample after another.
    static func walk(_ voltage_V: [Double], _ each: (Int) -> Void) {
        guard let start = voltage_V.first, let low = voltage_V.min(), let high = voltage_V.max() else { return }
        let range = high - low
        let isOneSided = start - low < 0.02 * range || high - start < 0.02 * range
        var cycle = 1
        var side = 0.0
        var crossings = 0
        for value in voltage_V {
            // Noise about the starting voltage is no crossing.
            let now = abs(value - start) <= 1e-3 * range ? 0 : value > start ? 1.0 : -1.0
            if now != 0, side == 0 { side = now }
            var next = cycle
            if isOneSided, now == 0, side != 0 {
                // Back at the start: this sample still belongs to the cycle that it ends.
                side = 0
                next += 1
            } else if !isOneSided, now == -side, now != 0 {
                side = now
                crossings += 1
                if crossings % 2 == 0 {
                    cycle += 1
                    next = cycle
                }
            }
            each(cycle)
            cycle = next
        }
    }
}

/// What can be wrong with an exclusion.
enum ExclusionFindings {
    static let syntax = FindingKind("exclude.syntax", .error, "A condition of `exclude` cannot be read.")
    static let noReason = FindingKind(
        "exclude.no-reason", .warning, "Samples are excluded and the sheet does not say why.")
    static let nothing = FindingKind("exclude.nothing", .warning, "A condition of `exclude` holds for no sample.")
    static let all = [syntax, noReason, nothing]
}
