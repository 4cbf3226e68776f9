import LibXML
import Testing

@Suite struct XPathTests {
    private func document() throws -> XMLDocument {
        try XMLDocument.parse(Array("<r xmlns:p='urn:p'><m v='3'/><m v='1'/><p:m v='2'/></r>".utf8))
    }

    private func fault(_ source: String) -> XMLFault? {
        do {
            _ = try XPath(source)
            return nil
        } catch { return error }
    }

    @Test func `node sets, numbers, texts and truths come back as they are`() throws {
        let document = try document()
        let context = XPathContext(document)
        #expect(try context.evaluate("count(m)", at: document.root).number == 2)
        #expect(try context.evaluate("m/@v", at: document.root).string == "3")
        #expect(try context.evaluate("m[@v='9']", at: document.root).isTrue == false)
        #expect(try context.evaluate("m/@v", at: document.root).number == 3)
        #expect(try context.evaluate("1 + 1.5", at: document.root).string == "2.5")
        #expect(try context.evaluate("'a' = 'a'", at: document.root).isTrue)
        #expect(try context.evaluate("number('x')", at: document.root).number == nil)
    }

    @Test func `a union comes in document order`() throws {
        let document = try document()
        guard case .nodes(let nodes) = try XPathContext(document).evaluate("m[2] | m[1]", at: document.root) else {
            Issue.record("no nodes")
            return
        }
        #expect(nodes.map { $0.attribute("v") } == ["3", "1"])
    }

    @Test func `namespaces and variables are known once registered`() throws {
        let document = try document()
        let context = XPathContext(document)
        context.register(prefix: "q", namespace: "urn:p")
        context.set("want", to: 2)
        #expect(try context.evaluate("q:m/@v = $want", at: document.root).isTrue)
    }

    @Test(arguments: ["metric[", "a b", "//", "f(", "@", "1 +", ""])
    func `what is no expression is refused`(_ source: String) {
        #expect(fault(source)?.kind == .syntax)
    }

    @Test func `an unknown function is a fault with its place`() {
        #expect(fault("1 + shout('a')")?.kind == .unknownFunction)
        #expect(fault("1 + shout('a')")?.column == 5)
        #expect(fault("a or (b and (c))") == nil)
    }

    @Test func `names are found outside of strings`() {
        let names = XPathNames("count(p:a[@x='f(]$v']) + $w div (2)")
        #expect(names.functions.map(\.name) == ["count"])
        #expect(names.variables.map(\.name) == ["w"])
        #expect(names.prefixes.map(\.name) == ["p"])
        #expect(names.unbalanced == nil)
    }

    @Test func `an unknown variable is a fault of evaluation`() throws {
        let document = try document()
        let context = XPathContext(document)
        #expect(throws: XMLFault.self) { try context.evaluate("$nobody", at: document.root) }
        // The context is good for the next expression.
        #expect(try context.evaluate("count(m)", at: document.root).number == 2)
    }

    @Test func `work and length are limited`() throws {
        let root = XMLDocument.make(root: "r")
        for _ in 0..<300 { _ = root.root.append("m") }
        let context = XPathContext(root, mostSteps: 10_000)
        do {
            _ = try context.evaluate("count(//m[count(//m[count(//m) > 0]) > 0])", at: root.root)
            Issue.record("the limit did not hold")
        } catch { #expect(error.kind == .limit, "\(error)") }
        #expect(fault(String(repeating: "(", count: 5000))?.kind == .limit)
    }
}
