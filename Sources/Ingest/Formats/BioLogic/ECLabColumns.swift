internal import Findings

/// The columns of an EC-Lab table that this program uses, by their names; the first of a name wins.
///
/// Counter-electrode columns (`Re(Zce)/Ohm`, `<Ece>/V`, `Ewe-Ece/V`) mean nothing here and are never taken for the cell's.
struct ECLabColumns {
    /// What the columns make.
    enum Content {
        /// Re Z and Im Z against frequency.
        case parts
        /// |Z| and phase against frequency.
        case polar
        /// Current with voltage or time.
        case trace
        /// Voltage in time, without a current.
        case openCircuit
    }

    /// What the columns make.
    let content: Content
    /// The columns to read.
    private(set) var uses: [ColumnUse]

    /// Columns that are no measurement, but tell rows apart.
    private static let markers = ["mode", "error", "cycle number", "z cycle", "Ns"]

    /// Chooses from names; repeated names, and a voltage that was only asked of the source, are notes.
    ///
    /// - Parameter unitSource: who says the units: the names, or the code table of a binary file.
    /// - Throws: `impedance.no-frequency`, `mpt.no-columns`.
    init(
        _ names: [String], unitSource: String = "header", at place: SourcePosition, source: FileSource,
        _ findings: inout [Finding]
    ) throws(Failure) {
        var found = Self.quantities(names, unitSource, place, &findings)
        let isParts = found[.realZ] != nil && found[.imaginaryZ] != nil
        if isParts || found[.modulusZ] != nil && found[.phaseZ] != nil {
            guard found[.frequency] != nil else { throw Failure(.noFrequency(source, place.line)) }
            content = isParts ? .parts : .polar
            let both: [Quantity] = isParts ? [.realZ, .imaginaryZ] : [.modulusZ, .phaseZ]
            uses =
                Self.pick([.frequency] + both, optional: [.voltage, .current, .time], found)
                + Self.marks(names)
            return
        }
        if found[.realZ] != nil, found[.frequency] == nil { throw Failure(.noFrequency(source, place.line)) }
        if found[.voltage] == nil, found[.current] != nil, let i = names.firstIndex(of: "control/V") {
            var label = ColumnLabel("control/V")
            label.quantity = .voltage
            label.unitSource = unitSource
            found[.voltage] = ColumnUse(index: i, label: label)
            findings.append(.controlVoltage(at: place))
        }
        if found[.current] != nil, found[.voltage] != nil || found[.time] != nil {
            content = .trace
            uses = Self.pick([.voltage, .current, .time], optional: [], found) + Self.marks(names)
        } else if found[.voltage] != nil, found[.time] != nil {
            content = .openCircuit
            uses = Self.pick([.voltage, .time], optional: [], found)
        } else {
            throw Failure(.noColumns(at: place))
        }
    }

    /// Leaves the time out, where it is written as dates.
    mutating func dropTime() { uses.removeAll { $0.label.quantity == .time } }

    private static func quantities(
        _ names: [String], _ unitSource: String, _ place: SourcePosition, _ findings: inout [Finding]
    ) -> [Quantity: ColumnUse] {
        var found: [Quantity: ColumnUse] = [:]
        for (i, name) in names.enumerated() where !name.isEmpty {
            // `<Ewe/V>` is an odd spelling of `<Ewe>/V` that some versions write.
            var label = ColumnLabel(name == "<Ewe/V>" ? "<Ewe>/V" : name)
            label.name = name
            label.unitSource = unitSource
            guard let quantity = label.quantity, !label.isSetpoint, quantity != .loop else { continue }
            guard let held = found[quantity] else {
                found[quantity] = ColumnUse(index: i, label: label)
                continue
            }
            if held.label.name == name { findings.append(.repeated(name, held.index, i, at: place)) }
        }
        return found
    }

    private static func pick(
        _ required: [Quantity], optional: [Quantity], _ found: [Quantity: ColumnUse]
    ) -> [ColumnUse] {
        required.compactMap { found[$0] }
            + optional.compactMap { quantity in
                found[quantity].map { use in
                    var use = use
                    use.isRequired = false
                    return use
                }
            }
    }

    private static func marks(_ names: [String]) -> [ColumnUse] {
        markers.compactMap { name in
            names.firstIndex(of: name).map { i in
                var label = ColumnLabel(name)
                label.quantity = nil
                return ColumnUse(index: i, label: label, isRequired: false)
            }
        }
    }
}

/// What can be wrong with the columns of an EC-Lab run.
enum ECLabColumnFindings {
    static let noColumns = FindingKind(
        "mpt.no-columns", .error, "The table lacks the columns of a spectrum, a sweep or a time trace.")
    static let repeated = FindingKind(
        "mpt.repeated-column", .note, "A column's name stands twice; EC-Lab writes such files, the first one is used.")
    static let controlVoltage = FindingKind(
        "eclab.control-voltage", .note, "No measured voltage was exported; the one asked of the source stands for it.")
    static let all = [noColumns, repeated, controlVoltage]
}

extension Finding {
    fileprivate static func noColumns(at place: SourcePosition) -> Finding {
        Finding(
            ECLabColumnFindings.noColumns,
            "the columns are neither a spectrum (freq/Hz, Re(Z)/Ohm, -Im(Z)/Ohm) nor a current with voltage or time",
            at: place, fix: "export these columns too from EC-Lab")
    }

    fileprivate static func repeated(_ name: String, _ first: Int, _ second: Int, at place: SourcePosition) -> Finding {
        Finding(
            ECLabColumnFindings.repeated,
            "\"\(name)\" stands in columns \(first + 1) and \(second + 1); the first is used", at: place)
    }

    fileprivate static func controlVoltage(at place: SourcePosition) -> Finding {
        Finding(
            ECLabColumnFindings.controlVoltage, "\"control/V\" stands for the voltage, as \"Ewe/V\" is missing",
            at: place, fix: "export \"Ewe/V\" too from EC-Lab")
    }
}
