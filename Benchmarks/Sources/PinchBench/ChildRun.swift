import Glibc

/// One run of the built command, with the processor time and memory that it took.
struct ChildRun {
    let cpu_s: Double
    let wall_s: Double
    let peak_MB: Double
    let status: Int32

    /// Runs a program with its output thrown away and waits for it.
    ///
    /// - Returns: `nil` where the program could not be started.
    static func run(_ arguments: [String]) -> ChildRun? {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for stream in [STDOUT_FILENO, STDERR_FILENO] {
            posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", O_WRONLY, 0)
        }
        var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var child = pid_t()
        let start = ContinuousClock.now
        guard posix_spawn(&child, arguments[0], &actions, nil, &words, environ) == 0 else { return nil }
        var status: Int32 = 0
        var usage = rusage()
        wait4(child, &status, 0, &usage)
        let wall = ContinuousClock.now - start
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) * 1e-6 }
        return ChildRun(
            cpu_s: seconds(usage.ru_utime) + seconds(usage.ru_stime),
            wall_s: Double(wall.components.seconds) + Double(wall.components.attoseconds) * 1e-18,
            peak_MB: Double(usage.ru_maxrss) / 1024, status: (status >> 8) & 0xFF)
    }

    /// The best of several runs: the least processor time, the least wall time, the largest memory.
    static func best(of count: Int, _ arguments: [String]) -> ChildRun? {
        let runs = (0..<count).compactMap { _ in run(arguments) }
        guard let first = runs.first else { return nil }
        return runs.dropFirst().reduce(first) {
            ChildRun(
                cpu_s: min($0.cpu_s, $1.cpu_s), wall_s: min($0.wall_s, $1.wall_s),
                peak_MB: max($0.peak_MB, $1.peak_MB), status: max($0.status, $1.status))
        }
    }
}
