import Glibc
import Kernels
import Measurements

/// Retention at several temperatures: the activation energy, and the half time at 25 °C (THEORY C.6).
enum Arrhenius {
    /// Boltzmann's constant, eV/K (exact in the SI of 2019, to twelve digits).
    static let boltzmann_eV_per_K = 8.61733326215e-5
    private static let room_K = 298.15

    /// From the half times of recordings at three temperatures at least, of one state; empty without them.
    static func result(of metrics: [Metric], recordings: [Recording]) -> DiagnosticResult {
        var result = DiagnosticResult()
        for state in Set(recordings.map { $0.conditions.state ?? "" }).sorted() {
            let points = recordings.filter { ($0.conditions.state ?? "") == state }.compactMap { recording in
                point(recording, metrics)
            }
            let temperatures = Set(points.map { $0.temperature_K.rounded() })
            guard temperatures.count >= 3 else { continue }
            result.append(line(points, state: state))
        }
        return result
    }

    private typealias Point = (temperature_K: Double, x: Double, logTime: Double, sd: Double, id: String)

    private static func point(_ recording: Recording, _ metrics: [Metric]) -> Point? {
        let half = metrics.first { $0.id == "retention.half_time" && $0.from == [recording.id] && $0.bound == nil }
        guard let half, half.value > 0, let T = recording.conditions.temperature_K, T > 0 else { return nil }
        // A hundredth is as well as temperatures are known: 0.1 K at 0.5 eV.
        let sd = max((half.se ?? half.value) / half.value, 0.01)
        return (T, 1 / (boltzmann_eV_per_K * T), log(half.value), sd, recording.id)
    }

    /// The line of ln t_1/2 over 1/(k_B T): its slope, its value at 25 °C, points and line as curves.
    private static func line(_ points: [Point], state: String) -> DiagnosticResult {
        let weights = points.map { 1 / ($0.sd * $0.sd) }
        let total = weights.reduce(0, +)
        func mean(_ f: (Point) -> Double) -> Double { zip(points, weights).reduce(0) { $0 + f($1.0) * $1.1 } / total }
        let (x, y) = (mean { $0.x }, mean { $0.logTime })
        let square = zip(points, weights).reduce(0) { $0 + $1.1 * ($1.0.x - x) * ($1.0.x - x) }
        guard square > 0 else { return DiagnosticResult() }
        let slope = zip(points, weights).reduce(0) { $0 + $1.1 * ($1.0.x - x) * ($1.0.logTime - y) } / square
        let freedom = Double(points.count - 2)
        let misfit = zip(points, weights).reduce(0) { sum, pair in
            let rest = pair.0.logTime - y - slope * (pair.0.x - x)
            return sum + pair.1 * rest * rest
        }
        // Errors are as stated, or as large as the scatter about the line shows them to be.
        let scale = max(1, misfit / freedom)
        let t = scale > 1 ? StudentDistribution.quantile(0.975, degreesOfFreedom: freedom) : 1.959964
        let se = (scale / square).squareRoot()
        let from = points.map(\.id).sorted()
        let temperatures = points.map(\.temperature_K)
        let range =
            "\(points.count) half times from \(DecimalText.significant(temperatures.min() ?? 0, digits: 4)) to "
            + "\(DecimalText.significant(temperatures.max() ?? 0, digits: 4)) K"
        let at = Place(state: state.isEmpty ? nil : state)
        let room = 1 / (boltzmann_eV_per_K * room_K)
        func time(_ place: Double) -> (log: Double, sd: Double) {
            (y + slope * (place - x), (scale * (1 / total + (place - x) * (place - x) / square)).squareRoot())
        }
        let (logTime, sd) = time(room)
        let isInside = (temperatures.min() ?? 0) <= room_K && room_K <= (temperatures.max() ?? 0)
        var result = DiagnosticResult()
        result.metrics = [
            Metric(
                "retention.activation_energy", slope, se: se, low: slope - t * se, high: slope + t * se, level: 0.95,
                unit: .electronvolt, n: points.count, at: at, from: from, rule: "ln t_1/2 against 1/(k_B T), " + range)
        ]
        result.curves = curves(points, at: at, from: from) {
            let (log, sd) = time(1 / (boltzmann_eV_per_K * $0))
            return (log, t * sd)
        }
        if abs(logTime) < 600, sd < 20 {
            result.metrics.append(
                Metric(
                    "retention.half_time_25C", exp(logTime), se: exp(logTime) * sd, low: exp(logTime - t * sd),
                    high: exp(logTime + t * sd), level: 0.95, unit: .second, n: points.count, at: at, from: from,
                    rule: "Arrhenius' line at 298.15 K, " + (isInside ? "between" : "extrapolated beyond") + " " + range
                ))
        }
        return result
    }

    /// The half times with their intervals, and the line with its band from 25 °C or the coldest to the hottest.
    private static func curves(
        _ points: [Point], at: Place, from: [String], line: (Double) -> (log: Double, width: Double)
    ) -> [Curve] {
        let sorted = points.sorted { ($0.temperature_K, $0.id) < ($1.temperature_K, $1.id) }
        func curve(_ id: String, _ T: [Double], _ values: [(log: Double, width: Double)]) -> Curve {
            Curve(
                id, at: at, from: from,
                columns: [
                    CurveColumn("T", .kelvin, T), CurveColumn("t", .second, values.map { exp($0.log) }),
                    CurveColumn("low", .second, values.map { exp($0.log - $0.width) }),
                    CurveColumn("high", .second, values.map { exp($0.log + $0.width) }),
                ])
        }
        let temperatures = sorted.map(\.temperature_K)
        let data = curve("retention.arrhenius", temperatures, sorted.map { ($0.logTime, 1.959964 * $0.sd) })
        let low = min(temperatures.first ?? room_K, room_K)
        let high = max(temperatures.last ?? room_K, room_K)
        let T = (0..<40).map { 1 / (1 / low + (1 / high - 1 / low) * Double($0) / 39) }
        let values = T.map(line)
        guard values.allSatisfy({ abs($0.log) + $0.width < 600 }) else { return [data] }
        return [data, curve("retention.arrhenius-fit", T, values)]
    }
}
