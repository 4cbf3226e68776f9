internal import AnalysisTree
public import Diagnostics
public import Drawing
public import Findings
public import Templates

/// Lays a template out for one device: pages ready for export.
///
/// The context of the template's expressions is the `device` element of the analysis. One call is one lane of work:
/// nothing of it is shared.
/// - Parameter text: measures text; as `PangoText` of Export.
/// - Throws: `layout.loop-limit`, `layout.page-limit`; all else is in the result's findings.
public func layOut(
    _ template: Template, analysis: Analysis, device: DeviceAnalysis, text: any TextMeasuring, options: LayoutOptions
) throws(Failure) -> LayoutResult {
    let input = LayoutInput(analysis: analysis, device: device, options: options)
    var session = LayoutSession(input: input, text: text, tellsPlaces: template.root.tellsPlaces)
    var result = try layOut(template, session)
    guard session.tellsPlaces else { return result }
    // Page numbers are known when pages are cut, and a table of contents moves them: until nothing moves any more.
    var known = Places(session.found, on: result.document.pages)
    for _ in 1..<Places.mostPasses {
        session = LayoutSession(after: session, known: known)
        result = try layOut(template, session)
        let found = Places(session.found, on: result.document.pages)
        if found == known { return result }
        known = found
    }
    result.findings.append(
        Finding(
            LayoutFindings.unsettled, "page numbers still moved in pass \(Places.mostPasses) of the layout",
            at: template.root.position, fix: "start a page after the <toc>, with new-page=\"yes\" on its section"))
    return result
}

/// One pass over the template.
private func layOut(_ template: Template, _ session: LayoutSession) throws(Failure) -> LayoutResult {
    let device = session.input.device
    var flow = Flow(session: session, width: 0, node: session.binding.xml.device)
    try ReportElement().prepare(template.root, in: &flow)
    try flow.layOut(template.root.content)
    if flow.boxes.isEmpty, session.findings.isEmpty, session.binding.findings.isEmpty {
        session.find(
            LayoutFindings.nothingPrinted, "the template prints nothing for \"\(device.id)\": the page is empty",
            at: template.root.position, fix: "give <report> an element that prints, as <metrics/>")
    }
    let pages = try PageBreaker(session: session).pages(flow.boxes)
    let title = flow.text(template.root, "title")
    var document = Document(
        title: title.isEmpty ? device.id : title, author: flow.text(template.root, "author"),
        subject: "Memristor diagnostics of \(device.id)", language: flow.text(template.root, "lang"),
        date: session.input.options.date, pages: pages)
    try Furniture(session: session, title: document.title).add(to: &document.pages, flow: flow)
    Destinations.check(document, session: session, at: template.root.position)
    return LayoutResult(
        document: document, findings: session.findings + session.binding.findings, figures: session.figures)
}

/// What a layout is made from.
struct LayoutInput {
    let analysis: Analysis
    let device: DeviceAnalysis
    let options: LayoutOptions
}

extension Places {
    /// A table of contents settles in three passes; more are for those that never do.
    static let mostPasses = 5
}

extension TemplateNode {
    /// Whether it or anything inside tells where something stands.
    fileprivate var tellsPlaces: Bool {
        tag == "toc" || tag == "ref"
            || content.contains { if case .element(let node) = $0 { node.tellsPlaces } else { false } }
    }
}

/// The named places of a document, and whether each link finds its own.
enum Destinations {
    static func check(_ document: Document, session: LayoutSession, at position: SourcePosition) {
        var names: Set<String> = []
        var wanted: [String] = []
        for page in document.pages { gather(page.items, &names, &wanted) }
        var told: Set<String> = []
        for name in wanted where !names.contains(name) && told.insert(name).inserted {
            session.find(
                LayoutFindings.danglingLink, "a link leads to \"#\(name)\", and nothing here has this id", at: position,
                fix: Suggestion.fix(for: name, in: names.sorted()))
        }
    }

    private static func gather(_ items: [Item], _ names: inout Set<String>, _ wanted: inout [String]) {
        for item in items {
            switch item {
            case .group(let group): gather(group.items, &names, &wanted)
            case .destination(let name, _): names.insert(name)
            case .link(_, .destination(let name)): wanted.append(name)
            case .link, .path, .text: break
            }
        }
    }
}
