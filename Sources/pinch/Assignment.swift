internal import Findings

/// Reads `name=value` as options give it.
enum Assignment {
    /// Names with numbers.
    static func numbers(_ texts: [String], of option: String) throws(Failure) -> [String: Double] {
        var result: [String: Double] = [:]
        for text in texts {
            let (name, right) = try split(text, option, "a number in SI units, as R1=1000")
            guard let value = Double(right), value.isFinite else {
                throw Failure(.badAssignment(option, text, "a number in SI units, as R1=1000"))
            }
            result[name] = value
        }
        return result
    }

    /// Names with ranges `low:high`, either end of which may be left out.
    static func ranges(_ texts: [String], of option: String) throws(Failure) -> [String: ClosedRange<Double>] {
        var result: [String: ClosedRange<Double>] = [:]
        for text in texts {
            let wanted = "a range in SI units, as R1=10:1000"
            let (name, right) = try split(text, option, wanted)
            let ends = right.split(separator: ":", omittingEmptySubsequences: false)
            let low = ends.first.flatMap { $0.isEmpty ? -Double.infinity : Double($0) }
            let high = ends.last.flatMap { $0.isEmpty ? Double.infinity : Double($0) }
            guard ends.count == 2, let low, let high, low < high else {
                throw Failure(.badAssignment(option, text, wanted))
            }
            result[name] = low...high
        }
        return result
    }

    /// Names with names.
    static func texts(_ texts: [String], of option: String) throws(Failure) -> [String: String] {
        var result: [String: String] = [:]
        for text in texts {
            let (name, right) = try split(text, option, "a name, as R2=R1")
            result[name] = right
        }
        return result
    }

    private static func split(
        _ text: String, _ option: String, _ wanted: String
    ) throws(Failure) -> (name: String, right: String) {
        guard let equals = text.firstIndex(of: "=") else { throw Failure(.badAssignment(option, text, wanted)) }
        let name = String(text[..<equals])
        let right = String(text[text.index(after: equals)...])
        guard !name.isEmpty, !right.isEmpty else { throw Failure(.badAssignment(option, text, wanted)) }
        return (name, right)
    }
}

extension FindingKind {
    static let assignment = FindingKind(
        "command.assignment", .error, "An option that takes name=value was given something else.")
}

extension Finding {
    fileprivate static func badAssignment(_ option: String, _ text: String, _ wanted: String) -> Finding {
        Finding(.assignment, "\(option) \"\(text)\" does not give a name and \(wanted)")
    }
}
