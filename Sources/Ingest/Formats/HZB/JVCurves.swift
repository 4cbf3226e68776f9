internal import Findings
internal import Measurements

/// One scan of a solar cell.
struct JVCurve {
    /// Which way the voltage went, as the file says.
    enum Direction: String { case forward, reverse }

    /// Pixel or cell of the sample; empty where the file has one only.
    var pixel = ""
    /// Direction as stated; `nil` where the file does not say.
    var direction: Direction?
    /// Whether it was taken in the dark.
    var isDark = false
    /// Voltage in the order of the scan, V.
    var voltage_V: [Double] = []
    /// Current in the sign of the file, A.
    var current_A: [Double] = []
    /// Line of each sample.
    var lines: [Int] = []
    /// The columns.
    var columns: [ColumnSource] = []
    /// Conditions.
    var conditions = Conditions()
    /// Date as found.
    var measuredAt = ""
}

/// Curves of solar cells to recordings: scans of one pixel joined to a loop, one sign for the file.
struct JVCurves {
    /// The curves in the order of the file.
    var curves: [JVCurve]

    /// The recordings.
    /// - Throws: `recording.too-short` where no curve has two points.
    func recordings(
        _ origin: Provenance, _ source: FileSource, _ findings: inout [Finding]
    ) throws(Failure) -> [Recording] {
        var turned = PhotovoltaicSign.verdict(curves)
        if let found = turned, !found.isTurned, source.options.isPhotovoltaic {
            // The curves know better than the sheet; the word on it keeps the sheet from turning them.
            findings.append(.signContradicted(source, found))
            turned?.conversion = PhotovoltaicSign.mark + " is stated; \(found.reason), so nothing was turned"
        }
        let pixels = Set(curves.map { $0.pixel + ($0.isDark ? ", dark" : "") })
        var made: [Recording] = []
        var joined = 0
        var done = Set<Int>()
        for i in curves.indices where !done.contains(i) {
            var parts = [i]
            if let other = partner(of: i), !done.contains(other) { parts.append(other) }
            done.formUnion(parts)
            if parts.count == 2 { joined += 1 }
            guard let recording = try recording(parts, pixels.count > 1, turned, origin, &findings) else { continue }
            made.append(recording)
        }
        if made.isEmpty { throw Failure(.tooShort(origin, [], count: 0), after: findings) }
        if joined > 0 { findings.append(.joined(source, joined)) }
        if let turned { findings.append(.sign(source, turned)) }
        return made
    }

    /// The next curve of the same pixel and light that went the other way.
    private func partner(of i: Int) -> Int? {
        guard let direction = curves[i].direction else { return nil }
        let next = curves.indices.first { j in
            j > i && curves[j].pixel == curves[i].pixel && curves[j].isDark == curves[i].isDark
        }
        guard let next, let other = curves[next].direction, other != direction else { return nil }
        return next
    }

    private func recording(
        _ parts: [Int], _ hasPixels: Bool, _ turned: PhotovoltaicSign.Verdict?, _ origin: Provenance,
        _ findings: inout [Finding]
    ) throws(Failure) -> Recording? {
        var trace = TraceBuilder()
        let first = curves[parts[0]]
        for part in parts {
            trace.voltage_V += curves[part].voltage_V
            trace.current_A += curves[part].current_A
            trace.lines += curves[part].lines
            for column in curves[part].columns where !trace.columns.contains(column) { trace.columns.append(column) }
        }
        guard trace.current_A.count >= 2 else {
            findings.append(.tooShort(origin, first.lines, count: trace.current_A.count))
            return nil
        }
        if let turned, turned.isTurned { trace.turnCurrent(turned.reason) }
        if let word = turned?.conversion { trace.signConversion = word }
        trace.isSignSettled = turned != nil
        trace.conditions = first.conditions
        if hasPixels { trace.conditions.state = "pixel \(first.pixel)" + (first.isDark ? ", dark" : "") }
        var settings = trace.conditions.settings ?? [:]
        if !first.pixel.isEmpty { settings["pixel"] = first.pixel }
        let directions = parts.compactMap { curves[$0].direction?.rawValue }
        if !directions.isEmpty { settings["scan direction"] = directions.joined(separator: ", then ") }
        trace.conditions.settings = settings.isEmpty ? nil : settings
        trace.stated = TraceShape.Verdict(
            kind: .iv, reason: parts.count == 2 ? "a J-V file; both scans as one loop" : "a J-V file")
        var origin = origin
        if !first.measuredAt.isEmpty { origin.measuredAt = DateText.iso(first.measuredAt) }
        return try trace.recording(origin, &findings)
    }
}

