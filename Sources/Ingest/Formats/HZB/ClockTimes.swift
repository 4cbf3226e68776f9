/// Times of a table that were written as dates with a time of day.
enum ClockTimes {
    /// Seconds since the first row for given lines; empty where one of them is no date.
    static func seconds(_ bytes: Span<UInt8>, _ scanner: LineScanner, column: Int, lines: [Int]) -> [Double] {
        var times: [Double] = []
        for text in TextCells.read(bytes, scanner, separator: .comma, column: column, lines: lines) {
            guard let time = seconds(text) else { return [] }
            times.append(time)
        }
        guard let first = times.first, times.count == lines.count else { return [] }
        // A microsecond is what the rounding of seconds since 1970 leaves.
        return times.map { (($0 - first) * 1e6).rounded() / 1e6 }
    }

    /// Seconds of `2024-11-21 12:53:50.25` (or with a `T`) since 1970 in the instrument's own time zone.
    static func seconds(_ text: String) -> Double? {
        let parts = text.split { $0 == " " || $0 == "T" }
        guard parts.count == 2 else { return nil }
        let date = parts[0].split(separator: "-").map { Int($0) }
        let time = parts[1].split(separator: ":").map { ConditionFields.number(String($0)) }
        guard date.count == 3, time.count == 3, let year = date[0], let month = date[1], let day = date[2],
            (1600...9999).contains(year), (1...12).contains(month), (1...31).contains(day), let hour = time[0],
            let minute = time[1], let second = time[2]
        else { return nil }
        // Days by the civil calendar, years beginning in March.
        let shifted = month <= 2 ? year - 1 : year
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let era = shifted / 400
        let ofEra = shifted % 400
        let days = era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + dayOfYear - 719_468
        return Double(days) * 86400 + hour * 3600 + minute * 60 + second
    }
}
