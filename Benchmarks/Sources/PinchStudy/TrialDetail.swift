import Diagnostics
import Simulate

/// Everything that was found of one trial device, a line each: for those who look into a miss.
enum TrialDetail {
    static func lines(seed: UInt64, fault: PlantedFault?) throws -> [String] {
        let trial = try TrialDevice(seed: seed)
        var options = DiagnoseOptions()
        options.depth = .screen
        let found = diagnose(try trial.device(with: fault), options: options)
        func number(_ value: Double?) -> String { value.map { "\(Float($0))" } ?? "-" }
        let parameters = zip(trial.model.parameters, trial.model.values).map { "\($0.name)=\(Float($1))" }
        return [trial.id + " " + parameters.joined(separator: " ")]
            + found.metrics.map {
                "\($0.id) \(number($0.value)) ± \(number($0.se)) \($0.at.entries) \($0.from) \($0.rule)"
            }
            + found.labels.map { "\($0.id) \($0.value) \($0.at.entries) \($0.from) \($0.rule)" }
            + found.links.map {
                "\($0.id) \($0.verdict.rawValue) \($0.at.entries.map { "\($0.key)=\($0.text)" }): "
                    + "\(number($0.a?.value)) ± \(number($0.a?.se)), \(number($0.b?.value)) ± \(number($0.b?.se)) "
                    + "d \(number($0.d)) s \(number($0.s)) \($0.reason)" + ($0.flag.map { " FLAG \($0)" } ?? "")
            }
            + found.findings.map { "\($0.code) \($0.message)" }
    }
}
