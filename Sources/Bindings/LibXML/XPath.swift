internal import CLibXML2

/// A compiled XPath 1.0 expression; not Sendable, kept by the lane that compiled it.
@safe public final class XPath {
    /// The expression as written.
    public let source: String
    let pointer: xmlXPathCompExprPtr

    /// Longer expressions are refused: libxml2 compiles by recursion.
    public static let mostBytes = 4096

    /// Compiles an expression.
    ///
    /// - Throws: a fault whose column is the byte within the expression where libxml2 stopped.
    public init(_ source: String) throws(XMLFault) {
        Library.start()
        guard source.utf8.count <= Self.mostBytes else {
            throw XMLFault(.limit, "the expression has \(source.utf8.count) bytes, at most \(Self.mostBytes) are read")
        }
        let names = XPathNames(source)
        if let column = names.unbalanced {
            throw XMLFault(.syntax, "brackets do not match", column: column)
        }
        // libxml2 would print its word on these to standard error, and only once it meets them.
        if let unknown = names.functions.first(where: { !XPathNames.knownFunctions.contains($0.name) }) {
            throw XMLFault(.unknownFunction, "no function \(unknown.name)()", column: unknown.column)
        }
        guard let context = unsafe xmlXPathNewContext(nil) else { throw XMLFault(.limit, "out of memory") }
        defer { unsafe xmlXPathFreeContext(context) }
        let log = FaultLog()
        unsafe pinch_xpath_on_error(context, recordXPathError, Unmanaged.passUnretained(log).toOpaque())
        guard let pointer = unsafe xmlXPathCtxtCompile(context, source), log.faults.isEmpty else {
            throw log.faults.first ?? XMLFault(.syntax, "not an XPath expression")
        }
        self.source = source
        unsafe self.pointer = pointer
    }

    deinit { unsafe xmlXPathFreeCompExpr(pointer) }
}

/// What an expression gives.
public enum XPathValue {
    /// Nodes in document order.
    case nodes([XMLNode])
    case number(Double)
    case text(String)
    case truth(Bool)
}

/// Evaluates expressions over one document and keeps what it compiled; not Sendable.
@safe public final class XPathContext {
    /// The document asked.
    public let document: XMLDocument
    /// Most steps of work an evaluation may take.
    public let mostSteps: Int
    /// Steps of work that all evaluations so far took.
    public private(set) var steps = 0
    private let pointer: xmlXPathContextPtr
    private let log = FaultLog()
    private var compiled: [String: XPath] = [:]

    /// Makes a context over a document.
    public init(_ document: XMLDocument, mostSteps: Int = 20_000_000) {
        guard let pointer = unsafe xmlXPathNewContext(document.pointer) else {
            preconditionFailure("libxml2 has no memory for an XPath context")
        }
        self.document = document
        self.mostSteps = mostSteps
        unsafe self.pointer = pointer
        unsafe pinch_xpath_on_error(pointer, recordXPathError, Unmanaged.passUnretained(log).toOpaque())
    }

    deinit { unsafe xmlXPathFreeContext(pointer) }

    /// Makes a namespace prefix known to expressions.
    public func register(prefix: String, namespace: String) {
        _ = unsafe xmlXPathRegisterNs(pointer, prefix, namespace)
    }

    /// Sets a variable that expressions write as `$name`.
    public func set(_ name: String, to value: String) {
        _ = unsafe xmlXPathRegisterVariable(pointer, name, xmlXPathNewString(value))
    }

    /// Sets a variable that expressions write as `$name`.
    public func set(_ name: String, to value: Double) {
        _ = unsafe xmlXPathRegisterVariable(pointer, name, xmlXPathNewFloat(value))
    }

    /// Compiles an expression, or finds it compiled.
    public func compile(_ source: String) throws(XMLFault) -> XPath {
        if let known = compiled[source] { return known }
        let expression = try XPath(source)
        compiled[source] = expression
        return expression
    }

    /// Evaluates an expression at a node of the document.
    ///
    /// - Throws: a fault of kind `limit` where the work exceeds `mostSteps`.
    public func evaluate(_ expression: XPath, at node: XMLNode) throws(XMLFault) -> XPathValue {
        precondition(node.document === document, "a node of another document")
        document.order()
        log.faults.removeAll()
        unsafe pointer.pointee.opLimit = UInt(mostSteps)
        unsafe pointer.pointee.opCount = 0
        defer { steps += unsafe Int(clamping: pointer.pointee.opCount) }
        guard unsafe xmlXPathSetContextNode(node.pointer, pointer) == 0,
            let result = unsafe xmlXPathCompiledEval(expression.pointer, pointer)
        else { throw log.faults.first ?? XMLFault(.syntax, "the expression cannot be evaluated") }
        defer { unsafe xmlXPathFreeObject(result) }
        if let fault = log.faults.first { throw fault }
        return unsafe value(of: result)
    }

