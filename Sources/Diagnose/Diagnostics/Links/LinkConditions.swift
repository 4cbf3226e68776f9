internal import Glibc
internal import Measurements

/// Which recordings may be compared at all: those of one temperature and one illumination (THEORY G.2).
///
/// A device measured at several of either is taken as several devices, one after the other; its links say which. What
/// a recording does not state is taken as that of the others: the temperature nearest to 25 °C, the least light.
enum LinkConditions {
    /// Temperatures this close count as the same, K.
    private static let sameTemperature_K = 2.0
    private static let room_K = 298.15
    /// Illuminations that differ by less than this part count as the same.
    private static let sameLight = 0.05

    /// The evidence of each set of conditions with its words; one without words where all are alike.
    static func groups(_ evidence: Evidence) -> [(words: String?, evidence: Evidence)] {
        let recordings = evidence.device.recordings
        let temperatures = distinct(recordings.compactMap(\.conditions.temperature_K)) { _ in sameTemperature_K }
        let lights = distinct(recordings.compactMap(\.conditions.illumination_W_per_m2)) { max(1e-3, sameLight * $0) }
        guard temperatures.count > 1 || lights.count > 1 else { return [(nil, evidence)] }
        let usual_K = temperatures.min { abs($0 - room_K) < abs($1 - room_K) }
        var groups: [(temperature: Double?, light: Double?, ids: Set<String>)] = []
        for recording in recordings {
            let T = nearest(recording.conditions.temperature_K ?? usual_K, temperatures)
            let light = nearest(recording.conditions.illumination_W_per_m2 ?? lights.first, lights)
            if let index = groups.firstIndex(where: { $0.temperature == T && $0.light == light }) {
                groups[index].ids.insert(recording.id)
            } else {
                groups.append((T, light, [recording.id]))
            }
        }
        return groups.map { group in
            var words: [String] = []
            if temperatures.count > 1, let T = group.temperature {
                words.append("\(DecimalText.fixed(T - 273.15, decimals: 0)) °C")
            }
            if lights.count > 1, let light = group.light {
                words.append(light == 0 ? "dark" : "\(DecimalText.significant(light, digits: 3)) W/m²")
            }
            return (words.joined(separator: ", "), evidence.restricted(to: group.ids))
        }
    }

    /// The values in order, without those that lie within the tolerance of one before.
    private static func distinct(_ values: [Double], within tolerance: (Double) -> Double) -> [Double] {
        var kept: [Double] = []
        for value in values.sorted() where kept.last.map({ value - $0 > tolerance(value) }) ?? true {
            kept.append(value)
        }
        return kept
    }

    private static func nearest(_ value: Double?, _ list: [Double]) -> Double? {
        guard let value else { return nil }
        return list.min { abs($0 - value) < abs($1 - value) }
    }
}
