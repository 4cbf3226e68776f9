import Findings
import Measurements
import TestSupport
import Testing

@testable import Ingest

@Suite struct FastRowTests {
    private let source = FileSource(name: "x.csv")

    private func read(_ text: String, _ separator: Separator, comma: Bool, expected: Int?, isFast: Bool) -> NumberTable
    {
        let labels = [ColumnLabel("I/mA"), ColumnLabel("time/s"), ColumnLabel("-Im(Z)/Ohm")]
        var uses = [
            ColumnUse(index: 2, label: labels[0]), ColumnUse(index: 0, label: labels[1]),
            ColumnUse(index: 3, label: labels[2]),
        ]
        uses[2].isRequired = false
        var reader = TableReader(
            columns: uses, separator: separator, decimalComma: comma, expectedCells: expected,
            hasComments: true)
        reader.isFast = isFast
        let bytes = Array(text.utf8)
        var scanner = LineScanner(bytes.span)
        return reader.read(bytes.span, &scanner, source: source)
    }

    private func same(_ text: String, _ separator: Separator, comma: Bool, expected: Int?) -> Bool {
        let fast = read(text, separator, comma: comma, expected: expected, isFast: true)
        let slow = read(text, separator, comma: comma, expected: expected, isFast: false)
        return fast.columns.map { $0.map(\.bitPattern) } == slow.columns.map { $0.map(\.bitPattern) }
            && fast.lines == slow.lines && fast.findings == slow.findings
    }

    private static let oddCells = [
        "", " ", "nan", "x", "\"1\"", "\"a,b\"", "1e400", "-1e-400", "9.91E37", "1.2.3", "1,5", "--1", "+", ".", "e5",
        "1e",
        "1e+", "123456789012345678901234567890", "0.000000000000000000000001", "-0", "+.5", "5.", "1E-05", " 7 ", "0x1",
        "1e00001", "1e12345", "#", "18446744073709551616",
    ]

    @Test func `the quick way and the slow way read the same, whatever stands in the rows`() {
        var random = SeededRandom(seed: 11)
        for round in 0..<3000 {
            let separator = [Separator.comma, .tab, .semicolon, .blanks][round % 4]
            let comma = separator != .comma && round / 16 % 2 == 0
            let mark = [",", "\t", ";", [" ", "\t", "  ", " \t "][round / 4 % 4]][round % 4]
            var text = ""
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                var cells: [String] = []
                for _ in 0..<(Int.random(in: 0..<8, using: &random) == 0 ? 3 : 4) {
                    let isOdd = Int.random(in: 0..<12, using: &random) == 0
                    let number = Double.random(in: -1...1, using: &random) * [1e-12, 1, 1e9][round % 3]
                    let plain = isOdd ? Self.oddCells.randomElement(using: &random) ?? "" : "\(number)"
                    cells.append(comma ? plain.replacing(".", with: ",") : plain)
                }
                let end = Int.random(in: 0..<9, using: &random)
                text += (round % 5 == 0 ? "  " : "") + cells.joined(separator: mark)
                text += end == 0 ? "\r\r\n" : end == 1 ? "\r" : end == 2 ? mark + "\n" : end == 3 ? "\n\n" : "\n"
            }
            if round % 5 == 0 { text.removeLast() }
            if !same(text, separator, comma: comma, expected: round / 32 % 2 == 0 ? 4 : nil) {
                Issue.record("differs in round \(round): \(text.debugDescription)")
                return
            }
        }
    }

    @Test func `usual rows do take the quick way`() throws {
        let labels = [ColumnLabel("time/s"), ColumnLabel("I/mA")]
        let reader = TableReader(
            columns: labels.enumerated().map { ColumnUse(index: $0, label: $1) }, separator: .comma)
        let fast = try #require(FastRow(reader))
        let bytes = Array("1.5e0, -2.5E-03\r\nx".utf8)
        var row = [0.0, 0.0]
        var length = 0
        let next = fast.read(bytes.span, from: 0, into: &row, &length)
        #expect(next == 17 && row == [1.5, -2.5e-6] && length == 8)
        let none = fast.read(bytes.span, from: 17, into: &row, &length)
        #expect(none == nil)
    }
}

@Suite struct OrderStatisticTests {
    @Test func `the number that sorting gives, on any order of numbers`() {
        var random = SeededRandom(seed: 5)
        let makers: [(Int, Int) -> Double] = [
            { i, _ in Double(i) }, { i, n in Double(n - i) }, { _, _ in 1 }, { i, _ in Double(i % 7) },
            { i, n in Double(min(i, n - i)) }, { i, _ in Double(i &* 7919 % 1009) },
        ]
        for (kind, make) in makers.enumerated() {
            for n in [1, 2, 17, 18, 100, 1001, 20_000] {
                let values = (0..<n).map { make($0, n) }
                let sorted = values.sorted()
                for k in [0, n / 4, n / 2, n - 1, Int.random(in: 0..<n, using: &random)] {
                    var copy = values
                    #expect(OrderStatistic.value(at: k, of: &copy) == sorted[k], "maker \(kind), n \(n), k \(k)")
                }
            }
        }
    }

    @Test func `the same number from a function, some places left out`() {
        var random = SeededRandom(seed: 6)
        let makers: [() -> Double] = [
            { 1 }, { 0 }, { .random(in: 0...1, using: &random) }, { Double(Int.random(in: 0..<5, using: &random)) },
            { 1 + 1e-12 * .random(in: 0...1, using: &random) }, { .random(in: 0..<1e308, using: &random) },
            { Bool.random(using: &random) ? .infinity : .leastNonzeroMagnitude },
        ]
        for (kind, make) in makers.enumerated() {
            for n in [1, 2, 5, 1000, 70_000] {
                let values = (0..<n).map { _ in make() }
                let sorted = values.indices.filter { $0 % 3 != 1 }.map { values[$0] }.sorted()
                for k in [0, sorted.count / 4, sorted.count / 2, sorted.count - 1] {
                    let found = OrderStatistic.value(at: k, among: n) { $0 % 3 == 1 ? nil : values[$0] }
                    #expect(found == sorted[k], "maker \(kind), n \(n), k \(k)")
                }
                #expect(OrderStatistic.value(at: sorted.count, among: n) { $0 % 3 == 1 ? nil : values[$0] } == nil)
            }
        }
        #expect(OrderStatistic.value(at: 0, among: 0) { _ in 1 } == nil)
    }
}
