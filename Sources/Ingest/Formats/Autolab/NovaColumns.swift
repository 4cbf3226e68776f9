internal import Findings

/// The columns of a NOVA export that this program uses.
struct NovaColumns {
    /// What the columns make.
    enum Content {
        /// Re Z and Im Z against frequency.
        case parts
        /// |Z| and phase against frequency.
        case polar
        /// Current with voltage or time.
        case trace
        /// Voltage without a current.
        case openCircuit
    }

    /// What the columns make.
    let content: Content
    /// The columns to read.
    private(set) var uses: [ColumnUse] = []

    /// Chooses from names.
    /// - Throws: `nova.no-columns`, `impedance.no-frequency`.
    init(
        _ names: [String], at place: SourcePosition, source: FileSource, _ findings: inout [Finding]
    ) throws(Failure) {
        var found: [Quantity: ColumnUse] = [:]
        for (i, name) in names.enumerated() where !Self.isPassedOver(name) {
            let label = ColumnLabel(name)
            guard let quantity = label.quantity, quantity != .loop, quantity != .index else { continue }
            if let held = found[quantity], !Self.isBetter(label, than: held.label) { continue }
            found[quantity] = ColumnUse(index: i, label: label)
        }
        if names.contains(where: { $0.hasPrefix("Convergence") || $0.hasPrefix("Error Z'") }) {
            findings.append(.fit(at: place))
        }
        let wanted: [Quantity]
        let isParts = found[.realZ] != nil && found[.imaginaryZ] != nil
        if isParts || found[.modulusZ] != nil && found[.phaseZ] != nil {
            guard found[.frequency] != nil else { throw Failure(.noFrequency(source, place.line)) }
            content = isParts ? .parts : .polar
            wanted = [.frequency] + (isParts ? [.realZ, .imaginaryZ] : [.modulusZ, .phaseZ])
        } else if found[.current] != nil, found[.voltage] != nil || found[.time] != nil {
            content = .trace
            wanted = [.voltage, .current, .time]
            if let voltage = found[.voltage], voltage.label.isSetpoint {
                findings.append(.applied(voltage.label.name, at: place))
            }
        } else if found[.voltage] != nil {
            content = .openCircuit
            wanted = [.voltage]
        } else {
            throw Failure(.noColumns(at: place))
        }
        uses = wanted.compactMap { found[$0] }
        if content == .parts || content == .polar, var bias = found[.voltage] {
            bias.isRequired = false
            uses.append(bias)
        }
        assume(at: place, &findings)
    }

    /// An amplitude or an error is not the quantity itself.
    private static func isPassedOver(_ name: String) -> Bool {
        ["(AC)", "Error ", "OCP value"].contains(where: name.holds)
    }

    /// What was measured counts before what was applied, the time of the whole run before that of a step.
    private static func isBetter(_ label: ColumnLabel, than held: ColumnLabel) -> Bool {
        if label.isSetpoint != held.isSetpoint { return held.isSetpoint }
        if label.quantity == .time { return label.name.hasPrefix("Time") && !held.name.hasPrefix("Time") }
        return label.name.hasPrefix("WE(1).") && !held.name.hasPrefix("WE(1).")
    }

    /// NOVA has one unit a quantity, so a sign that was lost on the way is known; it is told all the same.
    private mutating func assume(at place: SourcePosition, _ findings: inout [Finding]) {
        var names: [String] = []
        for i in uses.indices where uses[i].label.unit == nil {
            let quantity = uses[i].label.quantity
            uses[i].label.take(unit: quantity == .phaseZ ? "deg" : quantity?.unitText ?? "", from: "assumed")
            names.append("\"\(uses[i].label.name)\" (\(uses[i].label.unitFound))")
        }
        if !names.isEmpty { findings.append(.assumedUnits(names, at: place)) }
    }
}

/// What can be wrong with the columns of NOVA text.
enum NovaColumnFindings {
    static let noColumns = FindingKind(
        "nova.no-columns", .error, "An export of NOVA lacks the columns of a spectrum, a sweep or a time trace.")
    static let fit = FindingKind(
        "nova.fit-export", .warning,
        "An export of a CNLS fit holds calculated impedances, which are no measurement, or both.")
    static let applied = FindingKind(
        "nova.applied-voltage", .note, "No measured voltage was exported; the one that was applied stands for it.")
    static let openCircuit = FindingKind(
        "nova.open-circuit", .note, "An open-circuit record holds no current, so it is no measurement of the device.")
    static let all = [noColumns, fit, applied, openCircuit]
}

extension Finding {
    fileprivate static func noColumns(at place: SourcePosition) -> Finding {
        Finding(
            NovaColumnFindings.noColumns,
            "the names hold neither \"Frequency (Hz)\" with \"Z' (Ω)\" and \"-Z'' (Ω)\", nor \"WE(1).Current (A)\" with a "
                + "potential or a time", at: place, fix: "export these columns too from NOVA")
    }

    fileprivate static func fit(at place: SourcePosition) -> Finding {
        Finding(
            NovaColumnFindings.fit, "the columns are those of a CNLS fit: its Z may be calculated, not measured",
            at: place, fix: "export the measured data of the FRA command instead")
    }

    fileprivate static func applied(_ name: String, at place: SourcePosition) -> Finding {
        Finding(
            NovaColumnFindings.applied, "\"\(name)\" stands for the voltage, as \"WE(1).Potential (V)\" is missing",
            at: place, fix: "export \"WE(1).Potential (V)\" too from NOVA")
    }
}
