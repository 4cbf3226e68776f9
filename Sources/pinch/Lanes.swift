internal import Synchronization
internal import Threads

/// Parallel lanes over a list: each lane takes the next item until none is left.
///
/// A lane owns what must not be shared (Pango's font map); results stand in the order of the items, whatever the
/// number of lanes, so that the same input gives the same bytes.
enum Lanes {
    /// Runs `work` for each index in `0..<count` on `jobs` lanes, each a thread.
    ///
    /// - Parameter first: what the first lane keeps for itself; that lane runs on the calling thread.
    /// - Parameter makeLane: makes what any other lane keeps for itself, on that lane.
    /// - Returns: the results by index.
    static func run<Lane, Result: Sendable>(
        count: Int, jobs: Int, first: Lane, makeLane: @escaping @Sendable () -> Lane,
        work: @escaping @Sendable (Lane, Int) -> Result
    ) -> [Result] {
        let list = WorkList<Result>(count: count)
        let others = max(1, min(jobs, count)) - 1
        Threads.run(others, beside: { list.run(first, work) }) { _ in list.run(makeLane(), work) }
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

    /// Takes items until there are none.
    func run<Lane>(_ lane: Lane, _ work: (Lane, Int) -> Result) {
        while true {
            let index = cursor.wrappingAdd(1, ordering: .relaxed).oldValue
            guard index < count else { return }
            let result = work(lane, index)
            finished.withLock { $0[index] = result }
        }
    }

    var results: [Result] { finished.withLock { $0.compactMap { $0 } } }
}
