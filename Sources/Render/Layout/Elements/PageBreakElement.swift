internal import Drawing
internal import Findings
internal import Templates

/// `page-break`: what follows starts a new page.
struct PageBreakElement: BlockElement {
    let definition = ElementDefinition("page-break", .block, "What follows starts a new page")

    func layOut(_ node: TemplateNode, in flow: inout Flow) throws(Failure) {
        var box = Box([], height: 0, position: node.position)
        box.startsPage = true
        box.keepsWithNext = true
        flow.boxes.append(box)
    }
}
