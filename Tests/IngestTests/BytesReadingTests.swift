import Findings
import Measurements
import Testing

@testable import Ingest

@Suite struct BytesReadingTests {
    @Test func `a factor beyond all bounds takes the recording with it, and a word says so`() {
        var source = FileSource(name: "x.csv")
        source.options.columns = "V=1;I=2*1e300"
        let text = "V,I\n0,1e30\n1,2e30\n2,3e30\n"
        let reading = BytesReading(Array(text.utf8).span, source, nil)
        #expect(reading.result.recordings.isEmpty)
        let found = reading.result.findings + (reading.failure?.findings ?? [])
        #expect(found.contains { $0.code == "table.not-finite" && $0.position?.file == "x.csv" })
    }

    @Test func `a mean bias beyond all bounds is unknown`() {
        var builder = SpectrumBuilder(lines: [1, 2, 3])
        builder.frequency_Hz = [100, 10, 1]
        builder.real_ohm = [1, 2, 3]
        builder.imaginary_ohm = [-1, -1, -1]
        builder.bias_V = [1.7e308, -1.7e308, -1.7e308]
        var findings: [Finding] = []
        let made = builder.recordings(.init(file: "x"), &findings)
        #expect(made.count == 1 && made.first?.conditions.bias_V == nil)
    }
}
