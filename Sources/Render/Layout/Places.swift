internal import Drawing

/// A place of the document that a table of contents lists, or a reference leads to.
struct KnownPlace: Hashable {
    /// What stands there.
    enum Kind: String { case section, figure, table }

    /// Name of its destination.
    var id: String
    var kind: Kind
    /// Its printed number, `2` or `2.1`; empty where it has none.
    var number: String
    /// Title of a section, caption of a figure or table.
    var title: [InlinePiece]
    /// Depth of a section, from 1.
    var level = 1
    /// Whether tables of contents list it.
    var isListed = true
    /// The page where it stands, from 0; `nil` before pages are cut.
    var page: Int?
}

/// The places of a document as one pass of layout found them, for the next.
struct Places: Equatable {
    private(set) var all: [KnownPlace] = []
    /// The printed numbers of the pages.
    private(set) var labels: [String] = []
    private var indices: [String: Int] = [:]

    /// Nothing is known before the first pass.
    init() {}

    /// The places on pages.
    init(_ places: [KnownPlace], on pages: [Page]) {
        var pageOf: [String: Int] = [:]
        for (index, page) in pages.enumerated() { Self.gather(page.items, index, &pageOf) }
        all = places
        for index in all.indices { all[index].page = pageOf[all[index].id] }
        labels = pages.map(\.label)
        for index in all.indices.reversed() { indices[all[index].id] = index }
    }

    /// Whether a pass has been made.
    var isKnown: Bool { !labels.isEmpty }
    /// The names of all places, in order.
    var names: [String] { indices.keys.sorted() }
    /// The place of a name.
    subscript(id: String) -> KnownPlace? { indices[id].map { all[$0] } }
    /// The printed number of the page where a place stands.
    func pageLabel(of place: KnownPlace) -> String? {
        place.page.flatMap { labels.indices.contains($0) ? labels[$0] : nil }
    }

    private static func gather(_ items: [Item], _ page: Int, _ found: inout [String: Int]) {
        for item in items {
            switch item {
            case .group(let group): gather(group.items, page, &found)
            case .destination(let name, _): if found[name] == nil { found[name] = page }
            case .link, .path, .text: break
            }
        }
    }
}

/// Figures drawn in one pass of layout, for the next: drawing them is most of the work.
final class DrawnFigures {
    private struct Key: Hashable {
        let number: Int
        let id: String
        let width: Points
    }

    private var known: [Key: Picture] = [:]

    /// The figure of a number, drawn unless it was before at this width.
    func picture(number: Int, id: String, width: Points, draw: () -> Picture) -> Picture {
        let key = Key(number: number, id: id, width: width)
        if let picture = known[key] { return picture }
        let picture = draw()
        known[key] = picture
        return picture
    }
}
