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
    static func run<Lane, Result: Sendable>(
        count: Int, jobs: Int, makeLane: @escaping @Sendable () -> Lane,
        work: @escaping @Sendable (Lane, Int) -> Result
    ) async -> [Result] {
        let next = Atomic(0)
        let results = Mutex([Result?](repeating: nil, count: count))
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<max(1, min(jobs, count)) {
                group.addTask {
                    let lane = makeLane()
                    while true {
                        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
                        guard index < count else { return }
                        let result = work(lane, index)
                        results.withLock { $0[index] = result }
                    }
                }
            }
        }
        return results.withLock { $0.compactMap { $0 } }
    }
}
