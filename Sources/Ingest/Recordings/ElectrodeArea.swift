/// Electrode areas as potentiostats state them.
enum ElectrodeArea {
    /// Areas that instruments write when nobody typed one (0, 0.001 and 1 cm2) count as not stated.
    static func stated(cm2: Double) -> Double? {
        [0, 0.001, 1].contains(cm2) || cm2 < 0 ? nil : cm2 * 1e-4
    }
}
