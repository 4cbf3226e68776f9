public import Findings
import Measurements

extension DeviceModel {
    /// The parameters in the order in which they are printed.
    public var parameters: [ModelParameter] { Self.slots.map(\.parameter) }

    /// The values in force, in the order of `parameters`.
    public var values: [Double] { Self.slots.map { self[keyPath: $0.place] } }

    /// The value of a parameter; `nil` where the model has none of that name.
    public func value(of name: String) -> Double? {
        Self.slots.first { $0.parameter.name == name }.map { self[keyPath: $0.place] }
    }

    /// The model with a parameter set.
    ///
    /// - Throws: `model.unknown-parameter` with the nearest name, `model.parameter-out-of-range`.
    public func setting(_ name: String, to value: Double) throws(Failure) -> Self {
        guard let slot = Self.slots.first(where: { $0.parameter.name == name }) else {
            throw Failure(
                Finding(
                    ModelFindings.unknownParameter, "the model \"\(id)\" has no parameter \"\(name)\"",
                    fix: Suggestion.fix(for: name, in: parameters.map(\.name))))
        }
        let range = slot.parameter
        guard value >= range.lowest && value <= range.highest else {
            throw Failure(
                Finding(
                    ModelFindings.outOfRange,
                    "\"\(name)=\(value)\" of the model \"\(id)\" is outside \(range.lowest) to \(range.highest) "
                        + range.unit.symbol,
                    fix: "--set \(name)=\(range.defaultValue) is the default"))
        }
        var copy = self
        copy[keyPath: slot.place] = value
        return copy
    }

    /// The model with several parameters set, in order.
    ///
    /// - Throws: all faults of all settings.
    public func setting(_ settings: [(name: String, value: Double)]) throws(Failure) -> Self {
        var copy = self
        var faults: [Finding] = []
        for setting in settings {
            do throws(Failure) { copy = try copy.setting(setting.name, to: setting.value) } catch {
                faults += error.findings
            }
        }
        if let failure = Failure(faults) { throw failure }
        return copy
    }
}
