internal import Findings
internal import Measurements

/// What one measurement of a PalmSens session means.
struct PalmSensMeasurement {
    /// The measurement.
    let value: JSONValue
    /// Its method.
    let method: PalmSensMethod
    /// The file.
    let source: FileSource
    /// Where it came from.
    let origin: Provenance
    /// The area, m2.
    let area_m2: Double?

    private var title: String { value["title"]?.string ?? "" }
    private var place: SourcePosition { source.at(value.line) }

    /// The recordings: spectra, then curves.
    ///
    /// The measurement's own `dataset` holds all channels and scans one after another, so it is asked for times only.
    func recordings(_ findings: inout [Finding]) -> [Recording] {
        var made: [Recording] = []
        for data in value["eisdatalist"]?.elements ?? [] {
            let scans = data["subscans"]?.elements ?? []
            for scan in scans.isEmpty ? [data] : scans {
                made += spectra(scan, parent: data["title"]?.string ?? "", &findings)
            }
        }
        let curves = value["curves"]?.elements ?? []
        guard !curves.isEmpty else { return made }
        guard !Self.differential.contains(method.technique) else {
            findings.append(.differential(place, title, method.technique))
            return made
        }
        let arrays = (value["dataset"]?["values"]?.elements ?? []).compactMap { PalmSensArray($0) }
        for group in channels(curves) {
            do throws(Failure) {
                if let trace = trace(group, arrays, &findings) { made.append(try trace.recording(origin, &findings)) }
            } catch { findings += error.findings }
        }
        return made
    }

    /// Techniques whose current is a difference of two or the answer to an alternating voltage.
    private static let differential: Set<String> = ["swv", "dpv", "npv", "acv", "mad", "pad", "dpad", "mpad"]

    // MARK: Spectra

    private func spectra(_ data: JSONValue, parent: String, _ findings: inout [Finding]) -> [Recording] {
        let arrays = (data["dataset"]?["values"]?.elements ?? []).map { PalmSensArray($0) }
        func array(_ name: String) -> (array: PalmSensArray, number: Int)? {
            for (i, array) in arrays.enumerated() {
                if let array, array.description.lowercased() == name.lowercased() { return (array, i + 1) }
            }
            return nil
        }
        guard let frequency = array("Frequency"), let real = array("ZRe"), let imaginary = array("ZIm") else {
            findings.append(.noArrays(source.at(data.line), data["title"]?.string ?? parent))
            return []
        }
        var spectra = SpectrumBuilder(columns: [
            frequency.array.source(.frequency, number: frequency.number),
            real.array.source(.realZ, number: real.number),
            imaginary.array.source(.imaginaryZ, number: imaginary.number, isNegated: true),
        ])
        let count = min(frequency.array.values.count, real.array.values.count, imaginary.array.values.count)
        spectra.frequency_Hz = Array(frequency.array.values.prefix(count))
        spectra.real_ohm = Array(real.array.values.prefix(count))
        spectra.imaginary_ohm = imaginary.array.values.prefix(count).map { -$0 }
        spectra.signConversion = "the file stores -Im Z; the sign was turned"
        spectra.conditions.area_m2 = area_m2
        // 1 is a scan of frequencies; else one frequency is stated and the ends are left from before.
        if method.number("FREQTYPE") == 1 {
            HeaderCheck.range(
                (method.number("MIN_FREQ"), method.number("MAX_FREQ")), of: spectra.frequency_Hz, .hertz,
                "a frequency range", at: source.at(data.line), &findings)
        }
        if let stated = Self.bias(data["title"]?.string ?? "") {
            spectra.conditions.bias_V = stated
        } else if let measured = array("mEdc") {
            spectra.bias_V = measured.array.values
        }
        if method.technique.hasPrefix("g") { spectra.conditions.control = .current }
        // Whether it is zero to peak or rms is nowhere said, so it is kept as a word.
        if let amplitude = method["AMPLITUDE"] { spectra.conditions.settings = ["amplitude as stated": amplitude] }
        let marked = Set(["Iac", "Eac"].flatMap { array($0)?.array.overloads ?? [] }).filter { $0 < count }.sorted()
        if !marked.isEmpty {
            let numbers = marked.map { $0 + 1 }
            findings.append(.overload(at: source.at(data.line), marked.count, of: count, numbers: numbers))
        }
        let title = data["title"]?.string ?? parent
        spectra.reason = "impedance data \"\(title)\""
        return spectra.recordings(origin, &findings)
    }

    /// The bias in the title of a subscan, `E=0.000 V`.
    static func bias(_ title: String) -> Double? {
        guard let mark = title.firstRange(of: "E=") else { return nil }
        return QuantityReading.number(String(title[mark.upperBound...]), .voltage)
    }

    // MARK: Curves

    /// Curves by their channels, in the order of the file.
    private func channels(_ curves: [JSONValue]) -> [[JSONValue]] {
        var order: [String] = []
        var groups: [String: [JSONValue]] = [:]
        for curve in curves {
            let title = curve["title"]?.string ?? ""
            let channel = title.firstRange(of: "Channel ").map {
                String(title[$0.upperBound...].prefix { $0.isNumber })
            }
            let key = channel ?? ""
            if groups[key] == nil { order.append(key) }
            groups[key, default: []].append(curve)
        }
        return order.compactMap { groups[$0] }
    }

