internal import Drawing
internal import Findings

/// A piece of the vertical list that pages are cut from: a line, a table's row, a figure.
struct Box {
    /// A heading's entry in the document's outline.
    struct Outline {
        var title: String
        var level: Int
        /// Depth below the top of the box.
        var dy: Points = 0
    }

    /// Rows that stand again at the top of a page where a table goes on.
    struct Head {
        var items: [Item]
        var height: Points
        /// The row below it, where that differs from the box: with the name that an earlier page has.
        ///
        /// Set when it is needed: few rows of a table come first on a page.
        var following: (() -> (items: [Item], height: Points))?
    }

    /// Boxes of one paragraph or table, wrapped in one group on the page.
    struct Membership: Equatable {
        var number: Int
        var role: Role
    }

    /// What is drawn, from the top left corner of the box.
    var items: [Item]
    var height: Points
    /// Space above; left out at the top of a page, merged with the space below the box before.
    var before: Points = 0
    /// Space below.
    var after: Points = 0
    /// Whether a page must not end after this box.
    var keepsWithNext = false
    /// Whether the box may go to the top of the next page while later text comes before it.
    var floats = false
    /// Whether a new page starts with this box.
    var startsPage = false
    var membership: Membership?
    /// The block that the box is part of, as a table with its caption and notes: it stays whole where that leaves only
    /// a small hole on the page before.
    var block: Int?
    var head: Head?
    var outline: [Outline] = []
    /// Where it stands in the template.
    var position: SourcePosition

    /// A box of nothing but its items.
    init(_ items: [Item], height: Points, position: SourcePosition) {
        self.items = items
        self.height = height
        self.position = position
    }
}
