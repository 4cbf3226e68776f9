public import Drawing
public import Findings

extension Document {
    /// What is wrong with the document's links and places; the document can be exported all the same.
    ///
    /// - Returns: a warning for each link that leads nowhere and each name given to two places.
    public var linkFindings: [Finding] {
        var places: Set<String> = []
        var findings: [Finding] = []
        for item in allItems {
            guard case .destination(let name, _) = item else { continue }
            if !places.insert(name).inserted { findings.append(.doublePlace(name)) }
        }
        for item in allItems {
            guard case .link(_, .destination(let name)) = item, !places.contains(name) else { continue }
            findings.append(.danglingLink(name, in: places.sorted()))
        }
        return findings
    }

    /// The names of all places that links may lead to.
    var places: Set<String> {
        Set(
            allItems.compactMap { item in
                guard case .destination(let name, _) = item else { return nil }
                return name
            })
    }

    /// Links and places in the order of drawing, from inside groups too.
    private var allItems: [Item] { pages.flatMap { Document.flatten($0.items) } }

    private static func flatten(_ items: [Item]) -> [Item] {
        items.flatMap { item -> [Item] in
            switch item {
            case .group(let group): return flatten(group.items)
            case .link, .destination: return [item]
            case .path, .text: return []
            }
        }
    }
}

extension Finding {
    fileprivate static func danglingLink(_ name: String, in places: [String]) -> Finding {
        Finding(
            ExportFindings.danglingLink, "a link leads to \"\(name)\", which no page has",
            fix: Suggestion.fix(for: name, in: places))
    }

    fileprivate static func doublePlace(_ name: String) -> Finding {
        Finding(
            ExportFindings.doublePlace, "the name \"\(name)\" is given to two places",
            fix: "give each id once")
    }
}
