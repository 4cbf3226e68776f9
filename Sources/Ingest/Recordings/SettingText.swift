/// Numbers in settings, as a person would type them.
enum SettingText {
    /// Without `.0` behind a whole number.
    static func number(_ value: Double) -> String {
        let text = value.description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// A voltage in volts.
    static func volts(_ value: Double) -> String { number(value) + " V" }
}
