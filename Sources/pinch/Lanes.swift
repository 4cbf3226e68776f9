internal import Synchronization

/// Parallel lanes over a list: each lane takes the next item until none is left.
///
/// A lane owns what must not be shared (Pango's font map); results stand in the order of the items, whatever the
/// number of lanes, so that the same input gives the same bytes.
enum Lanes {
    /// Runs `work` for each index in `0..<count` on `jobs` lanes.
    ///
    /// - Parameter makeLane: makes what a lane keeps for itself, once a lane, on the lane.
    /// - Returns: the results by index.
    static func run<Lane: SendableMetatype, Result: Sendable>(
        count: Int, jobs: Int, makeLane: @escaping @Sendable () -> Lane,
        work: @escaping @Sendable (Lane, Int) -> Result
    ) async -> [Result] {
        let list = WorkList<Result>(count: count)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<max(1, min(jobs, count)) {
                group.addTask {
                    let lane = makeLane()
                    while let index = list.next() { list.finish(index, work(lane, index)) }
                }
            }
        }
        return list.results
    }
}

/// What the lanes share: which item is next, and the results.
private final class WorkList<Result: Sendable>: Sendable {
    private let count: Int
    private let cursor = Atomic(0)
    private let finished: Mutex<[Result?]>

    init(count: Int) {
        self.count = count
        finished = Mutex([Result?](repeating: nil, count: count))
    }

    /// The next item that no lane has taken; `nil` when all are.
    func next() -> Int? {
        let index = cursor.wrappingAdd(1, ordering: .relaxed).oldValue
        return index < count ? index : nil
    }

    func finish(_ index: Int, _ result: Result) { finished.withLock { $0[index] = result } }

    var results: [Result] { finished.withLock { $0.compactMap { $0 } } }
}
