extension DateText {
    /// A date of a program that writes the month first wherever it runs, `11/03/2025 14:02:11`, as ISO 8601.
    ///
    /// The text itself where it is none.
    static func iso(monthFirst text: String) -> String {
        let trimmed = text.trimmingBlanks()
        let parts = trimmed.split(separator: " ", maxSplits: 1)
        let numbers = (parts.first ?? "").split(separator: "/").map { Int($0) }
        guard numbers.count == 3, let month = numbers[0], let day = numbers[1], let year = numbers[2],
            (1...12).contains(month), (1...31).contains(day), (1900...9999).contains(year)
        else { return trimmed }
        let iso = "\(year)-\(two(month))-\(two(day))"
        guard parts.count > 1 else { return iso }
        let time = String(parts[1]).trimmingBlanks()
        return time.contains(":") && !time.contains(" ") ? iso + "T" + time : trimmed
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
