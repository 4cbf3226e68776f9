internal import Glibc
internal import Measurements

/// The memory's time at 0 V from its times at other voltages, of spectra and steps together (THEORY B.1, C.3).
///
/// The law that describes them (`RateLaws`) through all of them, with the error of its fit alone: whether that law holds
/// down to 0 V is what a link asks, and no part of the error. Voltages are those inside, without what the series
/// resistance takes.
enum ExtrapolatedTime {
    /// Relative error of a large step's time that no fit knows of: the voltage inside moves with the current.
    private static let unseen = 0.05
    /// A factor e² to either side is no longer a number.
    private static let mostOpen = 2.0

    /// `τ(0 V)` with the error of its logarithm; `nil` where the times do not lie on both sides of the longest one.
    static func atRest(_ evidence: Evidence, state: String?) -> (logTau: Double, sd: Double, side: LinkSide)? {
        let times = MemoryTimes(evidence, state: state)
        let spectra = evidence.metrics("impedance.tau_k").filter { $0.at.state == state }
        let series = evidence.metrics("impedance.R_s").map(\.value).sorted()
        let series_ohm = max(0, series.isEmpty ? 0 : series[series.count / 2])
        let finals = evidence.metrics("transient.I_final")
        let points = times.points.map { point -> RateBell.Point in
            guard let metric = spectra.first(where: { $0.from == point.from }) else {
                let final = finals.first { $0.from == point.from && abs(($0.at.V ?? .infinity) - point.V) < 1e-3 }
                let sd = (point.sd * point.sd + unseen * unseen).squareRoot()
                return RateBell.Point(V: point.V - series_ohm * (final?.value ?? 0), logTau: point.logTau, sd: sd)
            }
            return RateBell.Point(
                V: point.V * inside(metric, evidence), logTau: point.logTau, sd: max(point.sd, 0.005))
        }
        guard let top = points.max(by: { $0.logTau < $1.logTau }), points.contains(where: { $0.V < top.V - 1e-3 }),
            points.contains(where: { $0.V > top.V + 1e-3 }), let laws = RateLaws(points)
        else { return nil }
        let (value, sd) = laws.bell.logTau(at: 0)
        guard sd < mostOpen, abs(value) < 60 else { return nil }
        let tau = exp(value)
        let from = Array(Set(times.points.flatMap(\.from))).sorted()
        let name = "τ(V) by \(laws.preferred.rawValue)"
        return (value, sd, LinkSide(name: name, value: tau, se: tau * sd, unit: .second, from: from))
    }

    /// The part of the bias that lies across the device where conduction is quasi-linear; else all of it.
    private static func inside(_ metric: Metric, _ evidence: Evidence) -> Double {
        func number(_ id: String) -> Double? { evidence.metrics(id).first { $0.from == metric.from }?.value }
        guard let series = number("impedance.R_s"), let fast = number("impedance.R_b"), series >= 0, fast > 0 else {
            return 1
        }
        return fast / (series + fast)
    }
}
