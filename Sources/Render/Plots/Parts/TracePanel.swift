import Diagnostics
import Drawing
import Measurements

/// Measured and calculated current of one recording: against the voltage for sweeps, against time for what is held.
enum TracePanel {
    static func panel(_ curve: Curve) -> Panel {
        isSwept(curve) ? swept(curve) : held(curve)
    }

    /// What it is, as the recording is named.
    static func title(_ curve: Curve) -> String { curve.at.of ?? "" }

    private static func isSwept(_ curve: Curve) -> Bool {
        (curve.at.of ?? "").hasPrefix("sweep") || curve.id == "prediction.loop"
    }

    private static func swept(_ curve: Curve) -> Panel {
        Panel(
            x: Axis("Voltage", .volt), y: Axis("Current", .ampere),
            marks: marks(curve, x: curve["V"], y: curve["I"], fit: curve["fit"]),
            height: .ratio(0.66))
    }

    /// A train is read on a linear time axis; a step and a retention on a logarithmic one, from the step.
    private static func held(_ curve: Curve) -> Panel {
        let isTrain = ["pulses", "staircase"].contains(curve.at.of ?? "")
        let times = curve["t"]
        let start = isTrain ? 0 : jump(curve)
        let kept = times.indices.filter { isTrain || times[$0] - start > 0 }
        func pick(_ name: String) -> [Double] { kept.map { curve[name][$0] } }
        return Panel(
            x: Axis(isTrain ? "Time" : "Time since the step", .second, scale: isTrain ? .linear : .log),
            y: Axis("Current", .ampere),
            marks: marks(curve, x: kept.map { times[$0] - start }, y: pick("I"), fit: pick("fit")), height: .ratio(0.66)
        )
    }

    /// When the voltage first leaves its level, s; zero where it never does.
    private static func jump(_ curve: Curve) -> Double {
        let (V, t) = (curve["V"], curve["t"])
        guard let first = V.indices.dropFirst().first(where: { V[$0] != V[$0 - 1] }) else { return 0 }
        return t[first - 1]
    }

    private static func marks(_ curve: Curve, x: [Double], y: [Double], fit: [Double]) -> [Mark] {
        [
            .points(PointMark(x: x, y: y, filled: true, size: 1.8, color: .gray(0.45), label: "measured")),
            .line(
                LineMark(
                    x: x, y: fit, color: Palette.vermillion, width: 0.9, role: "fit",
                    label: curve.id == "model.prediction" ? "fitted" : "predicted")),
        ]
    }
}
