/// What a template asks of a figure.
public struct FigureRequest: Sendable, Hashable {
    /// Id of the recording to draw; `nil` draws all that the figure knows of, at most as many as fit its idea.
    public var from: String?
    /// Only data at this bias, V.
    public var bias_V: Double?
    /// Only data at these biases, V; any where empty.
    public var biases_V: [Double] = []
    /// Only these cycles of loops; any where empty.
    public var cycles: [ClosedRange<Int>] = []
    /// Of the cycles of one recording and rate only the last.
    public var onlyLastCycle = false
    /// Only data of this state; any where `nil`.
    public var state: String?

    /// Asks for everything unless told otherwise.
    public init(from: String? = nil, bias_V: Double? = nil) {
        self.from = from
        self.bias_V = bias_V
    }

    /// The same without what picks among the data, to find out whether there are any.
    public var forAll: FigureRequest { FigureRequest() }
}
