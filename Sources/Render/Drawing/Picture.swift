/// What a group of items is, for tagged PDF, SVG titles and tests.
public enum Role: Sendable, Hashable {
    /// A heading of a level from 1.
    case heading(level: Int)
    case paragraph
    case table
    case tableRow
    case tableCell
    /// A cell that names its column.
    case tableHeader
    case caption
    case listItem
    /// The bullet or number of a list's item, inside of it.
    case listLabel
    /// A figure with its id and a sentence that says what is seen.
    case figure(id: String, alternative: String)
    /// The marks of a figure's data, by name (`data`, `fit`, `residual`).
    case marks(String)
    /// Page furniture: header, footer, rules.
    case artifact
}

/// A placed thing to draw.
public indirect enum Item: Sendable, Hashable {
    /// A path, filled, stroked or both.
    case path(Path, fill: Color?, stroke: Stroke?)
    /// Text on a base line.
    case text(TextRun)
    /// Items that belong together, clipped to a frame if one is given.
    case group(Group)
    /// A frame that leads somewhere when clicked.
    case link(Frame, LinkTarget)
    /// A named place that links may lead to.
    case destination(name: String, Position)
}

/// Where a link leads.
public enum LinkTarget: Sendable, Hashable {
    /// A named place in the same document.
    case destination(String)
    /// An address.
    case uri(String)
}

/// Items that belong together.
public struct Group: Sendable, Hashable {
    /// What the group is; nothing where it only groups.
    public var role: Role?
    /// Frame outside which nothing shows.
    public var clip: Frame?
    /// What is drawn, in order.
    public var items: [Item]

    /// Groups items.
    public init(role: Role? = nil, clip: Frame? = nil, _ items: [Item]) {
        self.role = role
        self.clip = clip
        self.items = items
    }
}

/// A drawing of its own size, placed later on a page.
public struct Picture: Sendable, Hashable {
    /// Width and height.
    public var size: Size
    /// What is drawn, in order.
    public var items: [Item]

    /// A drawing.
    public init(size: Size, items: [Item] = []) {
        self.size = size
        self.items = items
    }

    /// The items moved so that the top left corner stands at a place.
    public func placed(at origin: Position) -> [Item] { items.map { $0.moved(dx: origin.x, dy: origin.y) } }
}

/// A page ready to be exported.
public struct Page: Sendable, Hashable {
    /// An entry of the document's outline that leads to a place on this page.
    public struct OutlineEntry: Sendable, Hashable {
        /// Title.
        public var title: String
        /// Depth, from 1.
        public var level: Int
        /// Height on the page.
        public var y: Points
        /// An entry.
        public init(title: String, level: Int, y: Points) {
            self.title = title
            self.level = level
            self.y = y
        }
    }

    /// Width and height.
    public var size: Size
    /// What is drawn, in order.
    public var items: [Item]
    /// Entries of the outline that lead here.
    public var outline: [OutlineEntry]
    /// The page's printed number.
    public var label: String

    /// A page.
    public init(size: Size, items: [Item] = [], outline: [OutlineEntry] = [], label: String = "") {
        self.size = size
        self.items = items
        self.outline = outline
        self.label = label
    }
}

/// A whole document, as exporters take it.
public struct Document: Sendable, Hashable {
    /// Title.
    public var title: String
    /// Author; empty if none.
    public var author: String
    /// Subject; empty if none.
    public var subject: String
    /// Language tag, `en`.
    public var language: String
    /// Date of the document, ISO 8601; the creation date that the PDF states.
    public var date: String
    /// The pages.
    public var pages: [Page]
    /// Files that travel inside the document, where its format can carry any.
    public var attachments: [AttachedFile] = []

    /// A document.
    public init(
        title: String, author: String = "", subject: String = "", language: String = "en", date: String, pages: [Page]
    ) {
        self.title = title
        self.author = author
        self.subject = subject
        self.language = language
        self.date = date
        self.pages = pages
    }
}

extension Item {
    /// The item moved by so much.
    public func moved(dx: Points, dy: Points) -> Item {
        switch self {
        case .path(let path, let fill, let stroke):
            return .path(path.moved(dx: dx, dy: dy), fill: fill, stroke: stroke)
        case .text(var run):
            run.origin = run.origin.moved(dx: dx, dy: dy)
            return .text(run)
        case .group(var group):
            group.items = group.items.map { $0.moved(dx: dx, dy: dy) }
            if let clip = group.clip {
                group.clip = Frame(x: clip.x + dx, y: clip.y + dy, width: clip.width, height: clip.height)
            }
            return .group(group)
        case .link(let frame, let target):
            return .link(Frame(x: frame.x + dx, y: frame.y + dy, width: frame.width, height: frame.height), target)
        case .destination(let name, let place):
            return .destination(name: name, place.moved(dx: dx, dy: dy))
        }
    }
}

extension Path {
    /// The path moved by so much.
    public func moved(dx: Points, dy: Points) -> Path {
        Path(
            segments.map { segment in
                switch segment {
                case .move(let p): .move(p.moved(dx: dx, dy: dy))
                case .line(let p): .line(p.moved(dx: dx, dy: dy))
                case .curve(let a, let b, let c):
                    .curve(a.moved(dx: dx, dy: dy), b.moved(dx: dx, dy: dy), c.moved(dx: dx, dy: dy))
                case .close: .close
                }
            })
    }
}
