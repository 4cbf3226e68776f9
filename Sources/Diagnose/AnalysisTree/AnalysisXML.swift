public import Diagnostics
internal import Findings
public import LibXML
internal import Measurements

/// The analysis as the XML document that templates ask with XPath: `/analysis/device/metric[@id='...']/@value`.
///
/// The shape is the analysis file's: scalars and the keys of `at` are attributes, lists are elements, free metadata
/// is `metadata/entry[@name]/@value`, ids of recordings are parted by blanks in `@from`. Each element carries as its
/// mark the index of the value that it stands for.
public struct AnalysisXML {
    /// The document.
    public let document: XMLDocument
    /// The element of the device that the report is about.
    public let device: XMLNode
    /// The elements of its metrics, in their order.
    public let metrics: [XMLNode]
    /// The elements of its labels, in their order.
    public let labels: [XMLNode]

    /// The tree of a document with one of its devices.
    public init(_ analysis: Analysis, device: DeviceAnalysis) {
        document = XMLDocument.make(root: "analysis")
        let root = document.root
        root.set("schema", analysis.schema)
        root.set("tool", analysis.tool)
        root.set("depth", analysis.depth.rawValue)
        Self.append(OptionText.all(analysis.options), to: root)
        (self.device, metrics, labels) = Self.append(device, to: root)
        for (index, finding) in analysis.findings.enumerated() { Self.append(finding, mark: index, to: root) }
    }

    private static func append(_ options: [OptionText], to root: XMLNode) {
        let list = root.append("options")
        for option in options {
            let node = list.append("option")
            node.set("name", option.name)
            node.set("value", option.value)
            node.set("unit", option.unit)
            node.set("meaning", option.meaning)
        }
    }

    private static func append(
        _ device: DeviceAnalysis, to root: XMLNode
    ) -> (device: XMLNode, metrics: [XMLNode], labels: [XMLNode]) {
        let node = root.append("device")
        node.set("id", device.id)
        node.set("batch", device.batch)
        node.set("class", device.statedClass)
        let metadata = node.append("metadata")
        for (name, value) in device.metadata.sorted(by: { $0.key < $1.key }) {
            let entry = metadata.append("entry")
            entry.set("name", name)
            entry.set("value", value)
        }
        for (index, recording) in device.recordings.enumerated() { append(recording, mark: index, to: node) }
        let metrics = device.metrics.enumerated().map { append($1, mark: $0, to: node) }
        let labels = device.labels.enumerated().map { append($1, mark: $0, to: node) }
        for (index, link) in device.links.enumerated() { append(link, mark: index, to: node) }
        for (index, series) in device.linkSeries.enumerated() { append(series, mark: index, to: node) }
        for (index, cause) in device.linkCauses.enumerated() {
            let inner = node.append("link_cause")
            inner.mark = index
            inner.set("cause", cause.cause)
            inner.set("links", cause.links.joined(separator: " "))
            inner.set("against", cause.against.joined(separator: " "))
            inner.set("reason", cause.reason)
        }
        for (index, next) in device.nextMeasurements.enumerated() { append(next, mark: index, to: node) }
        for (index, finding) in device.findings.enumerated() { append(finding, mark: index, to: node) }
        return (node, metrics, labels)
    }

    private static func append(_ recording: RecordingSummary, mark: Int, to parent: XMLNode) {
        let node = parent.append("recording")
        node.mark = mark
        node.set("id", recording.id)
        node.set("kind", recording.kind.rawValue)
        node.set("kind_reason", recording.kindReason)
        node.set("format", recording.format)
        node.set("file", recording.file)
        node.set("sha256", recording.sha256)
        node.set("points", "\(recording.points)")
        node.set("excluded", "\(recording.excluded)")
        node.set("instrument", recording.instrument)
        node.set("measured_at", recording.measuredAt)
        node.set("sign_conversion", recording.signConversion)
        let held = recording.conditions
        node.set("control", held.control.rawValue)
        let numbers: [(String, Double?)] = [
            ("amplitude_V", held.amplitude_V), ("read_V", held.read_V), ("compliance_A", held.compliance_A),
            ("series_ohm", held.series_ohm), ("area_m2", held.area_m2), ("thickness_m", held.thickness_m),
            ("temperature_K", held.temperature_K), ("illumination_W_per_m2", held.illumination_W_per_m2),
        ]
        for (name, value) in numbers { if let value { node.set(name, "\(value)") } }
        append(recording.at, to: node)
    }

