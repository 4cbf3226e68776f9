internal import Findings
internal import Measurements

/// A text with its place, as a cell of a sheet or a line of a header gives it.
struct PlacedText: Hashable, Sendable {
    /// The text.
    var text: String
    /// Where it stands.
    var position: SourcePosition
}

/// Conditions as named texts (`bias_V: 0.5`): one set of names for headers of files and columns of sheets.
enum ConditionFields {
    /// Names that hold a number, with their way into the conditions.
    static let numbers:
        [(name: String, path: any WritableKeyPath<Conditions, Double?> & Sendable, factor: Double, offset: Double)] = [
            ("amplitude_V", \.amplitude_V, 1, 0), ("area_cm2", \.area_m2, 1e-4, 0), ("bias_V", \.bias_V, 1, 0),
            ("compliance_A", \.compliance_A, 1, 0), ("illumination_W_per_m2", \.illumination_W_per_m2, 1, 0),
            ("rate_V_per_s", \.rate_V_per_s, 1, 0), ("read_V", \.read_V, 1, 0), ("series_ohm", \.series_ohm, 1, 0),
            ("temperature_C", \.temperature_K, 1, 273.15), ("thickness_nm", \.thickness_m, 1e-9, 0),
            // In SI, as `pinch convert` writes them: no factor, so no rounding.
            ("area_m2", \.area_m2, 1, 0), ("temperature_K", \.temperature_K, 1, 0),
            ("thickness_m", \.thickness_m, 1, 0),
        ]

    /// Takes what `fields` says into `conditions`; what is no number or no known word is a finding.
    static func apply(
        _ fields: [String: PlacedText], to conditions: inout Conditions, _ findings: inout [Finding]
    ) {
        for (name, path, factor, offset) in numbers {
            guard let field = fields[name], !field.text.isEmpty else { continue }
            guard let number = number(field.text) else {
                findings.append(.notANumber(name, field))
                continue
            }
            let value = number * factor + offset
            if let held = conditions[keyPath: path], !agree(held, value, name) {
                findings.append(.contradiction(name, field, held: (held - offset) / factor))
                continue
            }
            conditions[keyPath: path] = value
            if name == "rate_V_per_s" { conditions.isRateMeasured = nil }
        }
        if let state = fields["state"]?.text, !state.isEmpty { conditions.state = state }
        if let control = fields["control"], !control.text.isEmpty {
            if let known = Conditions.Control(rawValue: control.text.lowercased()) {
                conditions.control = known
            } else {
                findings.append(.unknownWord("control", control, valid: ["current", "voltage"]))
            }
        }
    }

    /// Takes away numbers that are none: a damaged header may state more than any double.
    static func keepFinite(_ conditions: inout Conditions, at place: SourcePosition, _ findings: inout [Finding]) {
        for (name, path, _, _) in numbers {
            guard let value = conditions[keyPath: path], !value.isFinite else { continue }
            conditions[keyPath: path] = nil
            findings.append(.notANumber(name, PlacedText(text: "\(value)", position: place)))
        }
    }

    /// The kind that a text names; a finding where it names none.
    static func kind(_ field: PlacedText?, _ findings: inout [Finding]) -> RecordingKind? {
        guard let field, !field.text.isEmpty else { return nil }
        if let kind = RecordingKind(rawValue: field.text.lowercased()) { return kind }
        findings.append(.unknownWord("kind", field, valid: RecordingKind.allCases.map(\.rawValue)))
        return nil
    }

    /// A number with a decimal point or comma; `nil` where the text is none or not finite.
    static func number(_ text: String) -> Double? {
        let bytes = Array(text.trimmingBlanks().utf8)
        let span = bytes.span
        let value =
            DecimalParser.double(span, 0..<span.count)
            ?? DecimalParser.double(span, 0..<span.count, decimalComma: true)
        return value.flatMap { $0.isFinite ? $0 : nil }
    }

    /// Nominal and measured differ by a little: 2 % (10 % of a rate) and 5 mV for voltages are the same condition.
    private static func agree(_ a: Double, _ b: Double, _ name: String) -> Bool {
        if name == "rate_V_per_s" { return SweepRate.agree(a, b) }
        return abs(a - b) <= 0.02 * max(abs(a), abs(b)) + (name.hasSuffix("_V") ? 5e-3 : 0)
    }
}

/// What can be wrong with conditions.
enum ConditionFindings {
    static let contradiction = FindingKind(
        "conditions.contradiction", .warning,
        "The sheet states a condition that the file contradicts; the file's value is used.")
    static let notANumber = FindingKind(
        "conditions.not-a-number", .warning, "A condition that should be a number is none; it is not used.")
    static let unknownWord = FindingKind(
        "conditions.unknown-word", .warning, "A condition that is one of a few words is another; it is not used.")
    static let all = [contradiction, notANumber, unknownWord]
}

extension Finding {
    fileprivate static func contradiction(_ name: String, _ field: PlacedText, held: Double) -> Finding {
        Finding(
            ConditionFindings.contradiction,
            "\(name) is stated as \"\(field.text)\", the file has \(DecimalText.significant(held, digits: 6)); "
                + "the file's value is used", at: field.position, fix: "correct it, or leave it empty")
    }

    fileprivate static func notANumber(_ name: String, _ field: PlacedText) -> Finding {
        Finding(
            ConditionFindings.notANumber, "\"\(field.text)\" under \(name) is not a number; it is not used",
            at: field.position, fix: "write a number without its unit, or leave it empty")
    }

    /// A word that is not one of those allowed.
    static func unknownWord(_ name: String, _ field: PlacedText, valid: [String]) -> Finding {
        Finding(
            ConditionFindings.unknownWord, "\"\(field.text)\" is no \(name); it is not used", at: field.position,
            fix: Suggestion.fix(for: field.text, in: valid))
    }
}
