internal import Findings
internal import Measurements

/// Spectra of one bias and no named state that are those of different states.
enum UnnamedStates {
    /// Biases closer than this are one, V.
    static let sameBias_V = 1e-3
    /// Times by which |Z| at the low end differs that no drift makes: a written memory does.
    static let factor = 2.0

    /// One finding a bias where two spectra differ.
    ///
    /// - Parameter order: indices of the spectra of one series, all of one state.
    static func findings(_ order: [Int], of spectra: [PreparedSpectrum], _ device: Device) -> [Finding] {
        var told: [Double] = []
        // Heat and light change a resistance without a state.
        let surroundings = Dictionary(
            device.recordings.map { ($0.id, [$0.conditions.temperature_K, $0.conditions.illumination_W_per_m2]) },
            uniquingKeysWith: { first, _ in first })
        return order.indices.compactMap { i -> Finding? in
            let first = spectra[order[i]]
            guard let V = first.at.bias_V, !told.contains(where: { abs($0 - V) < sameBias_V }) else { return nil }
            let same = order[i...].map { spectra[$0] }.filter {
                abs(($0.at.bias_V ?? .infinity) - V) < sameBias_V
                    && surroundings[$0.recordingID] == surroundings[first.recordingID]
            }
            let sizes = same.filter { $0.count > 0 }.map { $0.magnitude_ohm($0.count - 1) }
            guard let least = sizes.min(), let most = sizes.max(), least > 0, most > factor * least else { return nil }
            told.append(V)
            let times = DecimalText.significant(most / least, digits: 2)
            let state = first.at.state.map { " in the state \"\($0)\"" } ?? ""
            return Finding(
                .impedanceUnnamedStates,
                "\(same.count) spectra at \(QuantityText.text(V, unit: .volt, digits: 3))\(state) differ \(times) times in |Z|, "
                    + "expected one state",
                at: first.position,
                fix: "name the state of each recording in the sheet (column state), e.g. LRS and HRS")
        }
    }
}

extension FindingKind {
    static let impedanceUnnamedStates = FindingKind(
        "impedance.unnamed-states", .warning,
        "Spectra of one bias differ by more than a factor two while no state tells them apart: a memory was written between "
            + "them. What is compared with them would be compared across states.")
}
