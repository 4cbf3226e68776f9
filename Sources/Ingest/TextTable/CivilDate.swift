/// Dates that instruments count or write in English, to ISO 8601.
enum CivilDate {
    /// Seconds since 1970-01-01 in the instrument's own time zone, as `2024-07-16T09:32:48`; empty where out of range.
    static func iso(secondsSince1970 seconds: Double) -> String {
        // Years 1600 to 9999: everything else is no date of a measurement.
        guard seconds.isFinite, seconds > -1.2e10, seconds < 2.5e11 else { return "" }
        let whole = Int(seconds.rounded(.down))
        let days = whole >= 0 ? whole / 86400 : (whole - 86399) / 86400
        let time = whole - days * 86400
        let date = civil(days)
        return pad(date.year, 4) + "-" + pad(date.month, 2) + "-" + pad(date.day, 2) + "T" + pad(time / 3600, 2) + ":"
            + pad(time / 60 % 60, 2) + ":" + pad(time % 60, 2)
    }

    /// `Feb. 20, 2020   15:55:08` or `Thursday, July 19, 2018 9:40:30 AM` to ISO; the text itself where it is neither.
    static func iso(english text: String) -> String {
        let words = text.split { " ,\t".contains($0) }.map(String.init)
        guard let at = words.firstIndex(where: { month($0) != nil }), at + 2 < words.count,
            let month = month(words[at]), let day = Int(words[at + 1]), let year = Int(words[at + 2]),
            (1...31).contains(day), (1900...9999).contains(year)
        else { return text.trimmingBlanks() }
        let date = pad(year, 4) + "-" + pad(month, 2) + "-" + pad(day, 2)
        guard at + 3 < words.count else { return date }
        let parts = words[at + 3].split(separator: ":").map { Int($0) }
        guard parts.count == 3, var hour = parts[0], let minute = parts[1], let second = parts[2],
            (0...23).contains(hour), (0...59).contains(minute), (0...60).contains(second)
        else { return date }
        if at + 4 < words.count {
            let half = words[at + 4].lowercased()
            if half == "pm", hour < 12 { hour += 12 }
            if half == "am", hour == 12 { hour = 0 }
        }
        return date + "T" + pad(hour, 2) + ":" + pad(minute, 2) + ":" + pad(second, 2)
    }

    private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

    private static func month(_ word: String) -> Int? {
        let letters = word.lowercased().prefix { $0.isLetter }
        guard letters.count >= 3 else { return nil }
        return months.firstIndex { letters.hasPrefix($0) }.map { $0 + 1 }
    }

    /// The date of a day counted from 1970-01-01, by the civil calendar (years begin in March in the reckoning).
    private static func civil(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    private static func pad(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
