import Diagnostics
import Drawing
import Layout
import Measurements
import Testing

@Suite struct MetricTableTests {
    private func texts(_ inside: String, device: DeviceAnalysis = LayoutSamples.device) throws -> [String] {
        try LayoutSamples.layOut(inside, device: device).document.pages.flatMap(LayoutSamples.texts)
    }

    @Test func `a list has symbol, number, unit, place and rule`() throws {
        let found = try texts("<metrics ids='impedance.R_dc' where='@bias_V = 0.2'/>")
        #expect(
            found == [
                "Quantity", "Value", "At", "Rdc", "5.000\u{A0}±\u{A0}0.012", "kΩ\u{A0}a", "bias 200\u{A0}mV",
                "a\u{A0}EC1 fit.",
            ])
    }

    @Test func `a pivot has a column for each place, by number, with one unit a row`() throws {
        var device = LayoutSamples.device
        device.metrics.reverse()
        let found = try texts("<metrics ids='impedance.tau_k' pivot='bias_V' rules='no'/>", device: device)
        #expect(
            found == [
                "Quantity", "Unit", "200\u{A0}mV", "400\u{A0}mV", "τk", "ms", "20.0\u{A0}±\u{A0}1.0",
                "40.0\u{A0}±\u{A0}1.0",
            ])
    }

    @Test func `of numbers that differ in a key alone the one at its highest is kept`() throws {
        var device = LayoutSamples.device
        device.metrics = [1.0, 0.1, 0.5].map { V in
            Metric(
                "rectification.ratio", 1 + V, se: 0.1, unit: .none, at: Place(V: V, branch: "mean"), from: [], rule: "")
        }
        let found = try texts("<metrics ids='rectification.ratio' highest='V'/>", device: device)
        let numbers = found.filter { $0.contains("±") }
        #expect(numbers.count == 1 && numbers[0].hasPrefix("2.0"))
        #expect(try texts("<metrics ids='rectification.ratio'/>", device: device).count { $0.contains("±") } == 3)
    }

    @Test func `small numbers without a unit share a power of a thousandth`() throws {
        var device = LayoutSamples.device
        device.metrics = [-0.000858, 0.290247].enumerated().map { index, value in
            Metric(
                "impedance.tau_k", value, se: 0.00009, unit: .none, at: Place(bias_V: Double(index)), from: [],
                rule: "")
        }
        let found = try texts("<metrics prefix='impedance.tau' pivot='bias_V'/>", device: device)
        #expect(found.suffix(3) == ["10⁻³", "−0.858\u{A0}±\u{A0}0.090", "290.247\u{A0}±\u{A0}0.090"])
    }

    @Test func `rows of one quantity without a unit have one power of ten`() throws {
        var device = LayoutSamples.device
        device.metrics = [("Z", 0.012, 0.00998), ("Y", 0.0125, 0.0101)].flatMap { name, low, high in
            [low, high].enumerated().map { index, value in
                Metric(
                    "impedance.kk_rms", value, unit: .none, at: Place(bias_V: Double(index), definition: name),
                    from: [],
                    rule: "")
            }
        }
        let found = try texts("<metrics ids='impedance.kk_rms' pivot='bias_V'/>", device: device)
        #expect(found.count { $0 == "10⁻³" } == 2)
        #expect(found.contains("9.980") && found.contains("12.50"))
    }

    @Test func `a list that goes on names its quantity again`() throws {
        var device = LayoutSamples.device
        device.metrics = (0..<300).map { index in
            Metric(
                "impedance.tau_k", 0.02, unit: .second, at: Place(bias_V: Double(index)), from: [], rule: "")
        }
        let pages = try LayoutSamples.layOut("<metrics prefix='impedance.tau' most='300' rules='no'/>", device: device)
            .document.pages
        #expect(pages.count > 2)
        for page in pages {
            // Once on each page, in the first row below the head.
            let texts = LayoutSamples.texts(page)
            #expect(texts.count { $0 == "τk" } == 1)
            #expect(texts.prefix(4) == ["Quantity", "Value", "At", "τk"])
        }
    }

    @Test func `values many decades apart keep their own units`() throws {
        var device = LayoutSamples.device
        device.metrics = [1e-6, 10].enumerated().map { index, value in
            Metric(
                "impedance.tau_k", value, unit: .second, at: Place(bias_V: Double(index)), from: [], rule: "")
        }
        let found = try texts("<metrics prefix='impedance.tau' pivot='bias_V'/>", device: device)
        #expect(found.suffix(2) == ["1.000\u{A0}µs", "10.00\u{A0}s"])
    }

    @Test func `what is missing at a place is a dash`() throws {
        var device = LayoutSamples.device
        device.metrics.removeLast()
        let found = try texts("<metrics ids='impedance.R_dc impedance.tau_k' pivot='bias_V'/>", device: device)
        #expect(found.contains("–") && found.last?.hasSuffix("–\u{A0}not known at this place.") == true)
    }

    @Test func `too many columns become several tables`() throws {
        var device = LayoutSamples.device
        device.metrics = (0..<20).map { index in
            Metric("impedance.R_dc", 1000, se: 1, unit: .ohm, at: Place(bias_V: Double(index)), from: [], rule: "")
        }
        let result = try LayoutSamples.layOut("<metrics prefix='impedance.' pivot='bias_V'/>", device: device)
        let heads = result.document.pages.flatMap(LayoutSamples.texts).count { $0 == "Quantity" }
        #expect(heads > 1 && result.findings.isEmpty)
    }

    @Test func `bounds have their sign, and no number is printed as not-a-number`() throws {
        var device = LayoutSamples.device
        device.metrics = [
            Metric("impedance.tau_k", 5, unit: .second, from: [], rule: "", bound: .lower),
            Metric("impedance.R_dc", .infinity, unit: .ohm, from: [], rule: ""),
        ]
        let found = try texts("<metrics prefix='impedance.'/>", device: device)
        #expect(found.contains(">\u{A0}5.000") && !found.contains { $0.contains("nan") || $0.contains("inf") })
    }

    @Test func `a probability near 0 or 1 is a bound`() throws {
        var device = LayoutSamples.device
        device.metrics = [Metric("volatility.P_nonvolatile", 0, unit: .none, from: [], rule: "")]
        #expect(try texts("<metrics prefix='volatility.'/>", device: device).contains("<\u{A0}0.000001"))
    }

    @Test func `numbers of components and levels have no digits after the point`() throws {
        var device = LayoutSamples.device
        device.metrics = [
            Metric("transient.order", 2, unit: .none, from: [], rule: ""),
            Metric("pulses.levels", 8, unit: .none, from: [], rule: ""),
        ]
        let found = try texts("<metrics ids='transient.order pulses.levels'/>", device: device)
        #expect(found.contains("2") && found.contains("8"))
        #expect(!found.contains { $0.contains(".000") })
    }

    @Test func `a temperature stands above its column as a sheet has it`() throws {
        var device = LayoutSamples.device
        device.metrics = [333.15, 373.15, 298.15].map {
            Metric("retention.tau", $0, unit: .second, at: Place(temperature_K: $0), from: [], rule: "")
        }
        let found = try texts("<metrics ids='retention.tau' pivot='temperature_K' rules='no'/>", device: device)
        #expect(Array(found.prefix(5)) == ["Quantity", "Unit", "25\u{A0}°C", "60\u{A0}°C", "100\u{A0}°C"])
    }
}
