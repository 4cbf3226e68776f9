internal import Findings

extension TemplateReader {
    /// What an included file holds, as if it stood in the template; empty where it cannot be had.
    mutating func included(_ node: TemplateNode, content: ElementDefinition.Content) -> [TemplateContent] {
        guard let attribute = node.attributes["file"], let path = attribute.literal else { return [] }
        func refuse(_ reader: inout TemplateReader, _ why: String, fix: String? = nil) -> [TemplateContent] {
            reader.add(TemplateFindings.include, "include of \"\(path)\": " + why, at: attribute.position, fix: fix)
            return []
        }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard !path.hasPrefix("/"), !path.contains("\\"), !path.contains("\0"), !path.contains(":"),
            !parts.contains(where: { $0 == ".." || $0.isEmpty })
        else {
            return refuse(
                &self, "the file is outside of the template's folder",
                fix: "move it into the folder and write its path from there")
        }
        guard let include else { return refuse(&self, "files cannot be included here") }
        guard !open.contains(path), open.count < TemplateLimits.includes else {
            let chain = (open + [path]).joined(separator: " includes ")
            return refuse(&self, open.contains(path) ? "it includes itself: \(chain)" : "too many levels: \(chain)")
        }
        let bytes: [UInt8]
        do { bytes = try include(path) } catch {
            let why = error.findings.first?.message ?? "the file cannot be read"
            return refuse(&self, why, fix: error.findings.first?.fix)
        }
        open.append(path)
        defer { open.removeLast() }
        let folder = file.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        let name = (folder + [Substring(path)]).joined(separator: "/")
        guard let root = read(bytes, file: name) else { return [] }
        return root.content.filter { piece in
            guard case .element(let child) = piece, let definition = vocabulary[child.tag] else { return true }
            if Self.allows(definition, in: content) { return true }
            add(
                TemplateFindings.misplacedElement, "<\(child.tag)> of an included file cannot stand here",
                at: child.position)
            return false
        }
    }
}
