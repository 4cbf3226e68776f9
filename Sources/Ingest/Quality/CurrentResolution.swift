internal import Findings
internal import Measurements

/// Readings that are a few steps of the converter, or of the digits of the export.
///
/// The step is the smallest difference between two readings, where practically all readings are whole multiples of it
/// apart. A resistor without noise has such readings too; what tells a converter is that the current stays where the
/// voltage moves, or moves by steps where the voltage stays.
struct CurrentResolution: QualityCheck {
    let kinds = [Self.coarse]

    /// Ratios of readings within so many steps are uncertain by 5 % and more.
    static let steps = 20.0
    /// More samples than these tell nothing new of a step.
    private static let mostAsked = 4096

    func findings(_ recording: Recording) -> [Finding] {
        guard let samples = recording.samples, samples.current_A.count >= 20 else { return [] }
        let (v, current) = (samples.voltage_V, samples.current_A)
        let reach = v.reduce(0) { max($0, abs($1)) }
        // Near 0 V every instrument reads a few steps.
        let stride = max(1, current.count / Self.mostAsked)
        let asked = Swift.stride(from: 0, to: current.count, by: stride).filter { i in
            v.isEmpty || abs(v[i]) >= 0.1 * reach
        }
        guard asked.count >= 20, let step = Self.step(asked.map { current[$0] }) else { return [] }
        let few = asked.filter { abs(current[$0]) < Self.steps * step }
        guard few.count * 2 > asked.count, let first = few.first,
            Self.isConverter(v, current, asked, step, isSweep: recording.data.isSweep)
        else { return [] }
        let part = DecimalText.fixed(100 * Double(few.count) / Double(asked.count), decimals: 0)
        return [
            Finding(
                Self.coarse,
                "\(part) % of the currents away from 0 V are less than \(Int(Self.steps)) steps of their resolution, which "
                    + "is \(QuantityText.text(step, unit: .ampere)); ratios of them are uncertain by 5 % and more",
                at: recording.provenance.position(of: first),
                fix: "measure on a smaller range or average longer; export all digits")
        ]
    }

    /// The step of a lattice on which practically all of the values lie; `nil` where there is none that matters.
    static func step(_ values: [Double]) -> Double? {
        var sorted = values.sorted()
        guard let low = sorted.first, let high = sorted.last, high > low else { return nil }
        var magnitudes = values.map { abs($0) }
        let middle = OrderStatistic.value(at: magnitudes.count / 2, of: &magnitudes)
        // Conversion of units moves the last bits; a step below this would not matter.
        let floor = 1e-6 * max(middle, 1e-6 * max(abs(low), abs(high)))
        var step = Double.infinity
        var distinct = 1
        for i in sorted.indices.dropFirst() {
            let gap = sorted[i] - sorted[i - 1]
            guard gap > floor else { continue }
            distinct += 1
            step = min(step, gap)
        }
        guard distinct >= 5, step.isFinite, middle < steps * step else { return nil }
        sorted.removeAll { abs($0 - low) > 1e4 * step }
        let off = sorted.count { value in
            let turns = (value - low) / step
            return abs(turns - turns.rounded()) > 0.05
        }
        return off * 100 <= sorted.count ? step : nil
    }

    /// Whether the current stays while the voltage moves, or jumps by steps while it stays.
    private static func isConverter(
        _ v: [Double], _ current: [Double], _ asked: [Int], _ step: Double, isSweep: Bool
    ) -> Bool {
        let reach = v.reduce(0) { max($0, abs($1)) }
        var pairs = 0
        var telling = 0
        for i in asked where i > 0 {
            let stays = abs(current[i] - current[i - 1]) < 0.1 * step
            let isHeld = v.isEmpty || abs(v[i] - v[i - 1]) <= 1e-3 * reach
            if isSweep {
                guard !isHeld else { continue }
                pairs += 1
                if stays { telling += 1 }
            } else {
                guard isHeld else { continue }
                pairs += 1
                if !stays { telling += 1 }
            }
        }
        return pairs >= 10 && telling * 10 >= pairs
    }

    static let coarse = FindingKind(
        "current.resolution", .warning,
        "More than half of the currents away from 0 V are less than 20 steps of the resolution of the instrument or of the "
            + "export: ratios of them are uncertain by 5 % and more. The step is the smallest difference of two readings, "
            + "of which practically all others are whole multiples.")
}

extension RecordingData {
    /// Whether it is current against a swept voltage.
    fileprivate var isSweep: Bool { if case .sweep = self { true } else { false } }
}
