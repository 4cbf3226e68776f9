import Glibc
import Synchronization
import Testing
import Threads

struct ThreadsTests {
    @Test(arguments: [0, 1, 6])
    func `every index is run once`(count: Int) {
        let seen = Mutex([Int]())
        var ranHere = false
        Threads.run(count, beside: { ranHere = true }) { index in seen.withLock { $0.append(index) } }
        #expect(ranHere)
        #expect(seen.withLock { $0.sorted() } == Array(0..<count))
    }

    @Test func `all run at the same time`() {
        // Each waits for the others: one after the other would never end.
        let arrived = Atomic(0)
        let meet = { @Sendable in
            arrived.add(1, ordering: .sequentiallyConsistent)
            while arrived.load(ordering: .sequentiallyConsistent) < 3 { _ = sched_yield() }
        }
        Threads.run(2, beside: { meet() }) { _ in meet() }
        #expect(arrived.load(ordering: .relaxed) == 3)
    }
}
