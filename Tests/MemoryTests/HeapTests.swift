import Memory
import Testing

struct HeapTests {
    @Test func `large pages leave the heap as it was to its users`() throws {
        let before = (0..<1000).map { String(repeating: "x", count: $0) }
        if let granted = Heap.useLargePages() {
            #expect(granted.lowerBound % (2 << 20) == 0)
            #expect(granted.count >= 2 << 20)
        }
        let after = (0..<1000).map { String(repeating: "x", count: $0) }
        #expect(before == after)
        // A block of some MB comes and goes.
        #expect([UInt8](repeating: 7, count: 5 << 20).allSatisfy { $0 == 7 })
    }
}
