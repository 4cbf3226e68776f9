internal import Measurements

/// The fixed current of definition S4 (THEORY D.5).
struct FixedCurrent: Sendable, Hashable {
    let current_A: Double
    /// What it is, in words.
    let words: String

    /// A current that is stated.
    init(stated_A: Double) {
        self.init(current_A: stated_A, words: QuantityText.text(stated_A, unit: .ampere))
    }

    private init(current_A: Double, words: String) {
        (self.current_A, self.words) = (current_A, words)
    }

    /// The stated current, else the geometric mean of |I| at 5 % of the branch's largest voltage and of the largest |I|.
    ///
    /// The first is read between samples, so that no rounding of a voltage moves it from one sample to the next; within five
    /// errors of zero it is five errors.
    init?(_ branch: Branch, stated_A: Double?) {
        if let stated_A {
            self.init(stated_A: stated_A)
            return
        }
        let range = branch.range_V
        let foot = branch.current(at: max(0.05 * range.upperBound, range.lowerBound))
        guard let foot, let high = branch.current_A.map({ abs($0) }).max() else { return nil }
        let low = max(abs(foot.value), 5 * (foot.se ?? 0))
        guard low > 0, high > low else { return nil }
        self.init(
            current_A: (low * high).squareRoot(),
            words: "the geometric mean of |I| at 5 % of the largest voltage and of the largest |I|")
    }
}
