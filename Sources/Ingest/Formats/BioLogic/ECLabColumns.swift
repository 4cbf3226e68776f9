internal import Findings

/// The columns of an EC-Lab table that this program uses; the first of a name wins.
struct ECLabColumns {
    private var found: [Quantity: ColumnUse] = [:]

    /// Reads the line of names; repeated names are a note.
    init(_ text: String, source: FileSource, line: Int, _ findings: inout [Finding]) {
        let names = text.split(separator: "\t", omittingEmptySubsequences: false).map { String($0).trimmingBlanks() }
        for (i, name) in names.enumerated() where !name.isEmpty {
            // `<Ewe/V>` is an odd spelling of `<Ewe>/V` that some versions write.
            var label = ColumnLabel(name == "<Ewe/V>" ? "<Ewe>/V" : name)
            label.name = name
            guard let quantity = label.quantity, !label.isSetpoint else { continue }
            if let held = found[quantity] {
                guard held.label.name == name else { continue }
                findings.append(
                    Finding(
                        BioLogicFindings.repeated,
                        "\"\(name)\" stands in columns \(held.index + 1) and \(i + 1); the first is used",
                        at: source.at(line)))
                continue
            }
            found[quantity] = ColumnUse(index: i, label: label)
        }
    }

    /// Whether the table holds impedances.
    var isImpedance: Bool {
        found[.frequency] != nil && found[.realZ] != nil && found[.imaginaryZ] != nil
    }

    /// The columns to read.
    /// - Throws: where the table is neither a spectrum nor a sweep nor a trace.
    func uses(_ source: FileSource, _ line: Int) throws(Failure) -> [ColumnUse] {
        if isImpedance {
            return pick([.frequency, .realZ, .imaginaryZ], optional: [.voltage, .time])
        }
        if found[.realZ] != nil, found[.frequency] == nil { throw Failure(.noFrequency(source, line)) }
        guard found[.current] != nil, found[.voltage] != nil || found[.time] != nil else {
            throw Failure(
                Finding(
                    BioLogicFindings.noColumns,
                    "the names on this line hold neither a spectrum (freq/Hz, Re(Z)/Ohm, -Im(Z)/Ohm) nor a current "
                        + "with voltage or time", at: source.at(line), fix: "export these columns too from EC-Lab"))
        }
        return pick([.voltage, .current, .time], optional: [])
    }

    private func pick(_ required: [Quantity], optional: [Quantity]) -> [ColumnUse] {
        required.compactMap { found[$0] }
            + optional.compactMap { quantity in
                found[quantity].map { use in
                    var use = use
                    use.isRequired = false
                    return use
                }
            }
    }
}
