import Glibc

/// Powers of ten without the traps of logarithms.
enum DecimalPower {
    /// Ten to a whole power.
    static func ten(_ n: Int) -> Double { pow(10, Double(n)) }

    /// The power of ten of the first digit of a magnitude; 0 for zero and for what is not finite.
    static func floor(_ magnitude: Double) -> Int {
        let size = abs(magnitude)
        guard size > 0, size.isFinite else { return 0 }
        var exponent = Int(log10(size).rounded(.down))
        // The logarithm of 1000 may come out as 2.9999.
        if size >= ten(exponent + 1) { exponent += 1 }
        if size < ten(exponent) { exponent -= 1 }
        return exponent
    }

    /// `count * 10^power` as exact decimal text: 25 and -1 give "2.5", 3 and 2 give "300".
    static func text(_ count: Int, power: Int) -> String {
        guard count != 0 else { return "0" }
        let digits = String(count.magnitude)
        let sign = count < 0 ? "−" : ""
        guard power < 0 else { return sign + digits + String(repeating: "0", count: power) }
        let places = -power
        let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
        return sign + padded.dropLast(places) + "." + padded.suffix(places)
    }
}
