internal import Findings

/// Which recorded channel is the voltage and which the current, for instruments that record voltages only.
///
/// The user says so as for columns, with channels by name or number: `V=1;I=2/50` (a sense resistor of 50 ohm), or
/// `V=1-2` where the drop over the sense resistor is part of the drive.
struct ChannelRoles {
    /// A recorded channel.
    struct Channel: Hashable {
        /// Its name in the file.
        var name: String
        /// Its unit; empty where the file has none.
        var unit: String
        /// Its cell in a row, from 0.
        var cell: Int
    }

    /// The columns to read: voltage, the one to subtract from it if any, current.
    private(set) var uses: [ColumnUse] = []
    /// Whether the second column is subtracted from the first.
    private(set) var isDifference = false
    /// The sense resistor, ohm; `nil` where the current needs none.
    private(set) var shunt_ohm: Double?
    /// Whether the drop over the sense resistor may still be part of the voltage.
    var holdsShunt: Bool { shunt_ohm != nil && !isDifference }

    /// Roles by the user's word.
    /// - Throws: `channels.roles`, `columns.syntax`, `columns.missing`.
    init(_ channels: [Channel], _ source: FileSource, line: Int?) throws(Failure) {
        let request = try ColumnRequest(source.options)
        var voltage: ColumnRequest.Entry?
        var current: ColumnRequest.Entry?
        for entry in request.entries {
            if entry.quantity == .voltage { voltage = entry }
            if entry.quantity == .current { current = entry }
        }
        guard let voltage, let current else { throw Failure(.roles(source, line, channels, "")) }
        let parts = voltage.column.split(separator: "-").map { String($0).trimmingBlanks() }
        if Self.find(voltage.column, channels) == nil, parts.count == 2 {
            isDifference = true
            uses = try [
                Self.use(parts[0], .voltage, voltage.scale, channels, source, line),
                Self.use(parts[1], .voltage, voltage.scale, channels, source, line),
            ]
        } else {
            uses = [try Self.use(voltage.column, .voltage, voltage.scale, channels, source, line)]
        }
        let use = try Self.use(current.column, .current, current.scale, channels, source, line)
        if let unit = use.label.unit, unit.dimension != .current, !current.isScaled {
            throw Failure(
                .roles(
                    source, line, channels,
                    "channel \"\(use.label.name)\" is in \(use.label.unitFound), so its "
                        + "sense resistor is needed; "))
        }
        if current.isScaled, use.label.unit?.dimension != .current { shunt_ohm = 1 / current.scale }
        uses.append(use)
    }

    /// Roles by units and names, where they leave no choice; `nil` where they do.
    init?(natural channels: [Channel]) {
        let labels = channels.map { channel in Self.label(channel) }
        func only(_ quantity: Quantity) -> Int? {
            let found = labels.indices.filter { i in
                if let dimension = labels[i].unit?.dimension { return dimension == quantity.dimension }
                return labels[i].quantity == quantity
            }
            return found.count == 1 ? found.first : nil
        }
        guard let voltage = only(.voltage), let current = only(.current) else { return nil }
        for (i, quantity) in [(voltage, Quantity.voltage), (current, .current)] {
            var label = labels[i]
            label.quantity = quantity
            uses.append(ColumnUse(index: channels[i].cell, label: label))
        }
    }

    /// A channel by its name, or by its number with or without `CH` before it.
    private static func find(_ text: String, _ channels: [Channel]) -> Channel? {
        if let named = channels.first(where: { $0.name == text }) { return named }
        let digits = text.lowercased().hasPrefix("ch") ? String(text.dropFirst(2)).trimmingBlanks() : text
        if let named = channels.first(where: { $0.name == digits }) { return named }
        guard let number = Int(digits), number >= 1, number <= channels.count else { return nil }
        return channels[number - 1]
    }

    private static func use(
        _ text: String, _ quantity: Quantity, _ scale: Double, _ channels: [Channel], _ source: FileSource, _ line: Int?
    ) throws(Failure) -> ColumnUse {
        guard let channel = find(text, channels) else {
            throw Failure(
                Finding(
                    ColumnFindings.missing, "the file has no channel \"\(text)\"", at: source.at(line),
                    fix: Suggestion.fix(for: text, in: channels.map(\.name))))
        }
        var label = label(channel)
        label.quantity = quantity
        return ColumnUse(index: channel.cell, label: label, scale: scale)
    }

    private static func label(_ channel: Channel) -> ColumnLabel {
        var label = ColumnLabel(channel.name)
        if !channel.unit.isEmpty { label.take(unit: channel.unit, from: "header") }
        return label
    }
}

/// What can be wrong with the roles of channels.
enum ChannelFindings {
    static let roles = FindingKind(
        "channels.roles", .error,
        "An instrument recorded channels, and nothing in the file tells which is the device's voltage and which its "
            + "current: the person who wired it has to say so.")
    static let shunt = FindingKind(
        "channels.shunt-in-voltage", .note,
        "The current comes from the voltage over a sense resistor; if the other channel is the whole drive, the device "
            + "has less than that.")
    static let offset = FindingKind(
        "channels.offset", .note,
        "The readings while nothing was applied tell the offset of a channel; it is told, and nothing is subtracted.")
    static let all = [roles, shunt, offset]
}

extension Finding {
    /// Channels whose meaning nobody stated.
    static func roles(
        _ source: FileSource, _ line: Int?, _ channels: [ChannelRoles.Channel], _ why: String
    ) -> Finding {
        let names = channels.map { "\"\($0.name)\"" + ($0.unit.isEmpty ? "" : " in \($0.unit)") }
        let first = channels.first?.name ?? "1"
        let second = channels.count > 1 ? channels[1].name : "2"
        return Finding(
            ChannelFindings.roles,
            why + "the file does not say which channel is the voltage and which the current; it has "
                + names.joined(separator: ", "), at: source.at(line),
            fix: "name them with the sense resistor in ohm: --columns \"V=\(first);I=\(second)/50\", or "
                + "\"V=\(first)-\(second);I=\(second)/50\" where the resistor is part of the drive's circuit")
    }

    /// The drop over the sense resistor may be part of the voltage.
    static func shuntInVoltage(_ source: FileSource, _ ohm: Double, _ uses: [ColumnUse]) -> Finding {
        let (a, b) = (uses.first?.label.name ?? "1", uses.last?.label.name ?? "2")
        return Finding(
            ChannelFindings.shunt,
            "the voltage is that of channel \"\(a)\"; if it drives the device and the \(ohm) ohm in series, the "
                + "device has less", at: source.at(), fix: "write --columns \"V=\(a)-\(b);I=\(b)/\(ohm)\" in that case")
    }
}