/// Whether a file counts the current of solar cells out of the device as positive.
enum PhotovoltaicSign {
    /// The answer for a file.
    struct Verdict {
        /// Whether the currents are to be turned.
        var isTurned: Bool
        /// Why, in words.
        var reason: String
        /// What is said of the sign where it is not turned, and why the sheet must not turn it; `nil` for nothing.
        var conversion: String?
    }

    /// How the word on a sign begins that a reader settled by the curves: the sheet's `sign` turns nothing then.
    static let mark = "photovoltaic sign"

    /// By the curves themselves, each with one vote: a diode opens with a positive current at large positive voltages
    /// in the passive sign, and a lit cell drives a negative one at short circuit.
    ///
    /// - Returns: `nil` where no curve tells.
    static func verdict(_ curves: [JVCurve]) -> Verdict? {
        var generator = 0
        var passive = 0
        for curve in curves {
            switch isGenerator(curve) {
            case true?: generator += 1
            case false?: passive += 1
            case nil: break
            }
        }
        guard generator != passive else { return nil }
        guard generator > passive else {
            return Verdict(isTurned: false, reason: "\(passive) of \(curves.count) curves have the passive sign")
        }
        return Verdict(
            isTurned: true,
            reason: mark + " in \(generator) of \(curves.count) curves (photocurrent positive); it was turned"
        )
    }

    private static func isGenerator(_ curve: JVCurve) -> Bool? {
        guard let top = curve.voltage_V.indices.max(by: { curve.voltage_V[$0] < curve.voltage_V[$1] }),
            curve.voltage_V[top] > 0,
            let short = curve.voltage_V.indices.min(by: { abs(curve.voltage_V[$0]) < abs(curve.voltage_V[$1]) }),
            abs(curve.voltage_V[short]) < 0.1 * curve.voltage_V[top]
        else { return nil }
        let (open, shorted) = (curve.current_A[top], curve.current_A[short])
        if open == 0 { return nil }
        // Beyond the open-circuit voltage the diode decides; below it (or as large) the photocurrent does.
        if open * shorted <= 0 || abs(open) > abs(shorted) { return open < 0 }
        return shorted > 0
    }
}

/// What can be wrong with J-V files.
enum JVFindings {
    static let joined = FindingKind(
        "jv.joined", .note,
        "Forward and reverse scan of one pixel are kept as one loop, in the order of the file; the time between them is "
            + "not known.")
    static let sign = FindingKind(
        "jv.sign", .note,
        "Which sign a J-V file gives its currents was found from the curves: the current of a diode rises with the voltage."
    )
    static let header = FindingKind(
        "jv.header", .note, "The header of a J-V file says something else than its rows; the rows count.")
    static let noArea = FindingKind(
        "jv.no-area", .error, "A file of current densities without the area of the cell: the current is not known.")
    static let noCurves = FindingKind("jv.no-curves", .error, "A J-V file without its table of curves.")
    static let all = [joined, sign, header, noArea, noCurves]
}

extension Finding {
    fileprivate static func joined(_ source: FileSource, _ count: Int) -> Finding {
        Finding(
            JVFindings.joined,
            "\(count) \(count == 1 ? "pair" : "pairs") of forward and reverse scans kept as one loop each",
            at: source.at())
    }

    fileprivate static func sign(_ source: FileSource, _ verdict: PhotovoltaicSign.Verdict) -> Finding {
        Finding(
            JVFindings.sign,
            verdict.reason + (verdict.isTurned ? "" : "; nothing was turned"), at: source.at())
    }

    fileprivate static func signContradicted(_ source: FileSource, _ verdict: PhotovoltaicSign.Verdict) -> Finding {
        Finding(
            ConditionFindings.contradiction,
            "sign is stated as \"photovoltaic\", but \(verdict.reason); nothing was turned", at: source.at(),
            fix: "leave the column \"sign\" of the sheet empty for this file")
    }

    /// Current densities that cannot become currents.
    static func noArea(_ source: FileSource, _ line: Int?, _ key: String) -> Finding {
        Finding(
            JVFindings.noArea, "the curves are current densities, and \"\(key)\" gives no area of the cell",
            at: source.at(line), fix: "state it as area_cm2 in the sheet")
    }

    /// A J-V file that ends before its curves.
    static func noCurves(_ source: FileSource, _ line: Int?, _ what: String) -> Finding {
        Finding(
            JVFindings.noCurves, what, at: source.at(line), fix: "export the file again; it may be cut off")
    }
}
