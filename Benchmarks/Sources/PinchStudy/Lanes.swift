import Glibc

/// Work on seeds, a lane a core; the results stand in the order of the seeds.
enum Lanes {
    static func each<Result: Sendable>(
        _ count: UInt64, _ work: @escaping @Sendable (UInt64) throws -> Result
    ) async throws -> [Result] {
        guard count > 0 else { return [] }
        let lanes = UInt64(max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        let found = try await withThrowingTaskGroup(of: [(UInt64, Result)].self) { group in
            for lane in 0..<lanes {
                group.addTask {
                    try stride(from: 1 + lane, through: count, by: Int(lanes)).map { ($0, try work($0)) }
                }
            }
            var all: [(UInt64, Result)] = []
            for try await part in group { all += part }
            return all
        }
        return found.sorted { $0.0 < $1.0 }.map(\.1)
    }
}
