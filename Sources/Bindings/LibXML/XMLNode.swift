internal import CLibXML2

/// A node of a document, as a view: element, attribute, text or other; the document owns the memory.
@safe public struct XMLNode {
    /// What a node is.
    public enum Kind: Sendable { case element, attribute, text, other }

    /// The document that the node belongs to.
    public let document: XMLDocument
    let pointer: xmlNodePtr

    init(document: XMLDocument, pointer: xmlNodePtr) {
        self.document = document
        unsafe self.pointer = pointer
    }

    /// What the node is.
    public var kind: Kind {
        switch unsafe pointer.pointee.type {
        case XML_ELEMENT_NODE: .element
        case XML_ATTRIBUTE_NODE: .attribute
        case XML_TEXT_NODE, XML_CDATA_SECTION_NODE: .text
        default: .other
        }
    }

    /// Local name of an element or attribute; empty for others.
    public var name: String {
        switch kind {
        case .element, .attribute: unsafe pointer.pointee.name.map { unsafe String(cString: $0) } ?? ""
        case .text, .other: ""
        }
    }

    /// Address of the element's namespace; `nil` where it has none.
    public var namespace: String? {
        guard kind == .element || kind == .attribute, let space = unsafe pointer.pointee.ns,
            let address = unsafe space.pointee.href
        else { return nil }
        return unsafe String(cString: address)
    }

    /// String value as XPath has it: all text inside, or the attribute's value.
    public var text: String {
        guard let content = unsafe xmlNodeGetContent(pointer) else { return "" }
        defer { unsafe pinch_xml_free(content) }
        return unsafe String(cString: content)
    }

    /// Line of the source, from 1; 0 in a document that was built.
    public var line: Int { max(0, unsafe xmlGetLineNo(pointer)) }

    /// Children in order.
    public var children: [XMLNode] {
        guard kind == .element else { return [] }
        var list: [XMLNode] = []
        var next = unsafe pointer.pointee.children
        while let child = unsafe next {
            unsafe list.append(XMLNode(document: document, pointer: child))
            unsafe next = child.pointee.next
        }
        return list
    }

    /// Attributes of an element in the order of the source; declarations of namespaces are not among them.
    public var attributes: [XMLNode] {
        guard kind == .element else { return [] }
        var list: [XMLNode] = []
        var next = unsafe pointer.pointee.properties
        while let attribute = unsafe next {
            let node = unsafe UnsafeMutableRawPointer(attribute).assumingMemoryBound(to: xmlNode.self)
            unsafe list.append(XMLNode(document: document, pointer: node))
            unsafe next = attribute.pointee.next
        }
        return list
    }

    /// Value of an attribute without a namespace; `nil` where there is none.
    public func attribute(_ name: String) -> String? {
        guard kind == .element, let value = unsafe xmlGetNoNsProp(pointer, name) else { return nil }
        defer { unsafe pinch_xml_free(value) }
        return unsafe String(cString: value)
    }

    /// A number that the builder of the tree hung on the node, to find its own value again; `nil` where none.
    public var mark: Int? {
        get {
            let held = unsafe Int(bitPattern: pointer.pointee._private)
            return held == 0 ? nil : held - 1
        }
        nonmutating set { unsafe pointer.pointee._private = UnsafeMutableRawPointer(bitPattern: (newValue ?? -1) + 1) }
    }

    /// Adds an element at the end.
    public func append(_ name: String) -> XMLNode {
        document.isOrdered = false
        guard let child = unsafe xmlNewDocNode(document.pointer, nil, name, nil),
            let added = unsafe xmlAddChild(pointer, child)
        else { preconditionFailure("libxml2 has no memory for a node") }
        return unsafe XMLNode(document: document, pointer: added)
    }

    /// Adds text at the end.
    public func append(text: String) {
        document.isOrdered = false
        guard let child = unsafe xmlNewDocText(document.pointer, text) else { return }
        _ = unsafe xmlAddChild(pointer, child)
    }

    /// Adds an attribute; the name must be new to the element.
    public func set(_ name: String, _ value: String) {
        // Passed as they are, both would be copied to an array each, 14,000 times for a device's analysis.
        unsafe name.withCString { name in
            unsafe value.withCString { value in
                _ = unsafe xmlNewProp(
                    pointer, UnsafeRawPointer(name).assumingMemoryBound(to: xmlChar.self),
                    UnsafeRawPointer(value).assumingMemoryBound(to: xmlChar.self))
            }
        }
    }
}

extension XMLNode: Equatable {
    /// Whether both are the same node, not merely alike.
    public static func == (a: XMLNode, b: XMLNode) -> Bool { unsafe a.pointer == b.pointer }
}
