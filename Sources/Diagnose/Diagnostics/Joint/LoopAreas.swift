/// Signed areas of a loop's two lobes, each over the rectangle about it; positive where the current is larger on the way back.
struct LoopAreas {
    private(set) var positive = 0.0
    private(set) var negative = 0.0

    init(_ voltage_V: [Double], _ current_A: [Double], isRead: [Bool]) {
        let read = voltage_V.indices.filter { isRead[$0] }
        var largest = (positive: 0.0, negative: 0.0)
        var reach = (positive: 0.0, negative: 0.0)
        for (k, next) in zip(read, read.dropFirst()) {
            let middle = 0.5 * (voltage_V[k] + voltage_V[next])
            let part = 0.5 * (current_A[k] + current_A[next]) * (voltage_V[next] - voltage_V[k])
            if middle > 0 {
                positive -= part
                largest.positive = max(largest.positive, abs(current_A[k]))
                reach.positive = max(reach.positive, middle)
            } else {
                negative -= part
                largest.negative = max(largest.negative, abs(current_A[k]))
                reach.negative = max(reach.negative, -middle)
            }
        }
        positive /= max(largest.positive * reach.positive, .leastNormalMagnitude)
        negative /= max(largest.negative * reach.negative, .leastNormalMagnitude)
    }
}
