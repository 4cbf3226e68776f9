import Diagnostics
import Glibc
import Measurements

/// How often fits of steps are right: the order, times and amplitudes within three errors, intervals of 95 %.
struct StepTally {
    private var traces = 0
    private var right = 0
    private var undecided = 0
    private var wrong = 0
    private var within = 0
    private var held = [0, 0]
    private var given = [0, 0]

    mutating func add(_ step: MadeStep) {
        traces += 1
        let recording = Recording(
            id: "transient-1", kind: .transient, data: .trace(step.trace), provenance: Provenance(file: "made"))
        var options = DiagnoseOptions()
        options.depth = .screen
        guard
            let result = try? StepTransients().run(
                on: DiagnosticInput(device: Device(id: "D", recordings: [recording]), options: options)),
            let order = result.metrics.first(where: { $0.id == "transient.order" })
        else {
            wrong += 1
            return
        }
        guard Int(order.value) == step.order else {
            if order.rule.contains("undecided"), order.rule.contains("\(step.order)") {
                undecided += 1
            } else {
                wrong += 1
            }
            return
        }
        if order.rule.contains("undecided") { undecided += 1 } else { right += 1 }
        let times = result.metrics.filter { $0.id == "transient.tau" }
        let amplitudes = result.metrics.filter { $0.id == "transient.amplitude" }
        guard times.count == step.order, amplitudes.count == step.order else { return }
        var isWithin = true
        for j in 0..<step.order {
            for (kind, pair) in [(times[j], step.times_s[j]), (amplitudes[j], step.amplitudes_A[j])].enumerated() {
                let (metric, truth) = pair
                guard let se = metric.se, let low = metric.low, let high = metric.high else { continue }
                given[kind] += 1
                if low <= truth, truth <= high { held[kind] += 1 }
                if abs(metric.value - truth) > 3 * se { isWithin = false }
            }
        }
        if isWithin { within += 1 }
    }

    /// The row of the table.
    func row(_ name: String) -> String {
        func share(_ n: Int, _ all: Int) -> String { PinchTransients.percent(n, all) }
        return
            "| \(name) | \(traces) | \(share(right, traces)) | \(share(undecided, traces)) | \(share(wrong, traces)) | "
            + "\(share(within, right + undecided)) | \(share(held[0], given[0])) | \(share(held[1], given[1])) |"
    }
}
