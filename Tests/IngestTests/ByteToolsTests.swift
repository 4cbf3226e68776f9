import Findings
import Measurements
import TestSupport
import Testing

@testable import Ingest

private func text(_ bytes: [UInt8]) -> String { TextBytes.string(bytes) }

private func utf8(_ bytes: [UInt8]) -> [UInt8]? { UTF16Text.utf8(bytes.span) }

private func headCount(_ bytes: [UInt8]) -> Int { FileHead.range(bytes.span).count }

@Suite struct TextBytesTests {
    @Test func `UTF-8 is kept, everything else is Windows-1252`() {
        #expect(text(Array("µΩ°²".utf8)) == "µΩ°²")
        #expect(text([0xB5, 0x41, 0xB0, 0xB2]) == "µA°²")
        #expect(text([0x80, 0x93, 0x85, 0x99, 0x9F]) == "€“…™Ÿ")
    }

    @Test func `units whose signs went through the wrong encoding are understood`() {
        for unit in ["µA", "\u{3BC}A", "uA", "ÂµA"] { #expect(UnitText.parse(unit)?.exponent == -6, "\(unit)") }
        for unit in ["Ω", "\u{2126}", "Î©", "â„¦", "Ohm"] {
            #expect(UnitText.parse(unit)?.dimension == .resistance, "\(unit)")
        }
        for unit in ["°", "Â°", "deg"] { #expect(UnitText.parse(unit)?.dimension == .angle, "\(unit)") }
        #expect(UnitText.parse("mA/cmÂ²")?.dimension == .currentDensity)
    }

    @Test func `a sign that was lost is no unit, so that nothing is off by a million`() {
        #expect(UnitText.parse("\u{FFFD}A") == nil)
        #expect(ColumnLabel("I/\u{FFFD}A").unit == nil)
    }
}

@Suite struct UTF16TextTests {
    private func units(_ text: String, little: Bool = true) -> [UInt8] {
        text.utf16.flatMap { little ? [UInt8($0 & 255), UInt8($0 >> 8)] : [UInt8($0 >> 8), UInt8($0 & 255)] }
    }

    @Test func `either order, with a mark at either end or none`() {
        let line = "freq / Hz,Z' / Ω\n1,2\n"
        for bytes in [
            [0xFF, 0xFE] + units(line), [0xFE, 0xFF] + units(line, little: false), units(line),
            units(line, little: false), [0xFF, 0xFE] + units(line) + [0xFF, 0xFE], [0xFF, 0xFE] + units(line) + [0x31],
        ] {
            #expect(utf8(bytes) == Array(line.utf8))
        }
    }

    @Test func `UTF-8 and binary bytes are left alone`() {
        #expect(utf8(Array("V,I\n1,2\n0123456789".utf8)) == nil)
        #expect(utf8([UInt8](repeating: 0, count: 64)) == nil)
        #expect(utf8((0..<64).map { $0 % 2 == 0 ? 0x01 : 0x00 }) == nil)
    }
}

@Suite struct LineScannerTests {
    private func lines(_ text: String) -> [String] {
        let bytes = Array(text.utf8)
        var scanner = LineScanner(bytes.span)
        var lines: [String] = []
        while let line = scanner.next(bytes.span) {
            #expect(line.number == lines.count + 1)
            lines.append(TextBytes.string(bytes.span, line.range))
        }
        return lines
    }

    @Test func `line ends of every kind, mixed as they come`() {
        #expect(lines("a\nb\r\nc\r\r\nd\re") == ["a", "b", "c", "d", "e"])
        #expect(lines("a\r\rb\r") == ["a", "", "b"])
        #expect(lines("\n\r\n\n") == ["", "", ""])
        #expect(lines("a\r") == ["a"])
        #expect(lines("") == [])
    }
}

@Suite struct FileHeadTests {
    @Test func `a long comment does not hide the rows below it`() throws {
        let text =
            "# note: " + String(repeating: "x", count: 100_000) + "\nVoltage (V),Current (A)\n0,0\n0.1,1e-6\n0.2,2e-6\n"
        let reading = reading(text, "long.csv")
        #expect(reading.choice?.format.id == "plain-table" && reading.result.recordings.first?.data.count == 3)
    }

    @Test func `the head of a large text is whole lines, that of other bytes is cut`() {
        let rows = Array(String(repeating: "0.123456,1e-6\n", count: 20_000).utf8)
        let count = headCount(rows)
        #expect(count >= FileHead.length && count < FileHead.length * 9 / 8 && rows[count - 1] == 0x0A)
        #expect(headCount([UInt8](repeating: 0, count: 1 << 20)) == FileHead.length)
    }

    @Test func `the first lines as texts`() {
        let text = Array("EXPLAIN\nTAG\tCV\n  \"Z60W Data\"\n".utf8)
        let head = TextHead(text.span)
        #expect(head.first == "EXPLAIN" && head[2] == "TAG\tCV" && head[9] == "" && head[0] == "")
        #expect(head.line(startingWith: "Z60W") == 3 && head.line(holding: "CV") == 2 && head.line(holding: "x") == nil)
        let binary: [UInt8] = [0x41, 0x00, 0x42]
        let none = TextHead(binary.span).lines
        #expect(none.isEmpty)
    }
}

@Suite struct ByteCursorTests {
    private let source = FileSource(name: "x.bin")
    private let bytes: [UInt8] = [1, 2, 3, 4, 0x40, 0x09, 0x21, 0xFB, 0x54, 0x44, 0x2D, 0x18, 0x41, 0x42, 0, 0xFF]

    /// The finding of a read that must fail.
    private func fault(at offset: Int, _ read: (inout ByteCursor) throws(Failure) -> Void) -> Finding? {
        var cursor = ByteCursor(source, .little, at: offset)
        do {
            try read(&cursor)
            return nil
        } catch {
            #expect(cursor.offset == offset)
            return error.findings.first
        }
    }

    @Test func `numbers in both orders`() throws {
        var little = ByteCursor(source, .little)
        let (a, b) = (try little.uint16("a", bytes.span), try little.uint16("b", bytes.span))
        #expect(a == 0x0201 && b == 0x0403)
        var big = ByteCursor(source, .big)
        let (c, pi) = (try big.uint32("a", bytes.span), try big.float64("pi", bytes.span))
        #expect(c == 0x0102_0304 && pi == Double.pi)
        let name = try big.text(4, "name", bytes.span)
        let left = big.left(bytes.span)
        #expect(name == "AB" && left == 0)
    }

    @Test func `beyond the end is a finding that names the byte`() {
        let bytes = bytes
        let short = fault(at: 14) { cursor throws(Failure) in _ = try cursor.uint32("the number of rows", bytes.span) }
        #expect(short?.code == "binary.short")
        #expect(short?.message == "the number of rows takes 4 bytes from byte 15 on, the file has 2 there")
        for offset in [99, -1] {
            #expect(fault(at: offset) { cursor throws(Failure) in _ = try cursor.uint8("x", bytes.span) } != nil)
        }
    }

    @Test func `a declared length is checked before room is taken`() throws {
        let bytes = bytes
        let two = try ByteCursor(source, .little).checked(UInt32(2), of: 8, "rows", bytes.span)
        #expect(two == 2)
        for count in [UInt64(3), UInt64(2_000_000_000), UInt64.max] {
            let fault = fault(at: 0) { cursor throws(Failure) in
                _ = try cursor.checked(count, of: 8, "rows", bytes.span)
            }
            #expect(fault?.code == "binary.declared")
        }
        #expect(fault(at: 0) { cursor throws(Failure) in _ = try cursor.checked(-1, of: 8, "rows", bytes.span) } != nil)
        #expect(fault(at: 0) { cursor throws(Failure) in _ = try cursor.float64s(.max, "f", bytes.span) } != nil)
    }
}
