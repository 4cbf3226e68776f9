internal import CLibXML2

/// Reads XML piece by piece, for documents too large for a tree.
///
/// Network, entities, DTD and everything outside the bytes are refused; libxml2 stops at 256 levels of depth.
@safe
public struct XMLPullReader: ~Copyable {
    /// What is met next.
    public enum Event: Sendable, Hashable {
        /// An element begins; its name is without prefix.
        case start(String)
        /// An element ends.
        case end(String)
        /// Text between.
        case text(String)
    }

    private let pointer: xmlTextReaderPtr
    private let copy: UnsafeMutablePointer<CChar>
    private let log: FaultLog
    /// An empty element `<c/>` begins and ends in one piece.
    private var pendingEnd: String?

    /// Opens a document.
    ///
    /// - Parameter mostBytes: larger documents are refused unread.
    /// - Throws: a limit.
    public init(_ bytes: [UInt8], mostBytes: Int = 1 << 29) throws(XMLFaults) {
        Library.start()
        guard bytes.count <= min(mostBytes, Int(Int32.max)) else {
            throw XMLFaults(faults: [XMLFault(.limit, "\(bytes.count) bytes, at most \(mostBytes) are read")])
        }
        let options = Int32(XML_PARSE_NONET.rawValue) | Int32(XML_PARSE_BIG_LINES.rawValue)
        // The reader keeps a pointer to the characters, so they get a place of their own.
        let copy = UnsafeMutablePointer<CChar>.allocate(capacity: max(1, bytes.count))
        for i in bytes.indices { unsafe copy[i] = CChar(bitPattern: bytes[i]) }
        guard let reader = unsafe xmlReaderForMemory(copy, Int32(bytes.count), nil, nil, options) else {
            unsafe copy.deallocate()
            throw XMLFaults(faults: [XMLFault(.syntax, "the document is empty", line: 1)])
        }
        let log = FaultLog()
        unsafe xmlTextReaderSetStructuredErrorHandler(
            reader, recordReaderError, Unmanaged.passUnretained(log).toOpaque())
        unsafe pointer = reader
        unsafe self.copy = copy
        self.log = log
    }

    deinit {
        unsafe xmlFreeTextReader(pointer)
        unsafe copy.deallocate()
    }

    /// The next piece; `nil` at the end.
    ///
    /// - Throws: what libxml2 finds wrong.
    public mutating func next() throws(XMLFaults) -> Event? {
        if let name = pendingEnd {
            pendingEnd = nil
            return .end(name)
        }
        while true {
            let status = unsafe xmlTextReaderRead(pointer)
            if !log.faults.isEmpty { throw XMLFaults(faults: log.faults) }
            guard status >= 0 else { throw XMLFaults(faults: [XMLFault(.syntax, "the document is damaged")]) }
            guard status == 1 else { return nil }
            switch unsafe xmlTextReaderNodeType(pointer) {
            case Int32(XML_READER_TYPE_ELEMENT.rawValue):
                let name = name
                if unsafe xmlTextReaderIsEmptyElement(pointer) == 1 { pendingEnd = name }
                return .start(name)
            case Int32(XML_READER_TYPE_END_ELEMENT.rawValue): return .end(name)
            case Int32(XML_READER_TYPE_TEXT.rawValue), Int32(XML_READER_TYPE_CDATA.rawValue),
                Int32(XML_READER_TYPE_SIGNIFICANT_WHITESPACE.rawValue):
                return .text(unsafe Self.string(xmlTextReaderConstValue(pointer)))
            case Int32(XML_READER_TYPE_DOCUMENT_TYPE.rawValue):
                throw XMLFaults(faults: [XMLFault(.doctype, "a DOCTYPE is not allowed")])
            default: continue
            }
        }
    }

    /// An attribute of the element that has just begun, by its full name (`r`, `r:id`); `nil` if it has none such.
    public borrowing func attribute(_ name: String) -> String? {
        guard let value = unsafe xmlTextReaderGetAttribute(pointer, name) else { return nil }
        defer { unsafe pinch_xml_free(value) }
        return unsafe Self.string(value)
    }

    private var name: String { unsafe Self.string(xmlTextReaderConstLocalName(pointer)) }

    private static func string(_ text: UnsafePointer<xmlChar>?) -> String {
        guard let text = unsafe text else { return "" }
        return unsafe String(cString: text)
    }
}

private let recordReaderError: xmlStructuredErrorFunc = { user, error in
    guard let user = unsafe user, let error = unsafe error else { return }
    let log = unsafe Unmanaged<FaultLog>.fromOpaque(user).takeUnretainedValue()
    guard unsafe error.pointee.level.rawValue >= XML_ERR_ERROR.rawValue, log.faults.count < FaultLog.most else {
        return
    }
    log.faults.append(unsafe XMLFault(error))
}
