internal import AnalysisTree
internal import Drawing
internal import Diagnostics
internal import Findings
internal import Measurements
internal import LibXML
internal import Plots
internal import Templates

/// What all parts of one layout share.
final class LayoutSession {
    let input: LayoutInput
    let binding: Binding
    let text: CachedText
    var style = PageStyle()
    var findings: [Finding] = []
    /// The figures drawn so far.
    var figures: [FigureSpec] = []
    var figureCount = 0
    var tableCount = 0
    /// Ids of the metrics and labels that stand on the pages so far.
    var printed: Set<String> = []
    var header: TemplateNode?
    var footer: TemplateNode?
    /// The places of the pass before; nothing in the first.
    let known: Places
    /// Whether the template tells of places, so that they are gathered.
    let tellsPlaces: Bool
    /// The places of this pass, in order.
    var found: [KnownPlace] = []
    /// The template.
    var root: TemplateNode?
    /// Whether sections have numbers, and those of the section at hand.
    var numbersSections = false
    var sectionNumbers: [Int] = []
    /// Figures drawn in the pass before.
    let drawn: DrawnFigures?
    /// Where the metrics and the labels of an id stand in the analysis.
    let metricIndices: [String: [Int]]
    let labelIndices: [String: [Int]]
    private var places: [String: Int] = [:]
    private var memberships = 0
    private var blocks = 0
    private var turns = 0
    private var elements = 0

    init(input: LayoutInput, text: any TextMeasuring, tellsPlaces: Bool = false) {
        self.input = input
        self.text = CachedText(text)
        metricIndices = Dictionary(grouping: input.device.metrics.indices) { input.device.metrics[$0].id }
        labelIndices = Dictionary(grouping: input.device.labels.indices) { input.device.labels[$0].id }
        binding = Binding(
            AnalysisXML(input.analysis, device: input.device), mostSteps: input.options.mostSteps,
            mostStepsInAll: input.options.mostStepsInAll)
        known = Places()
        self.tellsPlaces = tellsPlaces
        drawn = tellsPlaces ? DrawnFigures() : nil
    }

    /// The pass after another: what that one measured, drew and found is used again.
    init(after session: LayoutSession, known: Places) {
        input = session.input
        text = session.text
        metricIndices = session.metricIndices
        labelIndices = session.labelIndices
        binding = session.binding
        binding.forgetFindings()
        self.known = known
        tellsPlaces = session.tellsPlaces
        drawn = session.drawn
    }

    /// The number of the next section of a depth from 1; empty where sections have none.
    func nextSectionNumber(level: Int) -> String {
        guard numbersSections else { return "" }
        while sectionNumbers.count < level { sectionNumbers.append(0) }
        sectionNumbers.removeLast(sectionNumbers.count - level)
        sectionNumbers[level - 1] += 1
        return sectionNumbers.map(String.init).joined(separator: ".")
    }

    /// Remembers a place for tables of contents and references.
    func remember(_ place: KnownPlace) { if tellsPlaces { found.append(place) } }

    /// A group of boxes that belong together.
    func membership(_ role: Role) -> Box.Membership {
        memberships += 1
        return Box.Membership(number: memberships, role: role)
    }

    /// The name of a place that links may lead to: the id, with a number from its second use on.
    func place(for id: String) -> String {
        let uses = places[id, default: 0] + 1
        places[id] = uses
        return uses == 1 ? id : "\(id)-\(uses)"
    }

    /// A number for a block that wants to stay whole.
    func block() -> Int {
        blocks += 1
        return blocks
    }

    /// Counts a turn of a loop.
    func turn(at position: SourcePosition) throws(Failure) {
        turns += 1
        let most = input.options.mostTurns
        if turns > most { throw tooMuch("the loops of the template take more than \(most) turns", at: position) }
        if binding.isExhausted {
            throw tooMuch("the expressions of the template take too many steps together", at: position)
        }
    }

    /// Counts an element that is printed.
    func count(at position: SourcePosition) throws(Failure) {
        elements += 1
        let (most, figures) = (input.options.mostElements, input.options.mostFigures)
        if elements > most { throw tooMuch("the template prints more than \(most) elements", at: position) }
        if figureCount > figures { throw tooMuch("the template prints more than \(figures) figures", at: position) }
    }

    private func tooMuch(_ what: String, at position: SourcePosition) -> Failure {
        Failure(
            Finding(
                LayoutFindings.loopLimit, what, at: position,
                fix: "select fewer elements: a path from the device, as metric[...], instead of //metric inside a loop")
        )
    }

    func find(_ kind: FindingKind, _ message: String, at position: SourcePosition, fix: String? = nil) {
        findings.append(Finding(kind, message, at: position, fix: fix))
    }
}

/// A column of text being filled: boxes one below the other, at a width, asked from a node of the analysis.
struct Flow {
    let session: LayoutSession
    /// Width at hand.
    var width: Points
    /// The node that relative expressions start from.
    var node: XMLNode
    /// How many sections the place is inside of.
    var depth = 0
    var boxes: [Box] = []

    var style: PageStyle { session.style }
    var breaker: LineBreaker { LineBreaker(text: session.text) }

