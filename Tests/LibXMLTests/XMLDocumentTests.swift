import LibXML
import Testing

private func faults(_ source: String, mostBytes: Int = 1 << 20) -> [XMLFault] {
    do {
        _ = try XMLDocument.parse(Array(source.utf8), mostBytes: mostBytes)
        return []
    } catch { return error.faults }
}

@Suite struct XMLDocumentTests {
    @Test func `a document is walked with names, namespaces, attributes, text and lines`() throws {
        let document = try XMLDocument.parse(Array("<a xmlns='urn:x'>\n <b c='1' d='&lt;'>t&amp;u</b></a>".utf8))
        let root = document.root
        #expect(root.name == "a" && root.namespace == "urn:x")
        let child = try #require(root.children.first { $0.kind == .element })
        #expect(child.attributes.map(\.name) == ["c", "d"] && child.attribute("d") == "<")
        #expect(child.text == "t&u" && child.line == 2 && child.attribute("e") == nil)
    }

    @Test func `a fault has its line and column`() {
        let found = faults("<a>\n  <b></c></a>")
        #expect(found.first?.kind == .syntax && found.first?.line == 2)
        #expect(faults("").first?.kind == .syntax)
        #expect(faults("<a>&later;</a>").first?.message.contains("later") == true)
    }

    @Test(arguments: [
        "<!DOCTYPE a><a/>", "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>",
        "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",
    ])
    func `any DOCTYPE is refused`(_ source: String) {
        #expect(faults(source).map(\.kind) == [.doctype])
    }

    @Test func `size and depth are limited`() {
        #expect(faults("<a>0123456789</a>", mostBytes: 5).map(\.kind) == [.limit])
        let deep = String(repeating: "<a>", count: 1000) + String(repeating: "</a>", count: 1000)
        #expect(!faults(deep).isEmpty)
    }

    @Test func `a document is built node by node and asked`() throws {
        let document = XMLDocument.make(root: "analysis")
        let device = document.root.append("device")
        device.set("id", "D<1>")
        for value in [1.5, 2.5] {
            let metric = device.append("metric")
            metric.set("value", "\(value)")
            metric.mark = Int(value)
        }
        device.append("p").append(text: "words")
        let context = XPathContext(document)
        guard case .nodes(let nodes) = try context.evaluate("device/metric[@value > 2]", at: document.root) else {
            Issue.record("no nodes")
            return
        }
        #expect(nodes.map(\.mark) == [2])
        #expect(try context.evaluate("string(device/@id)", at: document.root).string == "D<1>")
        #expect(device.mark == nil && device.text == "words")
    }
}
