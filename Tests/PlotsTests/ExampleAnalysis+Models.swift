import Diagnostics
import Glibc
import Measurements
import TestSupport

/// What the figures of predictions and joint fits read, by hand.
extension ExampleAnalysis {
    /// Loops, a step, a train and a retention with what a model makes of them, and a spectrum from a step.
    static func addModels(_ analysis: inout DeviceAnalysis, biases: Int, _ random: inout SeededRandom) {
        let angle = (0..<200).map { Double($0) / 200 * 2 * Double.pi }
        for rate in [0.1, 1, 10.0] {
            let name = "sweep \(rate)"
            let V = angle.map { sin($0) }
            let I = angle.map { 1e-4 * sin($0) * (1 + 0.3 * cos($0)) }
            for id in ["prediction.loop", "model.prediction"] {
                analysis.curves.append(
                    trace(id, name, angle, V, I, Place(rate_V_per_s: rate, definition: "calm", of: name), &random))
            }
        }
        let t = (0..<120).map { 1e-3 * pow(10, Double($0) / 30) }
        let step = t.map { 1e-4 * (1 - exp(-$0 / 0.2)) }
        for (id, name) in [
            ("prediction.step", "step to 0.5 V"), ("model.prediction", "step to 0.5 V"),
            ("model.prediction", "retention"), ("prediction.pulses", "pulses"), ("model.prediction", "pulses"),
        ] {
            let levels = t.indices.map { $0 == 0 ? 0 : 0.5 }
            analysis.curves.append(trace(id, name, t, levels, step, Place(definition: "calm", of: name), &random))
        }
        for index in 0..<biases {
            let bias = 0.1 + 0.1 * Double(index)
            let z = (0..<30).map { Elements().impedance(0.1 * pow(10, Double($0) / 6)) }
            analysis.curves.append(
                Curve(
                    "prediction.spectrum", at: Place(bias_V: bias), from: ["x"],
                    columns: [
                        .init("f", .hertz, z.indices.map { 0.1 * pow(10, Double($0) / 6) }),
                        .init("ReZ", .ohm, z.map(\.re)), .init("ImZ", .ohm, z.map(\.im)),
                        .init("fitReZ", .ohm, z.map { 1.02 * $0.re }), .init("fitImZ", .ohm, z.map { 0.97 * $0.im }),
                    ]))
        }
    }

    private static func trace(
        _ id: String, _ name: String, _ t: [Double], _ V: [Double], _ I: [Double], _ at: Place,
        _ random: inout SeededRandom
    ) -> Curve {
        let sd = I.map { hypot(0.01 * $0, 1e-8) }
        let measured = zip(I, sd).map { $0 + $1 * normal(&random) }
        return Curve(
            id, at: at, from: [name],
            columns: [
                .init("t", .second, t), .init("V", .volt, V), .init("I", .ampere, measured), .init("fit", .ampere, I),
                .init("sd", .ampere, sd),
            ])
    }
}
