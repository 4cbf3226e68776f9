import Foundation
import TestSupport

@testable import Ingest

/// The ways in which a file is damaged for tests: each a label and what became of the bytes.
struct Damage {
    let bytes: [UInt8]
    /// Whether it is text, by having no zero byte.
    let isText: Bool

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        isText =
            TextBytes.firstZero(bytes.span, limit: bytes.count) == nil
            && String(validating: bytes.prefix(1), as: UTF8.self) != nil
            && !bytes.starts(with: [0x1F, 0x8B])
    }

    /// Whether every damage is tried; by default a sample, so that the tests of all formats stay within minutes.
    static let isThorough = ProcessInfo.processInfo.environment["PINCH_DAMAGE"] == "all"

    /// Cut short at every tenth byte, or at a sample of these places: evenly, and densely at the two ends.
    var cuts: [(String, [UInt8])] {
        let step = Self.isThorough ? 10 : max(10, bytes.count / 40 / 10 * 10)
        var ends = Set(stride(from: 0, to: bytes.count, by: step))
        for end in stride(from: 0, to: min(200, bytes.count), by: 10) { ends.insert(end) }
        for end in max(0, bytes.count - 20)..<bytes.count { ends.insert(end) }
        return ends.sorted().map { ("cut at byte \($0)", Array(bytes[..<$0])) }
    }

    /// One byte turned into another, and in binary files whole words that may be counts.
    func flips(_ count: Int) -> [(String, [UInt8])] {
        guard !bytes.isEmpty else { return [] }
        var random = SeededRandom(seed: 7)
        var made: [(String, [UInt8])] = []
        for _ in 0..<count {
            var damaged = bytes
            // Headers hold what matters most: half of the flips go to the first kilobyte.
            let limit = Bool.random(using: &random) ? bytes.count : min(bytes.count, 1024)
            let at = Int.random(in: 0..<limit, using: &random)
            damaged[at] = UInt8.random(in: 0...255, using: &random)
            made.append(("byte \(at) became \(damaged[at])", damaged))
        }
        guard !isText else { return made }
        for at in stride(from: 0, to: min(bytes.count - 4, 2048), by: Self.isThorough ? 1 : 13) where bytes.count >= 4 {
            for word: [UInt8] in [[0xFF, 0xFF, 0xFF, 0xFF], [0xFF, 0xFF, 0xFF, 0x7F], [0x7F, 0xFF, 0xFF, 0xFF]] {
                var damaged = bytes
                for i in 0..<4 { damaged[at + i] = word[i] }
                made.append(("word at byte \(at) became \(word)", damaged))
            }
        }
        return made
    }

    /// Another encoding of the same text.
    var encodings: [(String, [UInt8])] {
        guard isText else { return [] }
        let units = Array(TextBytes.string(bytes).utf16)
        let little = units.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
        let big = units.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
        let twice = bytes.flatMap { Array(String(Character(Unicode.Scalar($0))).utf8) }
        return [
            ("UTF-16 with a mark", [0xFF, 0xFE] + little), ("UTF-16 with a mark, big", [0xFE, 0xFF] + big),
            ("UTF-16 without a mark", little),
            ("UTF-8 with a mark", [0xEF, 0xBB, 0xBF] + Array(TextBytes.string(bytes).utf8)),
            ("Latin-1 read as such and written as UTF-8", twice),
            ("half a UTF-16 unit", [0xFF, 0xFE] + little.dropLast()),
        ]
    }

    /// Other line ends, all alike: the numbers must not change.
    var lineEnds: [(String, [UInt8])] {
        guard isText else { return [] }
        return [("CRLF", [0x0D, 0x0A]), ("CR CR LF", [0x0D, 0x0D, 0x0A]), ("LF", [0x0A])].map { name, end in
            (name, lines.map(Array.init).joined(separator: end) + (bytes.last == 0x0A ? end : []))
        }
    }

    /// Line ends, separators and lengths of rows in disorder, and files whose body is gone.
    var disorders: [(String, [UInt8])] {
        guard isText else { return [("zeros after 64 bytes", bytes.prefix(64) + [UInt8](repeating: 0, count: 1000))] }
        let lines = lines.map(Array.init)
        var made: [(String, [UInt8])] = []
        let ends: [[UInt8]] = [[0x0A], [0x0D, 0x0A], [0x0D], [0x0D, 0x0D, 0x0A]]
        made.append(("mixed line ends", lines.enumerated().flatMap { $1 + ends[$0 % 4] }))
        for (from, to) in [(0x09, 0x3B), (0x2C, 0x09), (0x3B, 0x2C), (0x2E, 0x2C), (0x20, 0x09)] as [(UInt8, UInt8)] {
            for every in [1, 3] {
                let text = lines.enumerated().map { $0 % every == 0 ? $1.map { $0 == from ? to : $0 } : $1 }
                made.append(("separator \(from) for \(to) in each line of \(every)", Self.text(text)))
            }
        }
        for at in Set([lines.count / 3, lines.count / 2, lines.count - 2].filter { $0 >= 0 && $0 < lines.count })
            .sorted()
        {
            var few = lines
            few[at] = Array(lines[at].prefix { ![0x09, 0x2C, 0x3B].contains($0) })
            made.append(("line \(at + 1) with too few cells", Self.text(few)))
            var many = lines
            many[at] += lines[at]
            made.append(("line \(at + 1) twice in one", Self.text(many)))
            many[at] = lines[at] + [UInt8](repeating: 0x09, count: 3000)
            made.append(("line \(at + 1) with thousands of cells", Self.text(many)))
        }
        for count in stride(from: 0, through: min(80, lines.count), by: Self.isThorough ? 1 : 4) {
            made.append(("the first \(count) lines", Self.text(Array(lines.prefix(count)))))
        }
        return made
    }

    private var lines: [ArraySlice<UInt8>] {
        var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines.map { line in
            var line = line
            while line.last == 0x0D { line.removeLast() }
            return line
        }
    }

    private static func text(_ lines: [[UInt8]]) -> [UInt8] { lines.flatMap { $0 + [0x0A] } }
}
