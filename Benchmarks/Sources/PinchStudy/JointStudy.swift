import Diagnostics
import Glibc
import Measurements
import Models
import Simulate

/// How often the joint fit finds the model and the parameters of devices drawn at random.
struct JointStudy: Sendable {
    /// What came out for the devices of one model.
    struct ModelTally: Sendable {
        var devices = 0
        /// Verdicts by their text: a model's id, `undecided`, `none`, or nothing where no fit was told.
        var verdicts: [String: Int] = [:]
        /// Devices whose volatility class is the true one.
        var classed = 0
        /// By parameter, in no order.
        var parameters: [String: ParameterTally] = [:]
    }

    /// How one parameter came out.
    struct ParameterTally: Sendable {
        /// (value - truth)/se of each device that has a value.
        var z: [Double] = []
        /// se/truth of the same devices.
        var relative: [Double] = []
    }

    let devices: UInt64
    /// By the id of the true model.
    var tallies: [String: ModelTally] = [:]

    static func run(devices: UInt64) async throws -> JointStudy {
        let parts = try await Lanes.each(devices) { seed in
            let trial = try TrialDevice(seed: seed)
            var options = DiagnoseOptions()
            options.depth = .full
            return (trial.model, diagnose(try trial.device(), options: options))
        }
        var study = JointStudy(devices: devices)
        for (model, analysis) in parts { study.tallies[model.id, default: ModelTally()].add(analysis, truth: model) }
        return study
    }
}

extension JointStudy.ModelTally {
    /// Counts one device.
    mutating func add<Model: DeviceModel>(_ analysis: DeviceAnalysis, truth model: Model) {
        devices += 1
        let chosen = analysis.labels.first { $0.id == "model.chosen" }?.value ?? "not told"
        verdicts[chosen, default: 0] += 1
        // Every trial device forgets within seconds.
        if analysis.labels.contains(where: { $0.id == "volatility.class" && $0.value == "volatile" }) { classed += 1 }
        guard chosen == model.id else { return }
        for slot in Model.slots {
            let (name, truth) = (slot.parameter.name, model[keyPath: slot.place])
            guard let metric = analysis.metrics.first(where: { $0.id == "model." + name }),
                metric.at.definition == model.id, let se = metric.se, se > 0
            else { continue }
            parameters[name, default: .init()].z.append((metric.value - truth) / se)
            parameters[name, default: .init()].relative.append(se / abs(truth))
        }
    }
}

extension JointStudy {
    /// The study as a section of docs/study.md.
    var text: String {
        let names = tallies.keys.sorted()
        let choices = names.map { name in
            let tally = tallies[name] ?? ModelTally()
            let right = Double(tally.verdicts[name] ?? 0) / Double(max(1, tally.devices))
            let others = tally.verdicts.filter { $0.key != name }.sorted { $0.key < $1.key }
                .map { "\($0.key) \($0.value)" }.joined(separator: ", ")
            let classed = Double(tally.classed) / Double(max(1, tally.devices))
            return "| \(name) | \(tally.devices) | \(StudyText.percent(right, least: 0.95)) | \(others) | "
                + "\(StudyText.percent(classed, least: 0.98)) |"
        }
        let rows = names.flatMap { name in
            (tallies[name]?.parameters ?? [:]).sorted { $0.key < $1.key }.map { row(name, $0.key, $0.value) }
        }
        return """
            ## One model of all recordings

            \(devices) of these devices at depth `full`: the model that the joint fit chose, and its parameters against the truth, each
            within 3 standard errors in at least 95 %. "z": mean and standard deviation of (value − truth)/se.

            | model | devices | chosen | else | volatile |
            |---|---|---|---|---|
            \(choices.joined(separator: "\n"))

            | model | parameter | given | within 3 se | largest z | z | median relative se |
            |---|---|---|---|---|---|---|
            \(rows.joined(separator: "\n"))

            """
    }

    private func row(_ model: String, _ name: String, _ tally: ParameterTally) -> String {
        let z = tally.z
        let count = Double(z.count)
        let within = Double(z.filter { abs($0) <= 3 }.count) / count
        let mean = z.reduce(0, +) / count
        let spread = (z.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / max(1, count - 1)).squareRoot()
        let median = tally.relative.sorted()[tally.relative.count / 2]
        return "| \(model) | \(name) | \(z.count) | \(StudyText.percent(within, least: 0.95)) | "
            + "\(StudyText.fixed(z.map(abs).max() ?? 0, 1)) | \(StudyText.fixed(mean, 2)) ± \(StudyText.fixed(spread, 2)) | "
            + "\(StudyText.percent(median, places: 2)) |"
    }
}
