/// Dates as instruments write them, to ISO 8601 where the order of day and month is certain.
enum DateText {
    /// `07/29/2020 10:31:01` as `2020-07-29T10:31:01`; the text itself where day and month could be exchanged.
    static func iso(_ text: String) -> String {
        let trimmed = text.trimmingBlanks()
        let parts = trimmed.split(separator: " ", maxSplits: 1)
        guard let day = parts.first else { return trimmed }
        let numbers = day.split { "/.-".contains($0) }.map { Int($0) }
        guard numbers.count == 3, let a = numbers[0], let b = numbers[1], let c = numbers[2] else { return trimmed }
        let date: (Int, Int, Int)
        if a > 31 {
            date = (a, b, c)
        } else if a > 12, b <= 12 {
            date = (c, b, a)
        } else if b > 12, a <= 12 {
            date = (c, a, b)
        } else if a == b {
            date = (c, a, b)
        } else if day.contains(".") {
            // Points separate only where the day comes first.
            date = (c, b, a)
        } else {
            return trimmed
        }
        guard date.0 >= 1900, (1...12).contains(date.1), (1...31).contains(date.2) else { return trimmed }
        let iso = pad(date.0, 4) + "-" + pad(date.1, 2) + "-" + pad(date.2, 2)
        guard parts.count > 1 else { return iso }
        let time = parts[1].trimmingPrefix(" ")
        return time.contains(":") && !time.contains(" ") ? iso + "T" + time : trimmed
    }

    private static func pad(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
