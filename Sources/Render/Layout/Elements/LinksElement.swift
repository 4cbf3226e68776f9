internal import AnalysisTree
internal import LibXML
internal import Diagnostics
internal import Drawing
internal import Findings
internal import Measurements
internal import Templates

/// `links`: what the links between the diagnostics found.
struct LinksElement: BlockElement {
    let definition = ElementDefinition(
        "links", .block, "What the links between the diagnostics found: both sides, difference, verdict, reason",
        attributes: [
            .init(
                "show", .choice(["table", "summary", "line", "series", "causes", "next"]), default: "table",
                "a table for each link, one table with a line for each, one line that counts verdicts, what each says over "
                    + "several biases, the common causes of those that fail, or what to measure next"),
            .init("where", .xpath, "which results, as not(@cycle)"),
            .init("caption", .text, default: "", "caption above the tables"),
        ])

    func layOut(_ node: TemplateNode, in flow: inout Flow) throws(Failure) {
        if ["series", "causes", "next"].contains(flow.text(node, "show")) {
            Self.readings(node, &flow)
            return
        }
        let links = Self.select(node, flow)
        if flow.text(node, "show") == "line" {
            flow.add(Self.line(links, flow.style), before: 3, after: 4, at: node.position)
            return
        }
        let caption = InlinePiece.rich(flow.text(node, "caption"), flow.style.caption)
        if !caption.isEmpty {
            flow.add(caption, role: .caption, before: 6, after: 2, keepsWithNext: true, at: node.position)
        }
        if flow.text(node, "show") == "summary" {
            let tested = LinkGroup.groups(links.filter { $0.verdict != .notTested })
            if !tested.isEmpty { flow.add(LinkSummary(flow: flow, groups: tested).table(), at: node.position) }
            return
        }
        for group in LinkGroup.groups(links.filter { $0.verdict != .notTested }) {
            // What compares no two numbers is said in words: a table of it would have empty cells.
            guard group.names.contains(where: { !$0.isEmpty }) else {
                for pieces in Self.worded(group, flow) { flow.add(pieces, before: 3, after: 1.5, at: node.position) }
                continue
            }
            let maker = LinkTable(flow: flow, group: group)
            let start = flow.boxes.count
            flow.add(maker.title(), role: .caption, before: 5, after: 1.5, keepsWithNext: true, at: node.position)
            let first = flow.boxes.count
            flow.add(maker.table(), at: node.position)
            if first < flow.boxes.count { flow.boxes[first].before = 0 }
            flow.keepWhole(from: start)
            // A link of a few rows stays in one piece: columns side by side, where it mostly stands, repeat no heads.
            guard group.results.count <= 14 else { continue }
            for index in start..<(flow.boxes.count - 1) { flow.boxes[index].keepsWithNext = true }
        }
        for pieces in Self.notTested(links.filter { $0.verdict == .notTested }, flow) {
            flow.add(pieces, before: 1.5, after: 1.5, at: node.position)
        }
    }

    /// What the links say together; nothing where they say nothing.
    private static func readings(_ node: TemplateNode, _ flow: inout Flow) {
        let device = flow.session.input.device
        let readings = LinkReadings(flow: flow)
        let caption = InlinePiece.rich(flow.text(node, "caption"), flow.style.caption)
        func add(_ table: TableModel) {
            var table = table
            table.caption = caption
            if !table.rows.isEmpty { flow.add(table, at: node.position) }
        }
        switch flow.text(node, "show") {
        case "series": add(readings.series(device.linkSeries))
        case "next": add(readings.next(device.nextMeasurements))
        default:
            for pieces in readings.causes(device.linkCauses) {
                flow.add(pieces, before: 2, after: 3, at: node.position)
            }
        }
    }

    /// The results asked for, by the number of the link.
    private static func select(_ node: TemplateNode, _ flow: Flow) -> [LinkResult] {
        var links = flow.session.input.device.links
        if let condition = node.expression("where") {
            links = flow.session.binding.nodes(
                "link[\(condition)]", at: flow.session.binding.xml.device, position: node.position(of: "where")
            ).compactMap(\.mark).map { links[$0] }
        }
        return links.enumerated().sorted { a, b in
            let x = number(a.element.id)
            let y = number(b.element.id)
            return x != y ? x < y : a.offset < b.offset
        }.map(\.element)
    }

