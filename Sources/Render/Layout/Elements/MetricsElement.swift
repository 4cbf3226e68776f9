internal import Measurements
internal import Diagnostics
internal import Drawing
internal import Findings
internal import Templates

/// `metrics`: a table of metrics and labels by the start of their ids.
struct MetricsElement: BlockElement {
    let definition = ElementDefinition(
        "metrics", .block, "A table of metrics and labels with error, unit, place and rule",
        attributes: [
            .init("prefix", .text, default: "", "start of the ids, as impedance."),
            .init("ids", .text, default: "", "the ids one by one, in the order of the table"),
            .init("from", .text, default: "", "only from this recording"),
            .init("where", .xpath, "which of them, as not(@cycle)"),
            .init(
                "highest", .choice(["none", "V", "V_read", "rate_V_per_s"]), default: "none",
                "of numbers that differ in this key alone, only that at its highest value"),
            .init(
                "pivot",
                .choice([
                    "none", "bias_V", "V", "V_read", "temperature_K", "rate_V_per_s", "lobe", "cycle", "branch",
                    "component", "step",
                    "state", "of", "from",
                ]), default: "none", "a column for each value of this key"),
            .init("rules", .flag, default: "yes", "whether the rules stand below as footnotes"),
            .init("words", .flag, default: "no", "whether a few words stand beside each symbol"),
            .init("most", .integer(1...5000), default: "60", "most numbers printed; the rest are counted"),
            .init("id", .name, default: "", "name that references and links may lead to"),
            .init("caption", .text, default: "", "caption above the table"),
            .init("missing", .text, default: "", "what stands where there is none; nothing unless told"),
        ])

    func layOut(_ node: TemplateNode, in flow: inout Flow) throws(Failure) {
        var entries = select(node, flow)
        guard !entries.isEmpty else {
            let missing = flow.text(node, "missing")
            if !missing.isEmpty { flow.addNote(InlinePiece.rich(missing, flow.style.small), at: node.position) }
            flow.tellEmpty(node, node.attributes["ids"] == nil ? "prefix" : "ids")
            return
        }
        let most = flow.integer(node, "most") ?? 60
        let hidden = entries.count - most
        entries = Array(entries.prefix(most))
        var maker = MetricTable(flow: flow, showsRules: flow.flag(node, "rules"), showsWords: flow.flag(node, "words"))
        let key = flow.text(node, "pivot")
        var tables = key == "none" ? [maker.list(entries)] : maker.pivot(entries, key: key)
        let caption = flow.text(node, "caption")
        if !caption.isEmpty { tables[0].caption = InlinePiece.rich(caption, flow.style.caption) }
        var notes: [[InlinePiece]] = []
        let small = flow.style.fine
        var note = maker.footnotes.texts.isEmpty ? [] : maker.footnotes.paragraph(small)
        if maker.hasGaps { note.append(.text((note.isEmpty ? "" : "  ") + "–\u{A0}not known at this place.", small)) }
        if !note.isEmpty { notes.append(note) }
        if hidden > 0 { notes.append([.text("\(hidden) more stand in the analysis file.", small)]) }
        tables[tables.count - 1].notes = notes
        tables[0].id = flow.text(node, "id")
        for table in tables { flow.add(table, at: node.position) }
    }

    /// The entries asked for, in the order of the definitions, equal ids together.
    private func select(_ node: TemplateNode, _ flow: Flow) -> [MetricEntry] {
        let wanted = flow.text(node, "ids").split(whereSeparator: \.isWhitespace).map(String.init)
        let prefix = flow.text(node, "prefix")
        let device = flow.session.input.device
        var seen: Set<String> = []
        var ids = wanted.filter { seen.insert($0).inserted }
        if ids.isEmpty {
            let defined = flow.session.input.options.references.definitions.map(\.id)
            ids = (device.labels.map(\.id) + defined + device.metrics.map(\.id)).filter {
                $0.hasPrefix(prefix) && seen.insert($0).inserted
            }
        }
        var byId: [String: [MetricEntry]] = [:]
        for entry in flow.entries(node, ids: ids) { byId[entry.id, default: []].append(entry) }
        let key = flow.text(node, "highest")
        return ids.flatMap { id in key == "none" ? byId[id] ?? [] : Self.highest(byId[id] ?? [], key: key) }
    }

    /// Of entries of one id that differ in a key alone, the one where it is highest; XPath would compare all with all.
    private static func highest(_ entries: [MetricEntry], key: String) -> [MetricEntry] {
        func elsewhere(_ entry: MetricEntry) -> String {
            entry.at.entries.filter { $0.key != key }.map { "\($0.key)=\($0.text)" }.joined(separator: ",")
        }
        var reach: [String: Double] = [:]
        let places = entries.map(elsewhere)
        let numbers = entries.map { PlaceText.number($0.at, key: key) ?? -.infinity }
        for (place, number) in zip(places, numbers) { reach[place] = max(reach[place] ?? -.infinity, number) }
        return entries.indices.filter { numbers[$0] == reach[places[$0]] }.map { entries[$0] }
    }
}