    /// The scans of a channel one after another; `nil` where they are neither I(V) nor I(t).
    private func trace(
        _ curves: [JSONValue], _ arrays: [PalmSensArray], _ findings: inout [Finding]
    ) -> TraceBuilder? {
        var trace = TraceBuilder()
        // Where each pair stands among all values of the potential axis, which times are counted by.
        var places: [Int] = []
        var before = 0
        var overloads: [Int] = []
        for curve in curves {
            guard let x = PalmSensArray(curve["xaxisdataarray"]), let y = PalmSensArray(curve["yaxisdataarray"]),
                y.dimension == .current, x.dimension == .voltage || x.dimension == .time
            else {
                findings.append(.otherCurve(source.at(curve.line), curve["title"]?.string ?? title))
                continue
            }
            let isSweep = x.dimension == .voltage
            guard trace.columns.isEmpty || trace.voltage_V.isEmpty != isSweep else { continue }
            let count = min(x.values.count, y.values.count)
            if x.values.count != y.values.count {
                findings.append(.lengths(source.at(curve.line), x.values.count, y.values.count))
            }
            let rows = (0..<count).filter { x.values[$0].isFinite && y.values[$0].isFinite }
            overloads += y.overloads.filter { $0 < count }.map { before + $0 + 1 }
            if isSweep {
                trace.voltage_V += rows.map { x.values[$0] }
            } else {
                trace.time_s += rows.map { x.values[$0] }
            }
            trace.current_A += rows.map { y.values[$0] }
            places += rows.map { before + $0 }
            before += x.values.count
            if trace.columns.isEmpty {
                trace.columns = [
                    x.source(isSweep ? .voltage : .time, number: 1), y.source(.current, number: 2),
                ]
            }
        }
        guard !trace.columns.isEmpty else { return nil }
        if !overloads.isEmpty {
            findings.append(.overload(at: place, overloads.count, of: before, numbers: overloads))
        }
        complete(&trace, arrays, places, of: before)
        if method.technique == "cv" {
            HeaderCheck.range(
                (method.number("E_VTX1"), method.number("E_VTX2")), of: trace.voltage_V, .volt, "a sweep", at: place,
                &findings)
        }
        return trace
    }

    /// What the curves do not say: the times of a sweep, the voltage of a trace, the kind.
    private func complete(_ trace: inout TraceBuilder, _ arrays: [PalmSensArray], _ places: [Int], of count: Int) {
        trace.conditions.area_m2 = area_m2
        func fill(_ dimension: Dimension) -> (PalmSensArray, Int)? {
            let found = arrays.enumerated().filter {
                $0.element.dimension == dimension && $0.element.values.count == count
                    && $0.element.values.allSatisfy(\.isFinite)
            }
            return found.count == 1 ? (found[0].element, found[0].offset + 1) : nil
        }
        if trace.time_s.isEmpty, let (time, number) = fill(.time) {
            trace.time_s = places.map { time.values[$0] }
            trace.columns.append(time.source(.time, number: number))
        }
        if trace.voltage_V.isEmpty, let (voltage, number) = fill(.voltage) {
            trace.voltage_V = places.map { voltage.values[$0] }
            trace.columns.append(voltage.source(.voltage, number: number))
        }
        switch method.technique {
        case "cv", "lsv", "fcv":
            trace.stated = TraceShape.Verdict(kind: .iv, reason: "method \"\(method.technique)\"")
            trace.conditions.rate_V_per_s = method.number("SCAN_RATE")
        case "ad", "ca", "fam":
            trace.stated = TechniqueKind.verdict(
                "chronoamperometry", voltage_V: trace.voltage_V, hasTime: !trace.time_s.isEmpty)
            if trace.voltage_V.isEmpty { trace.conditions.bias_V = method.number("E") }
        default: break
        }
    }
}

extension Finding {
    fileprivate static func noArrays(_ place: SourcePosition, _ title: String) -> Finding {
        Finding(
            PalmSensFindings.noArrays, "the impedance data \"\(title)\" lack one of \"Frequency\", \"ZRe\" and \"ZIm\"",
            at: place, fix: "save the session again from PSTrace")
    }

    fileprivate static func differential(_ place: SourcePosition, _ title: String, _ technique: String) -> Finding {
        Finding(
            PalmSensFindings.otherCurve,
            "\"\(title)\" is of the method \"\(technique)\", whose current is a difference; it is left out", at: place)
    }

    fileprivate static func otherCurve(_ place: SourcePosition, _ title: String) -> Finding {
        Finding(
            PalmSensFindings.otherCurve,
            "the curve \"\(title)\" is neither a current against voltage nor against time; it is left out", at: place)
    }

    fileprivate static func lengths(_ place: SourcePosition, _ x: Int, _ y: Int) -> Finding {
        Finding(
            PalmSensFindings.lengths,
            "a curve has \(x) values on one axis and \(y) on the other; the first \(min(x, y)) pairs are kept",
            at: place)
    }
}