    private static func append(_ metric: Metric, mark: Int, to parent: XMLNode) -> XMLNode {
        let node = parent.append("metric")
        node.mark = mark
        node.set("id", metric.id)
        node.set("value", "\(metric.value)")
        let numbers: [(String, Double?)] = [
            ("se", metric.se), ("low", metric.low), ("high", metric.high), ("level", metric.level),
            ("extrapolation", metric.extrapolation),
        ]
        for (name, value) in numbers { if let value { node.set(name, "\(value)") } }
        node.set("unit", metric.unit.rawValue)
        if let n = metric.n { node.set("n", "\(n)") }
        node.set("rule", metric.rule)
        if let bound = metric.bound { node.set("bound", bound.rawValue) }
        node.set("from", metric.from.joined(separator: " "))
        append(metric.at, to: node)
        return node
    }

    private static func append(_ label: Label, mark: Int, to parent: XMLNode) -> XMLNode {
        let node = parent.append("label")
        node.mark = mark
        node.set("id", label.id)
        node.set("value", label.value)
        node.set("rule", label.rule)
        node.set("from", label.from.joined(separator: " "))
        append(label.at, to: node)
        return node
    }

    private static func append(_ link: LinkResult, mark: Int, to parent: XMLNode) {
        let node = parent.append("link")
        node.mark = mark
        node.set("id", link.id)
        node.set("verdict", link.verdict.rawValue)
        let numbers: [(String, Double?)] = [
            ("d", link.d), ("s", link.s), ("z", link.z), ("p_eq", link.p_eq), ("k", link.k), ("bound", link.bound),
            ("s_sys", link.s_sys),
        ]
        for (name, value) in numbers { if let value { node.set(name, "\(value)") } }
        node.set("reason", link.reason)
        if let flag = link.flag { node.set("flag", flag) }
        append(link.at, to: node)
        for (name, side) in [("a", link.a), ("b", link.b)] {
            guard let side else { continue }
            let inner = node.append(name)
            inner.set("name", side.name)
            inner.set("value", "\(side.value)")
            if let se = side.se { inner.set("se", "\(se)") }
            inner.set("unit", side.unit.rawValue)
            inner.set("from", side.from.joined(separator: " "))
        }
    }

    private static func append(_ series: LinkSeries, mark: Int, to parent: XMLNode) {
        let node = parent.append("link_series")
        node.mark = mark
        node.set("id", series.id)
        node.set("between", series.between.joined(separator: " and "))
        node.set("n", "\(series.n)")
        node.set("reading", series.reading.rawValue)
        node.set("reason", series.reason)
        append(series.at, to: node)
    }

    private static func append(_ next: NextMeasurement, mark: Int, to parent: XMLNode) {
        let node = parent.append("next_measurement")
        node.mark = mark
        node.set("kind", next.kind.rawValue)
        node.set("what", next.what)
        if let duration = next.duration_s { node.set("duration_s", "\(duration)") }
        node.set("decides", next.decides.joined(separator: ", "))
        node.set("places", "\(next.places)")
        node.set("expectation", next.expectation)
        append(next.at, to: node)
    }

    private static func append(_ finding: Finding, mark: Int, to parent: XMLNode) {
        let node = parent.append("finding")
        node.mark = mark
        node.set("code", finding.code)
        node.set("severity", finding.severity.rawValue)
        node.set("message", finding.message)
        if let fix = finding.fix { node.set("fix", fix) }
        if let position = finding.position {
            node.set("file", position.file)
            if let line = position.line { node.set("line", "\(line)") }
            if let column = position.column { node.set("column", "\(column)") }
        }
    }

    private static func append(_ place: Place, to node: XMLNode) {
        for (key, text, _) in place.entries { node.set(key, text) }
    }
}
