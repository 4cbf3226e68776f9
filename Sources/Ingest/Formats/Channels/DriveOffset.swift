internal import Findings
internal import Measurements

/// What the channels read before anything was applied.
enum DriveOffset {
    /// Fewest samples that tell an offset.
    private static let fewest = 8

    /// The finding on the offsets, where the record starts with the drive at rest; `nil` where it does not.
    static func finding(
        voltage_V: [Double], current_A: [Double], lines: [Int], _ source: FileSource
    ) -> Finding? {
        guard let low = voltage_V.min(), let high = voltage_V.max(), high > low, voltage_V.count == current_A.count
        else { return nil }
        let slack = 0.02 * (high - low)
        let first = voltage_V[0]
        // Rest is zero: a record that starts at a bias tells no offset.
        guard abs(first) <= 0.05 * max(abs(low), abs(high)) else { return nil }
        let count = voltage_V.firstIndex { abs($0 - first) > slack } ?? voltage_V.count
        guard count >= fewest, count < voltage_V.count else { return nil }
        let volts = mean(voltage_V.prefix(count))
        let amperes = mean(current_A.prefix(count))
        return Finding(
            ChannelFindings.offset,
            "the first \(count) samples, before the drive, read \(QuantityText.text(volts, unit: .volt)) and "
                + "\(QuantityText.text(amperes, unit: .ampere)) on average; nothing is subtracted",
            at: source.at(lines.first), fix: "null the channels, or subtract these offsets before exporting")
    }

    private static func mean(_ values: ArraySlice<Double>) -> Double {
        values.reduce(0, +) / Double(max(1, values.count))
    }
}