    /// Height of what must stand on one page with what comes next, as a heading.
    var keptHeight: Points {
        let kept = boxes.reversed().prefix { $0.keepsWithNext && !$0.startsPage }
        let starts = boxes.dropLast(kept.count).last.map { $0.startsPage && $0.keepsWithNext } ?? false
        let all = starts ? boxes.suffix(kept.count + 1) : boxes.suffix(kept.count)
        guard !all.isEmpty else { return 0 }
        // At the top of a page nothing stands above the first.
        return all.reduce(.zero) { $0 + $1.height + $1.before + $1.after } - (all.first?.before ?? 0) + 6
    }

    /// A flow for something inside, empty, at another width.
    func inner(width: Points) -> Flow { Flow(session: session, width: width, node: node, depth: depth) }

    /// Lays out blocks one after the other.
    mutating func layOut(_ content: [TemplateContent]) throws(Failure) {
        try expand(content) { (flow: inout Flow, piece: TemplateContent) throws(Failure) in
            guard case .element(let node) = piece, let element = TemplateElements.blocks[node.tag] else { return }
            try element.layOut(node, in: &flow)
        }
    }

    /// The running text of an element.
    mutating func pieces(_ content: [TemplateContent], _ style: InlineStyle) throws(Failure) -> [InlinePiece] {
        InlinePiece.collapsed(try rawPieces(content, style))
    }

    /// The running text of an element with its white space as it stands, for elements inside of others.
    mutating func rawPieces(_ content: [TemplateContent], _ style: InlineStyle) throws(Failure) -> [InlinePiece] {
        var pieces: [InlinePiece] = []
        try expand(content) { (flow: inout Flow, piece: TemplateContent) throws(Failure) in
            switch piece {
            case .text(let text): pieces.append(.text(text, style))
            case .element(let node):
                guard let element = TemplateElements.inlines[node.tag] else { return }
                pieces += try element.pieces(node, style, in: &flow)
            }
        }
        return pieces
    }

    /// Goes through content with loops, conditions and includes resolved; the flow's node follows the loops.
    mutating func expand(
        _ content: [TemplateContent],
        _ body: (_ flow: inout Flow, _ piece: TemplateContent) throws(Failure) -> Void
    ) throws(Failure) {
        var lastTest = true
        for piece in content {
            guard case .element(let node) = piece else {
                try body(&self, piece)
                continue
            }
            switch node.tag {
            case "for-each":
                let outer = self.node
                let all = sortedNodes(node)
                if all.isEmpty { tellEmpty(node, "select") }
                for selected in all {
                    try session.turn(at: node.position)
                    self.node = selected
                    try expand(node.content, body)
                }
                self.node = outer
            case "if":
                lastTest = isTrue(node, "test")
                if lastTest { try expand(node.content, body) }
            case "else":
                if !lastTest { try expand(node.content, body) }
            case "include": try expand(node.content, body)
            default:
                try session.count(at: node.position)
                try body(&self, piece)
            }
        }
    }

    /// Adds a paragraph: its lines, kept so that no page starts or ends with a single one.
    mutating func add(
        _ pieces: [InlinePiece], align: Alignment = .left, role: Role = .paragraph, before: Points, after: Points,
        indent: Points = 0, marker: [InlinePiece] = [], keepsWithNext: Bool = false, at position: SourcePosition
    ) {
        let lines = breaker.lines(pieces, width: width - indent)
        let membership = session.membership(role)
        for (index, line) in lines.enumerated() {
            let height = lineHeight(line, pieces)
            let baseline = (height - line.extent.ascent - line.extent.descent) / 2 + line.extent.ascent
            let x = indent + align.offset(of: line.extent.width, in: width - indent)
            var items = line.items(at: Position(x: x, y: baseline))
            if index == 0, !marker.isEmpty {
                let label = breaker.lines(marker, width: indent).flatMap { $0.items(at: Position(x: 0, y: baseline)) }
                items.insert(.group(Group(role: .listLabel, label)), at: 0)
            }
            var box = Box(items, height: height, position: position)
            box.membership = membership
            box.before = index == 0 ? before : 0
            let isLast = index == lines.count - 1
            box.after = isLast ? after : 0
            // Two lines at least on either side of a break.
            box.keepsWithNext = isLast ? keepsWithNext : index == 0 || index == lines.count - 2
            boxes.append(box)
            if line.extent.width > width - indent + 0.5 {
                session.find(
                    LayoutFindings.overflow, "\"\(line.spans.map(\.text).joined())\" is wider than its place",
                    at: position)
            }
        }
    }

    private func lineHeight(_ line: TextLine, _ pieces: [InlinePiece]) -> Points {
        var size = style.fineSize
        for case .text(_, let one) in pieces where one.rise == 0 { size = max(size, one.font.size) }
        return max(size * style.leading, line.extent.ascent + line.extent.descent)
    }
}

/// Where text stands in its place.
enum Alignment: String {
    case left, center, right

    func offset(of width: Points, in place: Points) -> Points {
        switch self {
        case .left: 0
        case .center: max(0, (place - width) / 2)
        case .right: max(0, place - width)
        }
    }
}
