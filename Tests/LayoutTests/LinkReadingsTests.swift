import Drawing
import Layout
import Measurements
import Testing

@testable import Diagnostics

/// What links say together, as templates print it.
@Suite struct LinkReadingsTests {
    private static var device: DeviceAnalysis {
        var device = LayoutSamples.device
        device.linkSeries = [
            LinkSeries(
                id: "L1", at: Place(), between: ["impedance", "steady I-V"], n: 5, low_V: 0.3, high_V: 0.7,
                of: "ln(A/B)", mean: 0.1623, se: 0.0045, s_sys: 0.03, q: 3.91, p_q: 0.418, slope_per_V: -0.052,
                slope_se: 0.031, reading: .offset, reason: "the same offset of 0.16 at all 5")
        ]
        device.linkCauses = [
            CommonCause(
                cause: "the series resistance", links: ["L3", "L19"], against: [],
                reason: "L3 and L19 fail together, most simply by one cause: the series resistance")
        ]
        device.nextMeasurements = [
            NextMeasurement(
                kind: .transient, what: "steps at 300 mV", at: Place(bias_V: 0.3), voltages_V: [0.3], duration_s: 600,
                decides: ["L2", "L4"], places: 5, expected_s: 0.1, bound: 0.405, expectation: "known to ±0.20")
        ]
        return device
    }

    private func texts(_ inside: String, _ device: DeviceAnalysis = device) throws -> [String] {
        try LayoutSamples.layOut(inside, device: device).document.pages.flatMap(LayoutSamples.texts)
    }

    @Test func `a series has its mean, Q, slope and reading with the reason below`() throws {
        let found = try texts("<links show='series' caption='Series'/>")
        #expect(found.contains("16.23\u{A0}±\u{A0}0.45\u{A0}%") && found.contains("−5.2\u{A0}±\u{A0}3.1\u{A0}%/V"))
        #expect(found.contains("3.9 (0.42)") && found.contains("offset\u{A0}a"))
        #expect(found.contains { $0.contains("the same offset of 0.16") })
    }

    @Test func `a cause is told with the links that fail, a measurement with what it decides and takes`() throws {
        #expect(try texts("<links show='causes'/>").joined(separator: " ").contains("L3, L19 L3 and L19 fail together"))
        let next = try texts("<links show='next'/>")
        #expect(next.contains("steps at 300 mV") && next.contains("L2, L4 (5 places)") && next.contains("10\u{A0}min"))
    }

    @Test func `templates ask for them by XPath`() throws {
        let inside = """
            <p><value select="link_series/@reading"/> <value select="link_cause/@links"/> \
            <value select="next_measurement[1]/@decides"/> <value select="count(link_series)"/></p>
            """
        #expect(try texts(inside).joined() == "offset L3 L19 L2, L4 1")
    }

    @Test func `where links say nothing together nothing is printed`() throws {
        for show in ["series", "causes", "next"] {
            #expect(try texts("<links show='\(show)'/>", LayoutSamples.device) == [])
        }
    }
}
