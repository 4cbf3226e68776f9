import Diagnostics
import Drawing
import Findings
import Layout
import Measurements
import Testing

/// The elements that print lists of what was found.
@Suite struct ReportListTests {
    private func texts(_ inside: String, device: DeviceAnalysis = LayoutSamples.device) throws -> [String] {
        try LayoutSamples.layOut(inside, device: device).document.pages.flatMap(LayoutSamples.texts)
    }

    @Test func `links show both sides, the difference and the verdict, and what is missing`() throws {
        let found = try texts("<links/>")
        #expect(
            found.contains("consistent") && found.contains("2.500\u{A0}±\u{A0}0.012\u{A0}kΩ") && found.contains("−0.1"))
        #expect(found.last == "L5 not tested: no current-voltage loop")
    }

    @Test func `a link's table says the factor once and a letter leads to the reason`() throws {
        var device = LayoutSamples.device
        device.links = [1.0, 2].map { bias in
            LinkResult(
                "L1", .undecided, at: Place(bias_V: bias),
                a: LinkSide(name: "one", value: 1, se: 0.1, unit: .ohm, from: []),
                b: LinkSide(name: "two", value: 1, se: 0.1, unit: .ohm, from: []), z: 0, k: 1.25,
                reason: "the errors are too large")
        }
        let found = try texts("<links/>", device: device)
        #expect(found.count { $0.contains("equal within a factor 1.25") } == 1)
        #expect(found.count { $0.contains("the errors are too large") } == 1 && found.contains("undecided\u{A0}a"))
    }

    @Test func `the line of links counts verdicts`() throws {
        #expect(try texts("<links show='line'/>") == ["Links: 1 consistent (L1) · 1 not tested (L5)"])
    }

    @Test func `findings come heaviest first, with place and fix`() throws {
        var device = LayoutSamples.device
        let note = FindingKind("test.note", .note, "")
        let error = FindingKind("test.error", .error, "")
        device.findings = [
            Finding(note, "small"),
            Finding(error, "large", at: SourcePosition(file: "z.csv", line: 3), fix: "mend it"),
        ]
        let found = try texts("<findings/>", device: device)
        #expect(found.contains("z.csv:3") && found.contains { $0.hasSuffix("fix: mend it") })
        device.findings = (0..<9).map { Finding(note, "small \($0)") }
        #expect(try texts("<findings/>", device: device).last == "6 more of these codes stand in the analysis file.")
        let order = found.filter { $0 == "error" || $0 == "note" }
        #expect(order == ["error", "note"])
        #expect(try texts("<findings/>") == ["No findings."])
    }

    @Test func `provenance has every file with its checksum`() throws {
        let found = try texts("<provenance/>")
        #expect(found.count { $0.hasPrefix("B/D01/z.csv") } == 2 && found.contains("3f2a"))
    }

    @Test func `settings print each option with its value`() throws {
        let found = try texts("<settings/>").joined(separator: " ")
        for option in DiagnoseOptions.definitions { #expect(found.contains(option.name), "\(option.name)") }
        #expect(found.contains("10000\u{A0}s") && found.contains("0.03"))
    }

    @Test func `definitions below numbers are those of these numbers, or all`() throws {
        let table = "<metrics ids='impedance.R_dc'/>"
        let printed = try texts(table + "<definitions/>").joined(separator: " ")
        let all = try texts(table + "<definitions of='all'/>").joined(separator: " ")
        #expect(!printed.contains("Time of") && all.contains("Time of"), "\(all)")
        #expect(printed.count < all.count)
    }

    @Test func `definitions print those of the device only`() throws {
        let found = try texts("<definitions prefix='impedance.tau'/>")
        #expect(found == ["τk Time of the memory. [THEORY\u{A0}A.2]"])
    }

    @Test func `a figure has number and caption, and a note where there is no data`() throws {
        let result = try LayoutSamples.layOut("<figure ref='impedance.nyquist' width='50%'/>")
        let page = try #require(result.document.pages.first)
        #expect(LayoutSamples.texts(page) == ["Figure 1. Z at Rs."])
        var device = LayoutSamples.device
        device.recordings = []
        #expect(try texts("<figure ref='impedance.nyquist'/>", device: device) == ["Not measured: Nyquist plot."])
    }

    @Test func `columns stand side by side at about equal height`() throws {
        let pages = try LayoutSamples.layOut("<columns>" + String(repeating: "<p>word</p>", count: 10) + "</columns>")
            .document.pages
        let runs = pages.flatMap { $0.items.flatMap(LayoutSamples.runs) }
        let left = runs.count { $0.origin.x < 200 }
        #expect(left == 5 && runs.count == 10)
    }

    @Test func `a first column of a width holds the first block, the other the rest`() throws {
        let pages = try LayoutSamples.layOut("<columns first='30%'><p>a</p><p>b</p><p>c</p></columns>").document.pages
        let runs = pages.flatMap { $0.items.flatMap(LayoutSamples.runs) }
        let lefts = Set(runs.map(\.origin.x)).sorted()
        #expect(runs.map { lefts.firstIndex(of: $0.origin.x) } == [0, 1, 1])
    }

    @Test func `a column taller than the page goes on on the next`() throws {
        let pages = try LayoutSamples.layOut("<columns>" + String(repeating: "<p>word</p>", count: 300) + "</columns>")
            .document.pages
        #expect(pages.count > 1)
        #expect(pages.flatMap(LayoutSamples.texts).count == 300)
    }
}
