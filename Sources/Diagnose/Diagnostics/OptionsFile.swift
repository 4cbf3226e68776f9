public import Findings
internal import FoundationEssentials

/// Reads an options file: one JSON object whose keys `pinch list options` names.
public enum OptionsFile {
    /// The options with those that a file sets.
    ///
    /// - Throws: `options.unreadable` (not a JSON object), `options.unknown` for each key that is none, with the
    ///   nearest name, `options.value` for each value of the wrong kind or out of its range. All faults at once.
    public static func apply(
        _ bytes: [UInt8], file: String, to options: DiagnoseOptions
    ) throws(Failure) -> DiagnoseOptions {
        let values: [String: Value]
        do {
            values = try JSONDecoder().decode([String: Value].self, from: Data(bytes))
        } catch {
            throw Failure(
                Finding(
                    .optionsUnreadable, "the file is no JSON object of options", at: SourcePosition(file: file),
                    fix: "write for example {\"t_req_s\": 10000, \"r_c\": 0.5}"))
        }
        var changed = options
        var faults: [Finding] = []
        for (key, value) in values.sorted(by: { $0.key < $1.key }) {
            if let fault = set(key, value, in: &changed, at: position(of: key, in: bytes, file: file)) {
                faults.append(fault)
            }
        }
        if let failure = Failure(faults) { throw failure }
        return changed
    }

    /// A JSON value that an option may have.
    private enum Value: Decodable {
        case number(Double)
        case text(String)
        /// A list, an object, null, or a number beyond any double.
        case other

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let number = try? container.decode(Double.self) {
                self = .number(number)
            } else if let text = try? container.decode(String.self) {
                self = .text(text)
            } else {
                self = .other
            }
        }
    }

    /// The numbers that an option file may set: where each goes, and what it must lie between.
    private static let numbers:
        [String: (path: any WritableKeyPath<DiagnoseOptions, Double> & Sendable, range: ClosedRange<Double>)] = [
            "t_req_s": (\.t_req_s, 1e-9...1e12), "r_c": (\.r_c, 1e-6...0.999999),
            "s_sys_R": (\.s_sys_R, 0...1), "s_sys_tau": (\.s_sys_tau, 0...1), "s_sys_C_lf": (\.s_sys_C_lf, 0...1),
            "k_L1": (\.k_L1, 1.000001...100), "k_L2": (\.k_L2, 1.000001...100), "k_L3": (\.k_L3, 1.000001...100),
            "k_L4": (\.k_L4, 1.000001...100), "k_L6": (\.k_L6, 1.000001...100), "k_L8": (\.k_L8, 1.000001...100),
            "k_L9": (\.k_L9, 1.000001...100), "k_L10": (\.k_L10, 1.000001...100),
            "k_L19": (\.k_L19, 1.000001...100), "extrapolation_limit": (\.extrapolation_limit, 0.001...100),
            "small_step_V": (\.small_step_V, 1e-6...10),
        ]

    /// The numbers whose absence means something.
    private static let optionalNumbers:
        [String: (path: any WritableKeyPath<DiagnoseOptions, Double?> & Sendable, range: ClosedRange<Double>)] = [
            "V_read_V": (\.V_read_V, 1e-9...1e6), "V_set_current_A": (\.V_set_current_A, 1e-18...1e3),
            "k_endurance": (\.k_endurance, 1.000001...1e12), "n_endurance": (\.n_endurance, 1...1e6),
            "C_m_F": (\.C_m_F, 0...1), "level_separation": (\.level_separation, 0.1...100),
            "pulse_phase": (\.pulse_phase, 0.01...1), "k_L11": (\.k_L11, 1.000001...100),
            "k_L13": (\.k_L13, 1.000001...100), "k_L14": (\.k_L14, 1.000001...100),
        ]

    private static func set(
        _ key: String, _ value: Value, in options: inout DiagnoseOptions, at place: SourcePosition
    ) -> Finding? {
        func wrong(_ expected: String) -> Finding {
            Finding(.optionsValue, "\"\(key)\" must be \(expected)", at: place, fix: "see pinch list options")
        }
        switch (key, value) {
        case ("depth", .text(let text)):
            guard let depth = Depth(rawValue: text) else { return wrong("\"screen\" or \"full\"") }
            options.depth = depth
        case ("seed", .number(let number)):
            guard let seed = UInt64(exactly: number) else { return wrong("a whole number, 0 or more") }
            options.seed = seed
        case ("V_set_definition", .text(let text)):
            guard let definition = SetDefinition(rawValue: text) else { return wrong("\"S1\" to \"S6\"") }
            options.V_set_definition = definition
        case ("V_set_definition", _): return wrong("\"S1\" to \"S6\"")
        case ("V_reset_definition", .text(let text)):
            guard let definition = ResetDefinition(rawValue: text) else { return wrong("\"R1\" to \"R3\"") }
            options.V_reset_definition = definition
        case ("V_reset_definition", _): return wrong("\"R1\" to \"R3\"")
        case ("relaxation_signs", .text(let text)):
            guard let signs = RelaxationSigns(rawValue: text) else {
                return wrong("\"any\", \"positive\" or \"windowed\"")
            }
            options.relaxation_signs = signs
        case ("relaxation_signs", _): return wrong("\"any\", \"positive\" or \"windowed\"")
        case ("relaxation_times", .text(let text)):
            guard let work = RelaxationWork(rawValue: text) else {
                return wrong("\"none\", \"curves\" or \"intervals\"")
            }
            options.relaxation_times = work
        case ("relaxation_times", _): return wrong("\"none\", \"curves\" or \"intervals\"")
        case ("depth", _): return wrong("\"screen\" or \"full\"")
        case (_, .number(let number)):
            if let target = optionalNumbers[key] {
                guard target.range.contains(number) else {
                    return wrong("between \(target.range.lowerBound) and \(target.range.upperBound)")
                }
                options[keyPath: target.path] = number
                return nil
            }
            guard let target = numbers[key] else { return unknown(key, at: place) }
            guard target.range.contains(number) else {
                return wrong("between \(target.range.lowerBound) and \(target.range.upperBound)")
            }
            options[keyPath: target.path] = number
        case (_, .text), (_, .other):
            guard DiagnoseOptions.definitions.contains(where: { $0.name == key }) else {
                return unknown(key, at: place)
            }
            return wrong("a number")
        }
        return nil
    }

    private static func unknown(_ key: String, at place: SourcePosition) -> Finding {
        Finding(
            .optionsUnknown, "\"\(key)\" is not an option", at: place,
            fix: Suggestion.fix(for: key, in: DiagnoseOptions.definitions.map(\.name)))
    }

    /// The line of a key: where its quoted name first stands.
    private static func position(of key: String, in bytes: [UInt8], file: String) -> SourcePosition {
        let wanted = Array("\"\(key)\"".utf8)
        var line = 1
        for start in bytes.indices {
            if bytes[start] == 0x0A { line += 1 }
            if bytes[start...].starts(with: wanted) { return SourcePosition(file: file, line: line) }
        }
        return SourcePosition(file: file)
    }
}

extension FindingKind {
    static let optionsUnreadable = FindingKind(
        "options.unreadable", .error, "The options file is not a JSON object of names and values.")
    static let optionsUnknown = FindingKind(
        "options.unknown", .error, "The options file sets something that is not an option; see pinch list options.")
    static let optionsValue = FindingKind(
        "options.value", .error, "An option has a value of the wrong kind, or out of its range.")
}