    private static func number(_ id: String) -> Int { Int(id.drop { !$0.isNumber }) ?? 0 }

    /// One paragraph for each link and reason, in small print: what is missing, and where.
    private static func notTested(_ links: [LinkResult], _ flow: Flow) -> [[InlinePiece]] {
        let small = flow.style.fine
        var groups: [(link: LinkResult, reasons: [String], places: [String])] = []
        for link in links {
            let place = PlaceText.text(link.at)
            let alike = groups.firstIndex {
                $0.link.id == link.id && RuleText.common($0.reasons + [link.reason]) != nil
            }
            if let index = alike {
                groups[index].reasons.append(link.reason)
                if !place.isEmpty, !groups[index].places.contains(place) { groups[index].places.append(place) }
            } else {
                groups.append((link, [link.reason], place.isEmpty ? [] : [place]))
            }
        }
        return groups.map { group in
            let title = flow.session.input.options.references.link(group.link.id)?.title ?? ""
            // More places than a line holds are counted.
            var place = group.places.prefix(2).joined(separator: "; ")
            if group.places.count > 2 { place += " and \(group.places.count - 2) more" }
            return [.text("\(group.link.id) ", small.bold())]
                + InlinePiece.rich(title.isEmpty ? "" : title + " ", small)
                + [.text("not tested" + (place.isEmpty ? ": " : " at \(place): "), small)]
                + InlinePiece.rich(RuleText.common(group.reasons) ?? group.link.reason, small)
        }
    }

    /// One paragraph for each verdict and reason of a link that compares words, with its places.
    private static func worded(_ group: LinkGroup, _ flow: Flow) -> [[InlinePiece]] {
        let cell = InlineStyle(font: Font(size: flow.style.tableSize * 0.95), color: flow.style.ink)
        var alike: [(result: LinkResult, places: [String])] = []
        for result in group.results {
            let place = PlaceText.text(result.at)
            if let index = alike.firstIndex(where: {
                $0.result.verdict == result.verdict && $0.result.reason == result.reason
            }) {
                if !place.isEmpty { alike[index].places.append(place) }
            } else {
                alike.append((result, place.isEmpty ? [] : [place]))
            }
        }
        let title = flow.session.input.options.references.link(group.id)?.title ?? ""
        return alike.map { result, places in
            let at = places.isEmpty ? "" : " at \(places.joined(separator: "; "))"
            return [.text(group.id + " ", cell.bold())] + InlinePiece.rich(title + " ", cell.bold())
                + [.text(result.verdict.text, cell.bold().colored(flow.style.color(of: result.verdict)))]
                + [.text(at + ": ", cell.colored(flow.style.quiet))] + InlinePiece.rich(result.reason, cell)
        }
    }

    /// The verdicts counted, worst first.
    private static func line(_ links: [LinkResult], _ style: PageStyle) -> [InlinePiece] {
        guard !links.isEmpty else { return [.text("No link could be tested.", style.body.colored(style.quiet))] }
        var pieces: [InlinePiece] = [.text("Links: ", style.body.bold())]
        let order: [Verdict] = [.inconsistent, .smallBias, .undecided, .consistent, .notTested]
        for verdict in order {
            let ids = links.filter { $0.verdict == verdict }.map(\.id)
            guard !ids.isEmpty else { continue }
            if pieces.count > 1 { pieces.append(.text(" · ", style.body.colored(style.quiet))) }
            var distinct: [String] = []
            for id in ids where !distinct.contains(id) { distinct.append(id) }
            pieces.append(
                .text("\(ids.count) \(verdict.rawValue)", style.body.bold().colored(style.color(of: verdict))))
            pieces.append(.text(" (\(distinct.joined(separator: ", ")))", style.body.colored(style.quiet)))
        }
        return pieces
    }
}

extension PageStyle {
    /// The color of a verdict: good, doubtful, bad, or quiet where nothing was tested.
    func color(of verdict: Verdict) -> Color {
        switch verdict {
        case .consistent: Self.good
        case .smallBias, .undecided: Self.doubtful
        case .inconsistent: Self.bad
        case .notTested: quiet
        }
    }
}