    /// Evaluates an expression given as text.
    public func evaluate(_ source: String, at node: XMLNode) throws(XMLFault) -> XPathValue {
        try evaluate(try compile(source), at: node)
    }

    private func value(of result: xmlXPathObjectPtr) -> XPathValue {
        switch unsafe result.pointee.type {
        case XPATH_BOOLEAN: return .truth(unsafe result.pointee.boolval != 0)
        case XPATH_NUMBER: return .number(unsafe result.pointee.floatval)
        case XPATH_STRING:
            return .text(unsafe result.pointee.stringval.map { unsafe String(cString: $0) } ?? "")
        default: return .nodes(unsafe nodes(of: result.pointee.nodesetval))
        }
    }

    private func nodes(of set: xmlNodeSetPtr?) -> [XMLNode] {
        guard let set = unsafe set, unsafe set.pointee.nodeNr > 0, let table = unsafe set.pointee.nodeTab else {
            return []
        }
        unsafe xmlXPathNodeSetSort(set)
        let held = unsafe UnsafeBufferPointer(start: table, count: Int(set.pointee.nodeNr))
        var list: [XMLNode] = []
        for index in 0..<held.count {
            let entry = unsafe held[index]
            // Namespace nodes are copies that die with the result: never handed out.
            guard let node = unsafe entry, unsafe node.pointee.type != XML_NAMESPACE_DECL else { continue }
            unsafe list.append(XMLNode(document: document, pointer: node))
        }
        return list
    }
}

extension XPathValue {
    /// The value as XPath's `string()` has it: of nodes, the text of the first.
    public var string: String {
        switch self {
        case .nodes(let nodes): nodes.first?.text ?? ""
        case .number(let number): Self.text(of: number)
        case .text(let text): text
        case .truth(let truth): truth ? "true" : "false"
        }
    }

    /// The value as XPath's `boolean()` has it.
    public var isTrue: Bool {
        switch self {
        case .nodes(let nodes): !nodes.isEmpty
        case .number(let number): number != 0 && !number.isNaN
        case .text(let text): !text.isEmpty
        case .truth(let truth): truth
        }
    }

    /// The value as a number; `nil` where it is none.
    public var number: Double? {
        switch self {
        case .number(let number): return number.isNaN ? nil : number
        case .truth(let truth): return truth ? 1 : 0
        case .nodes, .text: return Double(string)
        }
    }

    /// Whole numbers without a point, as XPath prints them; others as Swift does.
    private static func text(of number: Double) -> String {
        number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
    }
}

private let recordXPathError: pinch_xml_error_handler = { user, error in
    guard let user = unsafe user, let error = unsafe error else { return }
    let log = unsafe Unmanaged<FaultLog>.fromOpaque(user).takeUnretainedValue()
    guard log.faults.count < FaultLog.most else { return }
    // libxml2 leaves the message of XPath errors empty: the words are ours, by its code.
    let number = unsafe Int(error.pointee.code) - Int(XML_XPATH_EXPRESSION_OK.rawValue)
    let words = XPathWords.all.indices.contains(number) ? XPathWords.all[number] : "not an XPath expression"
    let isLimit = XPathWords.limits.contains(number)
    log.faults.append(XMLFault(isLimit ? .limit : .syntax, words, column: unsafe Int(error.pointee.int1) + 1))
}

/// What libxml2's XPath error codes mean, from `XML_XPATH_EXPRESSION_OK` on.
private enum XPathWords {
    static let all = [
        "no fault", "a number was expected", "a text in quotes is not closed", "a text in quotes was expected",
        "a variable's name was expected after $", "no such variable", "a predicate in [] is not valid",
        "not an XPath expression", "a bracket is not closed", "no such function", "an operand is of the wrong type",
        "a value is of the wrong type", "a function has the wrong number of arguments", "the context has no size",
        "the context has no position", "out of memory", "not an XPointer", "not an XPointer", "not an XPointer",
        "a namespace prefix is not known", "the encoding is not supported", "a character is not allowed",
        "the context is not valid", "the stack is used up", "a variable is not allowed here",
        "the expression takes too many steps", "the expression is nested too deeply",
    ]
    static let limits: Set<Int> = [15, 23, 25, 26]
}
