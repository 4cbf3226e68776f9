import Drawing
@testable import Export
import Findings
import Testing

@Suite struct PNGOutputTests {
    private func page(width: Double, height: Double) -> Document {
        Document(title: "", date: "", pages: [Page(size: Size(width: Points(width), height: Points(height)))])
    }

    @Test func `size in pixels follows the resolution`() throws {
        let text = try PangoText()
        for (format, width, height) in [
            (PNGOutput(), 150, 300), (PNGOutput(dpi: 72), 72, 144), (PNGOutput(dpi: 300), 300, 600),
        ] {
            let bytes = try export(page(width: 72, height: 144), format: format, text: text)[0].bytes
            #expect(bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]))
            // A PNG states its size in bytes 16 to 23, high byte first (PNG specification, IHDR).
            let numbers = [16, 20].map { at in bytes[at..<at + 4].reduce(0) { $0 << 8 | Int($1) } }
            #expect(numbers == [width, height])
        }
    }

    @Test func `the resolution is stated`() throws {
        let text = try PangoText()
        let bytes = try export(page(width: 72, height: 72), format: PNGOutput(), text: text)[0].bytes
        // 150 pixels an inch are 5906 (0x1712) a meter.
        #expect(bytes[37..<50].elementsEqual(Array("pHYs".utf8) + [0, 0, 0x17, 0x12, 0, 0, 0x17, 0x12, 1]))
        // The check value that the CRC catalogs give for the digits 1 to 9.
        #expect(PNGResolution.checksum(Array("123456789".utf8)) == 0xCBF4_3926)
    }

    @Test func `too many pixels are a finding`() throws {
        let text = try PangoText()
        for dpi in [0, -1, 1e9, Double.nan, .infinity] {
            do {
                _ = try export(page(width: 595, height: 842), format: PNGOutput(dpi: dpi), text: text)
                Issue.record("\(dpi) was taken")
            } catch {
                #expect(error.findings.map(\.code) == ["export.image-size"])
            }
        }
    }
}
