internal import CLibXML2

/// A tree of XML in memory, parsed from bytes or built node by node; owns libxml2's document.
///
/// Not Sendable: one document, one lane of work. Nodes keep their document alive.
@safe public final class XMLDocument {
    let pointer: xmlDocPtr
    /// Whether elements were numbered in document order, which XPath's sorting wants; any change undoes it.
    var isOrdered = false

    private init(adopting pointer: xmlDocPtr) { unsafe self.pointer = pointer }

    deinit { unsafe xmlFreeDoc(pointer) }

    /// Parses a document; network, entities, DTD and everything outside the bytes are refused.
    ///
    /// libxml2 itself stops at 256 levels of depth.
    /// - Parameter mostBytes: larger documents are refused unread.
    /// - Throws: all faults found, in their order.
    public static func parse(_ bytes: [UInt8], mostBytes: Int = 8 << 20) throws(XMLFaults) -> XMLDocument {
        Library.start()
        guard bytes.count <= mostBytes else {
            throw XMLFaults(faults: [XMLFault(.limit, "\(bytes.count) bytes, at most \(mostBytes) are read")])
        }
        guard let context = unsafe xmlNewParserCtxt() else {
            throw XMLFaults(faults: [XMLFault(.limit, "out of memory")])
        }
        defer { unsafe xmlFreeParserCtxt(context) }
        let log = FaultLog()
        unsafe context.pointee._private = Unmanaged.passUnretained(log).toOpaque()
        unsafe pinch_xml_on_error(context, recordParserError)
        unsafe pinch_xml_on_doctype(context, refuseDoctype)
        // NONET and BIG_LINES only: NOENT, DTDLOAD, DTDATTR, XINCLUDE and HUGE would open doors.
        let options = Int32(XML_PARSE_NONET.rawValue) | Int32(XML_PARSE_BIG_LINES.rawValue)
        let document: xmlDocPtr? = unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe buffer.withMemoryRebound(to: CChar.self) { characters in
                unsafe xmlCtxtReadMemory(
                    context, characters.baseAddress, Int32(characters.count), nil, nil, options)
            }
        }
        let held = withExtendedLifetime(log) { log.faults }
        guard held.isEmpty, let document = unsafe document, unsafe xmlDocGetRootElement(document) != nil else {
            if let document = unsafe document { unsafe xmlFreeDoc(document) }
            throw XMLFaults(faults: held.isEmpty ? [XMLFault(.syntax, "the document is empty", line: 1)] : held)
        }
        return unsafe XMLDocument(adopting: document)
    }

    /// Starts a document with a root element.
    public static func make(root: String) -> XMLDocument {
        Library.start()
        guard let pointer = unsafe xmlNewDoc("1.0"), let node = unsafe xmlNewDocNode(pointer, nil, root, nil) else {
            preconditionFailure("libxml2 has no memory for a document")
        }
        unsafe xmlDocSetRootElement(pointer, node)
        return unsafe XMLDocument(adopting: pointer)
    }

    /// The outermost element.
    public var root: XMLNode {
        guard let node = unsafe xmlDocGetRootElement(pointer) else {
            preconditionFailure("a document of ours always has a root")
        }
        return unsafe XMLNode(document: self, pointer: node)
    }

    func order() {
        guard !isOrdered else { return }
        _ = unsafe xmlXPathOrderDocElems(pointer)
        isOrdered = true
    }
}

/// libxml2's tables, set up once before any thread uses them.
enum Library {
    private static let ready: Bool = {
        xmlInitParser()
        return true
    }()

    static func start() { _ = ready }
}

/// What a parser context's `_private` points at.
final class FaultLog {
    var faults: [XMLFault] = []
    /// More faults than this are not kept: a broken file repeats itself.
    static let most = 50
}

private let recordParserError: pinch_xml_error_handler = { user, error in
    guard let user = unsafe user, let error = unsafe error else { return }
    let context = unsafe user.assumingMemoryBound(to: xmlParserCtxt.self)
    guard let held = unsafe context.pointee._private else { return }
    let log = unsafe Unmanaged<FaultLog>.fromOpaque(held).takeUnretainedValue()
    guard unsafe error.pointee.level.rawValue >= XML_ERR_ERROR.rawValue, log.faults.count < FaultLog.most,
        !log.faults.contains(where: { $0.kind == .doctype })
    else { return }
    log.faults.append(unsafe XMLFault(error))
}

private let refuseDoctype: internalSubsetSAXFunc = { user, _, _, _ in
    guard let user = unsafe user else { return }
    let context = unsafe user.assumingMemoryBound(to: xmlParserCtxt.self)
    if let held = unsafe context.pointee._private {
        let line = unsafe context.pointee.input.map { unsafe Int($0.pointee.line) } ?? 0
        unsafe Unmanaged<FaultLog>.fromOpaque(held).takeUnretainedValue().faults.append(
            XMLFault(.doctype, "a DOCTYPE is not allowed", line: line))
    }
    unsafe xmlStopParser(context)
}

extension XMLFault {
    /// Copies what libxml2 says of an error.
    init(_ error: UnsafePointer<xmlError>) {
        let words = unsafe error.pointee.message.map { unsafe String(cString: $0) } ?? "unknown fault"
        let line = words.split(whereSeparator: \.isNewline).first.map(String.init) ?? words
        self.init(.syntax, line, line: unsafe Int(error.pointee.line), column: unsafe Int(error.pointee.int2))
    }
}
