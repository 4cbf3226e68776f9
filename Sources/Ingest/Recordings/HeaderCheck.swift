internal import Findings
internal import Measurements

/// What a header declares against what the rows hold: the rows count, the difference is told.
enum HeaderCheck {
    /// A declared number of rows.
    /// - Parameter what: what declares it: a table's name, "the header".
    static func count(
        _ declared: Int?, holds count: Int, _ what: String, at place: SourcePosition, _ findings: inout [Finding]
    ) {
        guard let declared, declared != count else { return }
        findings.append(
            Finding(HeaderFindings.declaredCount, "\(what) declares \(declared) rows and holds \(count)", at: place))
    }

    /// A declared range of a quantity, in its unit; either end may be unknown, their order does not matter.
    ///
    /// Ends that differ by less than 2 % of the larger (of a frequency), or 2 % of the range (of a voltage), agree.
    static func range(
        _ ends: (Double?, Double?), of values: [Double], _ unit: SIUnit, _ what: String, at place: SourcePosition,
        _ findings: inout [Finding]
    ) {
        let finite = values.filter(\.isFinite)
        guard let low = finite.min(), let high = finite.max() else { return }
        let stated = [ends.0, ends.1].compactMap(\.self)
        let isRatio = unit == .hertz
        let outside = stated.filter { end in
            let slack = isRatio ? 0.02 * abs(end) : 0.02 * max(high - low, abs(end))
            return abs(end - low) > slack && abs(end - high) > slack
        }
        guard !outside.isEmpty else { return }
        let finding = Finding(
            HeaderFindings.range,
            "\(what) of \(stated.map { QuantityText.text($0, unit: unit) }.joined(separator: " to ")) is stated, "
                + "the rows run from \(QuantityText.text(low, unit: unit)) to \(QuantityText.text(high, unit: unit))",
            at: place)
        // Several spectra under one header have one fault.
        if !findings.contains(finding) { findings.append(finding) }
    }
}

/// What can be wrong between a header and its rows.
enum HeaderFindings {
    static let declaredCount = FindingKind(
        "table.declared-count", .note, "The header declares another number of rows than there are; the rows count.")
    static let range = FindingKind(
        "table.declared-range", .note, "The header declares another range than the rows run over; the rows count.")
    static let aborted = FindingKind(
        "table.aborted", .warning, "The experiment was stopped before its end; what was recorded is kept.")
    static let overload = FindingKind(
        "table.overload", .warning,
        "The instrument marked samples as overloaded: their numbers may be the end of a range instead of readings.")
    static let all = [declaredCount, range, aborted, overload]
}

extension Finding {
    /// A run that somebody or something stopped.
    static func aborted(at place: SourcePosition, _ rows: Int? = nil) -> Finding {
        Finding(
            HeaderFindings.aborted,
            "the experiment was aborted; \(rows.map { "its \($0) rows" } ?? "the rows up to there") are kept", at: place
        )
    }

    /// Samples that the instrument itself marked as overloaded.
    static func overload(_ source: FileSource, lines: [Int], of count: Int) -> Finding {
        overload(at: source.at(lines.first), lines.count, of: count)
    }

    /// Samples that the instrument itself marked as overloaded, in a file where rows have no lines.
    /// - Parameter numbers: which samples, from 1, where the place does not say.
    static func overload(at place: SourcePosition, _ marked: Int, of count: Int, numbers: [Int] = []) -> Finding {
        let which =
            numbers.isEmpty
            ? ""
            : " (number " + numbers.prefix(5).map(String.init).joined(separator: ", ") + (marked > 5 ? ", ...)" : ")")
        return Finding(
            HeaderFindings.overload,
            "the instrument marked \(marked) of \(count) samples as overloaded\(which); they are kept", at: place,
            fix: "measure with a larger range, or exclude them in the sheet")
    }
}
